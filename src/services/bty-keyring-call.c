/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-keyring-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"

/* A keyring that has not answered by then is taken to hang. */
#define ANSWER_TIMEOUT_MS 5000

/* How long it is not asked again then, so that only the first of many waits for it. */
#define REST_US (30 * G_TIME_SPAN_SECOND)

static void
free_call (BtyKeyringCall *self)
{
  g_object_unref (self->keyring);
  g_object_unref (self->call);
  g_ptr_array_unref (self->locked);
  g_clear_pointer (&self->key, secret_value_unref);
  g_free (self->provider);
  g_free (self);
}

static GTask *
steal_task (BtyKeyringCall *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->handler != 0)
    g_cancellable_disconnect (g_task_get_cancellable (self->task), self->handler);
  self->handler = 0;

  return g_steal_pointer (&self->task);
}

static void
return_silence (GTask *task)
{
  g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_KEYRING,
                           _("The keyring did not answer within five seconds. Try again, or use the key for this run "
                             "only."));
}

/* What is cancelled may still wait for the keyring: the caller does not wait for that. */
static gboolean
give_up_cb (gpointer user_data)
{
  BtyKeyringCall *self = user_data;
  g_autoptr(GCancellable) cancellable = g_object_ref (self->call);
  g_autoptr(GTask) task = NULL;

  self->timer = 0;
  self->keyring->missing = FALSE;
  self->keyring->rests_until = g_get_monotonic_time () + REST_US;
  task = steal_task (self);
  return_silence (task);
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

/**
 * bty_keyring_call_start:
 * @task: (transfer full): of a #BtyKeyring
 * @provider: (nullable): whose key it is about
 *
 * Returns: (transfer full) (nullable): the call, until one of its ends; %NULL if @task was answered, because the
 *   keyring did not answer just now
 */
BtyKeyringCall *
bty_keyring_call_start (GTask      *task,
                        const char *provider)
{
  BtyKeyring *keyring = g_task_get_source_object (task);
  BtyKeyringCall *self;

  if (g_get_monotonic_time () < keyring->rests_until)
    {
      return_silence (task);
      g_object_unref (task);
      return NULL;
    }

  self = g_new0 (BtyKeyringCall, 1);
  self->keyring = g_object_ref (keyring);
  self->provider = g_strdup (provider);
  self->locked = g_ptr_array_new_with_free_func (g_object_unref);
  self->task = task;
  self->call = g_cancellable_new ();
  self->timer = g_timeout_add (ANSWER_TIMEOUT_MS, give_up_cb, self);
  if (g_task_get_cancellable (task) != NULL)
    self->handler = g_cancellable_connect (g_task_get_cancellable (task), G_CALLBACK (forward_cancel_cb),
                                           g_object_ref (self->call), g_object_unref);

  return self;
}

/**
 * bty_keyring_call_wait:
 * @self: a call
 *
 * From here on a person answers, who may take any time.
 */
void
bty_keyring_call_wait (BtyKeyringCall *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
}

static gboolean
is_missing (const GError *reason)
{
  return g_error_matches (reason, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (reason, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND)
         || g_error_matches (reason, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         /* No session bus. */
         || (reason->domain == G_IO_ERROR && reason->code != G_IO_ERROR_CLOSED);
}

/* Puts what went wrong into plain words. Returns: (transfer full) */
static GError *
explain (const GError *reason)
{
  if (reason->domain == BTY_ERROR)
    return g_error_copy (reason);
  if (g_error_matches (reason, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return g_error_new_literal (BTY_ERROR, BTY_ERROR_KEYRING_LOCKED,
                                _("The keyring is locked. Unlock it, or use the key for this run only."));
  if (is_missing (reason))
    return g_error_new_literal (BTY_ERROR, BTY_ERROR_KEYRING,
                                _("There is no keyring on this system. Install one such as GNOME Keyring, name an "
                                  "environment variable that holds the key, or use the key for this run only."));

  return g_error_new_literal (BTY_ERROR, BTY_ERROR_KEYRING,
                              _("The keyring failed while it was asked. Try again, or use the key for this run "
                                "only."));
}

/**
 * bty_keyring_call_end:
 * @self: (transfer full): a call
 * @error: (transfer full) (nullable): what went wrong, with which its task is answered in plain words
 *
 * Returns: (transfer full) (nullable): the task that is still to be answered
 */
GTask *
bty_keyring_call_end (BtyKeyringCall *self,
                      GError         *error)
{
  g_autoptr(GTask) task = self->task != NULL ? steal_task (self) : NULL;
  g_autoptr(GError) reason = error;

  /* What was cancelled says nothing. */
  if (!g_cancellable_is_cancelled (self->call))
    self->keyring->missing = reason != NULL && is_missing (reason);
  free_call (self);
  /* One that is started anew knows nothing of what was agreed on with the last one. */
  if (reason != NULL && reason->domain == G_DBUS_ERROR)
    secret_service_disconnect ();
  if (task == NULL || reason == NULL)
    return g_steal_pointer (&task);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_error (task, explain (reason));

  return NULL;
}

/**
 * bty_keyring_call_end_done:
 * @self: (transfer full): a call
 * @error: (transfer full) (nullable): what went wrong
 *
 * Answers the task: it is done, or was not.
 */
void
bty_keyring_call_end_done (BtyKeyringCall *self,
                           GError         *error)
{
  g_autoptr(GTask) task = bty_keyring_call_end (self, error);

  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

/**
 * bty_keyring_call_end_locked:
 * @self: (transfer full): a call
 *
 * Answers the task: the keyring is locked.
 */
void
bty_keyring_call_end_locked (BtyKeyringCall *self)
{
  bty_keyring_call_end_done (self, g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "locked"));
}

/**
 * bty_secret_is_locked:
 * @item: (type GObject): what a search found
 *
 * Returns: whether it cannot be read before it is unlocked
 */
gboolean
bty_secret_is_locked (gpointer item)
{
  return SECRET_IS_ITEM (item) && secret_item_get_locked (item);
}

/**
 * bty_secret_items_free:
 * @items: (nullable) (transfer full): what a search found
 */
void
bty_secret_items_free (BtySecretItems *items)
{
  g_list_free_full (items, g_object_unref);
}
