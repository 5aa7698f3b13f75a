/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-old-data.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bty-config.h"
#include "bty-connecting.h"
#include "bty-database-files.h"
#include "bty-error.h"
#include "bty-kinds.h"
#include "bty-profiles.h"
#include "bty-server-password.h"

/* What a move has left where the data were before. It stays until somebody says that it is not needed. */

typedef struct
{
  char *profile_dir;
  char *uri;
} Place;

static void
free_place (gpointer data)
{
  Place *place = data;

  g_free (place->profile_dir);
  g_free (place->uri);
  g_free (place);
}

static gboolean
is_server (const char *uri)
{
  return strstr (uri, "://") != NULL;
}

static gboolean
erase (BtyDatabase  *database,
       GError      **error)
{
  if (!bty_database_begin (database, error))
    return FALSE;
  if (!bty_kinds_remove_all (database, error)
      || !bty_database_erase_residue (database, BTY_FULL_TEXT_CHATS | BTY_FULL_TEXT_MEMORIES | BTY_FULL_TEXT_FILES,
                                      error)
      || !bty_database_commit (database, error))
    {
      bty_database_rollback (database);
      return FALSE;
    }

  return bty_database_finish (database, error);
}

/* On a server others have their data in the same tables. */
static gboolean
remove_data (const char  *uri,
             GError     **error)
{
  g_autoptr(BtyKey) password = bty_connect_dup_password (uri);
  g_autoptr(BtyDatabase) database = NULL;

  if (is_server (uri))
    {
      database = bty_database_open (uri, password, BTY_DATABASE_WRITE, error);
      return database != NULL && erase (database, error);
    }
  bty_database_remove_file (uri);
  if (!g_file_test (uri, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, BTY_ERROR, BTY_ERROR_REFUSED, _("“%s” could not be removed."), uri);

  return FALSE;
}

static void
password_forgotten_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Place *place = g_task_get_task_data (task);
  g_autoptr(BtyKey) password = bty_connect_dup_password (place->uri);
  GError *error = NULL;

  /* Where there is no keyring there was none in it. */
  if (bty_server_password_forget_finish (result, &error) || password == NULL)
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Place *place = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)
      || !bty_profiles_forget_previous (place->profile_dir, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* Nobody needs it any more. */
  bty_server_password_forget_async (place->profile_dir, place->uri, g_task_get_cancellable (task),
                                    password_forgotten_cb, g_object_ref (task));
}

static void
remove_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;

  if (remove_data (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run_removal (GTask *task)
{
  Place *place = g_task_get_task_data (task);
  g_autoptr(GTask) removal = g_task_new (NULL, NULL, removed_cb, g_object_ref (task));

  g_task_set_source_tag (removal, run_removal);
  g_task_set_task_data (removal, g_strdup (place->uri), g_free);
  g_task_run_in_thread (removal, remove_in_thread);
}

/* Without an answer the server says whether it wants a password. */
static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  bty_connect_ask_keyring_finish (result, NULL);
  run_removal (task);
}

/**
 * bty_old_data_remove_async:
 * @profile_dir: the directory of a profile, which may be open
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Removes for good what is at the place that the profile used before its last move, and the password of that server
 * from the keyring. After that nothing leads back there.
 */
void
bty_old_data_remove_async (const char          *profile_dir,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *uri = bty_profiles_dup_uri (profile_dir);
  Place *place = g_new0 (Place, 1);

  place->profile_dir = g_strdup (profile_dir);
  place->uri = bty_profiles_dup_previous (profile_dir);
  g_task_set_source_tag (task, bty_old_data_remove_async);
  g_task_set_task_data (task, place, free_place);
  /* What is removed is removed, even if somebody cancelled at the last moment. */
  g_task_set_check_cancellable (task, FALSE);
  if (place->uri == NULL || g_str_equal (place->uri, uri))
    g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There are no old data."));
  else if (is_server (place->uri))
    bty_connect_ask_keyring_async (profile_dir, place->uri, cancellable, asked_cb, g_object_ref (task));
  else
    run_removal (task);
}

/**
 * bty_old_data_remove_finish:
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND if there is nothing old, or what else went wrong
 *
 * Returns: whether they are gone
 */
gboolean
bty_old_data_remove_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
