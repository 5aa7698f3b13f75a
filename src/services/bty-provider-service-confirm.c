/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-service-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-unconfirmed.h"
#include "bty-worker.h"

/* Providers that came with a file are sent nothing until a person says so, by resetting them or by giving an address or
 * a key of their own. */

/* What is the matter, and the way out. */
static char *
dup_reason (BtyProviderConfig *config)
{
  const char *address = config->base_url != NULL ? config->base_url : "";

  if (config->key_env != NULL && *config->key_env != '\0')
    /* Translators: the name of an environment variable, and an address; “Reset” is in the menu of the provider */
    return g_strdup_printf (_("It came with a file and would be sent the value of %s. If you trust its address, %s, "
                              "reset it."), config->key_env, address);

  /* Translators: %s is an address; “Reset” is in the menu of the provider */
  return g_strdup_printf (_("It came with a file. If you trust its address, %s, reset it."), address);
}

static gboolean
is_unconfirmed (BtyProviderService *self,
                BtyProviderConfig  *config)
{
  return self->unconfirmed != NULL && g_hash_table_contains (self->unconfirmed, config->id);
}

/**
 * bty_provider_service_check_confirmed:
 * @self: the service
 * @config: a provider
 * @error: (out) (optional): %BTY_ERROR_REFUSED, in plain words
 *
 * Returns: whether it may be sent anything
 */
gboolean
bty_provider_service_check_confirmed (BtyProviderService  *self,
                                      BtyProviderConfig   *config,
                                      GError             **error)
{
  g_autofree char *reason = NULL;

  if (!is_unconfirmed (self, config))
    return TRUE;
  reason = dup_reason (config);
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED, reason);

  return FALSE;
}

/**
 * bty_provider_service_keep_aside:
 * @self: the service
 * @status: a provider whose health may say that it can be asked
 *
 * Sets it aside if it waits for a person.
 */
void
bty_provider_service_keep_aside (BtyProviderService *self,
                                 BtyProviderStatus  *status)
{
  BtyProviderConfig *config = bty_provider_status_get_config (status);
  g_autofree char *reason = NULL;

  if (!is_unconfirmed (self, config))
    return;
  reason = dup_reason (config);
  g_object_set (bty_provider_status_get_health (status),
                "set-aside", TRUE,
                "last-error", reason,
                "last-error-code", BTY_PROVIDER_UNCONFIRMED,
                NULL);
  bty_provider_status_refresh (status);
}

/**
 * bty_provider_service_set_unconfirmed:
 * @self: the service
 * @setting: (nullable): as it is stored
 *
 * Says which providers wait for a person.
 */
void
bty_provider_service_set_unconfirmed (BtyProviderService *self,
                                      const char         *setting)
{
  g_clear_pointer (&self->unconfirmed, g_hash_table_unref);
  self->unconfirmed = bty_unconfirmed_parse (setting);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->providers)); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (G_LIST_MODEL (self->providers), i);

      bty_provider_service_keep_aside (self, status);
    }
}

/**
 * bty_provider_service_confirm_on_db:
 * @database: a connection, in a transaction
 * @id: of a provider
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is stored that it waits for nobody any more
 */
gboolean
bty_provider_service_confirm_on_db (BtyDatabase  *database,
                                    const char   *id,
                                    GError      **error)
{
  g_autoptr(GHashTable) ids = bty_unconfirmed_load (database, error);

  return ids != NULL && (!g_hash_table_remove (ids, id) || bty_unconfirmed_store (database, ids, error));
}

static gpointer
store_confirmed_on_db (BtyDatabase   *database,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  return GINT_TO_POINTER (bty_provider_service_confirm_on_db (database, data, error));
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  BtyProviderService *self = BTY_PROVIDER_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  BtyProviderStatus *status = g_task_get_task_data (task);
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_hash_table_remove (self->unconfirmed, bty_provider_status_get_config (status)->id);
  bty_provider_service_forgive (self, status);
  g_task_return_boolean (task, TRUE);
}

/**
 * bty_provider_service_reset_async:
 * @self: the service
 * @status: a provider
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Closes the circuit of a provider and takes it back if it was set aside, also if it came with a file.
 */
void
bty_provider_service_reset_async (BtyProviderService  *self,
                                  BtyProviderStatus   *status,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  BtyProviderStatus *provider = bty_provider_status_get_provider (status);
  BtyProviderConfig *config = bty_provider_status_get_config (provider);
  GTask *inner;

  g_task_set_source_tag (task, bty_provider_service_reset_async);
  g_task_set_task_data (task, g_object_ref (provider), g_object_unref);
  if (!is_unconfirmed (self, config))
    {
      bty_provider_service_forgive (self, status);
      g_task_return_boolean (task, TRUE);
      return;
    }
  inner = g_task_new (self, NULL, confirmed_cb, g_steal_pointer (&task));
  g_task_set_source_tag (inner, store_confirmed_on_db);
  g_task_set_task_data (inner, g_strdup (config->id), g_free);
  bty_worker_write (self->worker, inner, store_confirmed_on_db, NULL);
  g_object_unref (inner);
}

/**
 * bty_provider_service_reset_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is asked again
 */
gboolean
bty_provider_service_reset_finish (BtyProviderService  *self,
                                   GAsyncResult        *result,
                                   GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
