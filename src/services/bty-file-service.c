/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-file-service.h"

#include "bty-file-service-private.h"

/* What is read; bty-file-service-edit.c holds what is written. */

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyFileService, bty_file_service, G_TYPE_OBJECT)

static void
run (BtyFileService      *self,
     void               (*start) (BtyWorker *, GTask *, BtyJobFunc, GDestroyNotify),
     BtyJobFunc           func,
     BtyFileJob          *job,
     GDestroyNotify       free_result,
     gpointer             source_tag,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, job, (GDestroyNotify) bty_file_job_free);
  start (self->worker, task, func, free_result);
}

static void
bty_file_service_finalize (GObject *object)
{
  g_clear_object (&BTY_FILE_SERVICE (object)->worker);

  G_OBJECT_CLASS (bty_file_service_parent_class)->finalize (object);
}

static void
bty_file_service_class_init (BtyFileServiceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_file_service_finalize;

  /**
   * BtyFileService::changed:
   * @self: the service
   * @bot_id: whose
   *
   * The files of a bot are not what they were.
   */
  signals[CHANGED] = g_signal_new ("changed", BTY_TYPE_FILE_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bty_file_service_init (BtyFileService *self)
{
}

/**
 * bty_file_service_new:
 * @worker: the profile's database
 *
 * Returns: (transfer full): the service
 */
BtyFileService *
bty_file_service_new (BtyWorker *worker)
{
  BtyFileService *self = g_object_new (BTY_TYPE_FILE_SERVICE, NULL);

  self->worker = g_object_ref (worker);

  return self;
}

/**
 * bty_file_service_notify:
 * @self: the service
 * @file: what was saved or removed
 *
 * Says that the files of its bot have changed.
 */
void
bty_file_service_notify (BtyFileService *self,
                         BtyFile        *file)
{
  g_signal_emit (self, signals[CHANGED], 0, file->bot_id);
}

/**
 * bty_file_service_list_async:
 * @self: the service
 * @bot_id: whose
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists the files of a bot.
 */
void
bty_file_service_list_async (BtyFileService      *self,
                             const char          *bot_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  BtyFileJob *job = g_new0 (BtyFileJob, 1);

  job->bot_id = g_strdup (bot_id);
  run (self, bty_worker_read, bty_file_list_on_db, job, (GDestroyNotify) g_ptr_array_unref,
       bty_file_service_list_async, cancellable, callback, user_data);
}

/**
 * bty_file_service_list_finish:
 *
 * Returns: (transfer full) (element-type BtyFile) (nullable): the files, by name
 */
GPtrArray *
bty_file_service_list_finish (BtyFileService  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_file_service_find_async:
 * @self: the service
 * @bot_id: whose
 * @name: how it is called
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Finds a file of a bot by its name.
 */
void
bty_file_service_find_async (BtyFileService      *self,
                             const char          *bot_id,
                             const char          *name,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  BtyFileJob *job = g_new0 (BtyFileJob, 1);

  job->bot_id = g_strdup (bot_id);
  job->name = g_strdup (name);
  run (self, bty_worker_read, bty_file_find_on_db, job, g_object_unref,
       bty_file_service_find_async, cancellable, callback, user_data);
}

/**
 * bty_file_service_find_finish:
 *
 * Returns: (transfer full) (nullable): the file
 */
BtyFile *
bty_file_service_find_finish (BtyFileService  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_file_service_list_versions_async:
 * @self: the service
 * @file_id: of a file
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists the versions of a file.
 */
void
bty_file_service_list_versions_async (BtyFileService      *self,
                                      const char          *file_id,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  BtyFileJob *job = g_new0 (BtyFileJob, 1);

  job->file_id = g_strdup (file_id);
  run (self, bty_worker_read, bty_file_versions_on_db, job, (GDestroyNotify) g_ptr_array_unref,
       bty_file_service_list_versions_async, cancellable, callback, user_data);
}

/**
 * bty_file_service_list_versions_finish:
 *
 * Returns: (transfer full) (element-type BtyFileVersion) (nullable): the versions, newest first
 */
GPtrArray *
bty_file_service_list_versions_finish (BtyFileService  *self,
                                       GAsyncResult    *result,
                                       GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_file_service_open_async:
 * @self: the service
 * @file_id: of a file
 * @version: counted from 1; 0 = the newest
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Reads a version of a file, which is compared with its hash.
 */
void
bty_file_service_open_async (BtyFileService      *self,
                             const char          *file_id,
                             gint64               version,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  BtyFileJob *job = g_new0 (BtyFileJob, 1);

  job->file_id = g_strdup (file_id);
  job->version = version;
  run (self, bty_worker_read, bty_file_open_on_db, job, (GDestroyNotify) g_bytes_unref,
       bty_file_service_open_async, cancellable, callback, user_data);
}

/**
 * bty_file_service_open_finish:
 *
 * Returns: (transfer full) (nullable): what is in it
 */
GBytes *
bty_file_service_open_finish (BtyFileService  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_file_service_search_async:
 * @self: the service
 * @bot_id: whose
 * @words: anything that somebody typed
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Looks for words in the files of a bot.
 */
void
bty_file_service_search_async (BtyFileService      *self,
                               const char          *bot_id,
                               const char          *words,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  BtyFileJob *job = g_new0 (BtyFileJob, 1);

  job->bot_id = g_strdup (bot_id);
  job->words = g_strdup (words);
  run (self, bty_worker_read, bty_file_search_on_db, job, (GDestroyNotify) g_ptr_array_unref,
       bty_file_service_search_async, cancellable, callback, user_data);
}

/**
 * bty_file_service_search_finish:
 *
 * Returns: (transfer full) (element-type BtyFileHit) (nullable): the pieces that have them, best first
 */
GPtrArray *
bty_file_service_search_finish (BtyFileService  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
