/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-file-service.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-file-service-private.h"

#include <glib/gi18n-lib.h>

/* What is written. The text of a file is read first, so that the database is not kept waiting. */

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(BtyFile) file = g_task_propagate_pointer (G_TASK (result), &error);

  if (file == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  bty_file_service_notify (BTY_FILE_SERVICE (source), file);
  g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
}

/* Runs a write that returns the file; @next answers @task with it. Takes @task and @job. */
static void
store (GTask               *task,
       BtyFileJob          *job,
       BtyJobFunc           func,
       GAsyncReadyCallback  next)
{
  BtyFileService *self = g_task_get_source_object (task);
  g_autoptr(GTask) inner = g_task_new (self, g_task_get_cancellable (task), next, task);

  g_task_set_source_tag (inner, g_task_get_source_tag (task));
  g_task_set_task_data (inner, job, (GDestroyNotify) bty_file_job_free);
  bty_worker_write (self->worker, inner, func, g_object_unref);
}

/* What is left to do for a task: the job, and what runs it when the text is known. */
typedef struct
{
  BtyFileJob *job;
  BtyJobFunc  func;
} Pending;

static void
free_pending (gpointer data)
{
  Pending *pending = data;

  g_clear_pointer (&pending->job, bty_file_job_free);
  g_free (pending);
}

static GTask *
create_task (BtyFileService      *self,
             BtyJobFunc           func,
             gpointer             source_tag,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Pending *pending = g_new0 (Pending, 1);

  pending->job = g_new0 (BtyFileJob, 1);
  pending->func = func;
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, pending, free_pending);

  return task;
}

static void
text_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Pending *pending = g_task_get_task_data (task);
  GError *error = NULL;

  pending->job->text = bty_file_text_read_finish (result, &error);
  if (pending->job->text == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  store (g_object_ref (task), g_steal_pointer (&pending->job), pending->func, stored_cb);
}

/* Whether a content of @size may be kept; if not, @task is answered. */
static gboolean
check_size (GTask   *task,
            guint64  size)
{
  if (size > BTY_FILE_MAX_SIZE)
    g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_INVALID, _("A file may have 50 MiB at most."));

  return size <= BTY_FILE_MAX_SIZE;
}

/* Goes on with @data, the content of the file. Takes @task. */
static void
read_text (GTask  *task,
           GBytes *data)
{
  g_autoptr(GTask) owned = task;
  Pending *pending = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (!check_size (task, g_bytes_get_size (data)))
    return;
  pending->job->data = g_bytes_ref (data);
  bty_file_text_read_async (pending->job->name, data, cancellable, text_cb, g_steal_pointer (&owned));
}

/**
 * bty_file_service_save_async:
 * @self: the service
 * @bot_id: whose
 * @name: how the file is called
 * @data: what is in it
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Saves a file of a bot: a new one, or a new version of the one that is called so.
 */
void
bty_file_service_save_async (BtyFileService      *self,
                             const char          *bot_id,
                             const char          *name,
                             GBytes              *data,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = create_task (self, bty_file_save_on_db, bty_file_service_save_async, cancellable, callback,
                                       user_data);
  BtyFileJob *job = ((Pending *) g_task_get_task_data (task))->job;
  GError *error = NULL;

  if (!bty_file_check_name (name, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  job->bot_id = g_strdup (bot_id);
  job->name = g_strdup (name);
  read_text (g_steal_pointer (&task), data);
}

/**
 * bty_file_service_save_finish:
 *
 * Returns: (transfer full) (nullable): the file
 */
BtyFile *
bty_file_service_save_finish (BtyFileService  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Answers @task with why a file on this machine cannot be read. */
static void
return_file_error (GTask  *task,
                   GFile  *file,
                   GError *error)
{
  g_autoptr(GError) owned = error;
  g_autofree char *own_name = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (own_name);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&owned));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no file “%s”."), name);
  else
    g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_FAILED, _("The file “%s” cannot be read."), name);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GBytes) data = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (data == NULL)
    return_file_error (task, G_FILE (source), error);
  else
    read_text (g_steal_pointer (&task), data);
}

static void
measured_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr(GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info == NULL)
    {
      return_file_error (task, G_FILE (source), error);
      return;
    }
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_INVALID,
                               _("A folder cannot be added, only the files in it."));
      return;
    }
  /* A pipe has no size and no end that could be waited for. */
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_INVALID, _("This is not a file."));
      return;
    }
  if (check_size (task, g_file_info_get_size (info)))
    g_file_load_bytes_async (G_FILE (source), cancellable, loaded_cb, g_steal_pointer (&task));
}

/**
 * bty_file_service_save_file_async:
 * @self: the service
 * @bot_id: whose
 * @source: a file on this machine
 * @name: (nullable): how it is called; %NULL = as it is there
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Like bty_file_service_save_async(), for a file that is not in memory.
 */
void
bty_file_service_save_file_async (BtyFileService      *self,
                                  const char          *bot_id,
                                  GFile               *source,
                                  const char          *name,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = create_task (self, bty_file_save_on_db, bty_file_service_save_file_async, cancellable,
                                       callback, user_data);
  BtyFileJob *job = ((Pending *) g_task_get_task_data (task))->job;
  g_autofree char *own_name = g_file_get_basename (source);
  GError *error = NULL;

  job->bot_id = g_strdup (bot_id);
  job->name = name != NULL ? g_strdup (name) : g_filename_display_name (own_name);
  if (!bty_file_check_name (job->name, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_file_query_info_async (source, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable, measured_cb,
                           g_steal_pointer (&task));
}

/**
 * bty_file_service_save_file_finish:
 *
 * Returns: (transfer full) (nullable): the file
 */
BtyFile *
bty_file_service_save_file_finish (BtyFileService  *self,
                                   GAsyncResult    *result,
                                   GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GBytes) data = bty_file_service_open_finish (BTY_FILE_SERVICE (source), result, &error);

  if (data == NULL)
    g_task_return_error (task, error);
  else
    read_text (g_steal_pointer (&task), data);
}

/**
 * bty_file_service_restore_async:
 * @self: the service
 * @file_id: of a file
 * @name: how it is called
 * @version: the version to go back to
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Adds a version with the content of an earlier one. One that was altered is refused (%BTY_ERROR_DAMAGED).
 */
void
bty_file_service_restore_async (BtyFileService      *self,
                                const char          *file_id,
                                const char          *name,
                                gint64               version,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = create_task (self, bty_file_restore_on_db, bty_file_service_restore_async, cancellable,
                                       callback, user_data);
  BtyFileJob *job = ((Pending *) g_task_get_task_data (task))->job;

  job->file_id = g_strdup (file_id);
  job->name = g_strdup (name);
  job->version = version;
  bty_file_service_open_async (self, file_id, version, cancellable, opened_cb, g_steal_pointer (&task));
}

/**
 * bty_file_service_restore_finish:
 *
 * Returns: (transfer full) (nullable): the file
 */
BtyFile *
bty_file_service_restore_finish (BtyFileService  *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The contents are swept in a job of its own: only what is committed is gone. */
static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  BtyFileService *self = BTY_FILE_SERVICE (source);
  g_autoptr(GTask) sweep = g_task_new (self, NULL, NULL, NULL);

  g_task_set_source_tag (sweep, removed_cb);
  if (!g_task_had_error (G_TASK (result)))
    bty_worker_write (self->worker, sweep, bty_file_sweep_on_db, NULL);
  stored_cb (source, result, user_data);
}

/**
 * bty_file_service_remove_async:
 * @self: the service
 * @file_id: of a file
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Removes a file with all its versions for good.
 */
void
bty_file_service_remove_async (BtyFileService      *self,
                               const char          *file_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = create_task (self, bty_file_delete_on_db, bty_file_service_remove_async, cancellable, callback,
                             user_data);
  Pending *pending = g_task_get_task_data (task);

  pending->job->file_id = g_strdup (file_id);
  store (task, g_steal_pointer (&pending->job), pending->func, removed_cb);
}

/**
 * bty_file_service_remove_finish:
 *
 * Returns: (transfer full) (nullable): the file as it was
 */
BtyFile *
bty_file_service_remove_finish (BtyFileService  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
