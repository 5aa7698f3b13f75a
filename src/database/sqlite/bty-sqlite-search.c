/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-private.h"
#include "bty-sqlite-words.h"

/* Matches are looked at in the order in which they are found, and no further than needed; snippets are
 * made for those that are returned. $1 = words in titles, $2 = words in messages, $3 = bot, $4 = limit,
 * $5 = the session to leave out. */
#define RANKED(table, words) \
  "(SELECT rowid AS seq, -rank AS score FROM " table " WHERE " table " MATCH " words \
  " ORDER BY rank LIMIT 5000) AS found"
#define NEWEST(table, words) \
  "(SELECT rowid AS seq, 0.0 AS score FROM " table " WHERE " table " MATCH " words \
  " ORDER BY rowid DESC LIMIT 5000) AS found"
G_STATIC_ASSERT (BTY_SQLITE_MAX_RANKED == 5000);

#define IS_SHOWN \
  "s.deleted_at IS NULL AND ($3 IS NULL OR s.bot_id = $3)" \
  " AND s.bot_id NOT IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL)"

#define SNIPPET(table) "snippet(" table ", 0, char(2), char(3), '…', 16)"

#define TITLES(found) \
  "SELECT s.id, NULL, s.title, s.bot_id, " SNIPPET ("session_words") ", s.updated_at AS said_at, found.score AS score" \
  " FROM " found " CROSS JOIN sessions AS s ON s.seq = found.seq" \
  " CROSS JOIN session_words ON session_words.rowid = s.seq AND session_words MATCH $1" \
  " WHERE " IS_SHOWN " LIMIT $4"
#define MESSAGES(found) \
  "SELECT s.id, m.id, s.title, s.bot_id, " SNIPPET ("message_words") ", m.created_at AS said_at, found.score AS score" \
  " FROM " found " CROSS JOIN messages AS m ON m.seq = found.seq CROSS JOIN sessions AS s ON s.id = m.session_id" \
  " CROSS JOIN message_words ON message_words.rowid = m.seq AND message_words MATCH $2" \
  " WHERE " IS_SHOWN " LIMIT $4"
#define SEARCH(titles, messages) \
  "SELECT * FROM (" TITLES (titles) ") UNION ALL SELECT * FROM (" MESSAGES (messages) ")" \
  " ORDER BY score DESC, said_at DESC LIMIT $4"

#define RECALL(found) \
  "SELECT m.id, m.content, s.title, m.created_at, found.score" \
  " FROM " found " CROSS JOIN messages AS m ON m.seq = found.seq CROSS JOIN sessions AS s ON s.id = m.session_id" \
  " WHERE " IS_SHOWN " AND m.role = 'user' AND ($5 IS NULL OR s.id <> $5) LIMIT $4"

static const char *const search_sql[2][2] = {
  { SEARCH (RANKED ("session_words", "$1"), RANKED ("message_words", "$2")),
    SEARCH (RANKED ("session_words", "$1"), NEWEST ("message_words", "$2")) },
  { SEARCH (NEWEST ("session_words", "$1"), RANKED ("message_words", "$2")),
    SEARCH (NEWEST ("session_words", "$1"), NEWEST ("message_words", "$2")) },
};

static const char *const recall_sql[2] = {
  RECALL (RANKED ("message_words", "$2")),
  RECALL (NEWEST ("message_words", "$2")),
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
 * bty_sqlite_database_recall:
 *
 * See bty_database_recall().
 *
 * Returns: (transfer full) (nullable): the rows
 */
BtyRows *
bty_sqlite_database_recall (BtyDatabase  *database,
                            const char   *words,
                            const char   *bot_id,
                            const char   *exclude_session,
                            gint64        limit,
                            GError      **error)
{
  g_auto(BtySqliteWords) messages = { 0 };

  if (!bty_sqlite_words_prepare (&messages, database, "message_words", words, FALSE, error))
    return NULL;

  return bty_database_query (database, recall_sql[messages.is_common],
                             BTY_ARGS (BTY_TEXT (NULL), BTY_TEXT (messages.query), BTY_TEXT (bot_id),
                                       BTY_INTEGER (limit), BTY_TEXT (exclude_session)),
                             error);
}
