/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-job-service-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-job-step.h"

/* How often what is shown follows a step that takes long. */
#define PROGRESS_INTERVAL_MS 100

static void run_step (BtyJobService *self,
                      BtyJobRun     *run);

/**
 * bty_job_run_answer_waiting:
 * @run: a run
 *
 * Tells everybody who waits for it how it ended.
 */
void
bty_job_run_answer_waiting (BtyJobRun *run)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&run->waiting);

  run->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (run->error != NULL)
        g_task_return_error (task, g_error_copy (run->error));
      else if (run->workflow->status == BTY_WORKFLOW_STATUS_COMPLETED)
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("The operation was cancelled."));
    }
}

static gboolean
is_kind_busy (BtyJobService *self,
              const char    *kind)
{
  GHashTableIter iter;
  BtyJobRun *run;

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &run))
    if (run->busy && run->workflow->status == BTY_WORKFLOW_STATUS_RUNNING && g_str_equal (run->workflow->kind, kind))
      return TRUE;

  return FALSE;
}

/**
 * bty_job_run_start_next:
 * @self: the service
 * @kind: the name of a kind
 *
 * The oldest of a kind that waits for its turn begins, unless another goes on.
 */
void
bty_job_run_start_next (BtyJobService *self,
                        const char    *kind)
{
  GListModel *jobs = G_LIST_MODEL (self->jobs);

  if (is_kind_busy (self, kind))
    return;

  for (guint i = g_list_model_get_n_items (jobs); i-- > 0;)
    {
      g_autoptr(BtyWorkflow) workflow = g_list_model_get_item (jobs, i);
      BtyJobRun *run = bty_job_run_get (self, workflow);

      if (workflow->status == BTY_WORKFLOW_STATUS_PENDING && !run->busy && run->kind != NULL
          && g_str_equal (workflow->kind, kind))
        {
          run_step (self, run);
          return;
        }
    }
}

static void
settle (BtyJobService *self,
        BtyJobRun     *run)
{
  g_autofree char *kind = g_strdup (run->workflow->kind);

  if (bty_workflow_has_ended (run->workflow))
    {
      if (run->workflow->status == BTY_WORKFLOW_STATUS_CANCELLED && run->kind != NULL && run->kind->clean != NULL)
        run->kind->clean (run->workflow);
      bty_job_run_answer_waiting (run);
    }
  bty_job_run_start_next (self, kind);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  BtyJobService *self = BTY_JOB_SERVICE (source);
  g_autoptr(GError) error = NULL;
  BtyJobStep *step = bty_job_step_take_back (self, result, &error);

  if (step == NULL)
    return;
  /* It is shown as it is now, although the next start will not know of it. */
  if (error != NULL)
    g_message ("The state of a job was not stored: %s", error->message);
  bty_record_assign (step->run->workflow, step->workflow);
  settle (self, step->run);
}

/**
 * bty_job_run_save_status:
 * @self: the service
 * @run: a run that is not busy
 * @status: its new state
 *
 * Stores a change of state that is no step.
 */
void
bty_job_run_save_status (BtyJobService     *self,
                         BtyJobRun         *run,
                         BtyWorkflowStatus  status)
{
  g_autoptr(GTask) task = bty_job_step_create_task (self, run, NULL, saved_cb);
  BtyJobStep *step = g_task_get_task_data (task);
  gboolean failed = status == BTY_WORKFLOW_STATUS_FAILED && run->error != NULL;

  run->pausing = run->cancelling = FALSE;
  g_object_set (step->workflow,
                "status", status,
                "error", failed ? run->error->message : NULL,
                "error-code", failed ? bty_error_to_nick (run->error) : NULL,
                NULL);
  bty_job_step_save (self->worker, task);
}

/**
 * bty_job_run_fail:
 * @self: the service
 * @run: a run that is not busy
 * @error: (transfer full): why
 *
 * Stores that it failed, or that it was cancelled.
 */
void
bty_job_run_fail (BtyJobService *self,
                  BtyJobRun     *run,
                  GError        *error)
{
  gboolean cancelled = run->cancelling || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_error (&run->error);
  if (cancelled)
    g_error_free (error);
  else
    run->error = error;
  bty_job_run_save_status (self, run, cancelled ? BTY_WORKFLOW_STATUS_CANCELLED : BTY_WORKFLOW_STATUS_FAILED);
}

/* After a step that is stored. */
static void
advance (BtyJobService *self,
         BtyJobRun     *run)
{
  if (bty_workflow_has_ended (run->workflow))
    settle (self, run);
  else if (run->cancelling)
    bty_job_run_save_status (self, run, BTY_WORKFLOW_STATUS_CANCELLED);
  else if (run->pausing)
    bty_job_run_save_status (self, run, BTY_WORKFLOW_STATUS_PAUSED);
  else
    run_step (self, run);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyJobService *self = BTY_JOB_SERVICE (source);
  BtyJobRun *run = ((BtyJobStep *) g_task_get_task_data (G_TASK (result)))->run;
  g_autoptr(GError) error = NULL;
  gboolean is_found = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->closed)
    return;
  run->busy = FALSE;
  if (error != NULL)
    g_message ("What a job needs was not found: %s", error->message);
  if (is_found && !run->cancelling)
    run_step (self, run);
  else
    bty_job_run_fail (self, run, g_steal_pointer (&run->error));
}

/* After a step that has not been done. */
static void
step_failed (BtyJobService *self,
             BtyJobRun     *run,
             GError        *error)
{
  g_autoptr(GTask) task = NULL;

  if (run->kind->unlock == NULL || run->unlocked || run->cancelling
      || !g_error_matches (error, BTY_ERROR, BTY_ERROR_AUTHENTICATION))
    {
      bty_job_run_fail (self, run, error);
      return;
    }
  g_clear_error (&run->error);
  run->error = error;
  run->unlocked = TRUE;
  task = bty_job_step_create_task (self, run, run->cancellable, unlocked_cb);
  run->kind->unlock (run->workflow, task);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  BtyJobService *self = BTY_JOB_SERVICE (source);
  g_autoptr(GError) error = NULL;
  BtyJobStep *step = bty_job_step_take_back (self, result, &error);

  if (step == NULL)
    return;
  if (error != NULL)
    {
      step_failed (self, step->run, g_steal_pointer (&error));
      return;
    }
  bty_record_assign (step->run->workflow, step->workflow);
  advance (self, step->run);
}

/* Where it ended is stored by itself. */
static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  BtyJobService *self = BTY_JOB_SERVICE (source);
  g_autoptr(GError) error = NULL;
  BtyJobStep *step = bty_job_step_take_back (self, result, &error);
  g_autoptr(GTask) task = NULL;

  if (step == NULL)
    return;
  if (error != NULL)
    {
      step_failed (self, step->run, g_steal_pointer (&error));
      return;
    }
  task = bty_job_step_create_task (self, step->run, NULL, written_cb);
  bty_record_assign (((BtyJobStep *) g_task_get_task_data (task))->workflow, step->workflow);
  bty_job_step_save (self->worker, task);
}

static gboolean
show_progress_cb (gpointer user_data)
{
  BtyJobService *self = user_data;
  GHashTableIter iter;
  BtyJobRun *run;
  gboolean is_any_busy = FALSE;

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &run))
    {
      gint64 done, total;

      if (!run->busy)
        continue;
      is_any_busy = TRUE;
      bty_progress_get (run->progress, &done, &total);
      if (total > 0)
        g_object_set (run->workflow, "progress", done, "total", total, NULL);
    }
  if (!is_any_busy)
    self->progress_timer = 0;

  return is_any_busy ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* After others were not asked to the end. */
static void
prepare_failed (BtyJobService *self,
                BtyJobRun     *run,
                GError        *error)
{
  if (run->cancelling || !g_cancellable_is_cancelled (run->cancellable)
      || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      bty_job_run_fail (self, run, error);
      return;
    }

  g_error_free (error);
  if (run->pausing)
    {
      bty_job_run_save_status (self, run, BTY_WORKFLOW_STATUS_PAUSED);
      return;
    }
  /* It was resumed before it rested. */
  g_clear_object (&run->cancellable);
  run->cancellable = g_cancellable_new ();
  run_step (self, run);
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyJobService *self = BTY_JOB_SERVICE (source);
  BtyJobRun *run = user_data;
  g_autoptr(GError) error = NULL;
  gpointer prepared = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr(GTask) task = NULL;

  if (self->closed)
    {
      g_clear_pointer (&prepared, run->kind->free_prepared);
      return;
    }
  run->preparing = FALSE;
  if (error != NULL)
    {
      run->busy = FALSE;
      prepare_failed (self, run, g_steal_pointer (&error));
      return;
    }
  task = bty_job_step_create_task (self, run, run->cancellable, written_cb);
  ((BtyJobStep *) g_task_get_task_data (task))->prepared = prepared;
  bty_job_step_write (self->worker, task);
}

static void
prepare_step (BtyJobService *self,
              BtyJobRun     *run)
{
  GTask *task = g_task_new (self, run->cancellable, prepared_cb, run);

  g_task_set_source_tag (task, prepare_step);
  run->busy = run->preparing = TRUE;
  run->kind->prepare (run->kind->data, run->workflow, task);
}

/* Asked of the workflow as it is before the step. */
static gboolean
is_reading (BtyJobRun *run)
{
  return run->kind->flags & BTY_JOB_READS
         || (run->kind->flags & BTY_JOB_READS_FIRST && run->workflow->checkpoint == NULL);
}

static void
run_step (BtyJobService *self,
          BtyJobRun     *run)
{
  g_autoptr(GTask) task = NULL;

  g_object_set (run->workflow, "status", BTY_WORKFLOW_STATUS_RUNNING, "error", NULL, "error-code", NULL, NULL);
  g_clear_error (&run->error);
  if (run->kind->prepare != NULL)
    {
      prepare_step (self, run);
      return;
    }
  if (self->progress_timer == 0)
    self->progress_timer = g_timeout_add (PROGRESS_INTERVAL_MS, show_progress_cb, self);
  if (is_reading (run))
    {
      task = bty_job_step_create_task (self, run, run->cancellable, read_cb);
      bty_job_step_read (self->worker, task);
    }
  else
    {
      task = bty_job_step_create_task (self, run, run->cancellable, written_cb);
      bty_job_step_write (self->worker, task);
    }
}

static void
inserted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyJobService *self = BTY_JOB_SERVICE (source);
  g_autoptr(GError) error = NULL;
  BtyJobStep *step = bty_job_step_take_back (self, result, &error);
  BtyJobRun *run;

  if (step == NULL)
    return;
  run = step->run;
  if (error != NULL)
    {
      /* It is nowhere but here. */
      g_object_set (run->workflow, "status", BTY_WORKFLOW_STATUS_FAILED, "error", error->message,
                    "error-code", bty_error_to_nick (error), NULL);
      run->error = g_steal_pointer (&error);
      settle (self, run);
    }
  else if (run->cancelling)
    bty_job_run_save_status (self, run, BTY_WORKFLOW_STATUS_CANCELLED);
  else
    bty_job_run_start_next (self, run->workflow->kind);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  BtyJobService *self = BTY_JOB_SERVICE (source);
  g_autoptr(GError) error = NULL;
  BtyJobStep *step = bty_job_step_take_back (self, result, &error);
  guint position;

  if (step == NULL)
    return;
  if (error != NULL && !g_error_matches (error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    {
      g_message ("A job was not forgotten: %s", error->message);
      return;
    }
  if (g_list_store_find (self->jobs, step->run->workflow, &position))
    g_list_store_remove (self->jobs, position);
  g_hash_table_remove (self->runs, step->run->workflow);
}

/**
 * bty_job_run_insert:
 * @self: the service
 * @run: of a new workflow
 *
 * Stores it, and begins when it is its turn.
 */
void
bty_job_run_insert (BtyJobService *self,
                    BtyJobRun     *run)
{
  g_autoptr(GTask) task = bty_job_step_create_task (self, run, NULL, inserted_cb);

  bty_job_step_insert (self->worker, task);
}

/**
 * bty_job_run_forget:
 * @self: the service
 * @run: of a workflow that has ended
 *
 * Removes both.
 */
void
bty_job_run_forget (BtyJobService *self,
                    BtyJobRun     *run)
{
  g_autoptr(GTask) task = bty_job_step_create_task (self, run, NULL, forgotten_cb);

  bty_job_step_delete (self->worker, task);
}
