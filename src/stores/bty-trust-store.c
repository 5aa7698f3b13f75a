/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-trust-store.h"

#include "bty-memory-rule.h"

/**
 * bty_trust_store_list:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyTrustedAuthor) (nullable): the trusted lists of all bots
 */
GPtrArray *
bty_trust_store_list (BtyDatabase  *database,
                      GError      **error)
{
  return bty_database_select (database, BTY_TYPE_TRUSTED_AUTHOR, "ORDER BY reader_id, author_id", BTY_NO_ARGS, error);
}

/**
 * bty_trust_store_set:
 * @database: a connection
 * @reader_id: the bot that reads
 * @author_id: the bot whose trusted memories it may read
 * @trusted: whether it may
 * @changed: (out): whether this was different before
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is so now
 */
gboolean
bty_trust_store_set (BtyDatabase  *database,
                     const char   *reader_id,
                     const char   *author_id,
                     gboolean      trusted,
                     gboolean     *changed,
                     GError      **error)
{
  gint64 n_before;
  g_autoptr(BtyTrustedAuthor) line = NULL;

  if (!bty_database_query_integer (database,
                                   "SELECT COUNT(*) FROM trusted_authors WHERE reader_id = $1 AND author_id = $2",
                                   BTY_ARGS (BTY_TEXT (reader_id), BTY_TEXT (author_id)), &n_before, error))
    return FALSE;
  *changed = trusted != (n_before > 0);
  if (!*changed)
    return TRUE;

  if (!trusted)
    return bty_database_execute (database, "DELETE FROM trusted_authors WHERE reader_id = $1 AND author_id = $2",
                                 BTY_ARGS (BTY_TEXT (reader_id), BTY_TEXT (author_id)), error);
  line = bty_trusted_author_new (reader_id, author_id);

  return bty_database_insert (database, line, error);
}

/**
 * bty_trust_store_can_read:
 * @database: a connection
 * @reader_id: a bot
 * @memory_id: a memory
 * @now: microseconds since 1970 UTC
 * @readable: (out): whether the bot may read it, and it is live
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether that could be found out
 */
gboolean
bty_trust_store_can_read (BtyDatabase  *database,
                          const char   *reader_id,
                          const char   *memory_id,
                          gint64        now,
                          gboolean     *readable,
                          GError      **error)
{
  gint64 n;

  if (!bty_database_query_integer (database,
                                   "SELECT COUNT(*) FROM memories AS m WHERE m.id = $2"
                                   " AND " BTY_MEMORY_IS_LIVE ("$3") " AND " BTY_MEMORY_IS_READABLE ("$1"),
                                   BTY_ARGS (BTY_TEXT (reader_id), BTY_TEXT (memory_id), BTY_INTEGER (now)),
                                   &n, error))
    return FALSE;
  *readable = n > 0;

  return TRUE;
}

/**
 * bty_trust_store_exclude:
 * @database: a connection
 * @subject_id: a memory, message or piece of a file
 * @session_id: a session
 * @excluded: whether it is never used there
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is so now
 */
gboolean
bty_trust_store_exclude (BtyDatabase  *database,
                         const char   *subject_id,
                         const char   *session_id,
                         gboolean      excluded,
                         GError      **error)
{
  g_autoptr(BtyRecallExclusion) exclusion = bty_recall_exclusion_new (subject_id, session_id);

  return bty_database_execute (database, "DELETE FROM recall_exclusions WHERE subject_id = $1 AND session_id = $2",
                               BTY_ARGS (BTY_TEXT (subject_id), BTY_TEXT (session_id)), error)
         && (!excluded || bty_database_insert (database, exclusion, error));
}

/**
 * bty_trust_store_add_use:
 * @database: a connection
 * @use: a memory that is sent for a reply
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores the use and counts it with the memory.
 *
 * Returns: whether it was stored
 */
gboolean
bty_trust_store_add_use (BtyDatabase   *database,
                         BtyMemoryUse  *use,
                         GError       **error)
{
  return bty_database_insert (database, use, error)
         && bty_database_execute (database,
                                  "UPDATE memories SET access_count = access_count + 1, last_accessed_at = $2"
                                  " WHERE id = $1",
                                  BTY_ARGS (BTY_TEXT (use->memory_id), BTY_INTEGER (use->used_at)), error);
}

/**
 * bty_trust_store_list_uses:
 * @database: a connection
 * @message_id: (nullable): only for this reply
 * @memory_id: (nullable): only of this memory
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryUse) (nullable): the newest replies first, and for each the
 *   best first
 */
GPtrArray *
bty_trust_store_list_uses (BtyDatabase  *database,
                           const char   *message_id,
                           const char   *memory_id,
                           gint64        limit,
                           GError      **error)
{
  const char *clauses = message_id != NULL ? "WHERE message_id = $1 ORDER BY rank LIMIT $3"
                        : memory_id != NULL ? "WHERE memory_id = $2 ORDER BY used_at DESC, id DESC LIMIT $3"
                                            : "ORDER BY used_at DESC, rank LIMIT $3";

  return bty_database_select (database, BTY_TYPE_MEMORY_USE, clauses,
                              BTY_ARGS (BTY_TEXT (message_id), BTY_TEXT (memory_id), BTY_INTEGER (limit)), error);
}
