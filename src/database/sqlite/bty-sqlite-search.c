/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-private.h"
#include "bty-sqlite-words.h"

#include "bty-args.h"

/* Matches come from the full text in their order, best or newest first, and reading ends at $4, so that
 * only for those that are returned anything else is read. $1 = words in titles, $2 = words in messages,
 * $3 = bot, $4 = limit. */
#define RANKED(table, source) " ORDER BY " table ".rank LIMIT $4"
#define NEWEST(table, source) \
  " AND " table ".rowid > (SELECT max(seq) - 50000 FROM " source ") ORDER BY " table ".rowid DESC LIMIT $4"

#define RANKED_SCORE(table) "-" table ".rank"
#define NEWEST_SCORE(table) "0.0"

#define IS_SHOWN \
  "s.deleted_at IS NULL AND ($3 IS NULL OR s.bot_id = $3)" \
  " AND s.bot_id NOT IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL)"

#define SNIPPET(table) "snippet(" table ", 0, char(2), char(3), '…', 16)"

#define TITLES(order) \
  "SELECT s.id, NULL, s.title, s.bot_id, " SNIPPET ("session_words") ", s.updated_at AS said_at, " \
  order##_SCORE ("session_words") " AS score" \
  " FROM session_words CROSS JOIN sessions AS s ON s.seq = session_words.rowid" \
  " WHERE session_words MATCH $1 AND " IS_SHOWN order ("session_words", "sessions")
#define MESSAGES(order) \
  "SELECT s.id, m.id, s.title, s.bot_id, " SNIPPET ("message_words") ", m.created_at AS said_at, " \
  order##_SCORE ("message_words") " AS score" \
  " FROM message_words CROSS JOIN messages AS m ON m.seq = message_words.rowid" \
  " CROSS JOIN sessions AS s ON s.id = m.session_id" \
  " WHERE message_words MATCH $2 AND " IS_SHOWN order ("message_words", "messages")
#define SEARCH(titles_order, messages_order) \
  "SELECT * FROM (" TITLES (titles_order) ") UNION ALL SELECT * FROM (" MESSAGES (messages_order) ")" \
  " ORDER BY score DESC, said_at DESC LIMIT $4"
/* $1 = words, $2 = bot, $3 = limit. A snippet is taken from the column that has the words. */
#define CHUNKS(score, order) \
  "SELECT c.id, snippet(chunk_words, -1, char(2), char(3), '…', 24), " score " FROM chunk_words" \
  " CROSS JOIN file_chunks AS c ON c.seq = chunk_words.rowid CROSS JOIN files AS f ON f.id = c.file_id" \
  " WHERE chunk_words MATCH $1 AND f.bot_id = $2 ORDER BY " order " LIMIT $3"

/* By whether the words are common in titles, and in messages. */
static const char *const search_sql[2][2] = {
  { SEARCH (RANKED, RANKED), SEARCH (RANKED, NEWEST) },
  { SEARCH (NEWEST, RANKED), SEARCH (NEWEST, NEWEST) },
};
static const char *const chunks_sql[2] = {
  CHUNKS ("-chunk_words.rank", "chunk_words.rank"),
  CHUNKS ("0.0", "chunk_words.rowid DESC"),
};

/**
 * bty_sqlite_database_search:
 *
 * See bty_database_search(). A word that is nowhere counts as the beginning of a word.
 *
 * Returns: (transfer full) (nullable): the rows
 */
BtyRows *
bty_sqlite_database_search (BtyDatabase  *database,
                            const char   *words,
                            const char   *bot_id,
                            gint64        limit,
                            GError      **error)
{
  g_auto(BtySqliteWords) titles = { 0 };
  g_auto(BtySqliteWords) messages = { 0 };

  if (!bty_sqlite_words_prepare (&titles, database, "session_words", words, TRUE, error)
      || !bty_sqlite_words_prepare (&messages, database, "message_words", words, TRUE, error))
    return NULL;

  return bty_database_query (database, search_sql[titles.is_common][messages.is_common],
                             BTY_ARGS (BTY_TEXT (titles.query), BTY_TEXT (messages.query), BTY_TEXT (bot_id),
                                       BTY_INTEGER (limit)),
                             error);
}

/**
 * bty_sqlite_database_match_memories:
 *
 * See bty_database_match_memories(). A word that is nowhere counts as the beginning of a word.
 *
 * Returns: (transfer full) (nullable): the rows
 */
BtyRows *
bty_sqlite_database_match_memories (BtyDatabase     *database,
                                    const char      *words,
                                    gboolean         prefer_all,
                                    const char      *condition,
                                    const BtyValue  *args,
                                    gint64           limit,
                                    GError         **error)
{
  g_auto(BtySqliteWords) memories = { 0 };
  guint n_args = bty_args_count (args);
  g_autofree BtyValue *all_args = NULL;
  g_autofree char *sql = NULL;

  if (!bty_sqlite_words_prepare (&memories, database, "memory_words", words, prefer_all, error))
    return NULL;

  all_args = bty_args_append (args, BTY_ARGS (BTY_TEXT (memories.query), BTY_INTEGER (limit)));
  sql = g_strdup_printf ("SELECT m.id, %s FROM memory_words CROSS JOIN memories AS m ON m.seq = memory_words.rowid"
                         " WHERE memory_words MATCH $%u AND %s ORDER BY %s LIMIT $%u",
                         memories.is_common ? "0.0" : "-memory_words.rank", n_args + 1, condition,
                         memories.is_common ? "memory_words.rowid DESC" : "memory_words.rank", n_args + 2);

  return bty_database_query (database, sql, all_args, error);
}

/**
 * bty_sqlite_database_match_chunks:
 *
 * See bty_database_match_chunks(). A word that is nowhere counts as the beginning of a word.
 *
 * Returns: (transfer full) (nullable): the rows
 */
BtyRows *
bty_sqlite_database_match_chunks (BtyDatabase  *database,
                                  const char   *words,
                                  const char   *bot_id,
                                  gint64        limit,
                                  GError      **error)
{
  g_auto(BtySqliteWords) chunks = { 0 };

  if (!bty_sqlite_words_prepare (&chunks, database, "chunk_words", words, TRUE, error))
    return NULL;

  return bty_database_query (database, chunks_sql[chunks.is_common],
                             BTY_ARGS (BTY_TEXT (chunks.query), BTY_TEXT (bot_id), BTY_INTEGER (limit)), error);
}
