/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-profile-private.h"

#include "bty-cleaning.h"
#include "bty-storage-report.h"

/* What keeps a profile in order: what is done by itself while it is open, and what is looked at and removed when
 * somebody asks for it. */

#define CLEAN_INTERVAL_S 3600

/* What waits to be looked through leaves the start alone. */
#define CAPTURE_DELAY_S 10
#define LEFT_AFTER G_TIME_SPAN_HOUR /* without a word */

static gpointer
check_on_db (BtyDatabase   *database,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  return bty_storage_report_new (database, error);
}

static void
cleaned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  BtyProfile *self = BTY_PROFILE (source);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) expired = g_task_propagate_pointer (G_TASK (result), &error);

  if (expired == NULL)
    g_message ("Expired conversations were not cleaned up: %s", error->message);
  for (guint i = 0; expired != NULL && self->sessions != NULL && expired[i] != NULL; i++)
    g_signal_emit_by_name (self->sessions, "removed", expired[i]);
}

static gboolean
clean_cb (gpointer user_data)
{
  bty_profile_clean (user_data);
  bty_capture_service_look_for_left (BTY_PROFILE (user_data)->capture, LEFT_AFTER);

  return G_SOURCE_CONTINUE;
}

static gboolean
begin_capture_cb (gpointer user_data)
{
  BtyProfile *self = user_data;

  self->capture_timer = 0;
  bty_capture_service_look_for_left (self->capture, LEFT_AFTER);
  bty_embedder_service_complete (self->embedders);

  return G_SOURCE_REMOVE;
}

/**
 * bty_profile_begin_upkeep:
 * @self: a profile with all its services
 *
 * From now on removes what has expired, looks through conversations that were left, and completes vectors.
 */
void
bty_profile_begin_upkeep (BtyProfile *self)
{
  self->clean_timer = g_timeout_add_seconds (CLEAN_INTERVAL_S, clean_cb, self);
  self->capture_timer = g_timeout_add_seconds (CAPTURE_DELAY_S, begin_capture_cb, self);
}

/**
 * bty_profile_end_upkeep:
 * @self: a profile
 */
void
bty_profile_end_upkeep (BtyProfile *self)
{
  g_clear_handle_id (&self->clean_timer, g_source_remove);
  g_clear_handle_id (&self->capture_timer, g_source_remove);
}

/**
 * bty_profile_check_async:
 * @self: an open profile
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Looks whether the database is intact and counts what is in it.
 */
void
bty_profile_check_async (BtyProfile          *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_profile_check_async);
  bty_worker_read (self->worker, task, check_on_db, (GDestroyNotify) json_node_unref);
}

/**
 * bty_profile_check_finish:
 * @self: a profile
 * @result: of the call
 * @error: (out) (optional): why it could not be checked
 *
 * Returns: (transfer full) (nullable): an object with "ok", "problems", "schema_version" and "counts"
 */
JsonNode *
bty_profile_check_finish (BtyProfile    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_profile_clean:
 * @self: an open profile
 *
 * Removes for good what has expired, and what was deleted so long ago that nobody brings it back. It happens by
 * itself every hour; #BtySessionService announces each conversation that has gone.
 */
void
bty_profile_clean (BtyProfile *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, cleaned_cb, NULL);

  g_task_set_source_tag (task, bty_profile_clean);
  bty_worker_write (self->worker, task, bty_cleaning_on_db, (GDestroyNotify) g_strfreev);
}

/**
 * bty_profile_purge_deleted_async:
 * @self: an open profile
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Removes for good the bots and conversations that were deleted, without waiting until their time is over.
 */
void
bty_profile_purge_deleted_async (BtyProfile          *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_profile_purge_deleted_async);
  bty_worker_write (self->worker, task, bty_cleaning_all_on_db, NULL);
}

/**
 * bty_profile_purge_deleted_finish:
 * @self: a profile
 * @result: of the call
 * @error: (out) (optional): why they are still there
 *
 * Returns: whether they are gone
 */
gboolean
bty_profile_purge_deleted_finish (BtyProfile    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}
