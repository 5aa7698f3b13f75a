/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-test-embedder.h"
#include "bty-test-wait.h"

#include <string.h>

/* Another embedder is chosen, everything is embedded with it, and it is sent what it may be sent and nothing else. The
 * mock's vectors are nearly the same for every text, so whatever has one is found, and what has none is not. */

#define STRANGE "Xylophone quartz"
#define VECTORS BTY_TEST_EMBEDDER_VECTORS

typedef BtyTestEmbedder Fixture;

static BtyEmbedderService *
get_service (Fixture *fixture)
{
  return bty_profile_get_embedders (fixture->base.profile);
}

static gint64
count (Fixture    *fixture,
       const char *condition)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM vectors WHERE ", condition, NULL);

  return bty_test_profile_run_sql (&fixture->base, sql);
}

static GPtrArray *
recall (Fixture     *fixture,
        BtyBot      *bot,
        const char  *text,
        char       **note)
{
  BtyRecallService *service = bty_profile_get_recall (fixture->base.profile);
  BtyRecallRequest request = { .bot_id = bot->id, .text = text };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *found;

  bty_recall_service_recall_async (service, &request, NULL, bty_test_result_cb, &result);
  found = bty_recall_service_recall_finish (service, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  *note = bty_recall_service_recall_dup_note (service, result);

  return found;
}

/* Memories, shared ones for others too, and files; afterwards it is used, also after a restart; and back. */
static void
test_changed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BtyBot) bert = bty_test_memory_add_bot (fixture->base.profile, "Bert");
  g_autoptr(BtyMemory) own = bty_test_memory_add (fixture->base.profile, fixture->ada, "Green tea");
  g_autoptr(BtyMemory) shared = bty_test_memory_add (fixture->base.profile, bert, "Black coffee");
  g_autoptr(BtyEmbedderChoice) builtin = bty_embedder_choice_new_builtin ();
  g_autoptr(BtyWorkflow) workflow = NULL;
  g_autoptr(GPtrArray) before = NULL;
  g_autoptr(GPtrArray) after = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *note = NULL;
  g_autofree char *other_note = NULL;

  bty_test_memory_share (fixture->base.profile, shared, BTY_TRUST_PUBLIC);
  bty_test_embedder_add_mock (fixture, BTY_TRUST_PRIVATE);
  before = recall (fixture, fixture->ada, STRANGE, &note);
  g_assert_cmpuint (before->len, ==, 0);

  bty_test_embedder_change_to_mock (fixture);
  g_assert_cmpint (count (fixture, "model = '" VECTORS "'"), ==, 3);
  g_assert_cmpint (count (fixture, "model = '" BTY_EMBEDDER_CHOICE_BUILTIN "'"), ==, 3);
  bty_test_profile_reopen (&fixture->base);
  fixture->ada = bty_bot_service_find (bty_profile_get_bots (fixture->base.profile), NULL);
  after = recall (fixture, fixture->ada, STRANGE, &other_note);
  g_assert_null (other_note);
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_cmpfloat (((BtyRecalled *) g_ptr_array_index (after, 0))->similarity, >, 0.5);

  workflow = bty_test_embedder_change (fixture, builtin);
  bty_test_embedder_wait (fixture, workflow, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (fixture, "model <> '" BTY_EMBEDDER_CHOICE_BUILTIN "'"), ==, 0);
  g_assert_cmpint (count (fixture, "model = '" BTY_EMBEDDER_CHOICE_BUILTIN "'"), ==, 3);
}

/* What may not be sent is not, and is found with the built-in embedder. */
static void
test_clearance (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(BtyMemory) private = bty_test_memory_add (fixture->base.profile, fixture->ada, "Secret garden");
  g_autoptr(BtyMemory) public = bty_test_memory_add (fixture->base.profile, fixture->ada, "Open meadow");
  g_autoptr(GPtrArray) found = NULL;
  g_autofree char *note = NULL;

  bty_test_memory_share (fixture->base.profile, public, BTY_TRUST_PUBLIC);
  bty_test_embedder_add_mock (fixture, BTY_TRUST_PUBLIC);
  bty_test_embedder_change_to_mock (fixture);
  g_assert_true (bty_test_embedder_was_sent (fixture, "Open meadow"));
  g_assert_false (bty_test_embedder_was_sent (fixture, "Secret garden"));
  g_assert_cmpint (count (fixture, "model = '" VECTORS "'"), ==, 2);
  found = recall (fixture, fixture->ada, "Any gardens?", &note);
  g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (found, 0))->text, ==, "Secret garden");
}

/* Nothing of a bot that is local only goes beyond this machine, and what is said to it neither: nobody is even looked
 * for at an address that does not exist. */
static void
test_local_only (Fixture       *fixture,
                 gconstpointer  data)
{
  BtySettingService *settings = bty_profile_get_settings (fixture->base.profile);
  g_autoptr(BtyEmbedderChoice) choice = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *setting = NULL;
  g_autofree char *note = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;

  bty_test_embedder_add_provider (fixture, "Far", "https://far.invalid/v1", BTY_TRUST_PRIVATE);
  choice = bty_test_embedder_choose (fixture, "Far");
  g_object_set (choice, "vectors", VECTORS, "dimensions", (gint64) 384, NULL);
  node = bty_record_to_json (BTY_RECORD (choice));
  setting = json_to_string (node, FALSE);
  bty_setting_service_set_async (settings, BTY_SETTING_EMBEDDER, setting, NULL, bty_test_result_cb, &result);
  bty_setting_service_set_finish (settings, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  bty_test_embedder_set_local_only (fixture, fixture->ada, TRUE);
  bty_test_profile_reopen (&fixture->base);
  fixture->ada = bty_bot_service_find (bty_profile_get_bots (fixture->base.profile), NULL);
  g_assert_cmpint (bty_embedder_service_get_choice (get_service (fixture))->kind, ==, BTY_EMBEDDER_KIND_PROVIDER);
  found = recall (fixture, fixture->ada, STRANGE, &note);
  g_assert_null (note);
}

/* Who cannot be asked holds nothing up: what words and the built-in embedder find is there, and why. It is left alone
 * for a while, and what asks nothing is not asked about at all. */
static void
test_unreachable (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->base.profile, fixture->ada, "Green tea");
  g_autoptr(BtyConversation) conversation = NULL;
  g_autoptr(BtyMessage) reply = NULL;
  g_autofree char *warnings = NULL;
  g_autofree char *note = NULL;
  g_autofree char *other_note = NULL;
  g_autoptr(GPtrArray) greeted = NULL;
  g_autoptr(GPtrArray) again = NULL;

  bty_test_embedder_add_mock (fixture, BTY_TRUST_PRIVATE);
  bty_test_embedder_change_to_mock (fixture);
  bty_test_embedder_control (fixture, "{\"fault\": \"500\"}");
  conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  reply = bty_test_say (conversation, "Which tea?", NULL);
  g_assert_cmpint (reply->status, ==, BTY_MESSAGE_STATUS_COMPLETE);
  g_assert_nonnull (strstr (reply->content, "Green tea"));
  g_assert_nonnull (reply->warnings);
  warnings = json_to_string (reply->warnings, FALSE);
  g_assert_nonnull (strstr (warnings, "mock-embed"));

  bty_mock_server_forget (fixture->server);
  greeted = recall (fixture, fixture->ada, "What is it?", &note);
  g_assert_null (note);
  again = recall (fixture, fixture->ada, "Which tea?", &other_note);
  g_assert_nonnull (other_note);
  g_assert_cmpuint (again->len, >, 0);
  g_assert_false (bty_test_embedder_was_sent (fixture, "tea"));
}

static void
add_many (Fixture *fixture,
          guint    n)
{
  g_autoptr(GString) lines = g_string_new (NULL);
  BtyMemoryService *memories = bty_profile_get_memories (fixture->base.profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemoryImport counts;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (lines, "{\"text\": \"Number %u\"}\n", i);
  bty_memory_service_import_async (memories, lines->str, fixture->ada->id, TRUE, NULL, NULL, bty_test_result_cb,
                                   &result);
  bty_memory_service_import_finish (memories, bty_test_wait (&result), &counts, &error);
  g_assert_no_error (error);
}

static void
wait_for_progress (BtyWorkflow *workflow)
{
  while (workflow->progress == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Cancelled in the middle, the embedder of before is used; gone on with, nothing is done twice. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(BtyEmbedderChoice) choice = NULL;
  g_autoptr(BtyWorkflow) workflow = NULL;
  g_autoptr(GError) error = NULL;

  add_many (fixture, 150);
  bty_test_embedder_add_mock (fixture, BTY_TRUST_PRIVATE);
  bty_test_embedder_control (fixture, "{\"script\": [{}, {}, {\"fault\": \"hang\"}]}");
  choice = bty_test_embedder_choose (fixture, "Mock");
  workflow = bty_test_embedder_change (fixture, choice);
  wait_for_progress (workflow);
  bty_job_service_cancel (bty_profile_get_jobs (fixture->base.profile), workflow);
  g_assert_false (bty_test_embedder_wait (fixture, workflow, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (count (fixture, "model = '" VECTORS "'"), ==, 64);
  g_assert_cmpint (bty_embedder_service_get_choice (get_service (fixture))->kind, ==, BTY_EMBEDDER_KIND_BUILTIN);
  g_clear_error (&error);

  bty_test_embedder_control (fixture, "{\"script\": []}");
  bty_mock_server_forget (fixture->server);
  bty_job_service_retry (bty_profile_get_jobs (fixture->base.profile), workflow);
  g_assert_true (bty_test_embedder_wait (fixture, workflow, &error));
  g_assert_cmpint (count (fixture, "model = '" VECTORS "'"), ==, 150);
  g_assert_true (bty_test_embedder_was_sent (fixture, "Number 149"));
  g_assert_false (bty_test_embedder_was_sent (fixture, "Number 0\""));
  g_assert_cmpint (workflow->progress, ==, 150);
}

/* What comes later is embedded by itself. */
static void
test_completed (Fixture       *fixture,
                gconstpointer  data)
{
  bty_test_embedder_add_mock (fixture, BTY_TRUST_PRIVATE);
  bty_test_embedder_change_to_mock (fixture);
  add_many (fixture, 1);
  while (count (fixture, "model = '" VECTORS "'") == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (bty_test_embedder_was_sent (fixture, "Number 0"));
}

/* What cannot be used is not begun with, and it is said why. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *behaviour;
    const char *provider;
    const char *folder;
    int         code;
  } cases[] = {
    { "{\"dimensions\": 1024}", "Mock", NULL, BTY_ERROR_INVALID },
    { "{\"fault\": \"401\"}", "Mock", NULL, BTY_ERROR_AUTHENTICATION },
    { "{\"fault\": \"none\"}", NULL, "/nonexistent", BTY_ERROR_NOT_FOUND },
    { "{\"fault\": \"none\"}", "Memory only", NULL, BTY_ERROR_INVALID },
  };

  bty_test_embedder_add_mock (fixture, BTY_TRUST_PRIVATE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BtyEmbedderChoice) choice = NULL;
      g_autoptr(BtyWorkflow) workflow = NULL;
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      bty_test_embedder_control (fixture, cases[i].behaviour);
      if (cases[i].provider != NULL)
        choice = bty_test_embedder_choose (fixture, cases[i].provider);
      else
        choice = bty_embedder_choice_new (BTY_EMBEDDER_KIND_FOLDER);
      g_object_set (choice, "folder", cases[i].folder, NULL);
      bty_embedder_service_change_async (get_service (fixture), choice, NULL, bty_test_result_cb, &result);
      workflow = bty_embedder_service_change_finish (get_service (fixture), bty_test_wait (&result), &error);
      g_assert_null (workflow);
      g_assert_error (error, BTY_ERROR, cases[i].code);
    }
  g_assert_null (bty_embedder_service_get_change (get_service (fixture)));
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void      (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/embedder/changed", test_changed },
    { "/embedder/clearance", test_clearance },
    { "/embedder/local-only", test_local_only },
    { "/embedder/unreachable", test_unreachable },
    { "/embedder/cancelled", test_cancelled },
    { "/embedder/completed", test_completed },
    { "/embedder/refused", test_refused },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, bty_test_embedder_set_up, tests[i].func,
                bty_test_embedder_tear_down);

  return bty_test_profile_run ();
}
