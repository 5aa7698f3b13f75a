/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-json.h"
#include "bty-test-memory.h"
#include "bty-test-wait.h"
#include "mock-provider-server.h"

#include <string.h>

/* What providers are sent that may not be sent everything: a level of trust holds for all that is made of it. */

#define FACT "My sister Lena is allergic to peanuts."
#define QUESTION "What should I cook for Lena?"

typedef struct
{
  BtyTestProfile  base;
  BtyMockServer  *a;
  BtyMockServer  *b;
} Fixture;

static void
control (BtyMockServer *server,
         const char    *json)
{
  g_autoptr(GError) error = NULL;

  bty_mock_server_control (server, json, &error);
  g_assert_no_error (error);
}

static void
add_provider (Fixture       *fixture,
              const char    *name,
              BtyMockServer *server,
              gint64         priority,
              BtyTrust       clearance,
              gint64         context_tokens)
{
  BtyProviderService *providers = bty_profile_get_providers (fixture->base.profile);
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new (name, BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/v1", bty_mock_server_get_port (server));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (config,
                "base-url", url,
                "model", "mock-model",
                "priority", priority,
                "clearance", clearance,
                "context-tokens", context_tokens,
                NULL);
  bty_provider_service_add_async (providers, config, NULL, FALSE, NULL, bty_test_result_cb, &result);
  bty_provider_service_add_finish (providers, bty_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  bty_test_profile_set_up (&fixture->base, NULL);
  /* A conversation that ended would be sent to a model by itself, between the requests that are looked at. */
  bty_test_profile_set_capture (&fixture->base, BTY_CAPTURE_OFF);
  fixture->a = bty_mock_server_new (0, &error);
  g_assert_no_error (error);
  fixture->b = bty_mock_server_new (0, &error);
  g_assert_no_error (error);
  control (fixture->a, "{\"reply\": \"A says hello.\"}");
  control (fixture->b, "{\"reply\": \"B says hello.\"}");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bty_test_profile_tear_down (&fixture->base, NULL);
  bty_mock_server_free (fixture->a);
  bty_mock_server_free (fixture->b);
}

/* The messages of the last request that @server got. */
static JsonArray *
get_last_messages (BtyMockServer  *server,
                   JsonNode      **requests)
{
  JsonArray *array;
  JsonObject *request;

  *requests = bty_mock_server_dup_requests (server);
  array = json_node_get_array (*requests);
  g_assert_cmpuint (json_array_get_length (array), >, 0);
  request = json_array_get_object_element (array, json_array_get_length (array) - 1);

  return json_object_get_array_member (json_object_get_object_member (request, "body"), "messages");
}

static char *
dup_message (JsonArray *messages,
             guint      i)
{
  return json_to_string (json_array_get_element (messages, i), FALSE);
}

/* Says the fact in one conversation and asks in another. */
static BtyMessage *
ask_later (Fixture *fixture)
{
  g_autoptr(BtyConversation) first = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) heard = bty_test_say (first, FACT, NULL);
  g_autoptr(BtyConversation) second = bty_test_profile_create_session (&fixture->base, FALSE);

  bty_mock_server_forget (fixture->a);
  bty_mock_server_forget (fixture->b);

  return bty_test_say (second, QUESTION, NULL);
}

/* A provider gets what it is cleared for, also when it stands in for another. */
static void
test_clearance (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(BtyMessage) reply = NULL;
  g_autoptr(JsonNode) requests_a = NULL;
  g_autoptr(JsonNode) requests_b = NULL;
  g_autofree char *last_a = NULL;
  g_autofree char *last_b = NULL;
  JsonArray *messages;

  add_provider (fixture, "A", fixture->a, 10, BTY_TRUST_PRIVATE, BTY_UNSET);
  add_provider (fixture, "B", fixture->b, 20, BTY_TRUST_PUBLIC, BTY_UNSET);
  reply = ask_later (fixture);
  g_assert_cmpstr (reply->content, ==, "A says hello.");
  messages = get_last_messages (fixture->a, &requests_a);
  last_a = dup_message (messages, json_array_get_length (messages) - 1);
  g_assert_nonnull (strstr (last_a, "peanuts"));
  g_clear_object (&reply);

  control (fixture->a, "{\"fault\": \"500\"}");
  reply = ask_later (fixture);
  g_assert_cmpstr (reply->content, ==, "B says hello.");
  messages = get_last_messages (fixture->b, &requests_b);
  last_b = dup_message (messages, json_array_get_length (messages) - 1);
  g_assert_nonnull (strstr (last_b, QUESTION));
  g_assert_null (strstr (last_b, "peanuts"));
}

/* A reply that was made of what a provider may not be sent is not sent to it either, nor what another one made of that
 * reply: neither when it stands in later, nor when it goes on. */
static void
test_clearance_of_replies (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(BtyConversation) first = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) heard = bty_test_say (first, FACT, NULL);
  g_autoptr(BtyConversation) second = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) quoting = NULL;
  g_autoptr(BtyMessage) again = NULL;
  g_autoptr(BtyMessage) reply = NULL;
  g_autoptr(JsonNode) requests = NULL;
  g_autofree char *sent = NULL;
  JsonNode *warnings;

  add_provider (fixture, "A", fixture->a, 10, BTY_TRUST_PRIVATE, BTY_UNSET);
  add_provider (fixture, "B", fixture->b, 20, BTY_TRUST_PUBLIC, BTY_UNSET);
  quoting = bty_test_say (second, QUESTION, "Memory only");
  g_assert_nonnull (strstr (quoting->content, "peanuts"));
  control (fixture->a, "{\"reply\": \"As I said, no peanuts.\"}");
  again = bty_test_say (second, "Hm?", NULL);
  g_assert_cmpstr (again->content, ==, "As I said, no peanuts.");

  control (fixture->a, "{\"fault\": \"500\"}");
  reply = bty_test_say (second, "And for dessert?", NULL);
  g_assert_cmpstr (reply->content, ==, "B says hello.");
  g_assert_cmpuint (json_array_get_length (get_last_messages (fixture->b, &requests)), >=, 5);
  sent = json_to_string (requests, FALSE);
  g_assert_nonnull (strstr (sent, QUESTION));
  g_assert_null (strstr (sent, "peanuts"));
  g_object_get (reply, "warnings", &warnings, NULL);
  g_free (sent);
  sent = json_to_string (warnings, FALSE);
  json_node_unref (warnings);
  g_assert_nonnull (strstr (sent, "2 earlier replies"));

  /* What it said itself it is sent again. */
  g_clear_object (&reply);
  g_clear_pointer (&requests, json_node_unref);
  reply = bty_test_say (second, "Thanks.", "B");
  get_last_messages (fixture->b, &requests);
  g_free (sent);
  sent = json_to_string (requests, FALSE);
  g_assert_nonnull (strstr (sent, "B says hello."));
  g_assert_null (strstr (sent, "peanuts"));
}

static void
wait_for_summary (Fixture *fixture)
{
  while (bty_chat_service_is_summing_up (bty_profile_get_chat (fixture->base.profile)))
    g_main_context_iteration (NULL, TRUE);
}

/* Fills the window of both models until the beginning of a conversation was summed up, with B answering. */
static void
talk_long (BtyConversation *conversation,
           Fixture         *fixture)
{
  g_autofree char *long_text = g_strnfill (1000, 'a');
  g_autoptr(BtyMessage) quoting = bty_test_say (conversation, QUESTION, "Memory only");

  g_assert_nonnull (strstr (quoting->content, "peanuts"));
  for (guint i = 0; i < 16; i++)
    {
      g_autoptr(BtyMessage) reply = bty_test_say (conversation, long_text, "B");

      g_assert_cmpint (reply->status, ==, BTY_MESSAGE_STATUS_COMPLETE);
      wait_for_summary (fixture);
    }
}

static char *
dup_all_requests (BtyMockServer *server)
{
  g_autoptr(JsonNode) requests = bty_mock_server_dup_requests (server);

  return json_to_string (requests, FALSE);
}

/* Who may be sent all of it sums it up, and what comes of that is sent to nobody else. */
static void
test_summary (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BtyConversation) first = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) heard = bty_test_say (first, FACT, NULL);
  g_autoptr(BtyConversation) second = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autofree char *sent_a = NULL;
  g_autofree char *sent_b = NULL;

  control (fixture->a, "{\"reply\": \"They spoke of ZEBRAS.\"}");
  add_provider (fixture, "A", fixture->a, 20, BTY_TRUST_PRIVATE, 4000);
  add_provider (fixture, "B", fixture->b, 10, BTY_TRUST_PUBLIC, 4000);
  talk_long (second, fixture);
  sent_a = dup_all_requests (fixture->a);
  sent_b = dup_all_requests (fixture->b);
  g_assert_nonnull (strstr (sent_a, "peanuts"));
  g_assert_null (strstr (sent_b, "peanuts"));
  g_assert_null (strstr (sent_b, "ZEBRAS"));
}

/* Where nobody may, the rest is summed up. */
static void
test_summary_without (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(BtyConversation) first = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) heard = bty_test_say (first, FACT, NULL);
  g_autoptr(BtyConversation) second = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autofree char *sent = NULL;

  control (fixture->b, "{\"reply\": \"They spoke of ZEBRAS.\"}");
  add_provider (fixture, "B", fixture->b, 10, BTY_TRUST_PUBLIC, 4000);
  talk_long (second, fixture);
  sent = dup_all_requests (fixture->b);
  g_assert_null (strstr (sent, "peanuts"));
  g_assert_nonnull (strstr (sent, "> [This reply is withheld"));
  g_assert_nonnull (strstr (sent, "> They spoke of ZEBRAS."));
}

static void
add (const char *path,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/clearance/recalled", test_clearance);
  add ("/clearance/replies", test_clearance_of_replies);
  add ("/clearance/summary", test_summary);
  add ("/clearance/summary-without", test_summary_without);

  return bty_test_profile_run ();
}
