/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-writing.h"
#include "bty-ranking.h"
#include "bty-recall-graph.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-time.h"
#include "bty-trust-store.h"

#include <string.h>

/* Whom a question means is found over the graph, and over nothing that the reader may not read, on every engine. */

static BtyMemory *
remember (BtyTestStorage *storage,
          BtyBot         *bot,
          const char     *text,
          BtyTrust        trust)
{
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, text);
  g_autoptr(BtyMemoryStored) stored = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (memory, "trust", trust, NULL);
  stored = bty_memory_remember (storage->database, memory, NULL, 0, "user", BTY_AUDIT_ADD, &error);
  g_assert_no_error (error);
  g_assert_cmpint (stored->outcome, ==, BTY_MEMORY_STORED);

  return g_object_ref (stored->memory);
}

static GPtrArray *
find (BtyTestStorage *storage,
      const char     *question_text,
      BtyBot         *reader)
{
  gint64 now = bty_time_now ();
  g_autoptr(BtyQuestion) question = bty_question_new (question_text, now);
  g_autoptr(GError) error = NULL;
  GPtrArray *found = bty_recall_graph_find (storage->database, question, reader->id, NULL, now, &error);

  g_assert_no_error (error);
  question->n_texts = 100;
  bty_ranking_rank (question, found, now, BTY_RANKING_ALL);

  return found;
}

static BtyRecalled *
find_text (GPtrArray  *found,
           const char *text)
{
  for (guint i = 0; i < found->len; i++)
    if (g_str_equal (((BtyRecalled *) g_ptr_array_index (found, i))->text, text))
      return g_ptr_array_index (found, i);

  return NULL;
}

/* Each question, what is remembered, and which of it comes first though it has no word of the question. */
static const struct
{
  const char *question;
  const char *bridge;
  const char *answer;
} cases[] = {
  { "What should I cook for my sister?", "My sister is Lena", "Lena is allergic to peanuts" },
  { "What can I give my brother for his birthday?", "My brother Max plays the piano", "Max likes science fiction" },
  { "Where does my boss live?", "My boss is called Tom Miller", "Tom Miller lives in Bonn" },
  { "Was koche ich für meine Schwester?", "Meine Schwester heißt Lena", "Lena ist allergisch gegen Erdnüsse" },
  { "What does my dog eat?", "I have a dog called Rex", "Rex likes carrots" },
  { "What is Tom's daughter afraid of?", "Ada is Tom's daughter", "Ada hates spiders" },
};

static void
test_meant (BtyTestStorage *storage,
            gconstpointer   unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("bot%u", i);
      g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, name);
      g_autoptr(BtyMemory) other = remember (storage, bot, "Cleo lives in Rome", BTY_TRUST_PRIVATE);
      g_autoptr(BtyMemory) bridge = remember (storage, bot, cases[i].bridge, BTY_TRUST_PRIVATE);
      g_autoptr(BtyMemory) answer = remember (storage, bot, cases[i].answer, BTY_TRUST_PRIVATE);
      g_autoptr(GPtrArray) found = find (storage, cases[i].question, bot);
      BtyRecalled *first;

      g_test_message ("%s", cases[i].question);
      g_assert_cmpuint (found->len, >=, 2);
      first = g_ptr_array_index (found, 0);
      g_assert_cmpstr (first->text, ==, cases[i].answer);
      g_assert_cmpfloat (first->factors.graph, >, 0);
      g_assert_nonnull (find_text (found, cases[i].bridge));
      g_assert_null (find_text (found, "Cleo lives in Rome"));
    }
}

/* Those around whom a question names come after what is told of themselves. */
static void
test_around (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) told = remember (storage, bot, "Lena works at Siemens", BTY_TRUST_PRIVATE);
  g_autoptr(BtyMemory) beside = remember (storage, bot, "Max works at Siemens", BTY_TRUST_PRIVATE);
  g_autoptr(BtyMemory) far = remember (storage, bot, "Max lives in Bonn", BTY_TRUST_PRIVATE);
  g_autoptr(GPtrArray) found = find (storage, "What about Lena?", bot);

  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (found, 0))->text, ==, told->text);
  g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (found, 1))->text, ==, beside->text);
}

/* What may not be read is neither found nor leads to anything. */
static void
test_trust (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) author = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) reader = bty_test_add_bot (storage->database, "bob");
  g_autoptr(BtyMemory) bridge = remember (storage, author, "My sister is Lena", BTY_TRUST_PRIVATE);
  g_autoptr(BtyMemory) answer = remember (storage, author, "Lena is allergic to peanuts", BTY_TRUST_TRUSTED);
  gboolean changed;
  g_autoptr(GError) error = NULL;

  {
    g_autoptr(GPtrArray) found = find (storage, "What should I cook for my sister Lena?", reader);

    g_assert_cmpuint (found->len, ==, 0);
  }

  /* It may read what is told of Lena, and not who Lena is. */
  g_assert_true (bty_trust_store_set (storage->database, reader->id, author->id, TRUE, &changed, &error));
  {
    g_autoptr(GPtrArray) by_name = find (storage, "What should I cook for Lena?", reader);
    g_autoptr(GPtrArray) by_role = find (storage, "What should I cook for my sister?", reader);

    g_assert_cmpuint (by_name->len, ==, 1);
    g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (by_name, 0))->id, ==, answer->id);
    g_assert_cmpuint (by_role->len, ==, 0);
  }

  g_assert_cmpint (bty_memory_forget (storage->database, answer->id, "user", &error), ==, 1);
  g_assert_no_error (error);
  {
    g_autoptr(GPtrArray) forgotten = find (storage, "What should I cook for my sister Lena?", author);

    g_assert_cmpuint (forgotten->len, ==, 1);
  }
}

/* A memory that was altered outside leads nowhere. */
static void
test_altered (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) bridge = remember (storage, bot, "My sister is Lena", BTY_TRUST_PRIVATE);
  g_autoptr(BtyMemory) answer = remember (storage, bot, "Lena is allergic to peanuts", BTY_TRUST_PRIVATE);
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_execute (storage->database, "UPDATE memories SET text = 'My sister is Eve' WHERE id = $1",
                                       BTY_ARGS (BTY_TEXT (bridge->id)), &error));
  found = find (storage, "What should I cook for my sister?", bot);
  g_assert_cmpuint (found->len, ==, 0);
}

/* How somebody stands to others counts as long as a memory that tells it is as it was stored. */
static void
test_altered_between (BtyTestStorage *storage,
                      gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) told = remember (storage, bot, "Lena works at Siemens", BTY_TRUST_PRIVATE);
  g_autoptr(BtyMemory) about = remember (storage, bot, "Lena lives in Bonn", BTY_TRUST_PRIVATE);
  g_autoptr(BtyMemory) beside = remember (storage, bot, "Max works at Siemens", BTY_TRUST_PRIVATE);
  g_autoptr(GError) error = NULL;

  {
    g_autoptr(GPtrArray) found = find (storage, "What about Lena?", bot);

    g_assert_cmpuint (found->len, ==, 3);
  }
  g_assert_true (bty_database_execute (storage->database,
                                       "UPDATE memories SET text = 'Lena works at Bosch' WHERE id = $1",
                                       BTY_ARGS (BTY_TEXT (told->id)), &error));
  {
    g_autoptr(GPtrArray) found = find (storage, "What about Lena?", bot);

    g_assert_cmpuint (found->len, ==, 1);
    g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (found, 0))->id, ==, about->id);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/recall-graph/meant", test_meant);
  bty_test_storage_add ("/recall-graph/around", test_around);
  bty_test_storage_add ("/recall-graph/trust", test_trust);
  bty_test_storage_add ("/recall-graph/altered", test_altered);
  bty_test_storage_add ("/recall-graph/altered-between", test_altered_between);

  return g_test_run ();
}
