/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-move-place.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bty-config.h"
#include "bty-connecting.h"
#include "bty-database-files.h"
#include "bty-error.h"
#include "bty-import.h"
#include "bty-json.h"
#include "bty-migrator.h"
#include "bty-profiles.h"
#include "bty-storage.h"

#define MOVING ".moving"

static const char *
get_uri (BtyWorkflow *workflow)
{
  return bty_json_get_text (workflow->input, "uri");
}

/* A file has another name until all is in it, so that nobody takes half of it for the whole. Then it may be there
 * already, when the program was killed before the profile used it. */
static char *
dup_place (BtyWorkflow *workflow)
{
  const char *uri = get_uri (workflow);

  if (strstr (uri, "://") != NULL || g_file_test (uri, G_FILE_TEST_EXISTS))
    return g_strdup (uri);

  return g_strconcat (uri, MOVING, NULL);
}

static gboolean
is_same_input (BtyWorkflow *a,
               BtyWorkflow *b,
               const char  *member)
{
  return g_strcmp0 (bty_json_get_text (a->input, member), bty_json_get_text (b->input, member)) == 0;
}

/* What this move, or an earlier one of the same data to the same place, left unfinished. Nobody uses that. */
static BtyWorkflow *
find_ours (BtyDatabase *target,
           BtyWorkflow *workflow)
{
  g_autoptr(BtyWorkflow) found = bty_database_get (target, BTY_TYPE_WORKFLOW, workflow->id, NULL);

  if (found != NULL)
    return g_steal_pointer (&found);
  found = bty_database_select_first (target, BTY_TYPE_WORKFLOW,
                                     "WHERE kind = '" BTY_JOB_MOVE "' AND status = 'running'"
                                     " ORDER BY created_at DESC, id DESC", BTY_NO_ARGS, NULL);
  if (found != NULL && is_same_input (found, workflow, "uri") && is_same_input (found, workflow, "profile_dir"))
    return g_steal_pointer (&found);

  return NULL;
}

/* Takes it, unless there are data of somebody. */
static gboolean
take (BtyMovePlace  *self,
      BtyWorkflow   *workflow,
      GError       **error)
{
  g_autoptr(BtyWorkflow) ours = find_ours (self->target, workflow);
  gboolean is_fresh = FALSE;

  if (ours == NULL && !bty_import_is_fresh (self->target, &is_fresh, error))
    return FALSE;
  if (ours == NULL && !is_fresh)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED,
                           _("There are data at that address already. Choose an empty place."));
      return FALSE;
    }
  self->step = g_strdup (ours != NULL ? ours->step : "");
  /* There it must not be two works. */
  if (ours != NULL && !g_str_equal (ours->id, workflow->id)
      && !bty_database_delete (self->target, BTY_TYPE_WORKFLOW, ours->id, error))
    return FALSE;

  return bty_database_upsert (self->target, workflow, error);
}

static gboolean
claim (BtyMovePlace  *self,
       BtyWorkflow   *workflow,
       GError       **error)
{
  if (!bty_database_begin (self->target, error))
    return FALSE;
  if (!take (self, workflow, error) || !bty_database_commit (self->target, error))
    {
      bty_database_rollback (self->target);
      return FALSE;
    }

  return TRUE;
}

/* Killed while its tables were made, a file has nothing in it yet; it would be kept as that of an older version. */
static void
remove_empty (const char *path)
{
  g_autoptr(BtyDatabase) target = NULL;
  gint64 version = 0;

  if (!g_str_has_suffix (path, MOVING) || !g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  target = bty_database_open (path, NULL, BTY_DATABASE_READ, NULL);
  if (target != NULL && bty_database_get_version (target, &version, NULL) && version == bty_migrator_get_newest ())
    return;
  g_clear_object (&target);
  bty_database_remove_file (path);
}

static gboolean
check_is_elsewhere (BtyDatabase  *source,
                    BtyWorkflow  *workflow,
                    GError      **error)
{
  g_autofree char *current = bty_profiles_dup_uri (bty_json_get_text (workflow->input, "profile_dir"));

  if (!g_str_equal (get_uri (workflow), current))
    return TRUE;
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("The data are at that address already."));

  return FALSE;
}

/**
 * bty_move_place_new:
 * @source: where the data are now
 * @workflow: the move
 * @error: (out) (optional): %BTY_ERROR_REFUSED if there are other data, %BTY_ERROR_AUTHENTICATION if its server wants a
 *   password that is not known in this run, or what else went wrong
 *
 * Opens the place and takes it for the move.
 *
 * Returns: (transfer full) (nullable): the place
 */
BtyMovePlace *
bty_move_place_new (BtyDatabase  *source,
                    BtyWorkflow  *workflow,
                    GError      **error)
{
  g_autoptr(BtyMovePlace) self = g_new0 (BtyMovePlace, 1);
  g_autoptr(BtyKey) password = bty_connect_dup_password (get_uri (workflow));
  g_autofree char *uri = dup_place (workflow);

  if (!check_is_elsewhere (source, workflow, error))
    return NULL;
  remove_empty (uri);
  self->target = bty_database_open (uri, password, BTY_DATABASE_WRITE, error);
  if (self->target == NULL || !bty_migrator_run (self->target, NULL, error) || !claim (self, workflow, error))
    return NULL;
  self->reader = bty_database_open (uri, password, BTY_DATABASE_READ, error);
  if (self->reader == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
close_place (BtyMovePlace  *self,
             GError       **error)
{
  gboolean done;

  g_clear_object (&self->reader);
  done = self->target == NULL || bty_database_finish (self->target, error);
  g_clear_object (&self->target);

  return done;
}

/**
 * bty_move_place_finish:
 * @self: a place that has everything; it is closed
 * @workflow: the move
 * @error: (out) (optional): where to say what went wrong
 *
 * Gives a file the name that it shall have.
 *
 * Returns: whether it can be used
 */
gboolean
bty_move_place_finish (BtyMovePlace  *self,
                       BtyWorkflow   *workflow,
                       GError       **error)
{
  g_autofree char *place = dup_place (workflow);
  g_autofree char *aside = NULL;

  return close_place (self, error)
         && (g_str_equal (place, get_uri (workflow))
             || bty_database_replace (get_uri (workflow), place, &aside, error));
}

/**
 * bty_move_place_free:
 * @self: (transfer full): a place
 *
 * Closes it. What is there stays.
 */
void
bty_move_place_free (BtyMovePlace *self)
{
  /* If this fails the log stays and is read the next time. */
  close_place (self, NULL);
  g_free (self->step);
  g_free (self);
}

/**
 * bty_move_place_remove:
 * @workflow: a move that was cancelled
 *
 * Removes what it has copied, where that is a file. On a server it stays; the next move to that place goes on with it.
 */
void
bty_move_place_remove (BtyWorkflow *workflow)
{
  g_autofree char *path = dup_place (workflow);
  g_autoptr(BtyDatabase) target = NULL;
  g_autoptr(BtyWorkflow) ours = NULL;

  if (strstr (path, "://") != NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  target = bty_database_open (path, NULL, BTY_DATABASE_READ, NULL);
  ours = target != NULL ? find_ours (target, workflow) : NULL;
  g_clear_object (&target);
  if (ours == NULL || ours->status == BTY_WORKFLOW_STATUS_COMPLETED)
    return;
  bty_database_remove_file (path);
}
