/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-job-service-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"

/**
 * BtyJobService:
 *
 * Does long work in steps, each a job of the database worker together with the place where it ended. Of each
 * kind one goes on at a time; others wait for their turn.
 */
G_DEFINE_FINAL_TYPE (BtyJobService, bty_job_service, G_TYPE_OBJECT)

/**
 * bty_job_run_free:
 * @data: (transfer full): a run
 *
 * Frees it.
 */
void
bty_job_run_free (gpointer data)
{
  BtyJobRun *run = data;

  g_clear_object (&run->workflow);
  g_clear_pointer (&run->progress, bty_progress_unref);
  g_clear_object (&run->cancellable);
  g_clear_pointer (&run->waiting, g_ptr_array_unref);
  g_clear_error (&run->error);
  g_free (run);
}

/**
 * bty_job_run_add:
 * @self: the service
 * @workflow: one of its jobs
 *
 * Returns: (transfer none): what is known of it from now on
 */
BtyJobRun *
bty_job_run_add (BtyJobService *self,
                 BtyWorkflow   *workflow)
{
  BtyJobRun *run = g_new0 (BtyJobRun, 1);

  run->workflow = g_object_ref (workflow);
  run->progress = bty_progress_new ();
  run->cancellable = g_cancellable_new ();
  run->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  run->kind = g_hash_table_lookup (self->kinds, workflow->kind);
  g_hash_table_insert (self->runs, workflow, run);

  return run;
}

/**
 * bty_job_run_get:
 * @self: the service
 * @workflow: one of its jobs
 *
 * Returns: (transfer none): what is known of it
 */
BtyJobRun *
bty_job_run_get (BtyJobService *self,
                 BtyWorkflow   *workflow)
{
  return g_hash_table_lookup (self->runs, workflow);
}

static void
bty_job_service_dispose (GObject *object)
{
  bty_job_service_close (BTY_JOB_SERVICE (object));

  G_OBJECT_CLASS (bty_job_service_parent_class)->dispose (object);
}

static void
bty_job_service_finalize (GObject *object)
{
  BtyJobService *self = BTY_JOB_SERVICE (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->kinds, g_hash_table_unref);
  g_clear_pointer (&self->runs, g_hash_table_unref);

  G_OBJECT_CLASS (bty_job_service_parent_class)->finalize (object);
}

static void
bty_job_service_class_init (BtyJobServiceClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_job_service_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_job_service_finalize;
}

static void
bty_job_service_init (BtyJobService *self)
{
  self->jobs = g_list_store_new (BTY_TYPE_WORKFLOW);
  self->kinds = g_hash_table_new (g_str_hash, g_str_equal);
  self->runs = g_hash_table_new_full (NULL, NULL, NULL, bty_job_run_free);
}

/**
 * bty_job_service_new:
 * @worker: the profile's database
 * @workflows: (element-type BtyWorkflow): what is stored, newest first
 *
 * Returns: (transfer full): the service; nothing goes on before bty_job_service_go_on()
 */
BtyJobService *
bty_job_service_new (BtyWorker *worker,
                     GPtrArray *workflows)
{
  BtyJobService *self = g_object_new (BTY_TYPE_JOB_SERVICE, NULL);

  self->worker = g_object_ref (worker);
  for (guint i = 0; i < workflows->len; i++)
    {
      g_list_store_append (self->jobs, g_ptr_array_index (workflows, i));
      bty_job_run_add (self, g_ptr_array_index (workflows, i));
    }

  return self;
}

/**
 * bty_job_service_register:
 * @self: the service
 * @kind: a kind of long work; must outlive the service
 *
 * Says how work of this kind is done.
 */
void
bty_job_service_register (BtyJobService    *self,
                          const BtyJobKind *kind)
{
  GHashTableIter iter;
  BtyJobRun *run;

  g_hash_table_insert (self->kinds, (char *) kind->name, (gpointer) kind);
  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &run))
    if (g_str_equal (run->workflow->kind, kind->name))
      run->kind = kind;
}

/**
 * bty_job_service_go_on:
 * @self: the service, of which all kinds are registered
 *
 * Goes on with what was not done when the program ended.
 */
void
bty_job_service_go_on (BtyJobService *self)
{
  GListModel *jobs = G_LIST_MODEL (self->jobs);

  for (guint i = g_list_model_get_n_items (jobs); i-- > 0;)
    {
      g_autoptr(BtyWorkflow) workflow = g_list_model_get_item (jobs, i);
      BtyJobRun *run = bty_job_run_get (self, workflow);

      if (!bty_workflow_is_active (workflow) || run->busy || run->kind == NULL)
        continue;
      if (run->kind->flags & BTY_JOB_NOT_RESUMED)
        bty_job_run_fail (self, run,
                          g_error_new_literal (BTY_ERROR, BTY_ERROR_FAILED,
                                               _("Boternity ended while this was being done.")));
      else
        {
          g_object_set (workflow, "status", BTY_WORKFLOW_STATUS_PENDING, NULL);
          bty_job_run_start_next (self, workflow->kind);
        }
    }
}

/**
 * bty_job_service_close:
 * @self: the service
 *
 * Interrupts what is being done; it is gone on with at the next start. Does not wait.
 */
void
bty_job_service_close (BtyJobService *self)
{
  GHashTableIter iter;
  BtyJobRun *run;

  if (self->closed)
    return;

  self->closed = TRUE;
  g_clear_handle_id (&self->progress_timer, g_source_remove);
  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &run))
    {
      g_cancellable_cancel (run->cancellable);
      bty_job_run_answer_waiting (run);
    }
}

/**
 * bty_job_service_get_jobs:
 * @self: the service
 *
 * Returns: (transfer none): a list of #BtyWorkflow, newest first, each of which notifies what changes
 */
GListModel *
bty_job_service_get_jobs (BtyJobService *self)
{
  return G_LIST_MODEL (self->jobs);
}

/**
 * bty_job_service_start:
 * @self: the service
 * @kind: the name of a registered kind
 * @input: (nullable): what it shall do
 *
 * Begins long work, or lets it wait for its turn.
 *
 * Returns: (transfer full): the work, which notifies what changes
 */
BtyWorkflow *
bty_job_service_start (BtyJobService *self,
                       const char    *kind,
                       JsonNode      *input)
{
  BtyWorkflow *workflow = bty_workflow_new (kind, input);
  BtyJobRun *run = bty_job_run_add (self, workflow);

  g_return_val_if_fail (run->kind != NULL, workflow);

  g_list_store_insert (self->jobs, 0, workflow);
  bty_job_run_insert (self, run);

  return workflow;
}

/**
 * bty_job_service_wait_async:
 * @self: the service
 * @workflow: one of its jobs
 * @cancellable: (nullable): to stop waiting; the work goes on
 * @callback: called when it has ended
 * @user_data: data for @callback
 *
 * Waits for the end of long work.
 */
void
bty_job_service_wait_async (BtyJobService       *self,
                            BtyWorkflow         *workflow,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  BtyJobRun *run = bty_job_run_get (self, workflow);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_job_service_wait_async);
  g_ptr_array_add (run->waiting, task);
  if (bty_workflow_has_ended (workflow) && !run->busy)
    bty_job_run_answer_waiting (run);
}

/**
 * bty_job_service_wait_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): why the work failed; %G_IO_ERROR_CANCELLED if it was cancelled
 *
 * Returns: whether it is complete
 */
gboolean
bty_job_service_wait_finish (BtyJobService  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bty_job_service_pause:
 * @self: the service
 * @workflow: one of its jobs
 *
 * Lets it rest after the step that is being done, until it is resumed. Others are not waited for: what they were asked
 * is asked again then.
 */
void
bty_job_service_pause (BtyJobService *self,
                       BtyWorkflow   *workflow)
{
  BtyJobRun *run = bty_job_run_get (self, workflow);

  if (!bty_workflow_is_active (workflow))
    return;
  if (run->busy)
    {
      run->pausing = TRUE;
      if (run->preparing)
        g_cancellable_cancel (run->cancellable);
    }
  else
    bty_job_run_save_status (self, run, BTY_WORKFLOW_STATUS_PAUSED);
}

static void
begin_again (BtyJobService *self,
             BtyJobRun     *run)
{
  if (run->kind == NULL || run->busy)
    return;

  g_clear_object (&run->cancellable);
  run->cancellable = g_cancellable_new ();
  run->unlocked = FALSE;
  bty_progress_set (run->progress, 0, 0);
  g_object_set (run->workflow, "status", BTY_WORKFLOW_STATUS_PENDING, NULL);
  bty_job_run_start_next (self, run->workflow->kind);
}

/**
 * bty_job_service_resume:
 * @self: the service
 * @workflow: one of its jobs that is paused
 *
 * Goes on where it was paused.
 */
void
bty_job_service_resume (BtyJobService *self,
                        BtyWorkflow   *workflow)
{
  if (workflow->status == BTY_WORKFLOW_STATUS_PAUSED)
    begin_again (self, bty_job_run_get (self, workflow));
  else
    bty_job_run_get (self, workflow)->pausing = FALSE;
}

/**
 * bty_job_service_retry:
 * @self: the service
 * @workflow: one of its jobs that failed or was cancelled, or that the end of a program broke off
 *
 * Goes on after the last step that was done.
 */
void
bty_job_service_retry (BtyJobService *self,
                       BtyWorkflow   *workflow)
{
  if (workflow->status != BTY_WORKFLOW_STATUS_COMPLETED && workflow->status != BTY_WORKFLOW_STATUS_PAUSED)
    begin_again (self, bty_job_run_get (self, workflow));
}

/**
 * bty_job_service_cancel:
 * @self: the service
 * @workflow: one of its jobs
 *
 * Stops it; the step that is being done is undone.
 */
void
bty_job_service_cancel (BtyJobService *self,
                        BtyWorkflow   *workflow)
{
  BtyJobRun *run = bty_job_run_get (self, workflow);

  if (bty_workflow_has_ended (workflow))
    return;
  if (run->busy)
    {
      run->cancelling = TRUE;
      g_cancellable_cancel (run->cancellable);
    }
  else
    bty_job_run_save_status (self, run, BTY_WORKFLOW_STATUS_CANCELLED);
}

/**
 * bty_job_service_forget:
 * @self: the service
 * @workflow: one of its jobs that has ended
 *
 * Removes it from the list.
 */
void
bty_job_service_forget (BtyJobService *self,
                        BtyWorkflow   *workflow)
{
  BtyJobRun *run = bty_job_run_get (self, workflow);

  if (bty_workflow_has_ended (workflow) && !run->busy)
    bty_job_run_forget (self, run);
}
