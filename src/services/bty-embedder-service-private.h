/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot-service.h"
#include "bty-embedder-service.h"
#include "bty-embedder.h"
#include "bty-job-kind.h"
#include "bty-provider-service.h"
#include "bty-worker.h"

G_BEGIN_DECLS

/* The step of the work in which the new embedder is in use already. */
#define BTY_EMBED_STEP_REMOVE "remove"

struct _BtyEmbedderService
{
  GObject             parent_instance;

  /* Owned */
  BtyWorker          *worker;
  BtyProviderService *providers;
  BtyBotService      *bots;
  BtyJobService      *jobs;         /* until it is closed */
  BtyEmbedderChoice  *choice;       /* in use */
  BtyEmbedder        *loaded;       /* of a folder, for the next call */
  GCancellable       *cancellable;  /* of what is done by itself */
  GError             *problem;      /* why it could not be asked; it is left alone for a while */

  BtyJobKind          kind;
  gint64              retry_at;     /* steady microseconds */
  guint               completion_timer;
  gboolean            is_completing;
  gboolean            is_builtin_complete;
};

/* The work, in a file of its own. */
void                bty_embedder_service_register (BtyEmbedderService  *self);
void                bty_embedder_service_adopt    (BtyEmbedderService  *self,
                                                   BtyEmbedderChoice   *choice);

G_END_DECLS
