/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-vector-log.h"

#include "bty-value-list.h"

/* In which order vectors came and went. The engine notes it by itself, whoever changes them, and in the same
 * transaction, so that an index beside the database need only remember how far it has read. */

/**
 * bty_vector_log_read:
 * @database: a connection
 * @model: what made the vectors
 * @dimensions: how many numbers each has
 * @scope: whose
 * @after: number of the last change that is known; 0 = none
 * @limit: how many changes at most
 * @func: (scope call): called for each, the oldest first
 * @user_data: for @func
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were read
 */
gboolean
bty_vector_log_read (BtyDatabase      *database,
                     const char       *model,
                     guint             dimensions,
                     const char       *scope,
                     gint64            after,
                     guint             limit,
                     BtyVectorChange   func,
                     gpointer          user_data,
                     GError          **error)
{
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  rows = bty_database_query (database,
                             "SELECT c.seq, coalesce(c.removes, 0), v.data FROM vector_changes AS c"
                             " LEFT JOIN vectors AS v ON v.id = c.vector_id"
                             " WHERE c.model = $1 AND c.scope = $2 AND c.seq > $3 ORDER BY c.seq LIMIT $4",
                             BTY_ARGS (BTY_TEXT (model), BTY_TEXT (scope), BTY_INTEGER (after), BTY_INTEGER (limit)),
                             error);
  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      BtyValue data = bty_rows_get_value (rows, 2);
      gboolean fits = data.type == BTY_VALUE_BLOB && data.blob.size == dimensions * sizeof (float);

      func (bty_rows_get_integer (rows, 0), bty_rows_get_integer (rows, 1), fits ? data.blob.data : NULL, user_data);
    }
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

/**
 * bty_vector_log_get_newest:
 * @database: a connection
 * @newest: (out): number of the last change of all; 0 = there was none
 * @error: (out) (optional): where to say what went wrong
 *
 * Mostly there was none since somebody looked, which is seen much more quickly here than by reading changes.
 *
 * Returns: whether it could be seen
 */
gboolean
bty_vector_log_get_newest (BtyDatabase  *database,
                           gint64       *newest,
                           GError      **error)
{
  return bty_database_query_integer (database, "SELECT coalesce(max(seq), 0) FROM vector_changes", BTY_NO_ARGS, newest,
                                     error);
}

/**
 * bty_vector_log_count:
 * @database: a connection
 * @model: what made the vectors
 * @scope: whose
 * @count: (out): how many there are
 * @newest: (out): number of the last change; 0 = there was none
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were counted
 */
gboolean
bty_vector_log_count (BtyDatabase  *database,
                      const char   *model,
                      const char   *scope,
                      gint64       *count,
                      gint64       *newest,
                      GError      **error)
{
  g_autoptr(BtyRows) rows = NULL;

  rows = bty_database_query (database,
                             "SELECT count(vector_id), coalesce(max(seq), 0) FROM vector_changes"
                             " WHERE model = $1 AND scope = $2",
                             BTY_ARGS (BTY_TEXT (model), BTY_TEXT (scope)), error);
  if (rows == NULL || !bty_rows_next (rows, error))
    return FALSE;
  *count = bty_rows_get_integer (rows, 0);
  *newest = bty_rows_get_integer (rows, 1);

  return TRUE;
}

/**
 * bty_vector_log_is_longer:
 * @database: a connection
 * @model: what made the vectors
 * @scope: whose
 * @limit: how many
 * @is_longer: (out): whether more than so many came and went
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it could be seen
 */
gboolean
bty_vector_log_is_longer (BtyDatabase  *database,
                          const char   *model,
                          const char   *scope,
                          guint         limit,
                          gboolean     *is_longer,
                          GError      **error)
{
  gint64 count;

  if (!bty_database_query_integer (database,
                                   "SELECT count(*) FROM (SELECT 1 FROM vector_changes"
                                   " WHERE model = $1 AND scope = $2 LIMIT $3) AS first_ones",
                                   BTY_ARGS (BTY_TEXT (model), BTY_TEXT (scope), BTY_INTEGER (limit + 1)), &count,
                                   error))
    return FALSE;
  *is_longer = count > limit;

  return TRUE;
}

/**
 * bty_vector_log_ask:
 * @database: a connection
 * @seqs: (element-type BtyValue): numbers of the changes that brought vectors, 1 to %BTY_VALUE_LIST_MAX
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Asks for those that have neither gone nor expired.
 *
 * Returns: (transfer full) (nullable): the rows, for bty_rows_read_records(), in no order
 */
BtyRows *
bty_vector_log_ask (BtyDatabase  *database,
                    GArray       *seqs,
                    gint64        now,
                    GError      **error)
{
  g_autofree BtyValue *args = bty_value_list_new (seqs, BTY_ARGS (BTY_INTEGER (now)));

  return bty_database_ask_records (database, BTY_TYPE_VECTOR,
                                   "WHERE id IN (SELECT vector_id FROM vector_changes WHERE seq IN (" BTY_VALUE_LIST
                                   ")) AND (expires_at IS NULL OR expires_at > $101)", args, error);
}
