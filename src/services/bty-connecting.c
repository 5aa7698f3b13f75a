/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-connecting.h"

#include <string.h>

#include "bty-error.h"
#include "bty-profiles.h"
#include "bty-server-password.h"

/*
 * The data of a profile are opened first with the password that was given in this run, or with none, for which the
 * library of the server reads ~/.pgpass. Only when that is not enough is the keyring asked, which may want to be
 * unlocked.
 */

/* Passwords of this run, by address. The threads of databases ask too. */
static GMutex passwords_mutex;
static GHashTable *passwords;

typedef struct
{
  char       *profile_dir;
  char       *uri;
  GError     *refusal;    /* what the server said without the keyring; NULL = it was not asked yet */
} Attempt;

static void attempt (GTask *task);

static void
free_attempt (gpointer data)
{
  Attempt *self = data;

  g_free (self->profile_dir);
  g_free (self->uri);
  g_clear_error (&self->refusal);
  g_free (self);
}

/**
 * bty_connect_dup_password:
 * @uri: the address of data
 *
 * Returns: (transfer full) (nullable): the password for it that is known in this run
 */
BtyKey *
bty_connect_dup_password (const char *uri)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&passwords_mutex);

  return passwords != NULL ? g_strdup (g_hash_table_lookup (passwords, uri)) : NULL;
}

/**
 * bty_server_password_keep:
 * @uri: the address of data
 * @password: what their server asks for
 *
 * Uses @password in this run.
 */
void
bty_server_password_keep (const char *uri,
                          const char *password)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&passwords_mutex);

  if (passwords == NULL)
    passwords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bty_key_free);
  g_hash_table_insert (passwords, g_strdup (uri), g_strdup (password));
}

/* What the password is called in the keyring: the name of the profile, and which of its addresses it is for, which says
 * nothing about the server. While data move a profile has two of them. */
static char *
dup_key_name (const char *profile_dir,
              const char *uri)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);
  g_autofree char *parent = g_path_get_dirname (profile_dir);
  g_autofree char *folder = g_path_get_basename (parent);
  g_autofree char *name = g_path_get_basename (profile_dir);

  return g_strdup_printf ("the data of the profile (%s) %.8s",
                          g_str_equal (folder, "profiles") ? name : BTY_PROFILES_DEFAULT, hash);
}

static void
remembered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (bty_keyring_store_finish (BTY_KEYRING (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * bty_server_password_remember_async:
 * @profile_dir: the directory of a profile
 * @uri: the address of its data, or the one that they move to
 * @password: what the server there asks for
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Puts the password into the keyring.
 */
void
bty_server_password_remember_async (const char          *profile_dir,
                                    const char          *uri,
                                    const char          *password,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(BtyKeyring) keyring = bty_keyring_new ();
  g_autofree char *name = dup_key_name (profile_dir, uri);

  g_task_set_source_tag (task, bty_server_password_remember_async);
  bty_keyring_store_async (keyring, name, password, FALSE, cancellable, remembered_cb, task);
}

/**
 * bty_server_password_remember_finish:
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_KEYRING or %BTY_ERROR_INVALID
 *
 * Returns: whether it is in the keyring
 */
gboolean
bty_server_password_remember_finish (GAsyncResult  *result,
                                     GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (bty_keyring_clear_finish (BTY_KEYRING (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * bty_server_password_forget_async:
 * @profile_dir: the directory that a profile has or had
 * @uri: the address of its data
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Takes the password out of the keyring, if there is one.
 */
void
bty_server_password_forget_async (const char          *profile_dir,
                                  const char          *uri,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(BtyKeyring) keyring = bty_keyring_new ();
  g_autofree char *name = dup_key_name (profile_dir, uri);

  g_task_set_source_tag (task, bty_server_password_forget_async);
  /* A file never had one. */
  if (strstr (uri, "://") == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  bty_keyring_clear_async (keyring, name, cancellable, forgotten_cb, task);
}

/**
 * bty_server_password_forget_finish:
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_KEYRING
 *
 * Returns: whether there is none any more
 */
gboolean
bty_server_password_forget_finish (GAsyncResult  *result,
                                   GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const char *uri = task_data;
  g_autoptr(BtyKey) password = bty_connect_dup_password (uri);
  GError *error = NULL;
  BtyWorker *worker = bty_worker_new (uri, password, &error);

  if (worker != NULL)
    g_task_return_pointer (task, worker, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(BtyKey) password = bty_keyring_lookup_finish (BTY_KEYRING (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (password != NULL)
    bty_server_password_keep (g_task_get_task_data (task), password);
  g_task_return_boolean (task, password != NULL);
}

/**
 * bty_connect_ask_keyring_async:
 * @profile_dir: the directory of a profile
 * @uri: the address of its data, or the one that they move to
 * @cancellable: (nullable): to stop waiting
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Looks for the password of a server in the keyring, and uses it in this run.
 */
void
bty_connect_ask_keyring_async (const char          *profile_dir,
                               const char          *uri,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(BtyKeyring) keyring = bty_keyring_new ();
  g_autofree char *name = dup_key_name (profile_dir, uri);

  g_task_set_source_tag (task, bty_connect_ask_keyring_async);
  g_task_set_task_data (task, g_strdup (uri), g_free);
  bty_keyring_lookup_async (keyring, name, NULL, TRUE, cancellable, asked_cb, task);
}

/**
 * bty_connect_ask_keyring_finish:
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_KEYRING
 *
 * Returns: whether a password was found
 */
gboolean
bty_connect_ask_keyring_finish (GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  Attempt *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (bty_connect_ask_keyring_finish (result, &error))
    {
      attempt (task);
      return;
    }
  if (error != NULL)
    g_message ("The keyring was not asked for the password of a server: %s", error->message);
  g_task_return_error (task, g_error_copy (self->refusal));
  g_object_unref (task);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  Attempt *self = g_task_get_task_data (task);
  GError *error = NULL;
  BtyWorker *worker = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, BTY_ERROR, BTY_ERROR_AUTHENTICATION) && self->refusal == NULL)
    {
      self->refusal = error;
      bty_connect_ask_keyring_async (self->profile_dir, self->uri, NULL, looked_up_cb, task);
      return;
    }
  if (worker != NULL)
    g_task_return_pointer (task, worker, g_object_unref);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
attempt (GTask *task)
{
  Attempt *self = g_task_get_task_data (task);
  g_autoptr(GTask) inner = g_task_new (NULL, NULL, opened_cb, task);

  g_task_set_source_tag (inner, attempt);
  g_task_set_task_data (inner, g_strdup (self->uri), g_free);
  g_task_run_in_thread (inner, open_in_thread);
}

/**
 * bty_connect_async:
 * @profile_dir: the directory of a profile
 * @cancellable: (nullable): to stop waiting
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Opens the data of a profile and moves their schema up. A server may take long to answer; the caller's thread goes
 * on meanwhile.
 */
void
bty_connect_async (const char          *profile_dir,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Attempt *self = g_new0 (Attempt, 1);

  self->profile_dir = g_strdup (profile_dir);
  self->uri = bty_profiles_dup_uri (profile_dir);
  g_task_set_source_tag (task, bty_connect_async);
  g_task_set_task_data (task, self, free_attempt);
  attempt (task);
}

/**
 * bty_connect_finish:
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_AUTHENTICATION if the server wants a password that is not known, or why else
 *   the data cannot be opened
 *
 * Returns: (transfer full) (nullable): the database
 */
BtyWorker *
bty_connect_finish (GAsyncResult  *result,
                    GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
