/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-text-search.h"

#define N_COMMON 1100

static gint64
add_memory (BtyTestStorage *storage,
            BtyBot         *bot,
            const char     *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, text);

  g_assert_true (bty_memory_store_insert (storage->database, memory, "user", &error));
  g_assert_no_error (error);

  return bty_test_count (storage->database, "SELECT max(seq) FROM memories");
}

static GArray *
search (BtyTestStorage *storage,
        BtyQuestion    *question)
{
  g_autoptr(GError) error = NULL;
  gboolean left_out;
  GArray *seqs = bty_text_search_run (storage->database, BTY_FULL_TEXT_MEMORIES, question, &left_out, &error);

  g_assert_no_error (error);

  return seqs;
}

static void
assert_found (BtyTestStorage *storage,
              const char     *text,
              const gint64   *expected,
              guint           n_expected)
{
  g_autoptr(BtyQuestion) question = bty_question_new (text, 0);
  g_autoptr(GArray) seqs = search (storage, question);

  g_test_message ("%s", text);
  g_assert_cmpuint (seqs->len, ==, n_expected);
  for (guint i = 0; i < n_expected; i++)
    g_assert_cmpint (g_array_index (seqs, BtyValue, i).integer, ==, expected[i]);
}

/* More and rarer words come first, of equal texts the newest; every form of a word is that word, and a word that is
 * nowhere may be the beginning of one. */
static void
test_order (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  gint64 went = add_memory (storage, bot, "Lena went to Kyoto by train");
  gint64 train = add_memory (storage, bot, "the train was late, the train was full");
  gint64 peanuts = add_memory (storage, bot, "allergic to peanuts");
  gint64 later_train = add_memory (storage, bot, "a train of thought that goes on for very much longer than it should");
  g_autoptr(BtyQuestion) question = bty_question_new ("trains peanut giraffe", 0);
  g_autoptr(GArray) seqs = search (storage, question);

  assert_found (storage, "Kyoto trains", (const gint64[]) { went, later_train, train }, 3);
  assert_found (storage, "peanut trains", (const gint64[]) { peanuts, later_train, train, went }, 4);
  assert_found (storage, "Where have I gone?", (const gint64[]) { later_train, went }, 2);
  assert_found (storage, "allerg", (const gint64[]) { peanuts }, 1);
  assert_found (storage, "al", NULL, 0);
  assert_found (storage, "giraffe", NULL, 0);
  assert_found (storage, "💜", NULL, 0);
  assert_found (storage, "💜 Kyoto 💜 peanuts", (const gint64[]) { peanuts, went }, 2);
  assert_found (storage, "\"train\" AND (kyoto*) -peanuts ' ;",
                (const gint64[]) { went, peanuts, later_train, train }, 4);
  assert_found (storage, "", NULL, 0);

  g_assert_cmpuint (seqs->len, ==, 4);
  g_assert_cmpint (question->n_memories, ==, 4);
  g_assert_cmpint (question->n_texts, ==, 0);
  g_assert_cmpint (((BtyQuestionTerm *) g_ptr_array_index (question->terms, 0))->n_memories, ==, 3);
  g_assert_cmpint (((BtyQuestionTerm *) g_ptr_array_index (question->terms, 1))->n_memories, ==, 1);
  g_assert_cmpint (((BtyQuestionTerm *) g_ptr_array_index (question->terms, 2))->n_memories, ==, 0);
}

/* A word that is in very many texts is left out beside rarer ones; if there are none, all of them are looked at, and
 * those with more of the words come first. Asked again, it is the same, although the engine remembers what was
 * common. */
static void
test_common (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  gint64 rare;
  gint64 both;
  gint64 newest = 0;

  g_assert_true (bty_database_begin (storage->database, &error));
  rare = add_memory (storage, bot, "the weather in Kyoto");
  both = add_memory (storage, bot, "fine weather for a train");
  for (guint i = 0; i < N_COMMON; i++)
    newest = add_memory (storage, bot, i % 2 == 0 ? "fine weather" : "a train, and weather");
  for (guint i = 0; i < N_COMMON; i++)
    add_memory (storage, bot, i % 2 == 0 ? "the train" : "fine");
  g_assert_true (bty_database_commit (storage->database, &error));

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(BtyQuestion) question = bty_question_new ("weather", 0);
      g_autoptr(BtyQuestion) longer = bty_question_new ("a train in fine weather", 0);
      g_autoptr(GArray) seqs = search (storage, question);
      g_autoptr(GArray) best = search (storage, longer);

      g_assert_cmpuint (seqs->len, ==, N_COMMON + 2);
      g_assert_cmpint (g_array_index (seqs, BtyValue, 0).integer, ==, newest);
      g_assert_cmpint (((BtyQuestionTerm *) g_ptr_array_index (question->terms, 0))->n_memories, ==, 1001);
      g_assert_cmpint (g_array_index (best, BtyValue, 0).integer, ==, both);
      assert_found (storage, "the fine weather in Kyoto", (const gint64[]) { rare }, 1);
    }
}

/* Forgotten words are nowhere at once. */
static void
test_gone (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  gint64 kept = add_memory (storage, bot, "a zebra in Kyoto");

  add_memory (storage, bot, "a zebra on the road");
  g_assert_true (bty_database_execute (storage->database, "DELETE FROM memories WHERE text LIKE '%road'", BTY_NO_ARGS,
                                       &error));
  assert_found (storage, "zebra on the road", (const gint64[]) { kept }, 1);
}

static void
change (BtyTestStorage *storage,
        const char     *sql)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_execute (storage->database, sql, BTY_NO_ARGS, &error));
  g_assert_no_error (error);
}

/* In how many texts the only word of a question is, each found once. */
static guint
count (BtyTestStorage *storage,
       const char     *word)
{
  g_autoptr(BtyQuestion) question = bty_question_new (word, 0);
  g_autoptr(GArray) seqs = search (storage, question);
  gint64 n_memories = ((BtyQuestionTerm *) g_ptr_array_index (question->terms, 0))->n_memories;

  for (guint i = 1; i < seqs->len; i++)
    g_assert_cmpint (g_array_index (seqs, BtyValue, i).integer, <, g_array_index (seqs, BtyValue, i - 1).integer);
  g_assert_cmpint (n_memories, ==, seqs->len);

  return seqs->len;
}

/* What engines keep of words follows every change, however few or many are made at once, and also before they are
 * committed. */
static void
test_changes (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");

  for (guint i = 1; i <= 80; i++)
    add_memory (storage, bot, i % 2 == 0 ? "a kiwi from the garden" : "kiwis ran in gardens");
  g_assert_cmpuint (count (storage, "kiwi"), ==, 80);

  g_assert_true (bty_database_begin (storage->database, &error));
  for (guint i = 81; i <= 380; i++)
    add_memory (storage, bot, "run, kiwi");
  change (storage, "UPDATE memories SET text = 'plum' WHERE seq = 90");
  change (storage, "DELETE FROM memories WHERE seq = 91");
  g_assert_cmpuint (count (storage, "kiwi"), ==, 378);
  g_assert_true (bty_database_commit (storage->database, &error));
  g_assert_cmpuint (count (storage, "kiwi"), ==, 378);
  g_assert_cmpuint (count (storage, "run"), ==, 338);
  g_assert_cmpuint (count (storage, "gard"), ==, 80);

  g_assert_true (bty_database_begin (storage->database, &error));
  add_memory (storage, bot, "kiwi that nobody keeps");
  bty_database_rollback (storage->database);
  change (storage, "UPDATE memories SET text = 'plum' WHERE seq = 3");
  change (storage, "DELETE FROM memories WHERE seq = 4");
  change (storage, "DELETE FROM memories WHERE seq > 40 AND seq <= 360");
  g_assert_cmpuint (count (storage, "kiwi"), ==, 58);
  g_assert_cmpuint (count (storage, "run"), ==, 39);
  g_assert_cmpuint (count (storage, "plum"), ==, 1);
  g_assert_cmpuint (count (storage, "garden"), ==, 38);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/text-search/order", test_order);
  bty_test_storage_add ("/text-search/common", test_common);
  bty_test_storage_add ("/text-search/gone", test_gone);
  bty_test_storage_add ("/text-search/changes", test_changes);

  return g_test_run ();
}
