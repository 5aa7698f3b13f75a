/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-job-kind.h"
#include "bty-json.h"
#include "bty-setting-store.h"
#include "bty-test-profile.h"
#include "bty-test-wait.h"
#include "bty-worker.h"
#include "bty-workflow-store.h"

#define N_KILLS 25

typedef struct
{
  char          *dir;
  char          *uri;
  BtyWorker     *worker;
  BtyJobService *service;
} Fixture;

static gint64
get_number (JsonNode   *node,
            const char *name)
{
  return bty_json_get_int (node, name, 0);
}

static JsonNode *
make_number (const char *name,
             gint64      number)
{
  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_int_member (object, name, number);

  return json_node_init_object (json_node_alloc (), object);
}

/* One step adds one row, named by the checkpoint: done twice it would fail, left out it would be missing. */
static gboolean
count_up (BtyDatabase   *database,
          BtyWorkflow   *workflow,
          BtyProgress   *progress,
          GCancellable  *cancellable,
          GError       **error)
{
  gint64 number = get_number (workflow->checkpoint, "next");
  gint64 total = get_number (workflow->input, "total");
  g_autofree char *key = g_strdup_printf ("step-%" G_GINT64_FORMAT, number);
  g_autoptr(JsonNode) checkpoint = make_number ("next", number + 1);

  if (number == get_number (workflow->input, "fail_at") && number > 0)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED, "Not this one.");
      bty_setting_store_set (database, "half-done", "1", NULL);
      return FALSE;
    }
  if (!bty_database_execute (database,
                             "INSERT INTO settings (key, value, created_at, updated_at) VALUES ($1, '', 0, 0)",
                             BTY_ARGS (BTY_TEXT (key)), error))
    return FALSE;

  g_object_set (workflow,
                "step", key,
                "progress", number + 1,
                "total", total,
                "checkpoint", checkpoint,
                "status", number + 1 >= total ? BTY_WORKFLOW_STATUS_COMPLETED : BTY_WORKFLOW_STATUS_RUNNING,
                NULL);

  return TRUE;
}

/* Reads until it is cancelled. */
static gboolean
read_on (BtyDatabase   *database,
         BtyWorkflow   *workflow,
         BtyProgress   *progress,
         GCancellable  *cancellable,
         GError       **error)
{
  bty_progress_set (progress, 3, 7);
  while (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_usleep (1000);

  return FALSE;
}

static guint n_cleaned;

static void
clean_up (BtyWorkflow *workflow)
{
  n_cleaned++;
}

static guint n_asked;
static gboolean is_unlocked;

/* Wants something that it has not got at first. */
static gboolean
enter (BtyDatabase   *database,
       BtyWorkflow   *workflow,
       BtyProgress   *progress,
       GCancellable  *cancellable,
       GError       **error)
{
  if (!is_unlocked)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_AUTHENTICATION, "Who is there?");
      return FALSE;
    }
  g_object_set (workflow, "status", BTY_WORKFLOW_STATUS_COMPLETED, NULL);

  return TRUE;
}

static void
unlock (BtyWorkflow *workflow,
        GTask       *task)
{
  n_asked++;
  is_unlocked = get_number (workflow->input, "total") > 0;
  g_task_return_boolean (task, is_unlocked);
}

static GTask *waiting;

/* Others answer from the second time on. */
static void
ask (gpointer     data,
     BtyWorkflow *workflow,
     GTask       *task)
{
  if (waiting == NULL)
    {
      waiting = task;
      return;
    }
  g_task_return_pointer (task, g_strdup ("an answer"), g_free);
  g_object_unref (task);
}

static gboolean
keep_answer (BtyDatabase  *database,
             BtyWorkflow  *workflow,
             gpointer      prepared,
             GError      **error)
{
  g_object_set (workflow, "status", BTY_WORKFLOW_STATUS_COMPLETED, NULL);

  return bty_setting_store_set (database, "answer", prepared, error);
}

static const BtyJobKind asking_kind = { "asking", .prepare = ask, .store = keep_answer, .free_prepared = g_free };
static const BtyJobKind count_kind = { "count", BTY_JOB_NONE, count_up, NULL };
static const BtyJobKind read_kind = { "read", BTY_JOB_READS, read_on, clean_up };
static const BtyJobKind locked_kind = { "locked", BTY_JOB_NONE, enter, NULL, unlock };
static const BtyJobKind once_kind = { "once", BTY_JOB_READS | BTY_JOB_NOT_RESUMED, read_on, NULL };

static gpointer
list_on_db (BtyDatabase   *database,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return bty_workflow_store_list (database, 10, error);
}

static gpointer
count_on_db (BtyDatabase   *database,
             gpointer       sql,
             GCancellable  *cancellable,
             GError       **error)
{
  gint64 count = -1;

  bty_database_query_integer (database, sql, BTY_NO_ARGS, &count, error);

  return GSIZE_TO_POINTER (count + 1);
}

static gpointer
read_now (Fixture        *self,
          BtyJobFunc      func,
          gpointer        data,
          GDestroyNotify  free_result)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GTask) task = g_task_new (NULL, NULL, bty_test_result_cb, &result);
  gpointer answer;

  g_task_set_task_data (task, data, NULL);
  bty_worker_read (self->worker, task, func, free_result);
  answer = g_task_propagate_pointer (G_TASK (bty_test_wait (&result)), &error);
  g_assert_no_error (error);

  return answer;
}

static gint64
count (Fixture    *self,
       const char *sql)
{
  return (gint64) GPOINTER_TO_SIZE (read_now (self, count_on_db, (char *) sql, NULL)) - 1;
}

static void
open_service (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) workflows = NULL;

  self->worker = bty_worker_new (self->uri, NULL, &error);
  g_assert_no_error (error);
  workflows = read_now (self, list_on_db, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->service = bty_job_service_new (self->worker, workflows);
  bty_job_service_register (self->service, &asking_kind);
  bty_job_service_register (self->service, &count_kind);
  bty_job_service_register (self->service, &read_kind);
  bty_job_service_register (self->service, &once_kind);
  bty_job_service_register (self->service, &locked_kind);
}

static void
close_service (Fixture *self)
{
  bty_job_service_close (self->service);
  bty_worker_stop (self->worker);
  bty_test_settle ();
  g_assert_finalize_object (self->service);
  g_assert_finalize_object (self->worker);
}

static void
set_up (Fixture       *self,
        gconstpointer  unused)
{
  self->dir = bty_test_make_dir ();
  self->uri = bty_test_profile_create_uri (self->dir);
  open_service (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  unused)
{
  close_service (self);
  bty_test_remove (self->dir);
  g_free (self->dir);
  g_free (self->uri);
}

static void
wait_for_status (BtyWorkflow       *workflow,
                 BtyWorkflowStatus  status)
{
  while (workflow->status != status)
    g_main_context_iteration (NULL, TRUE);
}

static BtyWorkflow *
start (Fixture    *self,
       const char *kind,
       gint64      total,
       gint64      fail_at)
{
  g_autoptr(JsonNode) input = make_number ("total", total);

  json_object_set_int_member (json_node_get_object (input), "fail_at", fail_at);

  return bty_job_service_start (self->service, kind, input);
}

static gboolean
wait_for_end (Fixture      *self,
              BtyWorkflow  *workflow,
              GError      **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bty_job_service_wait_async (self->service, workflow, NULL, bty_test_result_cb, &result);

  return bty_job_service_wait_finish (self->service, bty_test_wait (&result), error);
}

static void
test_done (Fixture       *self,
           gconstpointer  unused)
{
  g_autoptr(BtyWorkflow) workflow = start (self, "count", 5, 0);
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (bty_job_service_get_jobs (self->service)), ==, 1);
  g_assert_true (wait_for_end (self, workflow, &error));
  g_assert_no_error (error);
  g_assert_cmpint (workflow->status, ==, BTY_WORKFLOW_STATUS_COMPLETED);
  g_assert_cmpint (workflow->progress, ==, 5);
  g_assert_cmpint (workflow->finished_at, !=, BTY_UNSET);
  g_assert_cmpint (count (self, "SELECT count(*) FROM settings"), ==, 5);

  bty_job_service_forget (self->service, workflow);
  while (g_list_model_get_n_items (bty_job_service_get_jobs (self->service)) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (count (self, "SELECT count(*) FROM workflows"), ==, 0);
}

/* What the step that failed had written is undone; trying again goes on after the last good one. */
static void
test_failed (Fixture       *self,
             gconstpointer  unused)
{
  g_autoptr(BtyWorkflow) workflow = start (self, "count", 5, 3);
  g_autoptr(GError) error = NULL;

  g_assert_false (wait_for_end (self, workflow, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
  g_assert_cmpint (workflow->status, ==, BTY_WORKFLOW_STATUS_FAILED);
  g_assert_cmpstr (workflow->error, ==, "Not this one.");
  g_assert_cmpstr (workflow->error_code, ==, "refused");
  g_assert_cmpint (count (self, "SELECT count(*) FROM settings"), ==, 3);
  g_assert_cmpint (count (self, "SELECT count(*) FROM workflows WHERE status = 'failed'"), ==, 1);

  json_object_set_int_member (json_node_get_object (workflow->input), "fail_at", 0);
  g_clear_error (&error);
  bty_job_service_retry (self->service, workflow);
  g_assert_true (wait_for_end (self, workflow, &error));
  g_assert_null (workflow->error);
  g_assert_cmpint (count (self, "SELECT count(*) FROM settings"), ==, 5);
}

static void
test_paused (Fixture       *self,
             gconstpointer  unused)
{
  g_autoptr(BtyWorkflow) workflow = start (self, "count", 1000, 0);
  gint64 progress;

  bty_job_service_pause (self->service, workflow);
  wait_for_status (workflow, BTY_WORKFLOW_STATUS_PAUSED);
  progress = workflow->progress;
  g_assert_cmpint (progress, <, 1000);
  g_clear_object (&workflow);

  /* It rests over a restart too. */
  close_service (self);
  open_service (self);
  bty_job_service_go_on (self->service);
  workflow = g_list_model_get_item (bty_job_service_get_jobs (self->service), 0);
  bty_test_settle ();
  g_assert_cmpint (workflow->status, ==, BTY_WORKFLOW_STATUS_PAUSED);
  g_assert_cmpint (workflow->progress, ==, progress);

  bty_job_service_resume (self->service, workflow);
  while (workflow->progress <= progress)
    g_main_context_iteration (NULL, TRUE);
  bty_job_service_cancel (self->service, workflow);
  wait_for_status (workflow, BTY_WORKFLOW_STATUS_CANCELLED);
  g_assert_cmpint (count (self, "SELECT count(*) FROM settings"), ==, workflow->progress);
}

/* What is resumed before it rests goes on; it is not taken for cancelled because it does not wait any more for what it
 * asked. */
static void
test_resumed_at_once (Fixture       *self,
                      gconstpointer  unused)
{
  g_autoptr(BtyWorkflow) workflow = start (self, "asking", 0, 0);
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;

  while (waiting == NULL)
    g_main_context_iteration (NULL, TRUE);
  bty_job_service_pause (self->service, workflow);
  bty_job_service_resume (self->service, workflow);
  task = waiting;
  g_assert_true (g_task_return_error_if_cancelled (task));
  g_assert_true (wait_for_end (self, workflow, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (self, "SELECT count(*) FROM settings WHERE value = 'an answer'"), ==, 1);
}

static void
test_cancelled (Fixture       *self,
                gconstpointer  unused)
{
  g_autoptr(BtyWorkflow) first = start (self, "read", 0, 0);
  g_autoptr(BtyWorkflow) second = start (self, "read", 0, 0);
  g_autoptr(GError) error = NULL;

  n_cleaned = 0;
  wait_for_status (first, BTY_WORKFLOW_STATUS_RUNNING);
  while (first->total != 7)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (first->progress, ==, 3);
  /* Of one kind one goes on at a time. */
  g_assert_cmpint (second->status, ==, BTY_WORKFLOW_STATUS_PENDING);

  bty_job_service_cancel (self->service, first);
  g_assert_false (wait_for_end (self, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (n_cleaned, ==, 1);
  wait_for_status (second, BTY_WORKFLOW_STATUS_RUNNING);
  bty_job_service_cancel (self->service, second);
  wait_for_status (second, BTY_WORKFLOW_STATUS_CANCELLED);
  g_assert_cmpint (count (self, "SELECT count(*) FROM workflows WHERE status = 'cancelled'"), ==, 2);
}

/* What a step was refused for is looked for once; when it is not there the refusal is what is told. */
static void
test_unlocked (Fixture       *self,
               gconstpointer  unused)
{
  for (gint64 found = 0; found < 2; found++)
    {
      g_autoptr(BtyWorkflow) workflow = start (self, "locked", found, 0);
      g_autoptr(GError) error = NULL;

      n_asked = 0;
      is_unlocked = FALSE;
      g_assert_cmpint (wait_for_end (self, workflow, &error), ==, found);
      g_assert_cmpuint (n_asked, ==, 1);
      if (found == 0)
        {
          g_assert_error (error, BTY_ERROR, BTY_ERROR_AUTHENTICATION);
          g_assert_cmpstr (workflow->error, ==, "Who is there?");
        }
    }
}

static BtyWorkflow *
find_job (Fixture    *self,
          const char *id)
{
  GListModel *jobs = bty_job_service_get_jobs (self->service);

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr(BtyWorkflow) workflow = g_list_model_get_item (jobs, i);

      if (g_str_equal (workflow->id, id))
        return g_steal_pointer (&workflow);
    }
  g_assert_not_reached ();
}

/* Closing interrupts what is being done; the next start goes on with it, or says that it was broken off. */
static void
test_closed (Fixture       *self,
             gconstpointer  unused)
{
  g_autoptr(BtyWorkflow) again = start (self, "read", 0, 0);
  g_autoptr(BtyWorkflow) once = start (self, "once", 0, 0);
  g_autofree char *again_id = g_strdup (again->id);
  g_autofree char *once_id = g_strdup (once->id);

  wait_for_status (again, BTY_WORKFLOW_STATUS_RUNNING);
  g_clear_object (&again);
  g_clear_object (&once);
  close_service (self);
  open_service (self);

  again = find_job (self, again_id);
  once = find_job (self, once_id);
  g_assert_true (bty_workflow_is_active (again));
  bty_job_service_go_on (self->service);
  wait_for_status (once, BTY_WORKFLOW_STATUS_FAILED);
  g_assert_nonnull (once->error);
  wait_for_status (again, BTY_WORKFLOW_STATUS_RUNNING);
}

/* Begins the job, or goes on with it, until it is killed. */
static void
run_child (const char *uri)
{
  Fixture self = { .uri = (char *) uri };

  open_service (&self);
  if (g_list_model_get_n_items (bty_job_service_get_jobs (self.service)) == 0)
    g_object_unref (start (&self, "count", G_MAXINT32, 0));
  bty_job_service_go_on (self.service);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

static char *program;

static gboolean
has_begun (Fixture *self)
{
  g_autoptr(BtyWorkflow) workflow = NULL;
  gboolean begun;

  open_service (self);
  workflow = g_list_model_get_item (bty_job_service_get_jobs (self->service), 0);
  begun = workflow != NULL && workflow->progress > 0;
  g_clear_object (&workflow);
  close_service (self);

  return begun;
}

/* Every step is there once, whatever moment the program is killed at. */
static void
test_killed (Fixture       *self,
             gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyWorkflow) workflow = NULL;

  close_service (self);
  /* On a busy machine it takes longer until anything has been done. */
  for (guint i = 0; i < N_KILLS || !has_begun (self); i++)
    {
      g_autoptr(GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--child", self->uri,
                                                       NULL);

      g_assert_no_error (error);
      g_usleep (g_test_rand_int_range (5000, 60000) * (1 + i / N_KILLS) * (bty_test_profile_is_on_server () ? 5 : 1));
      g_subprocess_force_exit (child);
      g_subprocess_wait (child, NULL, &error);
      g_assert_no_error (error);
    }

  /* A server may still be at what the last one sent: this waits for it. */
  bty_test_run_sql (self->uri, "UPDATE workflows SET progress = progress");
  open_service (self);
  workflow = g_list_model_get_item (bty_job_service_get_jobs (self->service), 0);
  g_assert_nonnull (workflow);
  g_assert_cmpint (workflow->progress, >, 0);
  g_assert_cmpint (workflow->progress, ==, get_number (workflow->checkpoint, "next"));
  g_assert_cmpint (count (self, "SELECT count(*) FROM settings"), ==, workflow->progress);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    run_child (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/job-service/done", Fixture, NULL, set_up, test_done, tear_down);
  g_test_add ("/job-service/failed", Fixture, NULL, set_up, test_failed, tear_down);
  g_test_add ("/job-service/paused", Fixture, NULL, set_up, test_paused, tear_down);
  g_test_add ("/job-service/resumed-at-once", Fixture, NULL, set_up, test_resumed_at_once, tear_down);
  g_test_add ("/job-service/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/job-service/unlocked", Fixture, NULL, set_up, test_unlocked, tear_down);
  g_test_add ("/job-service/closed", Fixture, NULL, set_up, test_closed, tear_down);
  g_test_add ("/job-service/killed", Fixture, NULL, set_up, test_killed, tear_down);

  return bty_test_profile_run ();
}
