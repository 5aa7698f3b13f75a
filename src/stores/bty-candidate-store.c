/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-candidate-store.h"

/**
 * bty_candidate_store_list:
 * @database: a connection
 * @bot_id: (nullable): only for this bot
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryCandidate) (nullable): what waits in the inbox, the oldest first
 */
GPtrArray *
bty_candidate_store_list (BtyDatabase  *database,
                          const char   *bot_id,
                          GError      **error)
{
  return bty_database_select (database, BTY_TYPE_MEMORY_CANDIDATE,
                              bot_id != NULL ? "WHERE bot_id = $1 ORDER BY created_at, id"
                                             : "WHERE bot_id NOT IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL)"
                                               " ORDER BY created_at, id",
                              BTY_ARGS (BTY_TEXT (bot_id)), error);
}

/**
 * bty_candidate_store_count:
 * @database: a connection
 * @bot_id: (nullable): only for this bot
 * @count: (out): how many wait in the inbox
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were counted
 */
gboolean
bty_candidate_store_count (BtyDatabase  *database,
                           const char   *bot_id,
                           gint64       *count,
                           GError      **error)
{
  const char *sql = bot_id != NULL ? "SELECT COUNT(*) FROM memory_candidates WHERE bot_id = $1"
                                   : "SELECT COUNT(*) FROM memory_candidates"
                                     " WHERE bot_id NOT IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL)";

  return bty_database_query_integer (database, sql, BTY_ARGS (BTY_TEXT (bot_id)), count, error);
}

/**
 * bty_candidate_store_get:
 * @database: a connection
 * @id: of a candidate
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the candidate
 */
BtyMemoryCandidate *
bty_candidate_store_get (BtyDatabase  *database,
                         const char   *id,
                         GError      **error)
{
  return bty_database_get (database, BTY_TYPE_MEMORY_CANDIDATE, id, error);
}

/**
 * bty_candidate_store_insert:
 * @database: a connection
 * @candidate: a new candidate
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_candidate_store_insert (BtyDatabase         *database,
                            BtyMemoryCandidate  *candidate,
                            GError             **error)
{
  return bty_database_insert (database, candidate, error);
}

/**
 * bty_candidate_store_delete:
 * @database: a connection
 * @id: of a candidate
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: whether it was there and is not any more
 */
gboolean
bty_candidate_store_delete (BtyDatabase  *database,
                            const char   *id,
                            GError      **error)
{
  return bty_database_delete (database, BTY_TYPE_MEMORY_CANDIDATE, id, error);
}
