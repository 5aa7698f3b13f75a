/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "bty-config.h"
#include "bty-error.h"

/* A keyring that has not answered by then is taken to hang. */
#define ANSWER_TIMEOUT_MS 5000

/**
 * BtyKeyring:
 *
 * The keys of providers, in the system keyring and nowhere else. A key that the user gave for this run
 * only is held in memory that is wiped, and is preferred.
 */
struct _BtyKeyring
{
  GObject     parent_instance;

  /* Owned */
  GHashTable *keys_of_this_run; /* provider -> key */
};

G_DEFINE_FINAL_TYPE (BtyKeyring, bty_keyring, G_TYPE_OBJECT)

static const SecretSchema schema = {
  BTY_APPLICATION_ID ".ProviderKey", SECRET_SCHEMA_NONE,
  { { "provider", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

/* A call to the keyring that is given up after a time. */
typedef struct
{
  GTask        *task;      /* NULL = it was given up */
  GCancellable *call;      /* cancelled by the caller or by the timer */
  gulong        handler;
  guint         timer;
} Call;

static GTask *
steal_task (Call *call)
{
  g_clear_handle_id (&call->timer, g_source_remove);
  if (call->handler != 0)
    g_cancellable_disconnect (g_task_get_cancellable (call->task), call->handler);
  call->handler = 0;

  return g_steal_pointer (&call->task);
}

/* What is cancelled may still wait for the keyring, as while it asks the person: the caller does not wait for that. */
static gboolean
give_up_cb (gpointer user_data)
{
  Call *call = user_data;
  g_autoptr(GCancellable) cancellable = g_object_ref (call->call);
  g_autoptr(GTask) task = NULL;

  call->timer = 0;
  task = steal_task (call);
  g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_KEYRING,
                           _("The keyring did not answer within five seconds. Unlock it, or use the key for "
                             "this run only."));
  /* The call may end in here. */
  g_cancellable_cancel (cancellable);

  return G_SOURCE_REMOVE;
}

static void
forward_cancel_cb (GCancellable *cancellable,
                   gpointer      call)
{
  g_cancellable_cancel (call);
}

static Call *
start_call (GTask *task)
{
  Call *call = g_new0 (Call, 1);

  call->task = task;
  call->call = g_cancellable_new ();
  call->timer = g_timeout_add (ANSWER_TIMEOUT_MS, give_up_cb, call);
  if (g_task_get_cancellable (task) != NULL)
    call->handler = g_cancellable_connect (g_task_get_cancellable (task), G_CALLBACK (forward_cancel_cb),
                                           g_object_ref (call->call), g_object_unref);

  return call;
}

/* Ends @call and puts what went wrong into plain words. Returns: (transfer full) (nullable): its task; %NULL if it was
 * given up before */
static GTask *
end_call (Call    *call,
          GError **error)
{
  GTask *task = call->task != NULL ? steal_task (call) : NULL;

  if (task == NULL)
    g_clear_error (error);
  else if (*error != NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_autoptr(GError) reason = g_steal_pointer (error);

      if (g_error_matches (reason, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)
               || g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_set_error_literal (error, BTY_ERROR, BTY_ERROR_KEYRING,
                             _("The keyring is locked. Unlock it, or use the key for this run only."));
      else
        g_set_error_literal (error, BTY_ERROR, BTY_ERROR_KEYRING,
                             _("There is no keyring on this system. Install one such as GNOME Keyring, name an "
                               "environment variable that holds the key, or use the key for this run only."));
    }
  g_object_unref (call->call);
  g_free (call);

  return task;
}

static void
return_boolean (GTask  *task,
                GError *error)
{
  if (task == NULL)
    return;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GError *error = NULL;
  char *key = secret_password_lookup_nonpageable_finish (result, &error);
  g_autoptr(GTask) task = end_call (user_data, &error);

  if (task == NULL)
    secret_password_free (key);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, key, (GDestroyNotify) secret_password_free);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GError *error = NULL;
  GTask *task;

  /* When the person does not unlock it, there is no error either. */
  if (!secret_password_store_finish (result, &error) && error == NULL)
    g_set_error_literal (&error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "locked");
  task = end_call (user_data, &error);
  return_boolean (task, error);
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;
  GTask *task;

  secret_password_clear_finish (result, &error);
  task = end_call (user_data, &error);
  return_boolean (task, error);
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
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  const char *key = g_hash_table_lookup (self->keys_of_this_run, provider);
  Call *call;

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

  call = start_call (g_steal_pointer (&task));
  secret_password_lookup (&schema, call->call, looked_up_cb, call, "provider", provider, NULL);
}

/**
 * bty_keyring_lookup_finish:
 * @self: a keyring
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_KEYRING, or %BTY_ERROR_AUTHENTICATION if the named variable is not set
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
  g_autofree char *label = NULL;
  Call *call;

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

  /* Translators: the label of a key in the system's keyring; %s is the name of a provider */
  label = g_strdup_printf (_("Boternity: key of %s"), provider);
  call = start_call (g_steal_pointer (&task));
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, key, call->call, stored_cb, call,
                         "provider", provider, NULL);
}

/**
 * bty_keyring_store_finish:
 * @self: a keyring
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_KEYRING or %BTY_ERROR_INVALID
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
  Call *call;

  g_task_set_source_tag (task, bty_keyring_clear_async);
  g_hash_table_remove (self->keys_of_this_run, provider);

  call = start_call (task);
  secret_password_clear (&schema, call->call, cleared_cb, call, "provider", provider, NULL);
}

/**
 * bty_keyring_clear_finish:
 * @self: a keyring
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_KEYRING
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
