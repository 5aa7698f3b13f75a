/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-move-job.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-connecting.h"
#include "bty-copy.h"
#include "bty-error.h"
#include "bty-import.h"
#include "bty-job-kind.h"
#include "bty-json.h"
#include "bty-migrator.h"
#include "bty-profiles.h"
#include "bty-storage.h"

/* Moving the data of a profile to another address. Nobody writes while it is done. It is one step: killed before its
 * end it has not happened, and it is begun again; what it leaves at the new address carries the id of the work, by
 * which the next try knows that it may be replaced. */

static gboolean
is_ours (BtyDatabase *target,
         BtyWorkflow *workflow)
{
  g_autoptr(BtyWorkflow) found = bty_database_get (target, BTY_TYPE_WORKFLOW, workflow->id, NULL);

  return found != NULL;
}

static gboolean
check_target (BtyDatabase  *target,
              BtyWorkflow  *workflow,
              GError      **error)
{
  gboolean is_fresh = FALSE;

  if (is_ours (target, workflow))
    return TRUE;
  if (!bty_import_is_fresh (target, &is_fresh, error))
    return FALSE;
  if (!is_fresh)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED,
                         _("There are data at that address already. Choose an empty place."));

  return is_fresh;
}

static gboolean
fill_target (BtyDatabase   *source,
             BtyDatabase   *target,
             BtyWorkflow   *workflow,
             BtyProgress   *progress,
             GCancellable  *cancellable,
             GError       **error)
{
  if (!bty_database_begin (target, error))
    return FALSE;
  if (!check_target (target, workflow, error)
      || !bty_copy_run (source, target, progress, cancellable, error)
      || !bty_database_upsert (target, workflow, error)
      || !bty_database_commit (target, error))
    {
      bty_database_rollback (target);
      return FALSE;
    }

  return TRUE;
}

static gboolean
move_step (BtyDatabase   *database,
           BtyWorkflow   *workflow,
           BtyProgress   *progress,
           GCancellable  *cancellable,
           GError       **error)
{
  const char *uri = bty_json_get_text (workflow->input, "uri");
  const char *profile_dir = bty_json_get_text (workflow->input, "profile_dir");
  g_autofree char *current = bty_profiles_dup_uri (profile_dir);
  g_autoptr(BtyKey) password = bty_connect_dup_password (uri);
  g_autoptr(BtyDatabase) target = NULL;

  if (g_str_equal (uri, current))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("The data are at that address already."));
      return FALSE;
    }
  target = bty_database_open (uri, password, BTY_DATABASE_WRITE, error);
  if (target == NULL || !bty_migrator_run (target, NULL, error))
    return FALSE;

  g_object_set (workflow, "status", BTY_WORKFLOW_STATUS_COMPLETED, "progress", workflow->total, NULL);
  if (!fill_target (database, target, workflow, progress, cancellable, error)
      || !bty_profiles_set_uri (profile_dir, uri, error))
    return FALSE;
  /* What waits to be written would be written where nobody looks any more. */
  bty_database_retire (database);

  return TRUE;
}

static const BtyJobKind move_kind = { BTY_JOB_MOVE, BTY_JOB_NONE, move_step, NULL };

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
