/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-keyring-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"

/* Unlocking: what of ours is locked, or else the place for new keys -> the person is asked. */

static void
end_locked (BtyKeyringCall *call)
{
  bty_keyring_call_end_done (call, g_error_new_literal (BTY_ERROR, BTY_ERROR_KEYRING_LOCKED,
                                                        _("The keyring stays locked.")));
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyKeyringCall *call = user_data;
  GError *error = NULL;
  int n_unlocked = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (error != NULL)
    bty_keyring_call_end_done (call, error);
  else if (n_unlocked < (int) call->locked->len)
    end_locked (call);
  else
    bty_keyring_call_end_done (call, NULL);
}

static void
unlock (BtyKeyringCall *call,
        SecretService  *service)
{
  GList *objects = NULL;

  for (guint i = 0; i < call->locked->len; i++)
    objects = g_list_prepend (objects, g_ptr_array_index (call->locked, i));
  bty_keyring_call_wait (call);
  secret_service_unlock (service, objects, call->call, unlocked_cb, call);
  g_list_free (objects);
}

static void
made_place_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  GError *error = NULL;
  g_autoptr(SecretCollection) collection = secret_collection_create_finish (result, &error);

  if (error != NULL)
    bty_keyring_call_end_done (user_data, error);
  else if (collection == NULL)
    end_locked (user_data);
  else
    bty_keyring_call_end_done (user_data, NULL);
}

static void
got_place_to_unlock_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  BtyKeyringCall *call = user_data;
  GError *error = NULL;
  g_autoptr(SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (error != NULL)
    {
      bty_keyring_call_end_done (call, error);
      return;
    }
  if (collection == NULL)
    {
      bty_keyring_call_wait (call);
      /* Translators: the name of a keyring that is made where there is none yet */
      secret_collection_create (NULL, _("Default Keyring"), SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_CREATE_NONE,
                                call->call, made_place_cb, call);
      return;
    }
  if (!secret_collection_get_locked (collection))
    {
      bty_keyring_call_end_done (call, NULL);
      return;
    }
  g_ptr_array_add (call->locked, g_object_ref (collection));
  unlock (call, secret_collection_get_service (collection));
}

static void
found_to_unlock_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  BtyKeyringCall *call = user_data;
  GError *error = NULL;
  g_autoptr(BtySecretItems) items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);

  if (error != NULL)
    {
      bty_keyring_call_end_done (call, error);
      return;
    }
  for (GList *item = items; item != NULL; item = item->next)
    if (bty_secret_is_locked (item->data))
      g_ptr_array_add (call->locked, g_object_ref (item->data));

  if (call->locked->len > 0)
    unlock (call, SECRET_SERVICE (source));
  else
    secret_collection_for_alias (SECRET_SERVICE (source), SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 call->call, got_place_to_unlock_cb, call);
}

static void
got_service_to_unlock_cb (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  BtyKeyringCall *call = user_data;
  GError *error = NULL;
  g_autoptr(SecretService) service = secret_service_get_finish (result, &error);
  g_autoptr(GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);

  if (service == NULL)
    bty_keyring_call_end_done (call, error);
  else
    secret_service_search (service, bty_keyring_get_schema (), attributes, SECRET_SEARCH_ALL,
                           call->call, found_to_unlock_cb, call);
}

/**
 * bty_keyring_unlock_async:
 * @self: a keyring
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Has the system ask the person to unlock the keyring, or to make one where there is none yet. A keyring that does not
 * answer is given up after five seconds; a person may take any time.
 */
void
bty_keyring_unlock_async (BtyKeyring          *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  BtyKeyringCall *call;

  g_task_set_source_tag (task, bty_keyring_unlock_async);
  self->rests_until = 0;
  call = bty_keyring_call_start (task, NULL);
  secret_service_get (SECRET_SERVICE_OPEN_SESSION, call->call, got_service_to_unlock_cb, call);
}

/**
 * bty_keyring_unlock_finish:
 * @self: a keyring
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_KEYRING_LOCKED if the person did not unlock it, or %BTY_ERROR_KEYRING
 *
 * Returns: whether it is unlocked
 */
gboolean
bty_keyring_unlock_finish (BtyKeyring    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
