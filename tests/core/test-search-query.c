/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-search-query.h"

#include <sqlite3.h>

static const struct
{
  const char *text;
  const char *query; /* NULL = nothing to look for */
} texts[] = {
  { "tide", "\"tide\"*" },
  { "high tide", "\"high\" \"tide\"*" },
  { "  high,tide!  ", "\"high\" \"tide\"*" },
  { "a OR b NOT c", "\"a\" \"OR\" \"b\" \"NOT\" \"c\"*" },
  { "\"quoted\"", "\"quoted\"*" },
  { "content:x", "\"content\" \"x\"*" },
  { "NEAR(a b, 5)", "\"NEAR\" \"a\" \"b\" \"5\"*" },
  { "^a* + -b", "\"a\" \"b\"*" },
  { "don't", "\"don\" \"t\"*" },
  { "Größe été", "\"Größe\" \"été\"*" },
  { "cafe\314\201", "\"cafe\314\201\"*" },
  { "\314\201", NULL },
  { "هل تعلم", "\"هل\" \"تعلم\"*" },
  { "黑洞", "\"黑洞\"*" },
  { "🙂", NULL },
  { "\"*^(){}:+-", NULL },
  { "", NULL },
  { NULL, NULL },
  { "a\xff" "b", "\"a\" \"b\"*" },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *query = bty_search_query_from_text (texts[i].text);

      g_assert_cmpstr (query, ==, texts[i].query);
    }
}

static void
test_long_text (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *query = NULL;
  g_auto(GStrv) words = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (text, "word%u ", i);
  query = bty_search_query_from_text (text->str);
  words = g_strsplit (query, " ", -1);

  g_assert_cmpuint (g_strv_length (words), ==, 32);
  g_assert_cmpstr (words[31], ==, "\"word31\"*");
}

static const struct
{
  const char *text;
  int         hits;
} searches[] = {
  { "quick", 1 },
  { "qui", 1 },
  { "QUICK bro", 1 },
  { "qui brown", 0 },          /* only the last word may be a beginning */
  { "ubergrosse", 0 },
  { "Übergröße", 1 },
  { "ubergroße", 1 },
  { "cafe", 1 },
  { "don't pan", 1 },
  { "AND", 0 },
  { "rank:quick", 0 },
  { "quick OR missing", 0 },
};

/* Counts with the real full-text index, which must understand every query. */
static int
count_hits (sqlite3    *database,
            const char *query)
{
  sqlite3_stmt *statement = NULL;
  int hits;

  g_assert_cmpint (sqlite3_prepare_v2 (database, "SELECT count(*) FROM t WHERE t MATCH ?", -1, &statement, NULL), ==,
                   SQLITE_OK);
  sqlite3_bind_text (statement, 1, query, -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  hits = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);

  return hits;
}

static void
test_searches (void)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database,
                                 "CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61');"
                                 "INSERT INTO t VALUES ('The quick brown fox. Don''t panic! Übergröße im Café');",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *query = bty_search_query_from_text (searches[i].text);

      g_test_message ("%s", searches[i].text);
      g_assert_cmpint (count_hits (database, query), ==, searches[i].hits);
    }
  sqlite3_close (database);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search-query/texts", test_texts);
  g_test_add_func ("/search-query/long-text", test_long_text);
  g_test_add_func ("/search-query/searches", test_searches);

  return g_test_run ();
}
