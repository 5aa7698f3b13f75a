/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-json.h"
#include "bty-test-memory.h"
#include "bty-test-models.h"
#include "bty-test-wait.h"

#include <string.h>

/* What providers are sent that may not be sent everything: a level of trust holds for all that is made of it. */

typedef BtyTestModels Fixture;

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

  bty_test_models_add (fixture, "A", fixture->a, 10, BTY_TRUST_PRIVATE, BTY_UNSET);
  bty_test_models_add (fixture, "B", fixture->b, 20, BTY_TRUST_PUBLIC, BTY_UNSET);
  reply = bty_test_models_ask_later (fixture);
  g_assert_cmpstr (reply->content, ==, "A says hello.");
  messages = bty_test_models_get_last_messages (fixture->a, &requests_a);
  last_a = bty_test_models_dup_message (messages, json_array_get_length (messages) - 1);
  g_assert_nonnull (strstr (last_a, "peanuts"));
  g_clear_object (&reply);

  bty_test_models_control (fixture->a, "{\"fault\": \"500\"}");
  reply = bty_test_models_ask_later (fixture);
  g_assert_cmpstr (reply->content, ==, "B says hello.");
  messages = bty_test_models_get_last_messages (fixture->b, &requests_b);
  last_b = bty_test_models_dup_message (messages, json_array_get_length (messages) - 1);
  g_assert_nonnull (strstr (last_b, BTY_TEST_QUESTION));
  g_assert_null (strstr (last_b, "peanuts"));
}

/* A reply that was made of what a provider may not be sent is not sent to it either, nor what another one made of that
 * reply: neither when it stands in later, nor when it goes on. */
static void
test_clearance_of_replies (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr(BtyConversation) first = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) heard = bty_test_say (first, BTY_TEST_FACT, NULL);
  g_autoptr(BtyConversation) second = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autoptr(BtyMessage) quoting = NULL;
  g_autoptr(BtyMessage) again = NULL;
  g_autoptr(BtyMessage) reply = NULL;
  g_autoptr(JsonNode) requests = NULL;
  g_autofree char *sent = NULL;
  JsonNode *warnings;

  bty_test_models_add (fixture, "A", fixture->a, 10, BTY_TRUST_PRIVATE, BTY_UNSET);
  bty_test_models_add (fixture, "B", fixture->b, 20, BTY_TRUST_PUBLIC, BTY_UNSET);
  quoting = bty_test_say (second, BTY_TEST_QUESTION, "Memory only");
  g_assert_nonnull (strstr (quoting->content, "peanuts"));
  bty_test_models_control (fixture->a, "{\"reply\": \"As I said, no peanuts.\"}");
  again = bty_test_say (second, "Hm?", NULL);
  g_assert_cmpstr (again->content, ==, "As I said, no peanuts.");

  bty_test_models_control (fixture->a, "{\"fault\": \"500\"}");
  reply = bty_test_say (second, "And for dessert?", NULL);
  g_assert_cmpstr (reply->content, ==, "B says hello.");
  g_assert_cmpuint (json_array_get_length (bty_test_models_get_last_messages (fixture->b, &requests)), >=, 5);
  sent = json_to_string (requests, FALSE);
  g_assert_nonnull (strstr (sent, BTY_TEST_QUESTION));
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
  bty_test_models_get_last_messages (fixture->b, &requests);
  g_free (sent);
  sent = json_to_string (requests, FALSE);
  g_assert_nonnull (strstr (sent, "B says hello."));
  g_assert_null (strstr (sent, "peanuts"));
}

/* Fills the window of both models until the beginning of a conversation was summed up, with B answering. */
static void
talk_long (BtyConversation *conversation,
           Fixture         *fixture)
{
  g_autofree char *long_text = g_strnfill (1000, 'a');
  g_autoptr(BtyMessage) quoting = bty_test_say (conversation, BTY_TEST_QUESTION, "Memory only");

  g_assert_nonnull (strstr (quoting->content, "peanuts"));
  for (guint i = 0; i < 16; i++)
    {
      g_autoptr(BtyMessage) reply = bty_test_say (conversation, long_text, "B");

      g_assert_cmpint (reply->status, ==, BTY_MESSAGE_STATUS_COMPLETE);
      bty_test_models_wait_for_summary (fixture);
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
  g_autoptr(BtyMessage) heard = bty_test_say (first, BTY_TEST_FACT, NULL);
  g_autoptr(BtyConversation) second = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autofree char *sent_a = NULL;
  g_autofree char *sent_b = NULL;

  bty_test_models_control (fixture->a, "{\"reply\": \"They spoke of ZEBRAS.\"}");
  bty_test_models_add (fixture, "A", fixture->a, 20, BTY_TRUST_PRIVATE, 4000);
  bty_test_models_add (fixture, "B", fixture->b, 10, BTY_TRUST_PUBLIC, 4000);
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
  g_autoptr(BtyMessage) heard = bty_test_say (first, BTY_TEST_FACT, NULL);
  g_autoptr(BtyConversation) second = bty_test_profile_create_session (&fixture->base, FALSE);
  g_autofree char *sent = NULL;

  bty_test_models_control (fixture->b, "{\"reply\": \"They spoke of ZEBRAS.\"}");
  bty_test_models_add (fixture, "B", fixture->b, 10, BTY_TRUST_PUBLIC, 4000);
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
  g_test_add (path, Fixture, NULL, bty_test_models_set_up, test, bty_test_models_tear_down);
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
