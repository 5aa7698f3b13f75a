/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot-service.h"
#include "bty-embedder-choice.h"
#include "bty-job-service.h"
#include "bty-provider-service.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The kind of the work that changes the embedder; its input is a #BtyEmbedderChoice. */
#define BTY_JOB_EMBED "embed"

#define BTY_TYPE_EMBEDDER_SERVICE (bty_embedder_service_get_type ())

G_DECLARE_FINAL_TYPE (BtyEmbedderService, bty_embedder_service, BTY, EMBEDDER_SERVICE, GObject)

/**
 * BtyQueryVector:
 * @choice: what made it
 * @values: as many as the dimensions of @choice, for each text; zeros = it made none of that
 *
 * What is looked for, or shall be remembered, as vectors of the embedder that was chosen.
 */
typedef struct
{
  BtyEmbedderChoice *choice;
  float             *values;
} BtyQueryVector;

BtyEmbedderService *bty_embedder_service_new          (BtyWorker            *worker,
                                                       const char           *setting,
                                                       BtyProviderService   *providers,
                                                       BtyBotService        *bots,
                                                       BtyJobService        *jobs) G_GNUC_WARN_UNUSED_RESULT;
void               bty_embedder_service_close         (BtyEmbedderService   *self);
void               bty_embedder_service_complete      (BtyEmbedderService   *self);

const float       *bty_query_vector_get               (BtyQueryVector       *self,
                                                       guint                 number);
void               bty_query_vector_free              (BtyQueryVector       *self);

BtyEmbedderChoice *bty_embedder_service_get_choice    (BtyEmbedderService   *self);
BtyWorkflow       *bty_embedder_service_get_change    (BtyEmbedderService   *self);
char              *bty_embedder_service_describe      (BtyEmbedderService   *self,
                                                       BtyEmbedderChoice    *choice) G_GNUC_WARN_UNUSED_RESULT;

void               bty_embedder_service_try_async     (BtyEmbedderService   *self,
                                                       BtyEmbedderChoice    *choice,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
BtyEmbedderChoice *bty_embedder_service_try_finish    (BtyEmbedderService   *self,
                                                       GAsyncResult         *result,
                                                       gint64               *milliseconds,
                                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void               bty_embedder_service_change_async  (BtyEmbedderService   *self,
                                                       BtyEmbedderChoice    *choice,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
BtyWorkflow       *bty_embedder_service_change_finish (BtyEmbedderService   *self,
                                                       GAsyncResult         *result,
                                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void               bty_embedder_service_query_async   (BtyEmbedderService   *self,
                                                       const char           *bot_id,
                                                       const char           *text,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
void               bty_embedder_service_embed_new_async
                                                      (BtyEmbedderService   *self,
                                                       GPtrArray            *memories,
                                                       gboolean              is_awaited,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
BtyQueryVector    *bty_embedder_service_query_finish  (BtyEmbedderService   *self,
                                                       GAsyncResult         *result,
                                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyQueryVector, bty_query_vector_free)

G_END_DECLS
