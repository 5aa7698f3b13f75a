/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-private.h"
#include "bty-postgres-words.h"

#include "bty-args.h"

#define NEWEST_ROWS "50000"

#define IS_SHOWN \
  "s.deleted_at IS NULL AND ($2 IS NULL OR s.bot_id = $2)" \
  " AND s.bot_id NOT IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL)"

/* The rarer a word and the more often it is in a text, the better; long texts have more of everything. */
#define RANKED_SCORE(terms, weights) \
  "(SELECT sum (t.weight * ts_rank (w.words, t.term, 1)) FROM unnest (CAST (string_to_array (" terms ", chr (10))" \
  " AS TSQUERY[]), CAST (string_to_array (" weights ", ' ') AS DOUBLE PRECISION[])) AS t (term, weight))"
#define NEWEST_SCORE(terms, weights) "CAST (0 AS DOUBLE PRECISION)"

#define RANKED_FROM(table, source) ""
#define NEWEST_FROM(table, source) " AND w.seq > (SELECT max (seq) FROM " source ") - " NEWEST_ROWS

#define RANKED_ORDER "score DESC, w.seq DESC"
#define NEWEST_ORDER "w.seq DESC"

/* The text around the words, as long as a line or two. */
#define SNIPPET(text, query) \
  "CASE WHEN array_length (regexp_split_to_array (left (" text ", 500), '\\s+'), 1) <= 16 AND length (" text ") < 500" \
  " THEN ts_headline ('boternity', " text ", CAST (" query " AS TSQUERY)," \
  " 'HighlightAll=true, StartSel=' || chr (2) || ', StopSel=' || chr (3))" \
  " ELSE '…' || ts_headline ('boternity', " text ", CAST (" query " AS TSQUERY)," \
  " 'MaxWords=16, MinWords=8, ShortWord=0, StartSel=' || chr (2) || ', StopSel=' || chr (3)) || '…' END"

/* $1 = limit, $2 = bot, $3 to $5 = words in titles, their terms and weights, $6 to $8 = words in messages. */
#define TITLES(kind) \
  "SELECT s.id AS session_id, NULL AS message_id, s.title AS title, s.bot_id AS bot_id, s.title AS text," \
  " s.updated_at AS said_at, " kind##_SCORE ("$4", "$5") " AS score" \
  " FROM session_words AS w JOIN sessions AS s ON s.seq = w.seq WHERE " IS_SHOWN \
  kind##_FROM ("session_words", "sessions") " ORDER BY " kind##_ORDER " LIMIT $1"
#define MESSAGES(kind) \
  "SELECT s.id AS session_id, m.id AS message_id, s.title AS title, s.bot_id AS bot_id, m.content AS text," \
  " m.created_at AS said_at, " kind##_SCORE ("$7", "$8") " AS score" \
  " FROM message_words AS w JOIN messages AS m ON m.seq = w.seq JOIN sessions AS s ON s.id = m.session_id WHERE " \
  IS_SHOWN kind##_FROM ("message_words", "messages") " ORDER BY " kind##_ORDER " LIMIT $1"
#define SEARCH(titles_kind, messages_kind) \
  "SELECT f.session_id, f.message_id, f.title, f.bot_id," \
  " CASE WHEN f.message_id IS NULL THEN " SNIPPET ("f.text", "$3") \
  " ELSE " SNIPPET ("f.text", "$6") " END, f.said_at, f.score" \
  " FROM (SELECT * FROM (" TITLES (titles_kind) ") AS a" \
  " UNION ALL SELECT * FROM (" MESSAGES (messages_kind) ") AS b ORDER BY score DESC, said_at DESC LIMIT $1) AS f" \
  " ORDER BY f.score DESC, f.said_at DESC"
#define CHUNKS(kind) \
  "SELECT f.id, " SNIPPET ("f.text", "$3") ", f.score FROM (SELECT c.id AS id, c.text AS text, w.seq AS seq, " \
  kind##_SCORE ("$4", "$5") " AS score FROM chunk_words AS w JOIN file_chunks AS c ON c.seq = w.seq" \
  " JOIN files AS o ON o.id = c.file_id WHERE o.bot_id = $2 ORDER BY " kind##_ORDER " LIMIT $1) AS f" \
  " ORDER BY f.score DESC, f.seq DESC"

/* By whether the words are common in titles, and in messages. */
static const char *const search_sql[2][2] = {
  { SEARCH (RANKED, RANKED), SEARCH (RANKED, NEWEST) },
  { SEARCH (NEWEST, RANKED), SEARCH (NEWEST, NEWEST) },
};
static const char *const chunks_sql[2] = { CHUNKS (RANKED), CHUNKS (NEWEST) };

/* The server cannot know how few rows match, so it is kept from reading all of them. */
static gboolean
use_indexes (BtyPostgresDatabase  *self,
             gboolean              always,
             GError              **error)
{
  return bty_postgres_run (self, always ? "SET enable_seqscan = off" : "RESET enable_seqscan", NULL, error);
}

static BtyRows *
give_up (BtyPostgresDatabase *self)
{
  use_indexes (self, FALSE, NULL);

  return NULL;
}

static BtyRows *
find (BtyPostgresDatabase  *self,
      const char           *sql,
      const BtyValue       *args,
      GError              **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (BTY_DATABASE (self), sql, args, error);

  if (rows == NULL)
    return give_up (self);
  bty_postgres_rows_read_ahead ((BtyPostgresRows *) rows);
  if (!use_indexes (self, FALSE, error))
    return NULL;

  return g_steal_pointer (&rows);
}

/**
 * bty_postgres_search:
 *
 * See bty_database_search(). A word that is nowhere counts as the beginning of a word.
 *
 * Returns: (transfer full) (nullable): the rows
 */
BtyRows *
bty_postgres_search (BtyDatabase  *database,
                     const char   *words,
                     const char   *bot_id,
                     gint64        limit,
                     GError      **error)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (database);
  g_auto(BtyPostgresWords) titles = { 0 };
  g_auto(BtyPostgresWords) messages = { 0 };

  if (!use_indexes (self, TRUE, error)
      || !bty_postgres_words_prepare (&titles, self, "session_words", words, TRUE, error)
      || !bty_postgres_words_prepare (&messages, self, "message_words", words, TRUE, error))
    return give_up (self);

  return find (self, search_sql[titles.is_common][messages.is_common],
               BTY_ARGS (BTY_INTEGER (limit), BTY_TEXT (bot_id), BTY_TEXT (titles.query), BTY_TEXT (titles.terms),
                         BTY_TEXT (titles.weights), BTY_TEXT (messages.query), BTY_TEXT (messages.terms),
                         BTY_TEXT (messages.weights)),
               error);
}

/**
 * bty_postgres_match_memories:
 *
 * See bty_database_match_memories(). A word that is nowhere counts as the beginning of a word.
 *
 * Returns: (transfer full) (nullable): the rows
 */
BtyRows *
bty_postgres_match_memories (BtyDatabase     *database,
                             const char      *words,
                             gboolean         prefer_all,
                             const char      *condition,
                             const BtyValue  *args,
                             gint64           limit,
                             GError         **error)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (database);
  g_auto(BtyPostgresWords) memories = { 0 };
  guint n = bty_args_count (args);
  g_autofree BtyValue *all_args = NULL;
  g_autofree char *terms = g_strdup_printf ("$%u", n + 2);
  g_autofree char *weights = g_strdup_printf ("$%u", n + 3);
  g_autofree char *score = NULL;
  g_autofree char *sql = NULL;

  if (!use_indexes (self, TRUE, error)
      || !bty_postgres_words_prepare (&memories, self, "memory_words", words, prefer_all, error))
    return give_up (self);

  all_args = bty_args_append (args, BTY_ARGS (BTY_INTEGER (limit), BTY_TEXT (memories.terms),
                                              BTY_TEXT (memories.weights)));
  score = memories.is_common ? g_strdup (NEWEST_SCORE ("", ""))
                             : g_strdup_printf (RANKED_SCORE ("%s", "%s"), terms, weights);
  sql = g_strdup_printf ("SELECT m.id, %s AS score FROM memory_words AS w JOIN memories AS m ON m.seq = w.seq WHERE %s"
                         " ORDER BY %s LIMIT $%u",
                         score, condition, memories.is_common ? NEWEST_ORDER : RANKED_ORDER, n + 1);

  return find (self, sql, all_args, error);
}

/**
 * bty_postgres_match_chunks:
 *
 * See bty_database_match_chunks(). A word that is nowhere counts as the beginning of a word.
 *
 * Returns: (transfer full) (nullable): the rows
 */
BtyRows *
bty_postgres_match_chunks (BtyDatabase  *database,
                           const char   *words,
                           const char   *bot_id,
                           gint64        limit,
                           GError      **error)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (database);
  g_auto(BtyPostgresWords) chunks = { 0 };

  if (!use_indexes (self, TRUE, error)
      || !bty_postgres_words_prepare (&chunks, self, "chunk_words", words, TRUE, error))
    return NULL;

  return find (self, chunks_sql[chunks.is_common],
               BTY_ARGS (BTY_INTEGER (limit), BTY_TEXT (bot_id), BTY_TEXT (chunks.query), BTY_TEXT (chunks.terms),
                         BTY_TEXT (chunks.weights)),
               error);
}
