/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-recall-store.h"
#include "bty-search-store.h"
#include "bty-session-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

#include <string.h>

#define N_RANDOM_SEARCHES 10000
#define N_RANDOM_SEARCHES_ON_SERVER 1000 /* each is a dozen questions to the server */

static GPtrArray *
search (BtyTestStorage *storage,
        const char     *words,
        const char     *bot_id)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *hits = bty_search_store_search (storage->database, words, bot_id, 50, &error);

  g_assert_no_error (error);

  return hits;
}

static guint
count_hits (BtyTestStorage *storage,
            const char     *words)
{
  g_autoptr(GPtrArray) hits = search (storage, words, NULL);

  return hits->len;
}

static void
test_hits (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) bert = bty_test_add_bot (storage->database, "bert");
  g_autoptr(BtySession) garden = bty_test_add_session (storage->database, ada->id, "Roses in the garden", 10);
  g_autoptr(BtySession) work = bty_test_add_session (storage->database, bert->id, "Work", 20);
  g_autoptr(BtyMessage) a = bty_test_add_message (storage->database, garden->id, BTY_ROLE_USER,
                                                  "When do I cut the roses? My café is nearby.");
  g_autoptr(BtyMessage) b = bty_test_add_message (storage->database, work->id, BTY_ROLE_ASSISTANT,
                                                  "The meeting is about running costs.");
  g_autoptr(GPtrArray) roses = search (storage, "rose", NULL);
  g_autoptr(GPtrArray) meeting = search (storage, "MEETINGS", NULL);
  g_autoptr(GPtrArray) of_bert = search (storage, "rose meeting", bert->id);
  BtySearchHit *hit;

  g_assert_cmpuint (roses->len, ==, 2);
  g_assert_cmpuint (meeting->len, ==, 1);
  hit = g_ptr_array_index (meeting, 0);
  g_assert_cmpstr (hit->message_id, ==, b->id);
  g_assert_cmpstr (hit->session_id, ==, work->id);
  g_assert_cmpstr (hit->session_title, ==, "Work");
  g_assert_cmpstr (hit->bot_id, ==, bert->id);
  g_assert_cmpstr (hit->snippet, ==, "The \002meeting\003 is about running costs.");
  g_assert_cmpint (hit->said_at, ==, b->created_at);
  g_assert_cmpuint (of_bert->len, ==, 1);

  for (guint i = 0; i < roses->len; i++)
    {
      hit = g_ptr_array_index (roses, i);
      g_assert_cmpstr (hit->session_id, ==, garden->id);
      g_assert_cmpstr (hit->snippet, ==,
                       hit->message_id != NULL ? "When do I cut the \002roses\003? My café is nearby."
                                               : "\002Roses\003 in the garden");
    }
  g_assert_cmpuint (count_hits (storage, "cafe"), ==, 1);
  g_assert_cmpuint (count_hits (storage, "meet"), ==, 1);
  g_assert_cmpuint (count_hits (storage, "nothingofthesort"), ==, 0);
  g_assert_cmpuint (count_hits (storage, "\"running costs\""), ==, 1);
  g_assert_cmpuint (count_hits (storage, "\"costs running\""), ==, 0);
}

/* All words together are better than one of them; without such a message any word counts. */
static void
test_all_words (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autoptr(BtyMessage) a = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "red apple");
  g_autoptr(BtyMessage) b = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "red pear");
  g_autoptr(BtyMessage) c = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "green apple");

  g_assert_cmpuint (count_hits (storage, "red apple"), ==, 1);
  g_assert_cmpuint (count_hits (storage, "green pear"), ==, 2);
  g_assert_cmpuint (count_hits (storage, "red unknownword"), ==, 2);
}

/* A message is found when it has ended, as it ended, until it is gone. */
static void
test_index_follows (BtyTestStorage *storage,
                    gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "", 1);
  g_autoptr(BtyMessage) reply = bty_message_new (session->id, NULL, BTY_ROLE_ASSISTANT, "early");

  g_object_set (reply, "status", BTY_MESSAGE_STATUS_STREAMING, NULL);
  g_assert_true (bty_database_insert (storage->database, reply, &error));
  g_object_set (reply, "content", "early bird", NULL);
  g_assert_true (bty_database_update (storage->database, reply, &error));
  g_assert_cmpuint (count_hits (storage, "early"), ==, 0);

  g_object_set (reply, "status", BTY_MESSAGE_STATUS_COMPLETE, "content", "early bird sings", NULL);
  g_assert_true (bty_database_update (storage->database, reply, &error));
  g_assert_true (bty_database_update (storage->database, reply, &error));
  g_assert_cmpuint (count_hits (storage, "sings"), ==, 1);
  g_object_set (reply, "content", "worm", NULL);
  g_assert_true (bty_database_update (storage->database, reply, &error));
  g_assert_cmpuint (count_hits (storage, "sings"), ==, 0);
  g_assert_cmpuint (count_hits (storage, "worm"), ==, 1);

  g_object_set (session, "title", "Gardening", NULL);
  g_assert_true (bty_session_store_update (storage->database, session, &error));
  g_assert_cmpuint (count_hits (storage, "gardening"), ==, 1);
  g_object_set (session, "title", "Cooking", NULL);
  g_assert_true (bty_session_store_update (storage->database, session, &error));
  g_assert_cmpuint (count_hits (storage, "gardening"), ==, 0);
  g_assert_cmpuint (count_hits (storage, "cooking"), ==, 1);

  g_object_set (session, "deleted-at", (gint64) 5, NULL);
  g_assert_true (bty_session_store_update_deleted (storage->database, session, &error));
  g_assert_cmpuint (count_hits (storage, "worm"), ==, 0);
  g_assert_cmpuint (count_hits (storage, "cooking"), ==, 0);
  g_object_set (session, "deleted-at", BTY_UNSET, NULL);
  g_assert_true (bty_session_store_update_deleted (storage->database, session, &error));
  g_assert_cmpuint (count_hits (storage, "worm"), ==, 1);

  g_assert_true (bty_session_store_delete (storage->database, session->id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bty_test_count_indexed (storage, "message_words"), ==, 0);
  g_assert_cmpint (bty_test_count_indexed (storage, "session_words"), ==, 0);
}

static void
test_private (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_session_new (bot->id);
  g_autoptr(BtyMessage) message = NULL;

  g_object_set (session, "private", TRUE, "title", "secretive", NULL);
  g_assert_true (bty_session_store_insert (storage->database, session, &error));
  message = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "whispered");
  g_object_set (session, "title", "hidden", NULL);
  g_assert_true (bty_session_store_update (storage->database, session, &error));
  g_assert_true (bty_database_update (storage->database, message, &error));
  g_assert_cmpuint (count_hits (storage, "whispered secretive hidden"), ==, 0);
  g_assert_cmpint (bty_test_count_indexed (storage, "message_words"), ==, 0);
  g_assert_true (bty_session_store_purge_private (storage->database, &error));
  g_assert_no_error (error);
}

/* What stands in more messages than are ranked is found in the newest, and does not outweigh a rare word. */
static void
test_common_words (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autoptr(BtyMessage) rare = NULL;
  g_autoptr(BtyMessage) newest = NULL;
  g_autoptr(BtyMessage) later = NULL;
  g_autoptr(GPtrArray) common_hits = NULL;
  g_autoptr(GPtrArray) later_hits = NULL;
  g_autoptr(GPtrArray) rare_hits = NULL;

  g_assert_true (bty_database_begin (storage->database, &error));
  rare = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "the weather in Kyoto");
  for (int i = 0; i < 6000; i++)
    g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "the weather is fine"));
  newest = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "the end of the weather");
  g_assert_true (bty_database_commit (storage->database, &error));

  common_hits = search (storage, "the weather", NULL);
  g_assert_cmpuint (common_hits->len, ==, 50);
  g_assert_cmpstr (((BtySearchHit *) g_ptr_array_index (common_hits, 0))->message_id, ==, newest->id);
  /* Once more, with one that came since. */
  later = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "the weather now");
  later_hits = search (storage, "the weather", NULL);
  g_assert_cmpuint (later_hits->len, ==, 50);
  g_assert_cmpstr (((BtySearchHit *) g_ptr_array_index (later_hits, 0))->message_id, ==, later->id);
  g_assert_cmpstr (((BtySearchHit *) g_ptr_array_index (later_hits, 1))->message_id, ==, newest->id);
  rare_hits = search (storage, "the weather in kyoto", NULL);
  g_assert_cmpuint (rare_hits->len, ==, 1);
  g_assert_cmpstr (((BtySearchHit *) g_ptr_array_index (rare_hits, 0))->message_id, ==, rare->id);
}

/* Pieces that mean something to the full text, to SQL or to neither. */
static char *
create_random_text (GRand *rand)
{
  const char *pieces[] = {
    "\"", "'", "*", "^", "(", ")", ":", "-", "+", "{", "}", "AND", "OR", "NOT", "NEAR(", "content:", "NULL", ";", "--",
    "\\", "%", "_", "\t", "\n", "word", "the", "été", "e\xcc\x81", "語", "\xf0\x9f\x98\x80", "\xff\xfe", "\xc3",
    "\xe2\x80\xae", "\xee\x80\x80", "$1", "?", "0x", "1e9", ",", ".", "/", "\x01", "\xcc\x81", "ａ", "ß",
  };
  GString *text = g_string_new (NULL);
  int n_pieces = g_rand_int_range (rand, 0, 12);

  for (int i = 0; i < n_pieces; i++)
    {
      if (g_rand_boolean (rand))
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      else
        g_string_append_c (text, (char) g_rand_int_range (rand, 1, 256));
      if (g_rand_boolean (rand))
        g_string_append_c (text, ' ');
    }

  return g_string_free (text, FALSE);
}

static void
test_random_searches (BtyTestStorage *storage,
                      gconstpointer   unused)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "The word 語", 1);
  g_autoptr(BtyMessage) message = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER,
                                                        "The word été 語 😀 content NEAR and or not");
  int n_searches = bty_test_storage_is_server (storage) ? N_RANDOM_SEARCHES_ON_SERVER : N_RANDOM_SEARCHES;

  for (int i = 0; i < n_searches; i++)
    {
      g_autofree char *text = create_random_text (rand);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) hits = bty_search_store_search (storage->database, text, NULL, 50, &error);
      g_autoptr(BtyQuestion) question = bty_question_new (text, 0);
      g_autoptr(GPtrArray) recalled = NULL;

      recalled = bty_recall_store_find_messages (storage->database, question, bot->id, NULL,
                                                 error == NULL ? &error : NULL);
      if (error != NULL)
        g_error ("“%s”: %s", text, error->message);
    }
}

static void
assert_fails (BtyTestStorage *storage)
{
  g_autoptr(GError) search_error = NULL;
  g_autoptr(GError) recall_error = NULL;
  g_autoptr(BtyQuestion) question = bty_question_new ("words", 0);

  g_assert_null (bty_search_store_search (storage->database, "a b", NULL, 50, &search_error));
  g_assert_error (search_error, BTY_ERROR, BTY_ERROR_FAILED);
  g_assert_null (bty_recall_store_find_messages (storage->database, question, "bot", NULL, &recall_error));
  g_assert_error (recall_error, BTY_ERROR, BTY_ERROR_FAILED);
}

/* What the database cannot do is an error, wherever it happens, and never an empty list. */
static void
test_failures (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autoptr(BtyMessage) message = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "a b words");

  g_assert_true (bty_database_execute (storage->database, "ALTER TABLE messages RENAME COLUMN content TO text",
                                       BTY_NO_ARGS, &error));
  g_assert_no_error (error);
  assert_fails (storage);
  g_assert_true (bty_database_execute (storage->database, "DROP TABLE message_words", BTY_NO_ARGS, &error));
  g_assert_no_error (error);
  assert_fails (storage);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/search-store/hits", test_hits);
  bty_test_storage_add ("/search-store/all-words", test_all_words);
  bty_test_storage_add ("/search-store/index-follows", test_index_follows);
  bty_test_storage_add ("/search-store/private", test_private);
  bty_test_storage_add ("/search-store/common-words", test_common_words);
  bty_test_storage_add_alone ("/search-store/failures", test_failures);
  bty_test_storage_add ("/search-store/random-searches", test_random_searches);

  return g_test_run ();
}
