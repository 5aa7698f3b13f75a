/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-storage.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "bty-audit-restored.h"
#include "bty-audit-store.h"
#include "bty-config.h"
#include "bty-data-lock.h"
#include "bty-database-files.h"
#include "bty-error.h"
#include "bty-export.h"
#include "bty-forgotten.h"
#include "bty-import.h"
#include "bty-imported-providers.h"
#include "bty-json.h"
#include "bty-migrator.h"
#include "bty-output-file.h"
#include "bty-profiles.h"
#include "bty-salvage.h"
#include "bty-time.h"

/* What is done with a profile as a whole. What an open one does is long work; what needs it closed is a task. */

#define DATABASE "boternity.db"

static BtyWorkflow *
start (BtyProfile *profile,
       const char *kind,
       const char *path,
       gboolean    replace)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) input = json_node_init_object (json_node_alloc (), object);

  json_object_set_string_member (object, "file", uri);
  if (replace)
    json_object_set_int_member (object, "replace", 1);

  return bty_job_service_start (bty_profile_get_jobs (profile), kind, input);
}

/**
 * bty_storage_export:
 * @profile: an open profile
 * @path: the file to write
 *
 * Begins to write everything into a file that any version and any engine can import.
 *
 * Returns: (transfer full): the long work
 */
BtyWorkflow *
bty_storage_export (BtyProfile *profile,
                    const char *path)
{
  return start (profile, BTY_JOB_EXPORT, path, FALSE);
}

/**
 * bty_storage_import:
 * @profile: an open profile; open it again when the import is complete, to see what came
 * @path: an export
 * @replace: whether it comes instead of what is there, as it always does where nothing was said yet
 *
 * Begins to check a file and then to store what is in it, all or nothing.
 *
 * Returns: (transfer full): the long work
 */
BtyWorkflow *
bty_storage_import (BtyProfile *profile,
                    const char *path,
                    gboolean    replace)
{
  return start (profile, BTY_JOB_IMPORT, path, replace);
}

/**
 * bty_storage_backup:
 * @profile: an open profile
 * @path: the file to write
 *
 * Begins to make a copy that bty_storage_restore_async() takes, and verifies it.
 *
 * Returns: (transfer full): the long work
 */
BtyWorkflow *
bty_storage_backup (BtyProfile *profile,
                    const char *path)
{
  return start (profile, BTY_JOB_BACKUP, path, FALSE);
}

static BtyWorkflow *
find_begun_move (BtyJobService *jobs,
                 const char    *uri)
{
  GListModel *model = bty_job_service_get_jobs (jobs);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(BtyWorkflow) workflow = g_list_model_get_item (model, i);

      if (g_str_equal (workflow->kind, BTY_JOB_MOVE)
          && workflow->status != BTY_WORKFLOW_STATUS_COMPLETED && workflow->status != BTY_WORKFLOW_STATUS_CANCELLED
          && g_strcmp0 (bty_json_get_text (workflow->input, "uri"), uri) == 0)
        return g_steal_pointer (&workflow);
    }

  return NULL;
}

/**
 * bty_storage_move:
 * @profile: an open profile; open it again when the move is complete
 * @uri: the path of a database file that is not there yet, or the address of a server
 * @error: (out) (optional): %BTY_ERROR_REFUSED if there is a password in @uri
 *
 * Begins to copy everything to another place, compares it, and uses that place from then on. The old data stay where
 * they are; see bty_profiles_undo_move(). A move to that place that was not completed is gone on with.
 *
 * Returns: (transfer full) (nullable): the long work
 */
BtyWorkflow *
bty_storage_move (BtyProfile  *profile,
                  const char  *uri,
                  GError     **error)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) input = json_node_init_object (json_node_alloc (), object);
  BtyWorkflow *begun;

  /* Long work is stored with what it was given. */
  if (!bty_profiles_check_uri (uri, error))
    return NULL;
  begun = find_begun_move (bty_profile_get_jobs (profile), uri);
  if (begun != NULL)
    {
      bty_job_service_resume (bty_profile_get_jobs (profile), begun);
      bty_job_service_retry (bty_profile_get_jobs (profile), begun);
      return begun;
    }

  json_object_set_string_member (object, "uri", uri);
  json_object_set_string_member (object, "profile_dir", bty_profile_get_data_dir (profile));

  return bty_job_service_start (bty_profile_get_jobs (profile), BTY_JOB_MOVE, input);
}

/* What a task in a thread works on. */
typedef struct
{
  char        *data_dir;
  char        *path;
  BtyProgress *progress;
  gint64       n_saved;
  gint64       n_lost;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_free (work->data_dir);
  g_free (work->path);
  g_clear_pointer (&work->progress, bty_progress_unref);
  g_free (work);
}

static void
run_in_thread (const char          *data_dir,
               const char          *path,
               BtyProgress         *progress,
               GTaskThreadFunc      func,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->data_dir = g_strdup (data_dir);
  work->path = g_strdup (path);
  work->progress = progress != NULL ? bty_progress_ref (progress) : NULL;
  g_task_set_source_tag (task, run_in_thread);
  g_task_set_task_data (task, work, free_work);
  /* What was put in place counts, even if somebody cancelled at the last moment. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, func);
}

/* Stores an export in a database that nobody else uses, all or nothing. */
static gboolean
import_into (BtyDatabase   *database,
             const char    *path,
             BtyProgress   *progress,
             GCancellable  *cancellable,
             GError       **error)
{
  gint64 size;
  g_autoptr(GInputStream) stream = bty_input_file_new (path, &size, error);
  g_autoptr(JsonNode) summary = NULL;
  GError *read_error = NULL;

  if (stream == NULL || !bty_database_begin (database, error))
    return FALSE;
  summary = bty_import_read (database, stream, size, BTY_IMPORT_REPLACE, progress, cancellable, &read_error);
  if (summary == NULL)
    {
      bty_database_rollback (database);
      bty_file_map_error (path, &read_error);
      g_propagate_error (error, read_error);
      return FALSE;
    }

  return bty_database_commit (database, error);
}

/* Makes a database out of an export. */
static gboolean
create_from_export (const char    *path,
                    const char    *target,
                    BtyProgress   *progress,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr(BtyDatabase) database = NULL;

  bty_database_remove_file (target);
  database = bty_database_open (target, NULL, BTY_DATABASE_WRITE, error);

  return database != NULL
         && bty_migrator_run (database, NULL, error)
         && import_into (database, path, progress, cancellable, error)
         && bty_database_finish (database, error);
}

static gboolean
check_is_file (const char  *uri,
               GError     **error)
{
  if (strstr (uri, "://") == NULL)
    return TRUE;

  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED,
                       _("These data are on a server. Import the export instead, or use the server’s own tools."));

  return FALSE;
}

/* What is known of the data that a backup takes the place of; they may be damaged. */
typedef struct
{
  char                 *chain;      /* the name of their record; NULL = there is none */
  BtyForgotten         *forgotten;  /* NULL = it cannot be read, or there is nothing */
  BtyImportedProviders *providers;  /* NULL = they cannot be read */
} Before;

static void
look_before (const char  *path,
             Before      *before,
             BtyRestored *restored)
{
  g_autoptr(BtyDatabase) database = NULL;

  restored->knows_forgotten = !g_file_test (path, G_FILE_TEST_EXISTS);
  if (restored->knows_forgotten)
    return;
  database = bty_database_open (path, NULL, BTY_DATABASE_READ, NULL);
  if (database == NULL)
    return;
  before->chain = bty_audit_store_get_chain (database, NULL);
  if (before->chain != NULL && *before->chain == '\0')
    g_clear_pointer (&before->chain, g_free);
  before->forgotten = bty_forgotten_new (database, NULL);
  before->providers = bty_imported_providers_new (database, NULL);
  restored->knows_forgotten = before->forgotten != NULL;
}

static void
clear_before (Before *before)
{
  g_clear_pointer (&before->chain, g_free);
  g_clear_pointer (&before->forgotten, bty_forgotten_free);
  g_clear_pointer (&before->providers, bty_imported_providers_free);
}

/* The record of memories in it may be shorter than the one that was sealed, what was forgotten since it was made stays
 * forgotten, and what it says of where to send keys may be new. */
static gboolean
bring_up (BtyDatabase  *database,
          Before       *before,
          BtyRestored  *restored,
          GError      **error)
{
  if (!bty_audit_restored_mark (database, before->chain, error)
      || (before->forgotten != NULL
          && !bty_forgotten_apply (before->forgotten, database, &restored->n_memories, &restored->n_messages, error)))
    return FALSE;
  restored->unconfirmed = bty_imported_providers_mark (before->providers, database, error);

  return restored->unconfirmed != NULL;
}

static gboolean
complete (const char   *path,
          const char   *target,
          BtyRestored  *restored,
          GError      **error)
{
  g_autoptr(BtyDatabase) database = bty_database_open (path, NULL, BTY_DATABASE_WRITE, error);
  Before before = { NULL, NULL, NULL };
  gboolean done;

  /* It may be older than the tables in which this looks. */
  if (database == NULL || !bty_migrator_run (database, NULL, error) || !bty_database_begin (database, error))
    return FALSE;
  look_before (target, &before, restored);
  done = bring_up (database, &before, restored, error) && bty_database_commit (database, error);
  clear_before (&before);
  if (!done)
    bty_database_rollback (database);

  return done && bty_database_finish (database, error);
}

static gboolean
restore (const char    *data_dir,
         const char    *path,
         BtyProgress   *progress,
         BtyRestored   *restored,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autofree char *target = bty_profiles_dup_uri (data_dir);
  g_autofree char *unfinished = g_strconcat (target, ".restoring", NULL);
  g_autoptr(BtyDataLock) lock = bty_data_lock_new (data_dir, error);
  gboolean done;

  if (lock == NULL || !check_is_file (target, error))
    return FALSE;
  if (bty_database_is_copy (path))
    done = bty_database_check_copy (path, unfinished, progress, cancellable, error);
  else
    done = create_from_export (path, unfinished, progress, cancellable, error);
  done = done && complete (unfinished, target, restored, error)
         && !g_cancellable_set_error_if_cancelled (cancellable, error)
         && bty_database_replace (target, unfinished, &restored->aside, error);
  if (!done)
    bty_database_remove_file (unfinished);

  return done;
}

/* For as long as it takes, with what it shows of that. */
static void
restore_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;
  g_autoptr(BtyRestored) restored = g_new0 (BtyRestored, 1);

  if (restore (work->data_dir, work->path, work->progress, restored, cancellable, &error))
    {
      g_task_return_pointer (task, g_steal_pointer (&restored), (GDestroyNotify) bty_restored_free);
      return;
    }
  bty_file_add_advice (_("Nothing was changed. Make room for the data and try again."), &error);
  g_task_return_error (task, error);
}

/**
 * bty_storage_restore_async:
 * @data_dir: of a profile that is not open
 * @path: a backup or an export
 * @progress: (nullable): follows it
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Verifies a backup and puts it in the place of the data, which are kept under another name. What was forgotten in
 * these is forgotten in the backup too before it is put there; the backup itself stays as it is.
 */
void
bty_storage_restore_async (const char          *data_dir,
                           const char          *path,
                           BtyProgress         *progress,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  run_in_thread (data_dir, path, progress, restore_in_thread, cancellable, callback, user_data);
}

/**
 * bty_storage_restore_finish:
 * @result: of the call
 * @error: (out) (optional): what is wrong with the backup; then nothing was changed
 *
 * Returns: (transfer full) (nullable): what became of it
 */
BtyRestored *
bty_storage_restore_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_restored_free:
 * @self: (transfer full): what became of restoring
 */
void
bty_restored_free (BtyRestored *self)
{
  g_free (self->aside);
  g_clear_pointer (&self->unconfirmed, json_array_unref);
  g_free (self);
}

/* Rows are collected in a database of their own, which leaves out what belongs to something that is lost. */
static gboolean
salvage (Work          *work,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autofree char *source_path = bty_profiles_dup_uri (work->data_dir);
  g_autofree char *scratch = g_strconcat (work->path, ".salvage", NULL);
  g_autoptr(BtyOutputFile) file = bty_output_file_new (work->path, error);
  g_autoptr(BtyDatabase) source = NULL;
  g_autoptr(BtyDatabase) target = NULL;
  gboolean done;

  if (file == NULL || !check_is_file (source_path, error))
    return FALSE;
  bty_database_remove_file (scratch);
  source = bty_database_open (source_path, NULL, BTY_DATABASE_READ, error);
  target = source != NULL ? bty_database_open (scratch, NULL, BTY_DATABASE_WRITE, error) : NULL;
  done = target != NULL
         && bty_migrator_run (target, NULL, error)
         && bty_salvage_run (source, target, work->progress, &work->n_saved, &work->n_lost, cancellable, error)
         && bty_export_write (target, bty_output_file_get_stream (file), bty_time_now (), NULL, cancellable, error)
         && bty_output_file_commit (file, error);
  if (target != NULL)
    bty_database_finish (target, NULL);
  g_clear_object (&target);
  bty_database_remove_file (scratch);

  return done;
}

static void
salvage_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  GError *error = NULL;

  if (salvage (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * bty_storage_salvage_async:
 * @data_dir: of a profile that is not open because it is damaged
 * @path: the file to write
 * @progress: (nullable): follows it
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Writes an export of everything that is still readable. Changes nothing.
 */
void
bty_storage_salvage_async (const char          *data_dir,
                           const char          *path,
                           BtyProgress         *progress,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  run_in_thread (data_dir, path, progress, salvage_in_thread, cancellable, callback, user_data);
}

/**
 * bty_storage_salvage_finish:
 * @result: of the call
 * @n_saved: (out): how many rows are in the export
 * @n_lost: (out): how many at least are not
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether the export is there
 */
gboolean
bty_storage_salvage_finish (GAsyncResult  *result,
                            gint64        *n_saved,
                            gint64        *n_lost,
                            GError       **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  *n_saved = work->n_saved;
  *n_lost = work->n_lost;

  return g_task_propagate_boolean (G_TASK (result), error);
}

static int
compare_newest (gconstpointer a,
                gconstpointer b)
{
  GStatBuf status_a = { 0 };
  GStatBuf status_b = { 0 };

  g_stat (*(const char *const *) a, &status_a);
  g_stat (*(const char *const *) b, &status_b);

  return (status_a.st_mtime < status_b.st_mtime) - (status_a.st_mtime > status_b.st_mtime);
}

/**
 * bty_storage_list_backups:
 * @data_dir: of a profile
 *
 * Returns: (transfer full): the paths of copies that the program made by itself, before upgrades and before
 *   another file was put in place, newest first
 */
char **
bty_storage_list_backups (const char *data_dir)
{
  g_autoptr(GPtrArray) paths = g_ptr_array_new ();
  g_autoptr(GDir) directory = g_dir_open (data_dir, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if ((g_str_has_prefix (name, DATABASE ".backup-v") || g_str_has_prefix (name, DATABASE ".before-"))
        && !g_str_has_suffix (name, ".part") && !g_str_has_suffix (name, ".files") && !g_str_has_suffix (name, "-wal")
        && !g_str_has_suffix (name, "-shm"))
      g_ptr_array_add (paths, g_build_filename (data_dir, name, NULL));
  g_ptr_array_sort (paths, compare_newest);
  g_ptr_array_add (paths, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}
