/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-service-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-provider-rules.h"

/**
 * bty_provider_service_get_stored_key_state:
 * @self: the service
 * @config: a provider that has a key
 *
 * Returns: where its key is
 */
BtyKeyState
bty_provider_service_get_stored_key_state (BtyProviderService *self,
                                           BtyProviderConfig  *config)
{
  if (bty_keyring_has_for_this_run (self->keyring, config->name))
    return BTY_KEY_THIS_RUN;
  if (config->key_env != NULL && *config->key_env != '\0')
    return g_getenv (config->key_env) != NULL ? BTY_KEY_IN_ENVIRONMENT : BTY_KEY_MISSING;

  return BTY_KEY_IN_KEYRING;
}

static void
key_checked_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  char *key = bty_provider_service_lookup_key_finish (BTY_PROVIDER_SERVICE (source), result, &error);

  /* The lookup itself has set the state of the key. */
  bty_key_free (key);
}

/* A keyring that has gone while the program runs takes with it what was seen in it. */
static gboolean
was_key_kept (BtyProviderStatus *status)
{
  BtyKeyState state = status != NULL ? bty_provider_status_get_key_state (status) : BTY_KEY_UNKNOWN;

  return state == BTY_KEY_IN_KEYRING || state == BTY_KEY_LOCKED || state == BTY_KEY_KEYRING_FAILED;
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyProviderService *self = g_task_get_source_object (task);
  BtyProviderConfig *config = g_task_get_task_data (task);
  BtyProviderStatus *status = bty_provider_service_find (self, config->id);
  gboolean needs_key = bty_provider_rules_needs_key (config);
  GError *error = NULL;
  char *key = bty_keyring_lookup_finish (BTY_KEYRING (source), result, &error);
  BtyKeyState state;

  if (g_error_matches (error, BTY_ERROR, BTY_ERROR_KEYRING_LOCKED))
    state = BTY_KEY_LOCKED;
  else if (bty_error_is_of_keyring (error) && !needs_key && !was_key_kept (status)
           && bty_keyring_is_missing (self->keyring))
    state = BTY_KEY_NOT_NEEDED;
  else if (error != NULL)
    state = bty_error_is_of_keyring (error) ? BTY_KEY_KEYRING_FAILED : BTY_KEY_MISSING;
  else if (key == NULL)
    state = needs_key ? BTY_KEY_MISSING : BTY_KEY_NOT_NEEDED;
  else
    state = bty_provider_service_get_stored_key_state (self, config);
  if (status != NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    bty_provider_status_set_key_state (status, state);
  bty_provider_service_notice_lock (self);

  /* One that needs no key is asked without, but not when it is known to have one. */
  if (error != NULL && (needs_key || state == BTY_KEY_LOCKED
                        || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    g_task_return_error (task, error);
  else if (key == NULL && needs_key)
    g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_AUTHENTICATION,
                             _("“%s” has no key. Add one on the Providers page."), config->name);
  else
    {
      g_clear_error (&error);
      g_task_return_pointer (task, key, (GDestroyNotify) bty_key_free);
    }
}

/**
 * bty_provider_service_lookup_key_async:
 * @self: the service
 * @config: a provider, stored or not
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Finds the key of a provider and notes where it is. Nobody sends anything to a provider without asking here first:
 * one that came with a file is refused.
 */
void
bty_provider_service_lookup_key_async (BtyProviderService  *self,
                                       BtyProviderConfig   *config,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, bty_provider_service_lookup_key_async);
  g_task_set_task_data (task, g_object_ref (config), g_object_unref);
  if (config->type == BTY_PROVIDER_TYPE_BUILTIN)
    {
      g_task_return_pointer (task, NULL, NULL);
      g_object_unref (task);
      return;
    }
  if (!bty_provider_service_check_confirmed (self, config, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  bty_keyring_lookup_async (self->keyring, config->name, config->key_env, bty_provider_rules_needs_key (config),
                            cancellable, key_found_cb, task);
}

/**
 * bty_provider_service_lookup_key_finish:
 *
 * Returns: (transfer full) (nullable): the key, to be freed with bty_key_free(); %NULL without an error if none
 *   is needed
 */
char *
bty_provider_service_lookup_key_finish (BtyProviderService  *self,
                                        GAsyncResult        *result,
                                        GError             **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Whether it is not known where the key of @status is, or could not be seen. */
static gboolean
is_key_uncertain (BtyProviderStatus *status)
{
  BtyKeyState state = bty_provider_status_get_key_state (status);

  return state == BTY_KEY_UNKNOWN || state == BTY_KEY_LOCKED || state == BTY_KEY_KEYRING_FAILED;
}

/**
 * bty_provider_service_check_keys:
 * @self: the service
 *
 * Looks where the keys are. Each status says what was found.
 */
void
bty_provider_service_check_keys (BtyProviderService *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->providers)); i++)
    {
      g_autoptr(BtyProviderStatus) status = g_list_model_get_item (G_LIST_MODEL (self->providers), i);

      if (is_key_uncertain (status))
        bty_provider_service_lookup_key_async (self, bty_provider_status_get_config (status), NULL,
                                               key_checked_cb, NULL);
    }
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyProviderService *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!bty_keyring_unlock_finish (BTY_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  bty_provider_service_check_keys (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * bty_provider_service_unlock_keyring_async:
 * @self: the service
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Has the system ask the person to unlock the keyring, however long that takes, and looks again where the keys are.
 */
void
bty_provider_service_unlock_keyring_async (BtyProviderService  *self,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_provider_service_unlock_keyring_async);
  bty_keyring_unlock_async (self->keyring, cancellable, unlocked_cb, task);
}

/**
 * bty_provider_service_unlock_keyring_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_KEYRING_LOCKED if the person did not unlock it, or %BTY_ERROR_KEYRING
 *
 * Returns: whether it is unlocked
 */
gboolean
bty_provider_service_unlock_keyring_finish (BtyProviderService  *self,
                                            GAsyncResult        *result,
                                            GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
