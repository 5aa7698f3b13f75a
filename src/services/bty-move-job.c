/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-move-job.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-connecting.h"
#include "bty-copy.h"
#include "bty-error.h"
#include "bty-export.h"
#include "bty-job-kind.h"
#include "bty-json.h"
#include "bty-move-place.h"
#include "bty-output-file.h"
#include "bty-profiles.h"
#include "bty-storage.h"
#include "bty-unconfirmed.h"

/*
 * Moving the data of a profile to another address. Kind by kind is copied while others go on; then, while nobody
 * writes, what has changed meanwhile is copied again, both are compared, and the profile uses the new place. Until that
 * moment it uses the old one, whatever happens. How far it is is stored at the new place, in one transaction with what
 * was copied: when the program was killed, or the new place has vanished, it goes on from what is really there.
 */

/* The step after the last kind: comparing. */
#define COMPARE "compare"

#define NOT_MOVED N_("The data are used where they were. Make room and move again, or choose another place.")

/* After so many rows a step ends. */
#define ROWS_IN_STEP 1000

/* What is written while it is compared cannot be: the second time must do. */
#define MAX_ROUNDS 3

static const char *
get_table (const BtyKind *kind)
{
  g_autoptr(BtyRecordClass) class = bty_kind_ref_class (kind);

  return class->table;
}

/* The first kind from @index on that is copied; NULL = there is none. */
static const BtyKind *
find_exported (guint index)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);

  while (index < n_kinds && !bty_kind_is_exported (&kinds[index]))
    index++;

  return index < n_kinds ? &kinds[index] : NULL;
}

/* The kind that is copied in a step; the first one when that is not known. */
static const BtyKind *
find_kind (const char *step)
{
  guint n_kinds;
  const BtyKind *kinds = bty_kinds_get (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    if (bty_kind_is_exported (&kinds[i]) && g_strcmp0 (get_table (&kinds[i]), step) == 0)
      return &kinds[i];

  return find_exported (0);
}

static const BtyKind *
find_next (const BtyKind *kind)
{
  guint n_kinds;

  return find_exported (kind - bty_kinds_get (&n_kinds) + 1);
}

/* Remembers at the new place how far it is. */
static gboolean
save_place (BtyDatabase  *target,
            BtyWorkflow  *workflow,
            GError      **error)
{
  if (!bty_database_begin (target, error))
    return FALSE;
  if (!bty_database_upsert (target, workflow, error) || !bty_database_commit (target, error))
    {
      bty_database_rollback (target);
      return FALSE;
    }

  return TRUE;
}

static void
begin_comparing (BtyWorkflow *workflow)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) checkpoint = json_node_init_object (json_node_alloc (), object);

  json_object_set_boolean_member (object, "copied", TRUE);
  g_object_set (workflow, "step", COMPARE, "checkpoint", checkpoint, NULL);
}

/* Each kind is copied as it is then: a row may belong to one that is newer than what is there. It waits for the end,
 * when nothing changes any more. */
static gboolean
is_too_early (GError *error)
{
  return g_error_matches (error, BTY_ERROR, BTY_ERROR_NOT_FOUND)
         || g_error_matches (error, BTY_ERROR, BTY_ERROR_EXISTS);
}

/* Copies the next kind and remembers at the new place that it is there. */
static gboolean
copy_next (BtyDatabase   *database,
           BtyMovePlace  *place,
           BtyWorkflow   *workflow,
           BtyProgress   *progress,
           GCancellable  *cancellable,
           GError       **error)
{
  const BtyKind *kind = find_kind (place->step);
  const BtyKind *next = find_next (kind);
  BtyCopyPlace rows;
  GError *copy_error = NULL;

  if (!bty_copy_count (database, &rows, get_table (kind), error))
    return FALSE;
  if (!bty_copy_update (database, place->reader, place->target, kind, &rows, progress, cancellable, &copy_error)
      && !is_too_early (copy_error))
    {
      g_propagate_error (error, copy_error);
      return FALSE;
    }
  if (copy_error != NULL || next == NULL)
    begin_comparing (workflow);
  else
    g_object_set (workflow, "step", get_table (next), NULL);
  g_clear_error (&copy_error);
  g_object_set (workflow, "progress", rows.done, "total", rows.total, NULL);
  g_free (place->step);
  place->step = g_strdup (workflow->step);

  return save_place (place->target, workflow, error);
}

/* Small kinds are not worth a step of their own, for which the new place would be opened again. */
static gboolean
copy_step (BtyDatabase   *database,
           BtyMovePlace  *place,
           BtyWorkflow   *workflow,
           BtyProgress   *progress,
           GCancellable  *cancellable,
           GError       **error)
{
  gint64 begun_at = workflow->progress;

  while (!g_str_equal (place->step, COMPARE) && workflow->progress - begun_at < ROWS_IN_STEP)
    if (!copy_next (database, place, workflow, progress, cancellable, error))
      return FALSE;
  /* The old place may not know it, if the program was killed just before. */
  if (g_str_equal (place->step, COMPARE))
    begin_comparing (workflow);

  return TRUE;
}

static gboolean
is_same_kind (JsonNode   *wanted,
              JsonNode   *found,
              const char *table)
{
  return g_strcmp0 (bty_json_get_text (bty_json_get (wanted, "sha256"), table),
                    bty_json_get_text (bty_json_get (found, "sha256"), table)) == 0;
}

static gboolean
bring_up (BtyDatabase   *database,
          BtyMovePlace  *place,
          JsonNode      *wanted,
          JsonNode      *found,
          GCancellable  *cancellable,
          GError       **error)
{
  BtyCopyPlace rows = { 0, 0 };

  for (const BtyKind *kind = find_exported (0); kind != NULL; kind = find_next (kind))
    if (!is_same_kind (wanted, found, get_table (kind))
        && !bty_copy_update (database, place->reader, place->target, kind, &rows, NULL, cancellable, error))
      return FALSE;

  return TRUE;
}

/* What is not exported and goes with the data all the same. */
static gboolean
complete_target (BtyDatabase   *database,
                 BtyMovePlace  *place,
                 BtyWorkflow   *workflow,
                 GError       **error)
{
  return bty_unconfirmed_copy (database, place->target, error)
         && bty_database_upsert (place->target, workflow, error);
}

/* In a transaction of the target: whether it has what it shall have. */
static gboolean
compare (BtyDatabase   *database,
         BtyMovePlace  *place,
         JsonNode      *wanted,
         JsonNode     **found,
         BtyWorkflow   *workflow,
         BtyProgress   *progress,
         GCancellable  *cancellable,
         gboolean      *is_same,
         GError       **error)
{
  if (!bty_database_begin (place->target, error))
    return FALSE;
  *found = bty_export_summarize (place->target, progress, cancellable, error);
  *is_same = *found != NULL && json_node_equal (wanted, *found);
  if (*is_same && complete_target (database, place, workflow, error) && bty_database_commit (place->target, error))
    return TRUE;
  bty_database_rollback (place->target);

  return *found != NULL && !*is_same;
}

/* When rows were in each other's way, all of it at once. */
static gboolean
copy_anew (BtyDatabase   *database,
           BtyMovePlace  *place,
           BtyWorkflow   *workflow,
           BtyProgress   *progress,
           GCancellable  *cancellable,
           GError       **error)
{
  if (!bty_database_begin (place->target, error))
    return FALSE;
  if (!bty_copy_run (database, place->target, progress, cancellable, error)
      || !complete_target (database, place, workflow, error)
      || !bty_database_commit (place->target, error))
    {
      bty_database_rollback (place->target);
      return FALSE;
    }

  return TRUE;
}

/* Nobody writes meanwhile. */
static gboolean
finish_copy (BtyDatabase   *database,
             BtyMovePlace  *place,
             BtyWorkflow   *workflow,
             BtyProgress   *progress,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(JsonNode) wanted = bty_export_summarize (database, progress, cancellable, error);
  gboolean is_same = FALSE;

  if (wanted == NULL)
    return FALSE;
  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      g_autoptr(JsonNode) found = NULL;
      GError *copy_error = NULL;

      if (!compare (database, place, wanted, &found, workflow, progress, cancellable, &is_same, error))
        return FALSE;
      if (is_same)
        return TRUE;
      if (bring_up (database, place, wanted, found, cancellable, &copy_error))
        continue;
      if (!is_too_early (copy_error))
        {
          g_propagate_error (error, copy_error);
          return FALSE;
        }
      g_error_free (copy_error);
      break;
    }

  return copy_anew (database, place, workflow, progress, cancellable, error);
}

static gboolean
compare_step (BtyDatabase   *database,
              BtyMovePlace  *place,
              BtyWorkflow   *workflow,
              BtyProgress   *progress,
              GCancellable  *cancellable,
              GError       **error)
{
  const char *profile_dir = bty_json_get_text (workflow->input, "profile_dir");

  g_object_set (workflow, "status", BTY_WORKFLOW_STATUS_COMPLETED, "progress", workflow->total, NULL);
  if (!finish_copy (database, place, workflow, progress, cancellable, error)
      || !bty_move_place_finish (place, workflow, error)
      || !bty_profiles_set_uri (profile_dir, bty_json_get_text (workflow->input, "uri"), workflow->id, error))
    return FALSE;
  /* What waits to be written would be written where nobody looks any more. */
  bty_database_retire (database);

  return TRUE;
}

static gboolean
move_step (BtyDatabase   *database,
           BtyWorkflow   *workflow,
           BtyProgress   *progress,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(BtyMovePlace) place = NULL;

  /* Killed between using the new place and writing that down in the old one; then the old one is used again. */
  if (bty_profiles_has_moved (bty_json_get_text (workflow->input, "profile_dir"), workflow->id))
    {
      g_object_set (workflow, "status", BTY_WORKFLOW_STATUS_COMPLETED, "progress", workflow->total, NULL);
      return TRUE;
    }
  place = bty_move_place_new (database, workflow, error);
  if (place == NULL)
    {
      bty_file_add_advice (_(NOT_MOVED), error);
      return FALSE;
    }

  if (workflow->checkpoint == NULL ? copy_step (database, place, workflow, progress, cancellable, error)
                                   : compare_step (database, place, workflow, progress, cancellable, error))
    return TRUE;
  bty_file_add_advice (_(NOT_MOVED), error);

  return FALSE;
}

static void
cancel_move (BtyWorkflow *workflow)
{
  /* Tried again, it begins at the beginning. */
  g_object_set (workflow, "step", "", "checkpoint", NULL, NULL);
  bty_move_place_remove (workflow);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  gboolean is_found = bty_connect_ask_keyring_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, is_found);
}

static void
unlock_move (BtyWorkflow *workflow,
             GTask       *task)
{
  bty_connect_ask_keyring_async (bty_json_get_text (workflow->input, "profile_dir"),
                                 bty_json_get_text (workflow->input, "uri"), g_task_get_cancellable (task), asked_cb,
                                 g_object_ref (task));
}

static const BtyJobKind move_kind = { BTY_JOB_MOVE, BTY_JOB_READS_FIRST, move_step, cancel_move, unlock_move };

/**
 * bty_move_job_register:
 * @jobs: of a profile
 *
 * Adds moving to what it can do.
 */
void
bty_move_job_register (BtyJobService *jobs)
{
  bty_job_service_register (jobs, &move_kind);
}
