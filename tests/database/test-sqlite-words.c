/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-words.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-typed-words.h"

static void
assert_query (BtyTestStorage *storage,
              const char     *text,
              gboolean        prefer_all,
              const char     *query,
              gboolean        is_common)
{
  g_autoptr(GError) error = NULL;
  g_auto(BtySqliteWords) words = { 0 };

  bty_sqlite_words_prepare (&words, storage->database, "message_words", text, prefer_all, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (words.query, ==, query);
  g_assert_cmpint (words.is_common, ==, is_common);
}

/* Words are in the query from the rarest to the most frequent that can be ranked. */
static void
test_queries (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "", 1);

  g_assert_true (bty_database_begin (storage->database, &error));
  for (int i = 0; i < BTY_TYPED_WORDS_MAX_RANKED + 1; i++)
    g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_USER,
                                          i % 100 == 0 ? "the sun shines 日本" : i % 25 == 0 ? "the moon" : "the"));
  g_assert_true (bty_database_commit (storage->database, &error));

  assert_query (storage, "nowhere", TRUE, "\"\"", FALSE);
  assert_query (storage, "the", TRUE, "(\"the\")", TRUE);
  assert_query (storage, "the sun", TRUE, "(\"sun\")", FALSE);
  assert_query (storage, "the moon sun", TRUE, "(\"sun\") OR (\"moon\")", FALSE);
  assert_query (storage, "shines sun", TRUE, "(\"shines\") AND (\"sun\")", FALSE);
  assert_query (storage, "shines sun", FALSE, "(\"shines\") OR (\"sun\")", FALSE);
  assert_query (storage, "shi", TRUE, "(\"shi\" *)", FALSE);
  assert_query (storage, "sh", TRUE, "\"\"", FALSE);
  assert_query (storage, "日", TRUE, "(\"日\" *)", FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/sqlite-words/queries", test_queries);

  return g_test_run ();
}
