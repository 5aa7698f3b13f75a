/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"
#include "bty-record.h"

G_BEGIN_DECLS

/* The name under which the vectors of the built-in embedder are kept. */
#define BTY_EMBEDDER_CHOICE_BUILTIN "builtin-384-1"

#define BTY_TYPE_EMBEDDER_CHOICE (bty_embedder_choice_get_type ())

G_DECLARE_FINAL_TYPE (BtyEmbedderChoice, bty_embedder_choice, BTY, EMBEDDER_CHOICE, BtyRecord)

struct _BtyEmbedderChoice
{
  BtyRecord  parent_instance;

  char *vectors; /* the name under which its vectors are kept; "" = it was not tried yet */
  BtyEmbedderKind kind;
  char *folder; /* where the model is, if it is one in a folder */
  char *provider_id; /* who is asked, if it is a service */
  char *model; /* what that is asked for */
  BtyEmbeddingFormat format;
  gint64 dimensions; /* 0 = not known yet */
};

BtyEmbedderChoice *bty_embedder_choice_new         (BtyEmbedderKind  kind) G_GNUC_WARN_UNUSED_RESULT;
BtyEmbedderChoice *bty_embedder_choice_new_builtin (void) G_GNUC_WARN_UNUSED_RESULT;
BtyEmbedderChoice *bty_embedder_choice_new_parsed  (const char      *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
