/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-service-private.h"

#include "bty-error.h"
#include "bty-key-value-store.h"
#include "bty-provider-store.h"
#include "bty-time.h"
#include "bty-worker.h"

/* Removing a provider, so that it can be taken back: its rows go, and its key stays until nobody can want it any more.
 * Until then its name is noted here, under the name of the provider: if the program ends meanwhile, the next one
 * finds it. */
#define SCOPE "removed-provider-keys"
#define MAX_NOTES 1000

static gpointer
list_notes_on_db (BtyDatabase   *database,
                  gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return bty_key_value_store_list (database, SCOPE, "", NULL, bty_time_now (), MAX_NOTES, error);
}

static gpointer
drop_note_on_db (BtyDatabase   *database,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr(GError) reason = NULL;

  if (!bty_key_value_store_delete (database, SCOPE, data, &reason)
      && !g_error_matches (reason, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return GINT_TO_POINTER (TRUE);
}

static gboolean
has_own_key (BtyProviderConfig *config)
{
  return config->key_env == NULL && config->type != BTY_PROVIDER_TYPE_BUILTIN;
}

static gpointer
remove_on_db (BtyDatabase   *database,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  BtyProviderConfig *config = bty_provider_status_get_config (data);
  g_autoptr(JsonNode) json = json_node_init_boolean (json_node_alloc (), TRUE);
  g_autoptr(BtyKeyValue) note = NULL;

  if (has_own_key (config))
    {
      note = bty_key_value_new (SCOPE, config->name, json, NULL);
      if (!bty_key_value_store_put (database, note, error))
        return NULL;
    }

  return GINT_TO_POINTER (bty_provider_store_delete (database, config->id, error));
}

static gpointer
restore_on_db (BtyDatabase   *database,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  BtyProviderStatus *status = data;
  BtyProviderConfig *config = bty_provider_status_get_config (status);
  GListModel *models = bty_provider_status_get_models (status);

  if (!bty_provider_store_insert (database, config, error)
      || !bty_provider_store_save_health (database, bty_provider_status_get_health (status), error))
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(BtyProviderStatus) model = g_list_model_get_item (models, i);

      if (!bty_provider_store_save_health (database, bty_provider_status_get_health (model), error))
        return NULL;
    }

  return drop_note_on_db (database, config->name, cancellable, error);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  BtyProviderService *self = BTY_PROVIDER_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  BtyProviderStatus *status = g_task_get_task_data (task);
  BtyProviderConfig *config = bty_provider_status_get_config (status);
  GError *error = NULL;
  guint position;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_list_store_find (self->providers, status, &position))
    g_list_store_remove (self->providers, position);
  if (has_own_key (config))
    g_hash_table_add (self->removed, g_strdup (config->name));
  g_task_return_boolean (task, TRUE);
}

static void
restored_cb (GObject      *source,
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
  g_hash_table_remove (self->removed, bty_provider_status_get_config (status)->name);
  g_list_store_append (self->providers, status);
  bty_provider_service_sort (self);
  g_task_return_boolean (task, TRUE);
}

static void
note_dropped_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  BtyProviderService *self = BTY_PROVIDER_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_hash_table_remove (self->removed, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

static void
drop_note (GTask *task)
{
  BtyProviderService *self = g_task_get_source_object (task);
  g_autoptr(GTask) inner = g_task_new (self, NULL, note_dropped_cb, task);

  g_task_set_source_tag (inner, drop_note);
  g_task_set_task_data (inner, g_task_get_task_data (task), NULL);
  bty_worker_write (self->worker, inner, drop_note_on_db, NULL);
}

static void
key_cleared_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (bty_keyring_clear_finish (BTY_KEYRING (source), result, &error))
    drop_note (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!bty_provider_service_forget_key_finish (BTY_PROVIDER_SERVICE (source), result, &error))
    g_message ("The key of a removed provider stays in the keyring for now: %s", error->message);
}

static void
notes_listed_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  BtyProviderService *self = BTY_PROVIDER_SERVICE (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) notes = g_task_propagate_pointer (G_TASK (result), &error);

  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      BtyKeyValue *note = g_ptr_array_index (notes, i);

      g_hash_table_add (self->removed, g_strdup (note->key));
      bty_provider_service_forget_key_async (self, note->key, NULL, forgotten_cb, NULL);
    }
}

static void
start (BtyProviderService  *self,
       BtyProviderStatus   *status,
       BtyJobFunc           on_db,
       GAsyncReadyCallback  callback,
       GTask               *task)
{
  g_autoptr(GTask) inner = g_task_new (self, NULL, callback, task);

  g_task_set_source_tag (inner, start);
  g_task_set_task_data (task, g_object_ref (status), g_object_unref);
  g_task_set_task_data (inner, g_object_ref (status), g_object_unref);
  bty_worker_write (self->worker, inner, on_db, NULL);
}

/**
 * bty_provider_service_remove_async:
 * @self: the service
 * @status: a provider
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Removes a provider and what is known of it. It can be brought back, and its key stays in the keyring, until
 * bty_provider_service_forget_key_async() is called, or bty_provider_service_forget_removed_keys() by a later run.
 */
void
bty_provider_service_remove_async (BtyProviderService  *self,
                                   BtyProviderStatus   *status,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_provider_service_remove_async);
  start (self, status, remove_on_db, removed_cb, task);
}

/**
 * bty_provider_service_remove_finish:
 *
 * Returns: whether it was removed
 */
gboolean
bty_provider_service_remove_finish (BtyProviderService  *self,
                                    GAsyncResult        *result,
                                    GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bty_provider_service_restore_async:
 * @self: the service
 * @status: a provider that was removed
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Brings a provider back as it was. %BTY_ERROR_EXISTS if another one has its name by now.
 */
void
bty_provider_service_restore_async (BtyProviderService  *self,
                                    BtyProviderStatus   *status,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_provider_service_restore_async);
  start (self, status, restore_on_db, restored_cb, task);
}

/**
 * bty_provider_service_restore_finish:
 *
 * Returns: whether it is back
 */
gboolean
bty_provider_service_restore_finish (BtyProviderService  *self,
                                     GAsyncResult        *result,
                                     GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bty_provider_service_forget_key_async:
 * @self: the service
 * @name: of a provider that was removed
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Removes its key from the keyring, unless there is a provider of that name again, whose key it would be.
 */
void
bty_provider_service_forget_key_async (BtyProviderService  *self,
                                       const char          *name,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_provider_service_forget_key_async);
  g_task_set_task_data (task, g_strdup (name), g_free);
  if (g_hash_table_contains (self->removed, name) && bty_provider_service_find (self, name) == NULL)
    bty_keyring_clear_async (self->keyring, name, NULL, key_cleared_cb, task);
  else
    drop_note (task);
}

/**
 * bty_provider_service_forget_key_finish:
 *
 * Returns: whether nothing is left of it
 */
gboolean
bty_provider_service_forget_key_finish (BtyProviderService  *self,
                                        GAsyncResult        *result,
                                        GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bty_provider_service_forget_removed_keys:
 * @self: the service
 *
 * Removes the keys that an earlier run could not: it ended while a removal could still be taken back, or the keyring
 * was locked. To be called once, at the start.
 */
void
bty_provider_service_forget_removed_keys (BtyProviderService *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, notes_listed_cb, NULL);

  g_task_set_source_tag (task, bty_provider_service_forget_removed_keys);
  bty_worker_read (self->worker, task, list_notes_on_db, (GDestroyNotify) g_ptr_array_unref);
}
