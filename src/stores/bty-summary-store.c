/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-summary-store.h"

/**
 * bty_summary_store_list:
 * @database: a connection
 * @session_id: a conversation
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtySessionSummary) (nullable): the summaries of its beginnings, the oldest
 *   first
 */
GPtrArray *
bty_summary_store_list (BtyDatabase  *database,
                        const char   *session_id,
                        GError      **error)
{
  return bty_database_select (database, BTY_TYPE_SESSION_SUMMARY, "WHERE session_id = $1 ORDER BY created_at, id",
                              BTY_ARGS (BTY_TEXT (session_id)), error);
}

/**
 * bty_summary_store_add:
 * @database: a connection
 * @summary: a new summary
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_summary_store_add (BtyDatabase        *database,
                       BtySessionSummary  *summary,
                       GError            **error)
{
  return bty_database_insert (database, summary, error);
}
