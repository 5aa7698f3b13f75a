/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-service.h"

#include <glib/gi18n-lib.h>

#include "bty-catalog.h"
#include "bty-config.h"
#include "bty-provider-rules.h"
#include "bty-provider.h"
#include "bty-time.h"

/* Asking a provider without a conversation: does it answer, what does it offer, is it there at all. */

#define TEST_TOKENS 10

/* A server on this machine that takes longer than this is not offered. One that is not there says so at once. */
#define DISCOVERY_TIMEOUT_MS 5000

typedef struct
{
  BtyProviderConfig *config;
  BtyProvider       *provider;
  char              *key;        /* NULL = the stored one is looked up */
  gint64             asked_at;
  guint              ticket;
} Probe;

static void
free_probe (Probe *probe)
{
  g_clear_object (&probe->config);
  g_clear_object (&probe->provider);
  bty_key_free (probe->key);
  g_free (probe);
}

static void
ignore_delta_cb (BtyDelta    delta,
                 const char *text,
                 gpointer    user_data)
{
}

/* Keeps the outcome of a test of a provider that is in the list. */
static void
record (BtyProviderService *self,
        Probe              *probe,
        gint64              latency_ms,
        const GError       *error)
{
  BtyProviderStatus *status = bty_provider_service_find (self, probe->config->id);

  if (status == NULL)
    return;
  if (error == NULL)
    {
      bty_provider_service_forgive (self, status);
      bty_circuit_allows (bty_provider_status_get_circuit (status), bty_time_steady (), &probe->ticket);
      bty_provider_service_record_success (self, status, probe->ticket, latency_ms);
    }
  else
    bty_provider_service_record_failure (self, status, probe->ticket, error);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Probe *probe = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(BtyReply) reply = bty_provider_send_finish (BTY_PROVIDER (source), result, &error);
  gint64 latency_ms = (bty_time_steady () - probe->asked_at) / 1000;
  BtyProviderStatus *status = bty_provider_service_find (g_task_get_source_object (task), probe->config->id);

  if (status != NULL && probe->key == NULL && error != NULL)
    bty_provider_status_blame_keyring (status, &error);
  record (g_task_get_source_object (task), probe, latency_ms, error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, latency_ms);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char **models = bty_provider_list_models_finish (BTY_PROVIDER (source), result, &error);

  if (models == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, models, (GDestroyNotify) g_strfreev);
}

static void
ask (GTask *task)
{
  Probe *probe = g_task_get_task_data (task);
  gpointer tag = g_task_get_source_tag (task);

  probe->asked_at = bty_time_steady ();
  probe->provider = bty_provider_new (probe->config);
  if (tag == bty_provider_service_test_async)
    {
      g_autoptr(BtyPrompt) prompt = bty_prompt_new (probe->config->model);

      prompt->temperature = 0;
      prompt->max_tokens = TEST_TOKENS;
      bty_prompt_add_turn (prompt, BTY_ROLE_USER, "Say OK.", NULL);
      bty_provider_send_async (probe->provider, prompt, probe->key, ignore_delta_cb, NULL,
                               g_task_get_cancellable (task), tested_cb, task);
    }
  else
    bty_provider_list_models_async (probe->provider, probe->key, g_task_get_cancellable (task), listed_cb, task);
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Probe *probe = g_task_get_task_data (task);
  GError *error = NULL;

  probe->key = bty_provider_service_lookup_key_finish (BTY_PROVIDER_SERVICE (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    ask (g_steal_pointer (&task));
}

static void
start (BtyProviderService  *self,
       BtyProviderConfig   *config,
       const char          *key,
       gpointer             source_tag,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Probe *probe = g_new0 (Probe, 1);
  GError *error = NULL;

  probe->config = bty_record_copy (config);
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, probe, (GDestroyNotify) free_probe);
  if (!bty_provider_rules_check (config, key != NULL && *key != '\0', &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (key != NULL && *key != '\0')
    {
      probe->key = g_strdup (key);
      ask (task);
    }
  else
    bty_provider_service_lookup_key_async (self, probe->config, cancellable, key_found_cb, task);
}

/* Discovery: variables of the environment at once, local servers when they answer. */

typedef struct
{
  GPtrArray *found;
  guint      n_waiting;
} Discovery;

static void
free_discovery (Discovery *discovery)
{
  g_ptr_array_unref (discovery->found);
  g_free (discovery);
}

static void
leave (GTask *task)
{
  Discovery *discovery = g_task_get_task_data (task);

  if (--discovery->n_waiting > 0)
    return;

  g_task_return_pointer (task, g_ptr_array_ref (discovery->found), (GDestroyNotify) g_ptr_array_unref);
  g_object_unref (task);
}

static void
local_answered_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GTask *task = user_data;
  Discovery *discovery = g_task_get_task_data (task);
  g_auto(GStrv) models = bty_provider_list_models_finish (BTY_PROVIDER (source), result, NULL);

  if (models != NULL && models[0] != NULL)
    {
      g_autoptr(BtyProviderConfig) config = bty_record_copy (bty_provider_get_config (BTY_PROVIDER (source)));

      g_object_set (config,
                    "model", models[0],
                    "connect-timeout-ms", (gint64) 10000,
                    "first-byte-timeout-ms", (gint64) 60000,
                    NULL);
      g_ptr_array_add (discovery->found, g_steal_pointer (&config));
    }
  leave (task);
}

static gboolean
is_known (BtyProviderService *self,
          const BtyPreset    *preset)
{
  GListModel *providers = bty_provider_service_get_providers (self);

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (providers, i);
      BtyProviderConfig *config = bty_provider_status_get_config (status);

      if (g_strcmp0 (config->base_url, preset->base_url) == 0 || g_strcmp0 (config->name, preset->name) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
look_for (GTask           *task,
          const BtyPreset *preset)
{
  Discovery *discovery = g_task_get_task_data (task);
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new_from_preset (preset, preset->name);

  if (preset->key_env != NULL && g_getenv (preset->key_env) != NULL && *g_getenv (preset->key_env) != '\0')
    {
      g_object_set (config, "key-env", preset->key_env, NULL);
      g_ptr_array_add (discovery->found, g_steal_pointer (&config));
    }
  else if (bty_provider_config_is_local (config) && !preset->needs_key)
    {
      g_autoptr(BtyProvider) provider = NULL;

      g_object_set (config,
                    "connect-timeout-ms", (gint64) DISCOVERY_TIMEOUT_MS,
                    "first-byte-timeout-ms", (gint64) DISCOVERY_TIMEOUT_MS,
                    NULL);
      provider = bty_provider_new (config);
      discovery->n_waiting++;
      bty_provider_list_models_async (provider, NULL, g_task_get_cancellable (task), local_answered_cb, task);
    }
}

/**
 * bty_provider_service_test_async:
 * @self: the service
 * @config: a provider, stored or not
 * @key: (nullable): its key; %NULL = the stored one
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Sends a request of 10 tokens at temperature 0.
 */
void
bty_provider_service_test_async (BtyProviderService  *self,
                                 BtyProviderConfig   *config,
                                 const char          *key,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  start (self, config, key, bty_provider_service_test_async, cancellable, callback, user_data);
}

/**
 * bty_provider_service_test_finish:
 *
 * Returns: milliseconds until it had answered, or -1 with an error
 */
gint64
bty_provider_service_test_finish (BtyProviderService  *self,
                                  GAsyncResult        *result,
                                  GError             **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

/**
 * bty_provider_service_list_models_async:
 * @self: the service
 * @config: a provider, stored or not
 * @key: (nullable): its key; %NULL = the stored one
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Asks a provider which models it offers.
 */
void
bty_provider_service_list_models_async (BtyProviderService  *self,
                                        BtyProviderConfig   *config,
                                        const char          *key,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  start (self, config, key, bty_provider_service_list_models_async, cancellable, callback, user_data);
}

/**
 * bty_provider_service_list_models_finish:
 *
 * Returns: (transfer full) (nullable): the names of the models
 */
char **
bty_provider_service_list_models_finish (BtyProviderService  *self,
                                         GAsyncResult        *result,
                                         GError             **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_provider_service_discover_async:
 * @self: the service
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Looks for keys in the environment and for servers on this machine that are not in the list yet.
 */
void
bty_provider_service_discover_async (BtyProviderService  *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Discovery *discovery = g_new0 (Discovery, 1);
  GPtrArray *presets = bty_catalog_get_presets ();

  discovery->found = g_ptr_array_new_with_free_func (g_object_unref);
  discovery->n_waiting = 1;
  g_task_set_source_tag (task, bty_provider_service_discover_async);
  g_task_set_task_data (task, discovery, (GDestroyNotify) free_discovery);
  for (guint i = 0; i < presets->len; i++)
    if (!is_known (self, g_ptr_array_index (presets, i)))
      look_for (task, g_ptr_array_index (presets, i));
  leave (task);
}

/**
 * bty_provider_service_discover_finish:
 *
 * Returns: (transfer full) (element-type BtyProviderConfig) (nullable): what can be added
 */
GPtrArray *
bty_provider_service_discover_finish (BtyProviderService  *self,
                                      GAsyncResult        *result,
                                      GError             **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
