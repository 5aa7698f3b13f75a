/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-database.h"
#include "bty-error.h"
#include "bty-profiles.h"
#include "bty-test-models.h"
#include "bty-test-wait.h"
#include "bty-time.h"

/* Two providers on real sockets, "A" before "B", and the built-in one behind them. */

/* One of them never answers; for the others it is longer than a busy machine takes. */
#define SILENCE_MS 5000

typedef BtyTestModels Fixture;

static void
add_provider (Fixture         *fixture,
              const char      *name,
              BtyMockServer   *server,
              BtyProviderType  type,
              gint64           priority)
{
  BtyProviderService *providers = bty_profile_get_providers (fixture->base.profile);
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new (name, type);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", bty_mock_server_get_port (server),
                                          type == BTY_PROVIDER_TYPE_ANTHROPIC ? "" : "/v1");

  g_object_set (config,
                "base-url", url,
                "model", "mock-model",
                "priority", priority,
                "connect-timeout-ms", (gint64) 20000,
                "first-byte-timeout-ms", (gint64) SILENCE_MS,
                "silence-timeout-ms", (gint64) SILENCE_MS,
                NULL);
  bty_provider_service_add_async (providers, config, NULL, FALSE, NULL, bty_test_result_cb, &result);
  bty_provider_service_add_finish (providers, bty_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bty_test_models_set_up (fixture, NULL);
  add_provider (fixture, "A", fixture->a, BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE, 10);
  add_provider (fixture, "B", fixture->b, BTY_PROVIDER_TYPE_ANTHROPIC, 20);
}

static BtyProviderState
get_state (Fixture    *fixture,
           const char *name)
{
  BtyProviderStatus *status = bty_provider_service_find (bty_profile_get_providers (fixture->base.profile), name);

  bty_provider_status_refresh (status);

  return bty_provider_status_get_state (status);
}

static guint
count (JsonNode *node)
{
  return node != NULL ? json_array_get_length (json_node_get_array (node)) : 0;
}

static char *
join (JsonNode *node)
{
  return node != NULL ? json_to_string (node, FALSE) : g_strdup ("");
}

/* How a turn ends when A fails in one way; B works. */
static const struct
{
  const char       *name;
  const char       *behaviour;   /* of A */
  BtyMessageStatus  status;
  const char       *provider;    /* that answered, or failed last */
  const char       *content;
  guint             n_attempts;
  const char       *code;        /* of the first attempt */
  BtyProviderState  state;       /* of A afterwards */
} turns[] = {
  { "works", "{}", BTY_MESSAGE_STATUS_COMPLETE, "A", "A says hello.", 0, NULL, BTY_PROVIDER_STATE_READY },
  { "refused", "{\"fault\": \"refused\"}", BTY_MESSAGE_STATUS_COMPLETE, "B", "B says hello.", 1, "offline",
    BTY_PROVIDER_STATE_READY },
  { "once-500", "{\"fault\": \"500\", \"fault_count\": 1}", BTY_MESSAGE_STATUS_COMPLETE, "A", "A says hello.", 1,
    "provider", BTY_PROVIDER_STATE_READY },
  { "always-500", "{\"fault\": \"500\"}", BTY_MESSAGE_STATUS_COMPLETE, "B", "B says hello.", 3, "provider",
    BTY_PROVIDER_STATE_OPEN },
  { "hang", "{\"fault\": \"hang\"}", BTY_MESSAGE_STATUS_COMPLETE, "B", "B says hello.", 1, "timeout",
    BTY_PROVIDER_STATE_READY },
  { "rate-limited-shortly", "{\"fault\": \"429\", \"retry_after\": 1, \"fault_count\": 1}",
    BTY_MESSAGE_STATUS_COMPLETE, "A", "A says hello.", 1, "rate_limited", BTY_PROVIDER_STATE_READY },
  { "rate-limited-long", "{\"fault\": \"429\", \"retry_after\": 300}", BTY_MESSAGE_STATUS_COMPLETE, "B",
    "B says hello.", 1, "rate_limited", BTY_PROVIDER_STATE_RATE_LIMITED },
  { "bad-key", "{\"fault\": \"401\"}", BTY_MESSAGE_STATUS_FAILED, "A", "", 1, "authentication",
    BTY_PROVIDER_STATE_SET_ASIDE },
  { "no-credit", "{\"fault\": \"402\"}", BTY_MESSAGE_STATUS_FAILED, "A", "", 1, "quota",
    BTY_PROVIDER_STATE_SET_ASIDE },
  { "invalid", "{\"fault\": \"400\"}", BTY_MESSAGE_STATUS_FAILED, "A", "", 1, "invalid_request",
    BTY_PROVIDER_STATE_READY },
  { "too-long", "{\"fault\": \"context\"}", BTY_MESSAGE_STATUS_FAILED, "A", "", 1, "context_length",
    BTY_PROVIDER_STATE_READY },
};

/* Every way of failing ends in an answer or a named error, and the provider's state says what it was. */
static void
test_turn (Fixture       *fixture,
           gconstpointer  data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) reply = NULL;
  g_autofree char *attempts = NULL;
  g_autofree char *warnings = NULL;

  bty_test_models_control (fixture->a, turns[i].behaviour);
  reply = bty_test_say (conversation, "Hello?", NULL);
  attempts = join (reply->attempts);
  warnings = join (reply->warnings);
  g_test_message ("attempts %s, warnings %s, error %s", attempts, warnings, reply->error);

  g_assert_cmpstr (reply->content, ==, turns[i].content);
  g_assert_cmpint (reply->status, ==, turns[i].status);
  g_assert_cmpstr (reply->provider, ==, turns[i].provider);
  g_assert_cmpuint (count (reply->attempts), ==, turns[i].n_attempts);
  if (turns[i].code != NULL)
    g_assert_nonnull (strstr (attempts, turns[i].code));
  g_assert_cmpint (strstr (warnings, "Switched to B") != NULL, ==, g_str_equal (turns[i].provider, "B"));
  g_assert_cmpint (reply->error != NULL, ==, turns[i].status != BTY_MESSAGE_STATUS_COMPLETE);
  g_assert_cmpint (get_state (fixture, "A"), ==, turns[i].state);
}

/* A reply that breaks off is kept, marked, and continued by another provider in another version. */
static void
test_cut_is_continued (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) broken = NULL;
  g_autoptr(BtyMessage) whole = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint index;
  guint n_versions;

  bty_test_models_control (fixture->a, "{\"reply\": \"one two three four five six seven eight\", \"fault\": \"cut\"}");
  broken = bty_test_say (conversation, "Count.", NULL);
  g_assert_cmpint (broken->status, ==, BTY_MESSAGE_STATUS_INTERRUPTED);
  g_assert_cmpstr (broken->error_code, ==, "stream");
  g_assert_true (g_str_has_prefix (broken->content, "one"));

  bty_conversation_continue_async (conversation, broken, "B", NULL, bty_test_result_cb, &result);
  whole = bty_conversation_continue_finish (conversation, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (whole->status, ==, BTY_MESSAGE_STATUS_COMPLETE);
  g_assert_cmpstr (whole->provider, ==, "B");
  g_assert_true (g_str_has_prefix (whole->content, broken->content));
  g_assert_true (g_str_has_suffix (whole->content, "B says hello."));
  bty_conversation_get_version (conversation, whole, &index, &n_versions);
  g_assert_cmpuint (n_versions, ==, 2);
}

/* After a bad key the provider is skipped, visibly, until its settings change. */
static void
test_set_aside_until_changed (Fixture       *fixture,
                              gconstpointer  data)
{
  BtyProviderService *providers = bty_profile_get_providers (fixture->base.profile);
  BtyProviderStatus *a = bty_provider_service_find (providers, "A");
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) first = NULL;
  g_autoptr(BtyMessage) second = NULL;
  g_autoptr(BtyMessage) third = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_test_models_control (fixture->a, "{\"fault\": \"401\", \"fault_count\": 1}");
  first = bty_test_say (conversation, "Hello?", NULL);
  g_assert_cmpint (first->status, ==, BTY_MESSAGE_STATUS_FAILED);
  second = bty_test_say (conversation, "Hello?", NULL);
  g_assert_cmpstr (second->provider, ==, "B");
  g_assert_cmpuint (count (second->attempts), ==, 0);

  bty_provider_service_save_async (providers, a, bty_provider_status_get_config (a), NULL, FALSE, NULL,
                                   bty_test_result_cb, &result);
  g_assert_true (bty_provider_service_save_finish (providers, bty_test_wait (&result), &error));
  third = bty_test_say (conversation, "Hello?", NULL);
  g_assert_cmpstr (third->provider, ==, "A");
}

/* A circuit that opened lets the provider be used again by itself after its time. */
static void
test_circuit_closes_by_itself (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);

  bty_test_models_control (fixture->a, "{\"fault\": \"refused\"}");
  for (guint i = 0; i < 3; i++)
    g_object_unref (bty_test_say (conversation, "Hello?", NULL));
  g_assert_cmpint (get_state (fixture, "A"), ==, BTY_PROVIDER_STATE_OPEN);

  bty_test_models_control (fixture->a, "{\"fault\": \"none\"}");
  {
    g_autoptr(BtyMessage) reply = bty_test_say (conversation, "Still there?", NULL);

    g_assert_cmpstr (reply->provider, ==, "B");
    g_assert_cmpuint (count (reply->attempts), ==, 0);
  }
  bty_time_pretend (31 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (get_state (fixture, "A"), ==, BTY_PROVIDER_STATE_HALF_OPEN);
  {
    g_autoptr(BtyMessage) reply = bty_test_say (conversation, "And now?", NULL);

    g_assert_cmpstr (reply->provider, ==, "A");
  }
  g_assert_cmpint (get_state (fixture, "A"), ==, BTY_PROVIDER_STATE_READY);
  bty_time_pretend (0);
}

static void
set_model (Fixture    *fixture,
           const char *model)
{
  BtyBotService *bots = bty_profile_get_bots (fixture->base.profile);
  g_autoptr(BtyBot) bot = bty_record_copy (bty_bot_service_find (bots, "ada"));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (bot, "model", model, NULL);
  bty_bot_service_save_async (bots, bot, NULL, bty_test_result_cb, &result);
  g_assert_true (bty_bot_service_save_finish (bots, bty_test_wait (&result), &error));
}

static BtyProviderState
get_state_of_model (Fixture    *fixture,
                    const char *name,
                    const char *model)
{
  BtyProviderStatus *status = bty_provider_service_find (bty_profile_get_providers (fixture->base.profile), name);

  return bty_provider_status_get_state (bty_provider_status_get_for_model (status, model));
}

/* A model that fails, which one bot asks for, keeps no other bot from the provider; a restart changes nothing. */
static void
test_models_fail_apart (Fixture       *fixture,
                        gconstpointer  data)
{
  BtyProviderService *providers;
  g_autoptr(GAsyncResult) result = NULL;

  bty_test_models_control (fixture->a, "{\"fault\": \"500\", \"fault_count\": 3}");
  set_model (fixture, "fickle");
  {
    g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
    g_autoptr(BtyMessage) reply = bty_test_say (conversation, "Hello?", NULL);

    g_assert_cmpstr (reply->provider, ==, "B");
  }
  bty_test_profile_reopen (&fixture->base);
  g_assert_cmpint (get_state_of_model (fixture, "A", "fickle"), ==, BTY_PROVIDER_STATE_OPEN);
  g_assert_cmpint (get_state (fixture, "A"), ==, BTY_PROVIDER_STATE_READY);

  set_model (fixture, NULL);
  {
    g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
    g_autoptr(BtyMessage) reply = bty_test_say (conversation, "Hello?", NULL);
    g_autoptr(BtyMessage) other = NULL;

    g_assert_cmpstr (reply->provider, ==, "A");
    set_model (fixture, "fickle");
    other = bty_test_say (conversation, "Hello?", NULL);
    g_assert_cmpstr (other->provider, ==, "B");
    g_assert_cmpuint (count (other->attempts), ==, 0);
  }

  providers = bty_profile_get_providers (fixture->base.profile);
  bty_provider_service_reset_async (providers, bty_provider_service_find (providers, "A"), NULL, bty_test_result_cb,
                                    &result);
  g_assert_true (bty_provider_service_reset_finish (providers, bty_test_wait (&result), NULL));
  g_assert_cmpint (get_state_of_model (fixture, "A", "fickle"), ==, BTY_PROVIDER_STATE_READY);
}

/* A key is refused for every model. */
static void
test_bad_key_sets_every_model_aside (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) first = NULL;
  g_autoptr(BtyMessage) second = NULL;

  bty_test_models_control (fixture->a, "{\"fault\": \"401\", \"fault_count\": 1}");
  set_model (fixture, "one");
  first = bty_test_say (conversation, "Hello?", NULL);
  g_assert_cmpstr (first->error_code, ==, "authentication");
  g_assert_cmpint (get_state (fixture, "A"), ==, BTY_PROVIDER_STATE_SET_ASIDE);
  g_assert_cmpint (get_state_of_model (fixture, "A", "two"), ==, BTY_PROVIDER_STATE_SET_ASIDE);
  set_model (fixture, "two");
  second = bty_test_say (conversation, "Hello?", NULL);
  g_assert_cmpstr (second->provider, ==, "B");
}

/* When all are down one error names each of them and its reason. */
static void
test_all_down (Fixture       *fixture,
               gconstpointer  data)
{
  BtyProviderService *providers = bty_profile_get_providers (fixture->base.profile);
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) reply = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_provider_service_remove_async (providers, bty_provider_service_find (providers, "Memory only"), NULL,
                                     bty_test_result_cb, &result);
  g_assert_true (bty_provider_service_remove_finish (providers, bty_test_wait (&result), &error));
  bty_test_models_control (fixture->a, "{\"fault\": \"refused\"}");
  bty_test_models_control (fixture->b, "{\"fault\": \"529\"}");
  reply = bty_test_say (conversation, "Hello?", NULL);
  g_test_message ("%s", reply->error);

  g_assert_cmpint (reply->status, ==, BTY_MESSAGE_STATUS_FAILED);
  g_assert_nonnull (strstr (reply->error, "A:"));
  g_assert_nonnull (strstr (reply->error, "B:"));
  g_assert_cmpuint (count (reply->attempts), <=, 5);
}

/* With nobody else left the built-in provider answers. */
static void
test_builtin_is_last (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) reply = NULL;

  bty_test_models_control (fixture->a, "{\"fault\": \"500\"}");
  bty_test_models_control (fixture->b, "{\"fault\": \"500\"}");
  reply = bty_test_say (conversation, "My cat is called Tom.", NULL);
  g_assert_cmpstr (reply->provider, ==, "Memory only");
  g_assert_cmpuint (count (reply->attempts), <=, 5);
}

/* Stops the reply when something of it is there. */
static gboolean
stop_cb (gpointer conversation)
{
  guint n_messages = g_list_model_get_n_items (conversation);
  g_autoptr(BtyMessage) last = g_list_model_get_item (conversation, n_messages - 1);

  if (last == NULL || last->role != BTY_ROLE_ASSISTANT || last->content == NULL || *last->content == '\0')
    return G_SOURCE_CONTINUE;
  bty_conversation_stop (conversation);

  return G_SOURCE_REMOVE;
}

/* Stopping keeps what has arrived, and says nothing against the provider. */
static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) reply = NULL;

  bty_test_models_control (fixture->a, "{\"reply_tokens\": 1000, \"fault\": \"hold\"}");
  g_timeout_add (10, stop_cb, conversation);
  reply = bty_test_say (conversation, "Talk.", NULL);

  g_assert_cmpint (reply->status, ==, BTY_MESSAGE_STATUS_INTERRUPTED);
  g_assert_cmpstr (reply->error_code, ==, "cancelled");
  g_assert_cmpstr (reply->content, !=, "");
  g_assert_cmpint (get_state (fixture, "A"), ==, BTY_PROVIDER_STATE_READY);
  g_assert_cmpuint (count (reply->attempts), ==, 0);
}

static gboolean
wake_cb (gpointer is_over)
{
  if (is_over != NULL)
    *(gboolean *) is_over = TRUE;

  return is_over != NULL ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static gint64
get_shown_length (BtyConversation *conversation)
{
  g_autoptr(BtyMessage) last = g_list_model_get_item (G_LIST_MODEL (conversation), 1);

  return last != NULL && last->content != NULL ? strlen (last->content) : 0;
}

/* What arrived while the disk was slow is saved, although nothing more comes that would ask for it. */
static void
test_saved_in_silence (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autofree char *uri = bty_profiles_dup_uri (fixture->base.dir);
  g_autoptr(BtyDatabase) other = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtyMessage) reply = NULL;
  g_autoptr(GError) error = NULL;
  guint waker = g_timeout_add (20, wake_cb, NULL);
  gboolean is_over = FALSE;

  /* It is patient, unlike the others. */
  bty_test_models_add (fixture, "C", fixture->a, 30, BTY_TRUST_PRIVATE, 8192);
  bty_test_models_control (fixture->a, "{\"reply_tokens\": 1000, \"tokens_per_second\": 1000, \"fault\": \"hold\"}");
  bty_conversation_send_async (conversation, "Talk.", NULL, "C", NULL, bty_test_result_cb, &result);
  bty_test_wait_until (get_shown_length (conversation) > 0);

  other = bty_database_open (uri, NULL, BTY_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (bty_database_begin (other, &error));
  /* Long enough for a save to be asked for while another waits for the lock. */
  g_timeout_add (1000, wake_cb, &is_over);
  bty_test_wait_until (is_over);
  g_assert_true (bty_database_commit (other, &error));

  bty_test_wait_until (bty_test_profile_run_sql (&fixture->base,
                                                 "SELECT COALESCE (MAX (LENGTH (content)), 0) FROM messages"
                                                 " WHERE status = 'streaming'")
                       == get_shown_length (conversation));
  bty_test_models_control (fixture->a, "{\"held\": false}");
  reply = bty_conversation_send_finish (conversation, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (reply->status, ==, BTY_MESSAGE_STATUS_COMPLETE);
  g_source_remove (waker);
}

/* What one provider thought before it failed is not shown as the thoughts of the one that answered. */
static void
test_thoughts (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) reply = NULL;

  bty_test_models_control (fixture->a,
                           "{\"thinking\": \"one two three four five six seven eight nine ten\", \"reply\": \"A\","
                           " \"fault\": \"cut\"}");
  reply = bty_test_say (conversation, "hello", NULL);
  g_assert_cmpstr (reply->content, ==, "B says hello.");
  g_assert_cmpstr (reply->thinking != NULL ? reply->thinking : "", ==, "");
}

/* What the providers are sent: the bot's instructions, the conversation, and nothing that failed. */
static void
test_prompt (Fixture       *fixture,
             gconstpointer  data)
{
  BtySettingService *settings = bty_profile_get_settings (fixture->base.profile);
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonNode) requests = NULL;
  g_autofree char *sent = NULL;

  bty_setting_service_set_async (settings, BTY_SETTING_ABOUT_YOU, "I live in Porto.", NULL, bty_test_result_cb,
                                 &result);
  g_assert_true (bty_setting_service_set_finish (settings, bty_test_wait (&result), NULL));
  g_object_unref (bty_test_say (conversation, "first question", NULL));
  g_object_unref (bty_test_say (conversation, "second question", NULL));

  requests = bty_mock_server_dup_requests (fixture->a);
  sent = json_to_string (json_array_get_element (json_node_get_array (requests), 1), FALSE);
  g_assert_nonnull (strstr (sent, "You are Ada"));
  g_assert_nonnull (strstr (sent, "I live in Porto."));
  g_assert_nonnull (strstr (sent, "first question"));
  g_assert_nonnull (strstr (sent, "A says hello."));
  g_assert_nonnull (strstr (sent, "second question"));
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/failover/cut-is-continued", test_cut_is_continued },
    { "/failover/thoughts", test_thoughts },
    { "/failover/set-aside-until-changed", test_set_aside_until_changed },
    { "/failover/circuit-closes-by-itself", test_circuit_closes_by_itself },
    { "/failover/models-fail-apart", test_models_fail_apart },
    { "/failover/bad-key-sets-every-model-aside", test_bad_key_sets_every_model_aside },
    { "/failover/all-down", test_all_down },
    { "/failover/builtin-is-last", test_builtin_is_last },
    { "/failover/stop", test_stop },
    { "/failover/saved-in-silence", test_saved_in_silence },
    { "/failover/prompt", test_prompt },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      g_autofree char *path = g_strdup_printf ("/failover/turn/%s", turns[i].name);

      g_test_add (path, Fixture, GSIZE_TO_POINTER (i), set_up, test_turn, bty_test_models_tear_down);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, bty_test_models_tear_down);

  return bty_test_profile_run ();
}
