/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-embedder.h"
#include "bty-test-wait.h"

#include <string.h>

/* What is said twice, says the embedder that was chosen: by hand, in a chat, in the inbox, and in what is remembered
 * already. Without topics all texts are near to each other to the mock, with them what is of one topic, whatever its
 * words; to the built-in embedder it is the other way round. */

#define LENA "Lena is a vegetarian"
#define SISTER "My sister lives on vegetables"
#define CHESS "Tom plays chess"
#define CHECKMATE "He is fond of checkmate"
#define TOPICS "{\"topics\": [[\"vegeta\"], [\"chess\", \"checkmate\"]]}"

typedef BtyTestEmbedder Fixture;

static BtyMemoryOutcome
remember (Fixture    *fixture,
          const char *text)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->base.profile);
  g_autoptr(BtyMemory) memory = bty_memory_new (fixture->ada->id, text);
  g_autoptr(BtyMemory) stored = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemoryOutcome outcome;

  bty_memory_service_add_async (memories, memory, NULL, NULL, bty_test_result_cb, &result);
  stored = bty_memory_service_add_finish (memories, bty_test_wait (&result), &outcome, &error);
  g_assert_no_error (error);

  return outcome;
}

/* What is near to the chosen embedder is said twice, although not a word is the same: from when it has seen all. What
 * is sent to it for that has no secret in it. */
static void
test_duplicates (Fixture       *fixture,
                 gconstpointer  data)
{
  bty_test_embedder_add_mock (fixture, BTY_TRUST_PRIVATE);
  g_assert_cmpint (remember (fixture, "Green tea"), ==, BTY_MEMORY_STORED);
  g_assert_cmpint (remember (fixture, "Black coffee"), ==, BTY_MEMORY_STORED);
  bty_test_embedder_change_to_mock (fixture);
  g_assert_cmpint (remember (fixture, "My password is hunter2hunter2"), ==, BTY_MEMORY_MERGED);
  g_assert_true (bty_test_embedder_was_sent (fixture, "My password is"));
  g_assert_false (bty_test_embedder_was_sent (fixture, "hunter2hunter2"));
  g_assert_cmpint (bty_test_profile_run_sql (&fixture->base, "SELECT count(*) FROM memories"), ==, 2);
}

/* What it may not be sent, and what it cannot be asked for, is compared by the built-in one. */
static void
test_duplicates_alone (Fixture       *fixture,
                       gconstpointer  data)
{
  bty_test_embedder_add_mock (fixture, BTY_TRUST_PUBLIC);
  g_assert_cmpint (remember (fixture, "Green tea"), ==, BTY_MEMORY_STORED);
  bty_test_embedder_change_to_mock (fixture);
  g_assert_cmpint (remember (fixture, "Xylophone quartz"), ==, BTY_MEMORY_STORED);
  g_assert_false (bty_test_embedder_was_sent (fixture, "Xylophone quartz"));
  g_assert_cmpint (remember (fixture, "green tea."), ==, BTY_MEMORY_KNOWN);
}


static GPtrArray *
list (Fixture *fixture)
{
  return bty_test_memory_list (fixture->base.profile, &(BtyMemoryFilter) { .limit = 100 });
}

static gboolean
is_remembered (Fixture    *fixture,
               const char *text)
{
  g_autoptr(GPtrArray) memories = list (fixture);

  for (guint i = 0; i < memories->len; i++)
    if (g_str_equal (((BtyMemory *) g_ptr_array_index (memories, i))->text, text))
      return TRUE;

  return FALSE;
}

static GPtrArray *
list_inbox (Fixture *fixture)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->base.profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *inbox;

  bty_memory_service_list_inbox_async (memories, NULL, NULL, bty_test_result_cb, &result);
  inbox = bty_memory_service_list_inbox_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return inbox;
}

/* Whether one call was about all of these. */
static gboolean
were_sent_together (Fixture            *fixture,
                    const char *const  *texts)
{
  g_autoptr(JsonNode) requests = bty_mock_server_dup_requests (fixture->server);
  JsonArray *array = json_node_get_array (requests);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *json = json_to_string (json_array_get_element (array, i), FALSE);
      guint n = 0;

      while (texts[n] != NULL && strstr (json, texts[n]) != NULL && strstr (json, "/embeddings") != NULL)
        n++;
      if (texts[n] == NULL)
        return TRUE;
    }

  return FALSE;
}

/* A chat is left in which the user said @text; a model finds in it what is listed in @found. It is another service than
 * that of the embedder. */
static void
capture (Fixture       *fixture,
         BtyMockServer *model,
         const char    *text,
         const char    *found)
{
  BtyCaptureService *service = bty_profile_get_capture (fixture->base.profile);
  g_autoptr(GError) error = NULL;

  bty_mock_server_control (model, found, &error);
  g_assert_no_error (error);
  {
    g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
    g_autoptr(BtyMessage) reply = bty_test_say (conversation, text, "Chat");

    bty_test_settle ();
  }
  while (bty_test_profile_run_sql (&fixture->base, "SELECT count(*) FROM capture_jobs WHERE seen_until = 0") > 0
         || bty_capture_service_get_busy (service))
    g_main_context_iteration (NULL, FALSE);
}

static BtyMockServer *
add_model (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  BtyMockServer *model = bty_mock_server_new (0, &error);
  g_autofree char *url = NULL;

  g_assert_no_error (error);
  url = g_strdup_printf ("http://127.0.0.1:%u/v1", bty_mock_server_get_port (model));
  bty_test_embedder_add_provider (fixture, "Chat", url, BTY_TRUST_PRIVATE);

  return model;
}

#define SAID SISTER ". " CHESS ". " CHECKMATE "."
#define FOUND \
  "{\"reply\": \"[{\\\"text\\\": \\\"" SISTER "\\\", \\\"category\\\": \\\"fact\\\"}," \
  " {\\\"text\\\": \\\"" CHESS "\\\", \\\"category\\\": \\\"fact\\\"}," \
  " {\\\"text\\\": \\\"" CHECKMATE "\\\", \\\"category\\\": \\\"fact\\\"}]\"}"

/* What is found in a chat is compared with what is remembered and with each other, after one call for all of it. */
static void
test_captured (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const together[] = { SISTER, CHESS, CHECKMATE, NULL };
  g_autoptr(BtyMockServer) model = add_model (fixture);

  bty_test_embedder_add_mock (fixture, BTY_TRUST_PRIVATE);
  bty_test_embedder_control (fixture, TOPICS);
  g_assert_cmpint (remember (fixture, LENA), ==, BTY_MEMORY_STORED);
  bty_test_embedder_change_to_mock (fixture);
  bty_test_profile_set_capture (&fixture->base, BTY_CAPTURE_AUTO);
  capture (fixture, model, SAID, FOUND);
  g_assert_true (is_remembered (fixture, LENA "\n" SISTER));
  g_assert_true (is_remembered (fixture, CHESS "\n" CHECKMATE));
  g_assert_true (were_sent_together (fixture, together));
}

/* What the embedder may not be sent, and what it cannot be asked for, is remembered all the same: the built-in one sees
 * nothing that is alike in it. */
static void
test_captured_alone (Fixture       *fixture,
                     gconstpointer  data)
{
  gboolean is_failing = GPOINTER_TO_INT (data);
  g_autoptr(BtyMockServer) model = add_model (fixture);
  g_autoptr(GPtrArray) memories = NULL;

  bty_test_embedder_add_mock (fixture, is_failing ? BTY_TRUST_PRIVATE : BTY_TRUST_PUBLIC);
  bty_test_embedder_control (fixture, TOPICS);
  g_assert_cmpint (remember (fixture, LENA), ==, BTY_MEMORY_STORED);
  bty_test_embedder_change_to_mock (fixture);
  bty_test_profile_set_capture (&fixture->base, BTY_CAPTURE_AUTO);
  if (is_failing)
    bty_test_embedder_control (fixture, "{\"fault\": \"500\"}");
  capture (fixture, model, SAID, FOUND);
  memories = list (fixture);
  g_assert_cmpuint (memories->len, ==, 4);
  g_assert_true (is_remembered (fixture, SISTER));
  if (!is_failing)
    g_assert_false (bty_test_embedder_was_sent (fixture, "\"" SISTER "\""));
}

/* What says less than what is remembered does not even wait; to the built-in embedder the long one is another thing. */
static void
test_proposed (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(BtyMockServer) model = add_model (fixture);
  g_autoptr(GPtrArray) inbox = NULL;

  bty_test_embedder_add_mock (fixture, BTY_TRUST_PRIVATE);
  bty_test_embedder_control (fixture, TOPICS);
  g_assert_cmpint (remember (fixture, CHESS " with his grandfather in the park near the river, on Sundays after lunch,"
                                      " and has won nearly every game since the summer"), ==, BTY_MEMORY_STORED);
  bty_test_embedder_change_to_mock (fixture);
  bty_test_profile_set_capture (&fixture->base, BTY_CAPTURE_ASK);
  capture (fixture, model, SAID, FOUND);
  inbox = list_inbox (fixture);
  g_assert_cmpuint (inbox->len, ==, 2);
  g_assert_cmpstr (((BtyMemoryCandidate *) g_ptr_array_index (inbox, 0))->text, ==, SISTER);
  g_assert_cmpstr (((BtyMemoryCandidate *) g_ptr_array_index (inbox, 1))->text, ==, CHECKMATE);
}

static void
propose (Fixture    *fixture,
         BtyBot     *bot,
         const char *text,
         GPtrArray  *candidates)
{
  BtyMemoryCandidate *candidate = bty_memory_candidate_new (bot->id, text, BTY_ORIGIN_EXTERNAL);

  g_ptr_array_add (candidates, candidate);
}

/* Adds the mock at an address that nobody would take for one of this machine, although it is. */
static void
add_far (Fixture *fixture)
{
  g_autofree char *url = g_strdup_printf ("http://far.localhost:%u/v1", bty_mock_server_get_port (fixture->server));

  bty_test_embedder_add_provider (fixture, "Mock", url, BTY_TRUST_PRIVATE);
}

/* Many of several bots are accepted at once: each is compared with what its own bot remembers, and nothing is sent of
 * the one that is local only. */
static void
test_accepted (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const together[] = { SISTER, CHESS, CHECKMATE, NULL };
  BtyMemoryService *memories = bty_profile_get_memories (fixture->base.profile);
  g_autoptr(BtyBot) bert = bty_test_memory_add_bot (fixture->base.profile, "Bert");
  g_autoptr(BtyBot) carl = bty_test_memory_add_bot (fixture->base.profile, "Carl");
  g_autoptr(GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) proposed = NULL;
  g_autoptr(GAsyncResult) accepted = NULL;
  g_autoptr(GPtrArray) inbox = NULL;
  g_autoptr(GError) error = NULL;

  add_far (fixture);
  bty_test_embedder_control (fixture, TOPICS);
  bty_test_embedder_set_local_only (fixture, carl, TRUE);
  g_assert_cmpint (remember (fixture, LENA), ==, BTY_MEMORY_STORED);
  bty_test_embedder_change_to_mock (fixture);
  propose (fixture, carl, "Red vegetables", candidates);
  propose (fixture, fixture->ada, SISTER, candidates);
  propose (fixture, carl, "Chess and checkmate", candidates);
  propose (fixture, bert, CHESS, candidates);
  propose (fixture, bert, CHECKMATE, candidates);
  bty_memory_service_propose_async (memories, candidates, NULL, bty_test_result_cb, &proposed);
  g_assert_cmpint (bty_memory_service_propose_finish (memories, bty_test_wait (&proposed), &error), ==, 5);
  g_assert_no_error (error);

  inbox = list_inbox (fixture);
  bty_mock_server_forget (fixture->server);
  bty_memory_service_accept_async (memories, inbox, NULL, NULL, bty_test_result_cb, &accepted);
  bty_memory_service_accept_finish (memories, bty_test_wait (&accepted), &error);
  g_assert_no_error (error);
  g_assert_true (were_sent_together (fixture, together));
  g_assert_true (is_remembered (fixture, LENA "\n" SISTER));
  g_assert_true (is_remembered (fixture, CHESS "\n" CHECKMATE));
  g_assert_true (is_remembered (fixture, "Red vegetables"));
  g_assert_true (is_remembered (fixture, "Chess and checkmate"));
  g_assert_false (bty_test_embedder_was_sent (fixture, "Red vegetables"));
}

static BtyMemoryImport
import (Fixture    *fixture,
        const char *lines)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->base.profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemoryImport counts;

  bty_memory_service_import_async (memories, lines, fixture->ada->id, TRUE, NULL, NULL, bty_test_result_cb, &result);
  bty_memory_service_import_finish (memories, bty_test_wait (&result), &counts, &error);
  g_assert_no_error (error);

  return counts;
}

/* What a file says is compared by the embedder that was chosen too: with what that has seen, and its lines with each
 * other. Of a secret it is sent nothing. */
static void
test_imported (Fixture       *fixture,
               gconstpointer  data)
{
  BtyMemoryImport counts;

  bty_test_embedder_add_mock (fixture, BTY_TRUST_PRIVATE);
  bty_test_embedder_control (fixture, TOPICS);
  g_assert_cmpint (remember (fixture, LENA), ==, BTY_MEMORY_STORED);
  bty_test_embedder_change_to_mock (fixture);
  counts = import (fixture, "{\"text\": \"" SISTER "\"}\n\n{\"text\": \"" CHESS "\"}\n"
                            "{\"bot\": \"ada\", \"text\": \"" CHECKMATE "\"}\n"
                            "{\"text\": \"My password is hunter2hunter2\"}\n");
  g_assert_cmpint (counts.n_stored, ==, 2);
  g_assert_cmpint (counts.n_merged, ==, 2);
  g_assert_true (bty_test_embedder_was_sent (fixture, SISTER));
  g_assert_false (bty_test_embedder_was_sent (fixture, "hunter2hunter2"));
  g_assert_cmpint (bty_test_profile_run_sql (&fixture->base, "SELECT count(*) FROM memories"), ==, 3);

  /* Without it the built-in one says what is near. */
  bty_test_embedder_control (fixture, "{\"fault\": \"500\"}");
  counts = import (fixture, "{\"text\": \"Green vegetables\"}\n{\"text\": \"green vegetables.\"}\n");
  g_assert_cmpint (counts.n_stored, ==, 1);
  g_assert_cmpint (counts.n_known, ==, 1);
}

/* Stores it, whatever is remembered: what is written anew is not compared. */
static void
write_down (Fixture    *fixture,
            const char *text)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->base.profile);
  g_autofree char *other = g_strdup_printf ("%s %d", "Number", g_random_int_range (100000, 999999));
  g_autoptr(BtyMemory) memory = bty_memory_new (fixture->ada->id, other);
  g_autoptr(BtyMemory) stored = NULL;
  g_autoptr(BtyMemory) edited = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemoryOutcome outcome;

  bty_memory_service_add_async (memories, memory, NULL, NULL, bty_test_result_cb, &result);
  stored = bty_memory_service_add_finish (memories, bty_test_wait (&result), &outcome, &error);
  g_assert_no_error (error);
  g_object_set (stored, "text", text, NULL);
  g_clear_object (&result);
  bty_memory_service_edit_async (memories, stored, NULL, NULL, bty_test_result_cb, &result);
  edited = bty_memory_service_edit_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full): what is shown as said twice, sorted, since equal ones come in any order */
static char *
list_twice (Fixture *fixture)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->base.profile);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) pairs = NULL;
  g_autoptr(GError) error = NULL;

  bty_memory_service_list_duplicates_async (memories, fixture->ada->id, NULL, bty_test_result_cb, &result);
  pairs = bty_memory_service_list_duplicates_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < pairs->len; i++)
    {
      BtyMemoryPair *pair = g_ptr_array_index (pairs, i);
      gboolean in_order = strcmp (pair->first->text, pair->second->text) < 0;

      g_ptr_array_add (lines, g_strconcat ((in_order ? pair->first : pair->second)->text, " = ",
                                           (in_order ? pair->second : pair->first)->text, NULL));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("; ", (char **) lines->pdata);
}

/* What is shown as said twice follows the embedder: what it has not seen is compared by the built-in one, and never a
 * vector of the one with a vector of the other. */
static void
test_twice (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *mixed = NULL;

  bty_test_embedder_add_mock (fixture, BTY_TRUST_PRIVATE);
  bty_test_embedder_control (fixture, TOPICS);
  write_down (fixture, LENA);
  write_down (fixture, SISTER);
  write_down (fixture, "Red car");
  write_down (fixture, "A red car");
  before = list_twice (fixture);
  g_assert_cmpstr (before, ==, "A red car = Red car");
  bty_test_embedder_change_to_mock (fixture);
  after = list_twice (fixture);
  g_assert_cmpstr (after, ==, LENA " = " SISTER);

  bty_test_embedder_control (fixture, "{\"fault\": \"500\"}");
  write_down (fixture, LENA "!");
  mixed = list_twice (fixture);
  g_assert_cmpstr (mixed, ==, LENA " = " LENA "!; " LENA " = " SISTER);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void      (*func) (Fixture *, gconstpointer);
    gboolean    is_failing;
  } tests[] = {
    { "/embedder-duplicates/by-hand", test_duplicates },
    { "/embedder-duplicates/alone", test_duplicates_alone },
    { "/embedder-duplicates/captured", test_captured },
    { "/embedder-duplicates/captured/not-sent", test_captured_alone },
    { "/embedder-duplicates/captured/failing", test_captured_alone, TRUE },
    { "/embedder-duplicates/proposed", test_proposed },
    { "/embedder-duplicates/accepted", test_accepted },
    { "/embedder-duplicates/imported", test_imported },
    { "/embedder-duplicates/twice", test_twice },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GINT_TO_POINTER (tests[i].is_failing), bty_test_embedder_set_up, tests[i].func,
                bty_test_embedder_tear_down);

  return bty_test_profile_run ();
}
