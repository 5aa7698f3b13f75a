/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-dated.h"

#include "bty-memory-rule.h"
#include "bty-recall-memories.h"
#include "bty-value-list.h"

/* "What did I do last week?" has no word that an answer must have: what was remembered then may answer. */

/* Of one time, the newest. */
#define MAX_OF_PERIOD 20

#define REMEMBERED_THEN \
  "SELECT m.id FROM memories AS m WHERE m.created_at >= $4 AND m.created_at < $5" \
  " AND " BTY_MEMORY_IS_READABLE ("$1") " AND " BTY_MEMORY_IS_LIVE ("$2") " AND " BTY_MEMORY_IS_WANTED ("$3") \
  " ORDER BY m.created_at DESC, m.id DESC LIMIT $6"

static gboolean
list_ids (BtyDatabase        *database,
          BtyQuestionPeriod  *period,
          const char         *reader_id,
          const char         *session_id,
          gint64              now,
          GPtrArray          *ids,
          GError            **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (database, REMEMBERED_THEN,
                                                BTY_ARGS (BTY_TEXT (reader_id), BTY_INTEGER (now),
                                                          BTY_TEXT (session_id), BTY_INTEGER (period->from),
                                                          BTY_INTEGER (period->to), BTY_INTEGER (MAX_OF_PERIOD)),
                                                error);
  GError *row_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    g_ptr_array_add (ids, g_strdup (bty_rows_get_text (rows, 0)));
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

/**
 * bty_recall_dated_find:
 * @database: a connection
 * @question: what is asked
 * @reader_id: the bot that reads; what it may read is decided here
 * @session_id: (nullable): where it reads: some memories are not wanted there
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): what was remembered at the times that the question
 *   names, not ranked; without those that were altered outside Boternity
 */
GPtrArray *
bty_recall_dated_find (BtyDatabase  *database,
                       BtyQuestion  *question,
                       const char   *reader_id,
                       const char   *session_id,
                       gint64        now,
                       GError      **error)
{
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < question->periods->len; i++)
    {
      BtyQuestionPeriod *period = &g_array_index (question->periods, BtyQuestionPeriod, i);

      if (period->weight >= 1
          && !list_ids (database, period, reader_id, session_id, now, ids, error))
        return NULL;
    }
  for (guint i = 0; i < MIN (ids->len, BTY_VALUE_LIST_MAX); i++)
    {
      BtyValue key = BTY_TEXT (g_ptr_array_index (ids, i));

      g_array_append_val (keys, key);
    }

  return bty_recall_memories_load (database, keys, reader_id, session_id, now, error);
}
