/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-models.h"

#include "bty-test-wait.h"

/**
 * bty_test_models_control:
 * @server: a model
 * @json: what it shall do from now on
 */
void
bty_test_models_control (BtyMockServer *server,
                         const char    *json)
{
  g_autoptr(GError) error = NULL;

  bty_mock_server_control (server, json, &error);
  g_assert_no_error (error);
}

/**
 * bty_test_models_add:
 * @self: a fixture
 * @name: of the new provider
 * @server: which model it is
 * @priority: lower is asked first
 * @clearance: what it may be sent
 * @context_tokens: the size of its context; %BTY_UNSET = not known
 */
void
bty_test_models_add (BtyTestModels *self,
                     const char    *name,
                     BtyMockServer *server,
                     gint64         priority,
                     BtyTrust       clearance,
                     gint64         context_tokens)
{
  BtyProviderService *providers = bty_profile_get_providers (self->base.profile);
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

/**
 * bty_test_models_set_up:
 * @self: a fixture
 * @data: nothing
 *
 * The models are there, and no provider is.
 */
void
bty_test_models_set_up (BtyTestModels *self,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  bty_test_profile_set_up (&self->base, NULL);
  /* A conversation that ended would be sent to a model by itself, between the requests that are looked at. */
  bty_test_profile_set_capture (&self->base, BTY_CAPTURE_OFF);
  self->a = bty_mock_server_new (0, &error);
  g_assert_no_error (error);
  self->b = bty_mock_server_new (0, &error);
  g_assert_no_error (error);
  bty_test_models_control (self->a, "{\"reply\": \"A says hello.\"}");
  bty_test_models_control (self->b, "{\"reply\": \"B says hello.\"}");
}

/**
 * bty_test_models_tear_down:
 * @self: a fixture
 * @data: nothing
 */
void
bty_test_models_tear_down (BtyTestModels *self,
                           gconstpointer  data)
{
  bty_test_profile_tear_down (&self->base, NULL);
  bty_mock_server_free (self->a);
  bty_mock_server_free (self->b);
}

/**
 * bty_test_models_get_last_messages:
 * @server: a model that was asked
 * @requests: (out) (transfer full): what holds the messages
 *
 * Returns: (transfer none): the messages of the last request that it got
 */
JsonArray *
bty_test_models_get_last_messages (BtyMockServer  *server,
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

/**
 * bty_test_models_dup_message:
 * @messages: of a request
 * @i: which of them
 *
 * Returns: (transfer full): it, as JSON
 */
char *
bty_test_models_dup_message (JsonArray *messages,
                             guint      i)
{
  return json_to_string (json_array_get_element (messages, i), FALSE);
}

/**
 * bty_test_models_ask_later:
 * @self: a fixture
 *
 * Says %BTY_TEST_FACT in one conversation and asks %BTY_TEST_QUESTION in another.
 *
 * Returns: (transfer full): the reply
 */
BtyMessage *
bty_test_models_ask_later (BtyTestModels *self)
{
  g_autoptr(BtyConversation) first = bty_test_profile_create_session (&self->base, FALSE);
  g_autoptr(BtyMessage) heard = bty_test_say (first, BTY_TEST_FACT, NULL);
  g_autoptr(BtyConversation) second = bty_test_profile_create_session (&self->base, FALSE);

  bty_mock_server_forget (self->a);
  bty_mock_server_forget (self->b);

  return bty_test_say (second, BTY_TEST_QUESTION, NULL);
}

/**
 * bty_test_models_wait_for_summary:
 * @self: a fixture
 *
 * Waits until nothing is summed up.
 */
void
bty_test_models_wait_for_summary (BtyTestModels *self)
{
  while (bty_chat_service_is_summing_up (bty_profile_get_chat (self->base.profile)))
    g_main_context_iteration (NULL, TRUE);
}
