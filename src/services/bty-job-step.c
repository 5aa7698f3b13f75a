/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-job-step.h"

#include "bty-workflow-store.h"

static void
free_step (gpointer data)
{
  BtyJobStep *step = data;

  g_clear_object (&step->workflow);
  g_clear_pointer (&step->progress, bty_progress_unref);
  if (step->prepared != NULL)
    step->kind->free_prepared (step->prepared);
  g_free (step);
}

static gboolean
do_step (BtyDatabase   *database,
         BtyJobStep    *step,
         GCancellable  *cancellable,
         GError       **error)
{
  if (step->kind->store != NULL)
    return step->kind->store (database, step->workflow, step->prepared, error);

  return step->kind->step (database, step->workflow, step->progress, cancellable, error);
}

static gpointer
read_on_db (BtyDatabase   *database,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return GINT_TO_POINTER (do_step (database, data, cancellable, error));
}

static gpointer
write_on_db (BtyDatabase   *database,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  BtyJobStep *step = data;

  return GINT_TO_POINTER (do_step (database, step, cancellable, error)
                          && bty_workflow_store_update (database, step->workflow, error));
}

static gpointer
insert_on_db (BtyDatabase   *database,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return GINT_TO_POINTER (bty_workflow_store_insert (database, ((BtyJobStep *) data)->workflow, error));
}

static gpointer
save_on_db (BtyDatabase   *database,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return GINT_TO_POINTER (bty_workflow_store_update (database, ((BtyJobStep *) data)->workflow, error));
}

static gpointer
delete_on_db (BtyDatabase   *database,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return GINT_TO_POINTER (bty_workflow_store_delete (database, ((BtyJobStep *) data)->workflow->id, error));
}

/**
 * bty_job_step_create_task:
 * @service: the service
 * @run: a run, which is busy from now on
 * @cancellable: (nullable): stops the step
 * @callback: called when it comes back, for bty_job_step_take_back()
 *
 * Returns: (transfer full): the task of a step, whose task data is a #BtyJobStep
 */
GTask *
bty_job_step_create_task (BtyJobService       *service,
                          BtyJobRun           *run,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback)
{
  GTask *task = g_task_new (service, cancellable, callback, NULL);
  BtyJobStep *step = g_new0 (BtyJobStep, 1);

  step->workflow = bty_record_copy (run->workflow);
  step->progress = bty_progress_ref (run->progress);
  step->kind = run->kind;
  step->run = run;
  g_task_set_source_tag (task, bty_job_step_create_task);
  g_task_set_task_data (task, step, free_step);
  /* What was committed counts, even if somebody cancelled at the last moment. */
  g_task_set_check_cancellable (task, FALSE);
  run->busy = TRUE;

  return task;
}

/**
 * bty_job_step_take_back:
 * @service: the service
 * @result: of the task of a step
 * @error: (out): why it was not done
 *
 * The run is no longer busy.
 *
 * Returns: (transfer none) (nullable): the step, done or not; %NULL if the service was closed meanwhile and nothing is
 *   to be made of it
 */
BtyJobStep *
bty_job_step_take_back (BtyJobService  *service,
                        GAsyncResult   *result,
                        GError        **error)
{
  BtyJobStep *step = g_task_get_task_data (G_TASK (result));

  g_task_propagate_pointer (G_TASK (result), error);
  if (service->closed)
    return NULL;

  step->run->busy = FALSE;

  return step;
}

/**
 * bty_job_step_read:
 * @worker: the profile's database
 * @task: of a step that only reads
 *
 * Does it beside others; where it ended is not stored yet.
 */
void
bty_job_step_read (BtyWorker *worker,
                   GTask     *task)
{
  bty_worker_read_long (worker, task, read_on_db, NULL);
}

/**
 * bty_job_step_write:
 * @worker: the profile's database
 * @task: of a step
 *
 * Does it and stores where it ended, in one transaction.
 */
void
bty_job_step_write (BtyWorker *worker,
                    GTask     *task)
{
  bty_worker_write (worker, task, write_on_db, NULL);
}

/**
 * bty_job_step_insert:
 * @worker: the profile's database
 * @task: of a workflow that is not stored yet
 *
 * Stores it.
 */
void
bty_job_step_insert (BtyWorker *worker,
                     GTask     *task)
{
  bty_worker_write (worker, task, insert_on_db, NULL);
}

/**
 * bty_job_step_save:
 * @worker: the profile's database
 * @task: of a workflow in another state than the one that is stored
 *
 * Stores the state.
 */
void
bty_job_step_save (BtyWorker *worker,
                   GTask     *task)
{
  bty_worker_write (worker, task, save_on_db, NULL);
}

/**
 * bty_job_step_delete:
 * @worker: the profile's database
 * @task: of a workflow
 *
 * Deletes it.
 */
void
bty_job_step_delete (BtyWorker *worker,
                     GTask     *task)
{
  bty_worker_write (worker, task, delete_on_db, NULL);
}
