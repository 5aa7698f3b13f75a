/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-keyring-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"

G_DEFINE_FINAL_TYPE (BtyKeyring, bty_keyring, G_TYPE_OBJECT)

static const SecretSchema schema = {
  BTY_APPLICATION_ID ".ProviderKey", SECRET_SCHEMA_NONE,
  { { "provider", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

/* Looking up: is it there and not locked -> the key. Where there is none, a locked keyring may hide it. */

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GError *error = NULL;
  char *key = secret_password_lookup_nonpageable_finish (result, &error);
  g_autoptr(GTask) task = bty_keyring_call_end (user_data, error);

  if (task == NULL)
    secret_password_free (key);
  else
    g_task_return_pointer (task, key, (GDestroyNotify) secret_password_free);
}

static void
got_hiding_place_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  BtyKeyringCall *call = user_data;
  GError *error = NULL;
  g_autoptr(SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  g_autoptr(GTask) task = NULL;

  if (collection != NULL && secret_collection_get_locked (collection))
    {
      bty_keyring_call_end_locked (call);
      return;
    }
  task = bty_keyring_call_end (call, error);
  if (task != NULL)
    g_task_return_pointer (task, NULL, NULL);
}

static void
searched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyKeyringCall *call = user_data;
  GError *error = NULL;
  g_autoptr(BtySecretItems) items = secret_password_search_finish (result, &error);
  g_autoptr(GTask) task = NULL;

  if (items != NULL && bty_secret_is_locked (items->data))
    bty_keyring_call_end_locked (call);
  else if (items != NULL)
    secret_password_lookup (&schema, call->call, looked_up_cb, call, "provider", call->provider, NULL);
  else if (error == NULL && call->needed)
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, call->call,
                                 got_hiding_place_cb, call);
  else if ((task = bty_keyring_call_end (call, error)) != NULL)
    g_task_return_pointer (task, NULL, NULL);
}

/* Storing: is there an unlocked place -> the key is put there. */

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GError *error = NULL;

  /* When the person does not unlock it, there is no error either. */
  if (!secret_password_store_finish (result, &error) && error == NULL)
    bty_keyring_call_end_locked (user_data);
  else
    bty_keyring_call_end_done (user_data, error);
}

static void
got_place_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  BtyKeyringCall *call = user_data;
  GError *error = NULL;
  g_autoptr(SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  g_autofree char *label = NULL;

  if (error != NULL)
    {
      bty_keyring_call_end_done (call, error);
      return;
    }
  /* One that was never used is made when it is unlocked, because the person has to think of a password. */
  if (collection == NULL || secret_collection_get_locked (collection))
    {
      bty_keyring_call_end_locked (call);
      return;
    }

  /* Translators: the label of a key in the system's keyring; %s is the name of a provider */
  label = g_strdup_printf (_("Boternity: key of %s"), call->provider);
  secret_password_store_binary (&schema, SECRET_COLLECTION_DEFAULT, label, call->key, call->call, stored_cb, call,
                                "provider", call->provider, NULL);
}

/* Clearing: is it there and not locked -> it is removed. */

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  bty_keyring_call_end_done (user_data, error);
}

static void
found_to_clear_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  BtyKeyringCall *call = user_data;
  GError *error = NULL;
  g_autoptr(BtySecretItems) items = secret_password_search_finish (result, &error);

  for (GList *item = items; item != NULL; item = item->next)
    if (bty_secret_is_locked (item->data))
      {
        bty_keyring_call_end_locked (call);
        return;
      }

  if (items == NULL)
    bty_keyring_call_end_done (call, error);
  else
    secret_password_clear (&schema, call->call, cleared_cb, call, "provider", call->provider, NULL);
}

static void
bty_keyring_finalize (GObject *object)
{
  BtyKeyring *self = BTY_KEYRING (object);

  g_clear_pointer (&self->keys_of_this_run, g_hash_table_unref);

  G_OBJECT_CLASS (bty_keyring_parent_class)->finalize (object);
}

static void
bty_keyring_class_init (BtyKeyringClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_keyring_finalize;
}

static void
bty_keyring_init (BtyKeyring *self)
{
  self->keys_of_this_run = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bty_key_free);
}

/**
 * bty_keyring_get_schema:
 *
 * Returns: what tells these keys from others in the keyring
 */
const SecretSchema *
bty_keyring_get_schema (void)
{
  return &schema;
}

/**
 * bty_keyring_new:
 *
 * Returns: (transfer full): the keyring of this user
 */
BtyKeyring *
bty_keyring_new (void)
{
  return g_object_new (BTY_TYPE_KEYRING, NULL);
}

/**
 * bty_key_free:
 * @key: (nullable) (transfer full): a key
 *
 * Wipes and frees a key.
 */
void
bty_key_free (char *key)
{
  secret_password_free (key);
}

/**
 * bty_keyring_is_missing:
 * @self: a keyring
 *
 * Returns: whether there was none on this system when it was asked last
 */
gboolean
bty_keyring_is_missing (BtyKeyring *self)
{
  return self->missing;
}

/**
 * bty_keyring_has_for_this_run:
 * @self: a keyring
 * @provider: the name of a provider
 *
 * Returns: whether its key was given for this run only
 */
gboolean
bty_keyring_has_for_this_run (BtyKeyring *self,
                              const char *provider)
{
  return g_hash_table_contains (self->keys_of_this_run, provider);
}

/**
 * bty_keyring_lookup_async:
 * @self: a keyring
 * @provider: the name of a provider
 * @key_env: (nullable): the environment variable that holds the key, if the keyring shall not be asked
 * @needed: whether there must be one: a locked keyring in which none is seen is then taken to hide it
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Looks for the key of a provider; answers within five seconds.
 */
void
bty_keyring_lookup_async (BtyKeyring          *self,
                          const char          *provider,
                          const char          *key_env,
                          gboolean             needed,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  const char *key = g_hash_table_lookup (self->keys_of_this_run, provider);
  BtyKeyringCall *call;

  g_task_set_source_tag (task, bty_keyring_lookup_async);

  if (key == NULL && key_env != NULL && *key_env != '\0')
    {
      key = g_getenv (key_env);
      if (key == NULL || *key == '\0')
        {
          g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_AUTHENTICATION,
                                   _("The environment variable %s, which shall hold the key of “%s”, is not set."),
                                   key_env, provider);
          return;
        }
    }
  if (key != NULL)
    {
      g_task_return_pointer (task, g_strdup (key), (GDestroyNotify) bty_key_free);
      return;
    }

  call = bty_keyring_call_start (g_steal_pointer (&task), provider);
  if (call == NULL)
    return;
  call->needed = needed;
  secret_password_search (&schema, SECRET_SEARCH_NONE, call->call, searched_cb, call, "provider", provider, NULL);
}

/**
 * bty_keyring_lookup_finish:
 * @self: a keyring
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_KEYRING_LOCKED, %BTY_ERROR_KEYRING, or %BTY_ERROR_AUTHENTICATION if the named
 *   variable is not set
 *
 * Returns: (transfer full) (nullable): the key, to be freed with bty_key_free(); %NULL without an error
 *   if there is none
 */
char *
bty_keyring_lookup_finish (BtyKeyring    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_keyring_store_async:
 * @self: a keyring
 * @provider: the name of a provider
 * @key: its key, one line
 * @this_run_only: to keep it in memory instead of the keyring
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Stores the key of a provider in place of an earlier one.
 */
void
bty_keyring_store_async (BtyKeyring          *self,
                         const char          *provider,
                         const char          *key,
                         gboolean             this_run_only,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  BtyKeyringCall *call;

  g_task_set_source_tag (task, bty_keyring_store_async);

  if (*key == '\0' || strpbrk (key, "\r\n") != NULL || !g_utf8_validate (key, -1, NULL))
    {
      g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_INVALID, _("A key is one line of text."));
      return;
    }
  g_hash_table_remove (self->keys_of_this_run, provider);
  if (this_run_only)
    {
      g_hash_table_insert (self->keys_of_this_run, g_strdup (provider), g_strdup (key));
      g_task_return_boolean (task, TRUE);
      return;
    }

  call = bty_keyring_call_start (g_steal_pointer (&task), provider);
  if (call == NULL)
    return;
  /* In memory that is wiped and never swapped out, as long as the keyring takes to say where it goes. */
  call->key = secret_value_new (key, -1, "text/plain");
  secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, call->call, got_place_cb, call);
}

/**
 * bty_keyring_store_finish:
 * @self: a keyring
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_KEYRING_LOCKED, %BTY_ERROR_KEYRING or %BTY_ERROR_INVALID
 *
 * Returns: whether the key was stored
 */
gboolean
bty_keyring_store_finish (BtyKeyring    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bty_keyring_clear_async:
 * @self: a keyring
 * @provider: the name of a provider
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Removes the key of a provider, if there is one.
 */
void
bty_keyring_clear_async (BtyKeyring          *self,
                         const char          *provider,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  BtyKeyringCall *call;

  g_task_set_source_tag (task, bty_keyring_clear_async);
  g_hash_table_remove (self->keys_of_this_run, provider);

  call = bty_keyring_call_start (task, provider);
  if (call != NULL)
    secret_password_search (&schema, SECRET_SEARCH_ALL, call->call, found_to_clear_cb, call,
                            "provider", provider, NULL);
}

/**
 * bty_keyring_clear_finish:
 * @self: a keyring
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_KEYRING_LOCKED or %BTY_ERROR_KEYRING
 *
 * Returns: whether there is no key any more
 */
gboolean
bty_keyring_clear_finish (BtyKeyring    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
