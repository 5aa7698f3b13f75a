/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-storage-jobs.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "bty-audit-imported.h"
#include "bty-config.h"
#include "bty-database-files.h"
#include "bty-export.h"
#include "bty-forgotten.h"
#include "bty-import.h"
#include "bty-imported-providers.h"
#include "bty-job-kind.h"
#include "bty-json.h"
#include "bty-output-file.h"
#include "bty-storage.h"

/* Export, import and backup, as steps of long work. */

#define MAKE_ROOM N_("Make room there, or choose another place.")

static char *
dup_path (BtyWorkflow *workflow)
{
  const char *uri = bty_json_get_text (workflow->input, "file");

  return uri != NULL ? g_filename_from_uri (uri, NULL, NULL) : NULL;
}

static void
complete (BtyWorkflow *workflow,
          JsonNode    *result)
{
  g_object_set (workflow, "status", BTY_WORKFLOW_STATUS_COMPLETED, "progress", workflow->total, "result", result, NULL);
}

static void
remove_unfinished (BtyWorkflow *workflow)
{
  g_autofree char *path = dup_path (workflow);

  if (path != NULL)
    bty_output_file_remove (path);
}

static gboolean
write_export (BtyDatabase   *database,
              BtyWorkflow   *workflow,
              const char    *path,
              BtyProgress   *progress,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(BtyOutputFile) file = bty_output_file_new (path, error);
  gint64 exported_at = bty_json_get_int (workflow->input, "exported_at", workflow->created_at);
  GError *write_error = NULL;

  if (file == NULL)
    return FALSE;
  if (!bty_export_write (database, bty_output_file_get_stream (file), exported_at, progress, cancellable,
                         &write_error))
    {
      bty_file_map_error (path, &write_error);
      g_propagate_error (error, write_error);
      return FALSE;
    }

  return bty_output_file_commit (file, error);
}

static JsonNode *
describe_file (BtyWorkflow *workflow,
               const char  *path)
{
  g_autoptr(JsonObject) result = json_object_new ();
  GStatBuf status;

  json_object_set_string_member (result, "file", bty_json_get_text (workflow->input, "file"));
  if (g_stat (path, &status) == 0)
    json_object_set_int_member (result, "size", status.st_size);

  return json_node_init_object (json_node_alloc (), result);
}

static gboolean
export_step (BtyDatabase   *database,
             BtyWorkflow   *workflow,
             BtyProgress   *progress,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree char *path = dup_path (workflow);
  g_autoptr(JsonNode) result = NULL;

  if (!write_export (database, workflow, path, progress, cancellable, error))
    {
      bty_file_add_advice (_(MAKE_ROOM), error);
      return FALSE;
    }
  result = describe_file (workflow, path);
  complete (workflow, result);

  return TRUE;
}

/* Where the engine has no copies of its own, or they would not have everything in them, an export is the backup. */
static gboolean
backup_step (BtyDatabase   *database,
             BtyWorkflow   *workflow,
             BtyProgress   *progress,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree char *path = dup_path (workflow);
  g_autoptr(JsonNode) result = NULL;
  gboolean has_files;
  gboolean done;

  if (!bty_export_has_files (database, &has_files, error))
    return FALSE;
  if (bty_database_makes_copies (database) && !has_files)
    done = bty_database_copy (database, path, progress, cancellable, error);
  else
    done = write_export (database, workflow, path, progress, cancellable, error);
  if (!done)
    {
      bty_file_add_advice (_(MAKE_ROOM), error);
      return FALSE;
    }
  result = describe_file (workflow, path);
  complete (workflow, result);

  return TRUE;
}

/* The whole file is read once before anything is stored, while everybody else goes on. */
static gboolean
check_import (BtyWorkflow   *workflow,
              GInputStream  *stream,
              gint64         size,
              BtyProgress   *progress,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(JsonNode) summary = bty_import_check (stream, size, progress, cancellable, error);

  if (summary == NULL)
    return FALSE;
  g_object_set (workflow, "step", "store", "checkpoint", summary, NULL);

  return TRUE;
}

static gboolean
choose_mode (BtyDatabase    *database,
             BtyWorkflow    *workflow,
             BtyImportMode  *mode,
             GError        **error)
{
  gboolean is_fresh = FALSE;

  if (!bty_import_is_fresh (database, &is_fresh, error))
    return FALSE;
  *mode = is_fresh || bty_json_get_int (workflow->input, "replace", 0) != 0 ? BTY_IMPORT_REPLACE : BTY_IMPORT_MERGE;

  return TRUE;
}

/* What was forgotten here does not come back with an older file. */
static gboolean
leave_out (BtyDatabase   *database,
           BtyForgotten  *forgotten,
           JsonNode      *summary,
           GError       **error)
{
  gint64 n_memories, n_messages;
  JsonObject *left_out;

  if (!bty_forgotten_apply (forgotten, database, &n_memories, &n_messages, error))
    return FALSE;
  if (n_memories == 0 && n_messages == 0)
    return TRUE;
  left_out = json_object_new ();
  json_object_set_int_member (left_out, "memories", n_memories);
  json_object_set_int_member (left_out, "messages", n_messages);
  json_object_set_object_member (json_node_get_object (summary), "left_out", left_out);

  return TRUE;
}

/* What came with the file is asked when somebody has looked at its address. */
static gboolean
keep_aside (BtyDatabase           *database,
            BtyImportedProviders  *providers,
            JsonNode              *summary,
            GError               **error)
{
  g_autoptr(JsonArray) waiting = bty_imported_providers_mark (providers, database, error);

  if (waiting != NULL && json_array_get_length (waiting) > 0)
    json_object_set_array_member (json_node_get_object (summary), "unconfirmed", json_array_ref (waiting));

  return waiting != NULL;
}

static gboolean
store_import (BtyDatabase   *database,
              BtyWorkflow   *workflow,
              GInputStream  *stream,
              gint64         size,
              BtyProgress   *progress,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(BtyForgotten) forgotten = bty_forgotten_new (database, error);
  g_autoptr(BtyImportedProviders) providers = bty_imported_providers_new (database, error);
  g_autoptr(GHashTable) unsound = NULL;
  g_autoptr(JsonNode) summary = NULL;
  BtyImportMode mode;

  if (forgotten == NULL || providers == NULL || !choose_mode (database, workflow, &mode, error))
    return FALSE;
  unsound = bty_audit_imported_list_unsound (database, error);
  if (unsound == NULL)
    return FALSE;
  summary = bty_import_read (database, stream, size, mode, progress, cancellable, error);
  if (summary == NULL || !leave_out (database, forgotten, summary, error)
      || !keep_aside (database, providers, summary, error)
      || !bty_audit_imported_note (database, unsound, error))
    return FALSE;
  json_object_set_boolean_member (json_node_get_object (summary), "replaced", mode == BTY_IMPORT_REPLACE);
  complete (workflow, summary);

  return TRUE;
}

static gboolean
import_step (BtyDatabase   *database,
             BtyWorkflow   *workflow,
             BtyProgress   *progress,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree char *path = dup_path (workflow);
  g_autoptr(GInputStream) stream = NULL;
  GError *read_error = NULL;
  gint64 size;
  gboolean done;

  stream = bty_input_file_new (path, &size, error);
  if (stream == NULL)
    return FALSE;
  if (workflow->checkpoint == NULL)
    done = check_import (workflow, stream, size, progress, cancellable, &read_error);
  else
    done = store_import (database, workflow, stream, size, progress, cancellable, &read_error);
  if (!done)
    {
      bty_file_map_error (path, &read_error);
      bty_file_add_advice (_("Nothing was changed. Make room for the data and try again."), &read_error);
      g_propagate_error (error, read_error);
    }

  return done;
}

static const BtyJobKind export_kind = { BTY_JOB_EXPORT, BTY_JOB_READS, export_step, remove_unfinished };
static const BtyJobKind backup_kind = { BTY_JOB_BACKUP, BTY_JOB_READS, backup_step, remove_unfinished };
static const BtyJobKind import_kind = { BTY_JOB_IMPORT, BTY_JOB_READS_FIRST, import_step, NULL };

/**
 * bty_storage_jobs_register:
 * @jobs: of a profile
 *
 * Adds export, import and backup to what it can do.
 */
void
bty_storage_jobs_register (BtyJobService *jobs)
{
  bty_job_service_register (jobs, &export_kind);
  bty_job_service_register (jobs, &backup_kind);
  bty_job_service_register (jobs, &import_kind);
}
