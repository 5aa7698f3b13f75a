/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "provider-run.h"

static void
delta_cb (BtyDelta    delta,
          const char *text,
          gpointer    user_data)
{
  ProviderRun *run = user_data;

  g_assert_false (run->done);
  g_assert_cmpuint (strlen (text), >, 0);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  if (run->cancellable != NULL)
    g_assert_false (g_cancellable_is_cancelled (run->cancellable));

  g_string_append (delta == BTY_DELTA_TEXT ? run->text : run->thinking, text);
  if (++run->n_deltas == run->cancel_at_delta)
    g_cancellable_cancel (run->cancellable);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  ProviderRun *run = user_data;

  run->reply = bty_provider_send_finish (BTY_PROVIDER (object), result, &run->error);
  run->done = TRUE;
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ProviderRun *run = user_data;

  run->models = bty_provider_list_models_finish (BTY_PROVIDER (object), result, &run->error);
  run->done = TRUE;
}

void
provider_run_clear (ProviderRun *run)
{
  if (run->text != NULL)
    g_string_free (run->text, TRUE);
  if (run->thinking != NULL)
    g_string_free (run->thinking, TRUE);
  g_clear_pointer (&run->reply, bty_reply_free);
  g_clear_pointer (&run->models, g_strfreev);
  g_clear_error (&run->error);
  *run = (ProviderRun) { 0 };
}

void
provider_run_start (ProviderRun *run,
                    BtyProvider *provider,
                    BtyPrompt   *prompt,
                    const char  *key)
{
  run->text = g_string_new (NULL);
  run->thinking = g_string_new (NULL);
  bty_provider_send_async (provider, prompt, key, delta_cb, run, run->cancellable, sent_cb, run);
  g_assert_false (run->done);
  g_assert_cmpuint (run->n_deltas, ==, 0);
}

void
provider_run_wait (ProviderRun *run)
{
  while (!run->done)
    g_main_context_iteration (NULL, TRUE);

  /* There is either a result or an error, and nothing comes after it. */
  g_assert_true ((run->error != NULL) != (run->reply != NULL || run->models != NULL));
  while (g_main_context_iteration (NULL, FALSE));
}

/* Makes a provider, asks it one thing, and lets it go. */
void
provider_run_send (ProviderRun       *run,
                   BtyProviderConfig *config,
                   const char        *text,
                   const char        *key)
{
  BtyProvider *provider = bty_provider_new (config);
  BtyPrompt *prompt = bty_prompt_new (NULL);

  bty_prompt_add_turn (prompt, BTY_ROLE_USER, text, NULL);
  provider_run_start (run, provider, prompt, key);
  bty_prompt_free (prompt);
  provider_run_wait (run);

  g_assert_finalize_object (provider);
}

void
provider_run_list_models (ProviderRun       *run,
                          BtyProviderConfig *config,
                          const char        *key)
{
  BtyProvider *provider = bty_provider_new (config);

  bty_provider_list_models_async (provider, key, run->cancellable, listed_cb, run);
  provider_run_wait (run);

  g_assert_finalize_object (provider);
}

/* With time-outs that nothing reaches, however busy the machine is. */
BtyProviderConfig *
provider_run_new_config (BtyProviderType type,
                         guint16         port)
{
  BtyProviderConfig *config = bty_provider_config_new ("Mock", type);

  config->base_url = g_strdup_printf ("http://127.0.0.1:%u", port);
  config->model = g_strdup ("mock-large");
  config->connect_timeout_ms = 20000;
  config->first_byte_timeout_ms = 60000;
  config->silence_timeout_ms = 60000;

  return config;
}

/* What never comes is not waited for longer than this, so that a test of it is short. */
void
provider_run_limit_silence (BtyProviderConfig *config,
                            gint64             milliseconds)
{
  config->first_byte_timeout_ms = milliseconds;
  config->silence_timeout_ms = milliseconds;
}

BtyMockServer *
provider_run_new_server (const char *behaviour)
{
  g_autoptr(GError) error = NULL;
  BtyMockServer *server = bty_mock_server_new (0, &error);

  g_assert_no_error (error);
  bty_mock_server_control (server, behaviour, &error);
  g_assert_no_error (error);

  return server;
}

JsonNode *
provider_run_dup_request (BtyMockServer *server,
                          guint          i)
{
  g_autoptr(JsonNode) requests = bty_mock_server_dup_requests (server);

  g_assert_cmpuint (json_array_get_length (json_node_get_array (requests)), >, i);

  return json_node_ref (json_array_get_element (json_node_get_array (requests), i));
}
