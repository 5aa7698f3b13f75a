/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-service-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-provider-rules.h"
#include "bty-provider-store.h"
#include "bty-time.h"
#include "bty-worker.h"

/* A change of one provider that goes through the keyring and the database. */
typedef struct
{
  BtyProviderConfig *config;
  BtyProviderStatus *status;      /* NULL = a new one */
  char              *old_name;    /* its key is moved from there; NULL = the name stays */
  char              *key;         /* to be stored with the change; NULL = none was given */
  gboolean           key_this_run_only;
  gboolean           has_key;     /* a key was given and stored with the change */
  gboolean           confirms;    /* a person said where it is reached, or with what key */
  GError            *error;       /* why it failed, while what it left behind is tidied up */
} Change;

static void
free_change (Change *change)
{
  g_clear_object (&change->config);
  g_clear_object (&change->status);
  g_free (change->old_name);
  bty_key_free (change->key);
  g_clear_error (&change->error);
  g_free (change);
}

static gpointer
done_on_db (gboolean done)
{
  return GINT_TO_POINTER (done);
}

static gpointer
insert_on_db (BtyDatabase   *database,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return done_on_db (bty_provider_store_insert (database, ((Change *) data)->config, error));
}

static gpointer
update_on_db (BtyDatabase   *database,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  Change *change = data;

  return done_on_db (bty_provider_store_update (database, change->config, error)
                     && (!change->confirms
                         || bty_provider_service_confirm_on_db (database, change->config->id, error)));
}

static gpointer
update_all_on_db (BtyDatabase   *database,
                  gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  GPtrArray *configs = data;

  for (guint i = 0; i < configs->len; i++)
    if (!bty_provider_store_update (database, g_ptr_array_index (configs, i), error))
      return NULL;

  return done_on_db (TRUE);
}

/* Adding and saving: key, then row, then list. */

static void
key_cleared_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Change *change = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!bty_keyring_clear_finish (BTY_KEYRING (source), result, &error))
    g_message ("An old key stays in the keyring: %s", error->message);
  if (change->error != NULL)
    g_task_return_error (task, g_steal_pointer (&change->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* The last step, waited for: a program that ends with the change would leave the key behind. */
static void
clear_key_and_return (GTask      *task,
                      const char *provider)
{
  BtyProviderService *self = g_task_get_source_object (task);

  bty_keyring_clear_async (self->keyring, provider, NULL, key_cleared_cb, task);
}

static void
row_stored_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  BtyProviderService *self = BTY_PROVIDER_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    {
      change->error = error;
      if (change->has_key && (change->status == NULL || change->old_name != NULL))
        clear_key_and_return (g_steal_pointer (&task), change->config->name);
      else
        g_task_return_error (task, g_steal_pointer (&change->error));
      return;
    }

  if (change->status == NULL)
    {
      change->status = bty_provider_status_new (change->config, NULL);
      g_list_store_append (self->providers, change->status);
    }
  else
    {
      bty_provider_status_set_config (change->status, change->config);
      if (change->confirms && self->unconfirmed != NULL)
        g_hash_table_remove (self->unconfirmed, change->config->id);
      bty_provider_service_forgive (self, change->status);
    }
  if (change->has_key || change->config->key_env != NULL)
    bty_provider_status_set_key_state (change->status,
                                       bty_provider_service_get_stored_key_state (self, change->config));
  bty_provider_service_notice_lock (self);
  bty_provider_service_sort (self);
  if (change->old_name != NULL)
    clear_key_and_return (g_steal_pointer (&task), change->old_name);
  else
    g_task_return_boolean (task, TRUE);
}

static void
store_row (GTask *task)
{
  BtyProviderService *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  g_autoptr(GTask) inner = g_task_new (self, NULL, row_stored_cb, task);

  g_task_set_source_tag (inner, store_row);
  g_task_set_task_data (inner, change, NULL);
  bty_worker_write (self->worker, inner, change->status == NULL ? insert_on_db : update_on_db, NULL);
}

static void
key_stored_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (bty_keyring_store_finish (BTY_KEYRING (source), result, &error))
    store_row (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
old_key_found_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyKeyring *keyring = BTY_KEYRING (source);
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;
  char *key = bty_keyring_lookup_finish (keyring, result, &error);

  /* A local server may have a key, but does not need one. What is locked is there, and would be left behind. */
  if (g_error_matches (error, BTY_ERROR, BTY_ERROR_KEYRING) && !bty_provider_rules_needs_key (change->config))
    g_clear_error (&error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (key == NULL)
    store_row (g_steal_pointer (&task));
  else
    {
      gboolean this_run_only = bty_keyring_has_for_this_run (keyring, change->old_name);

      change->has_key = TRUE;
      bty_keyring_store_async (keyring, change->config->name, key, this_run_only, NULL, key_stored_cb,
                               g_steal_pointer (&task));
    }
  bty_key_free (key);
}

/* Whether a key is sent with the requests, a new one or the one that is stored. */
static gboolean
has_key (BtyProviderStatus *status,
         const char        *key)
{
  if (key != NULL)
    return *key != '\0';

  return status != NULL && (bty_provider_status_get_key_state (status) == BTY_KEY_IN_KEYRING
                            || bty_provider_status_get_key_state (status) == BTY_KEY_LOCKED
                            || bty_provider_status_get_key_state (status) == BTY_KEY_THIS_RUN);
}

/* The key first, if there is one to be stored or to be moved. */
static void
continue_change (GTask *task)
{
  BtyProviderService *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);

  if (change->key != NULL)
    bty_keyring_store_async (self->keyring, change->config->name, change->key, change->key_this_run_only, NULL,
                             key_stored_cb, task);
  else if (change->old_name != NULL && change->config->type != BTY_PROVIDER_TYPE_BUILTIN
           && change->config->key_env == NULL)
    bty_keyring_lookup_async (self->keyring, change->old_name, NULL, FALSE, NULL, old_key_found_cb, task);
  else
    store_row (task);
}

static void
removed_key_cleared_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyProviderService *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!bty_keyring_clear_finish (BTY_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_hash_table_remove (self->removed, ((Change *) g_task_get_task_data (task))->config->name);
  continue_change (g_steal_pointer (&task));
}

static gboolean
is_elsewhere (BtyProviderConfig *config,
              BtyProviderConfig *old)
{
  return g_strcmp0 (config->base_url, old->base_url) != 0 || g_strcmp0 (config->key_env, old->key_env) != 0;
}

static void
start_change (BtyProviderService *self,
              GTask              *task,
              BtyProviderConfig  *config,
              BtyProviderStatus  *status,
              const char         *key,
              gboolean            key_this_run_only)
{
  Change *change = g_new0 (Change, 1);
  GError *error = NULL;
  BtyProviderStatus *namesake = bty_provider_service_find (self, config->name);

  g_task_set_task_data (task, change, (GDestroyNotify) free_change);
  if (!bty_provider_rules_check (config, has_key (status, key), &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (namesake != NULL && namesake != status)
    {
      g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_EXISTS, _("There is a provider named “%s” already."),
                               config->name);
      g_object_unref (task);
      return;
    }

  change->config = bty_record_copy (config);
  change->status = status != NULL ? g_object_ref (status) : NULL;
  change->has_key = key != NULL && *key != '\0';
  change->confirms = status != NULL
                     && (change->has_key || is_elsewhere (config, bty_provider_status_get_config (status)));
  g_object_set (change->config, "updated-at", bty_time_now (), NULL);
  if (status != NULL && g_strcmp0 (bty_provider_status_get_config (status)->name, config->name) != 0)
    change->old_name = g_strdup (bty_provider_status_get_config (status)->name);

  if (change->has_key)
    change->key = g_strdup (key);
  change->key_this_run_only = key_this_run_only;

  /* The key of another provider, which was removed just now and had that name, must not become its key. */
  if (g_hash_table_contains (self->removed, config->name))
    bty_keyring_clear_async (self->keyring, config->name, NULL, removed_key_cleared_cb, task);
  else
    continue_change (task);
}

static void
order_stored_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  BtyProviderService *self = BTY_PROVIDER_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  GPtrArray *configs = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < configs->len; i++)
    {
      BtyProviderConfig *config = g_ptr_array_index (configs, i);
      BtyProviderStatus *status = bty_provider_service_find (self, config->id);

      if (status != NULL)
        bty_provider_status_set_config (status, config);
    }
  bty_provider_service_sort (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * bty_provider_service_add_async:
 * @self: the service
 * @config: how it is reached; copied
 * @key: (nullable): its key
 * @key_this_run_only: to keep the key in memory instead of the keyring
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Stores a new provider: the key first, so that nothing is stored when the keyring fails.
 */
void
bty_provider_service_add_async (BtyProviderService  *self,
                                BtyProviderConfig   *config,
                                const char          *key,
                                gboolean             key_this_run_only,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_provider_service_add_async);
  start_change (self, task, config, NULL, key, key_this_run_only);
}

/**
 * bty_provider_service_add_finish:
 *
 * Returns: whether it was stored
 */
gboolean
bty_provider_service_add_finish (BtyProviderService  *self,
                                 GAsyncResult        *result,
                                 GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bty_provider_service_save_async:
 * @self: the service
 * @status: a provider
 * @config: a changed copy of its settings
 * @key: (nullable): a new key
 * @key_this_run_only: to keep the key in memory instead of the keyring
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Stores changed settings and brings the provider back if it was set aside.
 */
void
bty_provider_service_save_async (BtyProviderService  *self,
                                 BtyProviderStatus   *status,
                                 BtyProviderConfig   *config,
                                 const char          *key,
                                 gboolean             key_this_run_only,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_provider_service_save_async);
  start_change (self, task, config, status, key, key_this_run_only);
}

/**
 * bty_provider_service_save_finish:
 *
 * Returns: whether it was stored
 */
gboolean
bty_provider_service_save_finish (BtyProviderService  *self,
                                  GAsyncResult        *result,
                                  GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bty_provider_service_move_async:
 * @self: the service
 * @status: a provider
 * @position: its new place, from 0
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Moves a provider in the list; the priorities of all are numbered anew.
 */
void
bty_provider_service_move_async (BtyProviderService  *self,
                                 BtyProviderStatus   *status,
                                 guint                position,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GTask) inner = g_task_new (self, NULL, order_stored_cb, task);

  g_task_set_source_tag (task, bty_provider_service_move_async);
  g_task_set_task_data (inner, bty_provider_rules_move (G_LIST_MODEL (self->providers), status, position),
                        (GDestroyNotify) g_ptr_array_unref);
  bty_worker_write (self->worker, inner, update_all_on_db, NULL);
}

/**
 * bty_provider_service_move_finish:
 *
 * Returns: whether the order was stored
 */
gboolean
bty_provider_service_move_finish (BtyProviderService  *self,
                                  GAsyncResult        *result,
                                  GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
