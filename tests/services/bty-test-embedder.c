/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-embedder.h"

#include "bty-test-wait.h"

#include <string.h>

void
bty_test_embedder_set_up (BtyTestEmbedder *self,
                          gconstpointer    data)
{
  g_autoptr(GError) error = NULL;

  bty_test_profile_set_up (&self->base, NULL);
  bty_test_profile_set_capture (&self->base, BTY_CAPTURE_OFF);
  self->server = bty_mock_server_new (0, &error);
  g_assert_no_error (error);
  bty_test_embedder_control (self, "{\"dimensions\": 384}");
  self->ada = bty_bot_service_find (bty_profile_get_bots (self->base.profile), NULL);
}

void
bty_test_embedder_tear_down (BtyTestEmbedder *self,
                             gconstpointer    data)
{
  bty_test_profile_tear_down (&self->base, NULL);
  bty_mock_server_free (self->server);
}

void
bty_test_embedder_control (BtyTestEmbedder *self,
                           const char      *json)
{
  g_autoptr(GError) error = NULL;

  bty_mock_server_control (self->server, json, &error);
  g_assert_no_error (error);
}

void
bty_test_embedder_add_provider (BtyTestEmbedder *self,
                                const char      *name,
                                const char      *base_url,
                                BtyTrust         clearance)
{
  BtyProviderService *providers = bty_profile_get_providers (self->base.profile);
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new (name, BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (config, "base-url", base_url, "model", "mock-model", "clearance", clearance, NULL);
  bty_provider_service_add_async (providers, config, NULL, FALSE, NULL, bty_test_result_cb, &result);
  bty_provider_service_add_finish (providers, bty_test_wait (&result), &error);
  g_assert_no_error (error);
}

void
bty_test_embedder_add_mock (BtyTestEmbedder *self,
                            BtyTrust         clearance)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/v1", bty_mock_server_get_port (self->server));

  bty_test_embedder_add_provider (self, "Mock", url, clearance);
}

static BtyEmbedderService *
get_service (BtyTestEmbedder *self)
{
  return bty_profile_get_embedders (self->base.profile);
}

BtyEmbedderChoice *
bty_test_embedder_choose (BtyTestEmbedder *self,
                          const char      *provider)
{
  BtyProviderStatus *status = bty_provider_service_find (bty_profile_get_providers (self->base.profile), provider);
  BtyEmbedderChoice *choice = bty_embedder_choice_new (BTY_EMBEDDER_KIND_PROVIDER);

  g_object_set (choice, "provider-id", bty_provider_status_get_config (status)->id, "model", "mock-embed", NULL);

  return choice;
}

BtyWorkflow *
bty_test_embedder_change (BtyTestEmbedder   *self,
                          BtyEmbedderChoice *choice)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyWorkflow *workflow;

  bty_embedder_service_change_async (get_service (self), choice, NULL, bty_test_result_cb, &result);
  workflow = bty_embedder_service_change_finish (get_service (self), bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return workflow;
}

gboolean
bty_test_embedder_wait (BtyTestEmbedder  *self,
                        BtyWorkflow      *workflow,
                        GError          **error)
{
  BtyJobService *jobs = bty_profile_get_jobs (self->base.profile);
  g_autoptr(GAsyncResult) result = NULL;

  bty_job_service_wait_async (jobs, workflow, NULL, bty_test_result_cb, &result);

  return bty_job_service_wait_finish (jobs, bty_test_wait (&result), error);
}

void
bty_test_embedder_change_to_mock (BtyTestEmbedder *self)
{
  g_autoptr(BtyEmbedderChoice) choice = bty_test_embedder_choose (self, "Mock");
  g_autoptr(BtyWorkflow) workflow = bty_test_embedder_change (self, choice);
  g_autoptr(GError) error = NULL;

  bty_test_embedder_wait (self, workflow, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bty_embedder_service_get_choice (get_service (self))->vectors, ==,
                   BTY_TEST_EMBEDDER_VECTORS);
}

gboolean
bty_test_embedder_was_sent (BtyTestEmbedder *self,
                            const char      *text)
{
  g_autoptr(JsonNode) requests = bty_mock_server_dup_requests (self->server);
  g_autofree char *json = json_to_string (requests, FALSE);

  return strstr (json, text) != NULL;
}

void
bty_test_embedder_set_local_only (BtyTestEmbedder *self,
                                  BtyBot          *bot,
                                  gboolean         local_only)
{
  BtyBotService *bots = bty_profile_get_bots (self->base.profile);
  g_autoptr(BtyBot) copy = bty_record_copy (bot);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (copy, "local-only", local_only, NULL);
  bty_bot_service_save_async (bots, copy, NULL, bty_test_result_cb, &result);
  bty_bot_service_save_finish (bots, bty_test_wait (&result), &error);
  g_assert_no_error (error);
}
