/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-embedder-service.h"
#include "bty-meaning.h"
#include "bty-ranking.h"

G_BEGIN_DECLS

/**
 * BtyRecallQuery:
 *
 * What is looked for in one recall, for a database thread.
 */
typedef struct
{
  /* Owned */
  BtyMeaning      *meaning;
  char            *words;
  char            *bot_id;
  char            *session_id;
  BtyQueryVector  *vector;      /* by the embedder that was chosen; NULL = the built-in one is used alone */
  char            *note;        /* why so, for the person */

  float           *asked;       /* the vector of the words by the built-in embedder; set by the job */

  guint            limit;
  gboolean         for_reply;
  BtyRankingParts  parts;
} BtyRecallQuery;

void     bty_recall_query_free (BtyRecallQuery  *query);
gpointer bty_recall_on_db      (BtyDatabase     *database,
                                gpointer         data,
                                GCancellable    *cancellable,
                                GError         **error);

G_END_DECLS
