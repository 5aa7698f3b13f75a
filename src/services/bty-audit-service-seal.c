/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-service-private.h"

#include "bty-audit-restored.h"
#include "bty-random.h"

/* How long after a change the end of the record is sealed: changes come in bursts. */
#define SEAL_DELAY_S 2

#define KEY_BYTES 32

static void
fail (GTask  *task,
      GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* Sealing: read the end -> the key, made if there is none -> where it ended before -> seal -> keep where it ends */

static void
sealed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  BtyAuditService *self = BTY_AUDIT_SERVICE (source);
  g_autoptr(GError) error = NULL;

  self->sealing = FALSE;
  self->can_seal = g_task_propagate_boolean (G_TASK (result), &error);
  self->cannot_seal = error != NULL;
  if (error != NULL)
    g_message ("The record of memories was not sealed: %s", error->message);
}

static void
kept_end_cb (GObject      *source,
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

static void
sealed_on_db_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  BtyAuditService *self = BTY_AUDIT_SERVICE (source);
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(BtyAuditMark) mark = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (mark == NULL)
    {
      fail (task, error);
      return;
    }
  text = bty_audit_mark_print (mark);
  name = bty_audit_service_dup_end_name (bty_audit_service_get_job (task));
  bty_keyring_store_async (self->keyring, name, text, FALSE, NULL, kept_end_cb, task);
}

static void
got_end_to_seal_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(BtyKey) text = bty_keyring_lookup_finish (BTY_KEYRING (source), result, &error);
  BtyAuditMark *mark = bty_audit_mark_parse (text);

  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  if (mark != NULL)
    g_ptr_array_add (bty_audit_service_get_job (task)->marks, mark);
  bty_audit_service_run_on_db (task, TRUE,
                               bty_audit_service_get_job (task)->accepts_restore ? bty_audit_accept_restore_on_db
                                                                                 : bty_audit_seal_on_db,
                               (GDestroyNotify) bty_audit_mark_free, sealed_on_db_cb);
}

static void
look_for_end (GTask *task)
{
  BtyAuditService *self = g_task_get_source_object (task);
  g_autofree char *name = bty_audit_service_dup_end_name (bty_audit_service_get_job (task));

  bty_keyring_lookup_async (self->keyring, name, NULL, TRUE, NULL, got_end_to_seal_cb, task);
}

static void
kept_key_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (bty_keyring_store_finish (BTY_KEYRING (source), result, &error))
    look_for_end (task);
  else
    fail (task, error);
}

static void
got_key_to_seal_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autofree char *name = NULL;

  bty_audit_service_get_job (task)->key = bty_keyring_lookup_finish (BTY_KEYRING (source), result, &error);
  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  if (bty_audit_service_get_job (task)->key != NULL)
    {
      look_for_end (task);
      return;
    }
  bty_audit_service_get_job (task)->key = bty_random_hex (KEY_BYTES);
  name = bty_audit_service_dup_key_name (bty_audit_service_get_job (task));
  bty_keyring_store_async (BTY_KEYRING (source), name, bty_audit_service_get_job (task)->key, FALSE, NULL,
                           kept_key_cb, task);
}

static void
read_end_to_seal_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  BtyAuditService *self = BTY_AUDIT_SERVICE (source);
  GTask *task = user_data;
  BtyAuditJob *job = bty_audit_service_get_job (task);
  GError *error = NULL;
  g_autofree char *name = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  if (job->chain == NULL
      || (!job->accepts_restore
          && (job->head == NULL || (job->seal != NULL && job->seal->position == job->head->position))))
    {
      g_task_return_boolean (task, self->can_seal);
      g_object_unref (task);
      return;
    }
  name = bty_audit_service_dup_key_name (job);
  bty_keyring_lookup_async (self->keyring, name, NULL, TRUE, NULL, got_key_to_seal_cb, task);
}

/* @read: reads the end that is to be sealed */
static void
seal (BtyAuditService *self,
      gboolean         writes,
      BtyJobFunc       read)
{
  GTask *task = g_task_new (self, NULL, sealed_cb, NULL);

  self->sealing = TRUE;
  g_task_set_source_tag (task, seal);
  g_task_set_task_data (task, bty_audit_job_new ("system"), (GDestroyNotify) bty_audit_job_free);
  bty_audit_service_run_on_db (task, writes, read, NULL, read_end_to_seal_cb);
}

static gboolean
seal_cb (gpointer user_data)
{
  BtyAuditService *self = user_data;

  if (self->sealing)
    return G_SOURCE_CONTINUE;
  self->seal_timer = 0;
  seal (self, FALSE, bty_audit_read_end_on_db);

  return G_SOURCE_REMOVE;
}

/**
 * bty_audit_service_note_growth:
 * @self: the service
 *
 * Has the end of the record sealed soon, if the keyring answered so far.
 */
void
bty_audit_service_note_growth (BtyAuditService *self)
{
  if (self->seal_timer == 0 && !self->cannot_seal)
    self->seal_timer = g_timeout_add_seconds (SEAL_DELAY_S, seal_cb, self);
}

/**
 * bty_audit_service_flush:
 * @self: the service
 *
 * Seals now what was to be sealed soon, if the keyring answered in this run. Otherwise it may hang or ask to be
 * unlocked, and this is no time for it: so it is only asked for the first seal of all, and that once, which a program
 * that runs shortly would never make.
 *
 * Returns: whether it is still being sealed
 */
gboolean
bty_audit_service_flush (BtyAuditService *self)
{
  if (self->seal_timer != 0 && !self->sealing)
    {
      g_clear_handle_id (&self->seal_timer, g_source_remove);
      if (self->can_seal)
        seal (self, FALSE, bty_audit_read_end_on_db);
      else
        seal (self, TRUE, bty_audit_read_first_end_on_db);
    }

  return self->sealing;
}

static void
accepted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyAuditService *self = BTY_AUDIT_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->can_seal = TRUE;
  self->cannot_seal = FALSE;
  g_task_return_boolean (task, TRUE);
}

/**
 * bty_audit_service_accept_restore_async:
 * @self: the service
 * @actor: (nullable): who says so; %NULL = the user
 * @cancellable: (nullable): to stop waiting
 * @callback: called when done
 * @user_data: data for @callback
 *
 * After a backup was put in place: has the record say that it begins again there, and seals it anew.
 */
void
bty_audit_service_accept_restore_async (BtyAuditService     *self,
                                        const char          *actor,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GTask *inner = g_task_new (self, NULL, accepted_cb, task);
  BtyAuditJob *job = bty_audit_job_new (actor);

  job->accepts_restore = TRUE;
  g_task_set_source_tag (task, bty_audit_service_accept_restore_async);
  g_task_set_source_tag (inner, bty_audit_service_accept_restore_async);
  g_task_set_task_data (inner, job, (GDestroyNotify) bty_audit_job_free);
  bty_audit_service_run_on_db (inner, FALSE, bty_audit_read_end_on_db, NULL, read_end_to_seal_cb);
}

/**
 * bty_audit_service_accept_restore_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_REFUSED if no backup was put in place, %BTY_ERROR_DAMAGED if more is wrong with
 *   the record, %BTY_ERROR_KEYRING, or what else went wrong
 *
 * Returns: whether it is sealed
 */
gboolean
bty_audit_service_accept_restore_finish (BtyAuditService  *self,
                                         GAsyncResult     *result,
                                         GError          **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
