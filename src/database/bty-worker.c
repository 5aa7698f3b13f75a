/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-worker.h"

#include "bty-config.h"
#include "bty-database-driver.h"
#include "bty-error.h"
#include "bty-migrator.h"

#include <glib/gi18n-lib.h>

/**
 * BtyWorker:
 *
 * The threads that touch the database: one writes, one reads, and one reads what takes long, each with its
 * own connection, each taking its jobs in the order in which they were given. A job and its result go back
 * to the context of the task and are freed there, so that no object is ever finalised on a database thread.
 * A database in memory has one connection, and everything runs on the thread that writes.
 */

/* One thread with its connection and its queue. */
typedef struct
{
  BtyDatabase *database;
  GAsyncQueue *jobs;
  GThread     *thread;
} Lane;

typedef struct
{
  GTask          *task;
  BtyJobFunc      func;
  GDestroyNotify  free_result;
  gboolean        writes;
  gpointer        result;
  gpointer        unfinished; /* what it had when the connection was lost */
  GError         *error;
} Job;

struct _BtyWorker
{
  GObject   parent_instance;

  /* Owned */
  Lane     *writer;
  Lane     *reader;      /* NULL = the writer reads too */
  Lane     *long_reader; /* as reader */

  gboolean  stopped;
};

G_DEFINE_FINAL_TYPE (BtyWorker, bty_worker, G_TYPE_OBJECT)

/* After this job a thread ends. */
static Job last_job;

static void
free_job (gpointer data)
{
  Job *job = data;

  if (job->result != NULL && job->free_result != NULL)
    job->free_result (job->result);
  if (job->unfinished != NULL && job->free_result != NULL)
    job->free_result (job->unfinished);
  g_clear_error (&job->error);
  g_object_unref (job->task);
  g_free (job);
}

static gboolean
answer_cb (gpointer data)
{
  Job *job = data;

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->free_result);

  return G_SOURCE_REMOVE;
}

/* Gives the job back to the context of its task. */
static void
send_answer (Job *job)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (job->task));
  g_source_set_static_name (source, "BtyWorker");
  g_source_set_callback (source, answer_cb, job, free_job);
  g_source_attach (source, g_task_get_context (job->task));
}

/* Whatever the job did counts only if it is committed; what it has read stays true. Returns whether it was begun. */
static gboolean
run_in_transaction (BtyDatabase *database,
                    Job         *job)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);
  gboolean begun;

  begun = job->writes ? bty_database_begin (database, &job->error) : bty_database_begin_read (database, &job->error);
  if (!begun)
    return FALSE;

  bty_database_set_cancellable (database, cancellable);
  job->result = job->func (database, g_task_get_task_data (job->task), cancellable, &job->error);
  bty_database_set_cancellable (database, NULL);

  if (job->error != NULL || !bty_database_commit (database, job->writes ? &job->error : NULL))
    bty_database_rollback (database);

  return TRUE;
}

/* When the connection is lost, what only reads is done again, once. What writes is not, although nothing of it is
 * stored: it may have changed what it was given. Only its begin is repeated, by the engine. */
static void
run_job (BtyDatabase *database,
         Job         *job)
{
  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error))
    return;
  if (!run_in_transaction (database, job) || job->writes
      || !g_error_matches (job->error, BTY_ERROR, BTY_ERROR_OFFLINE))
    return;

  job->unfinished = g_steal_pointer (&job->result);
  g_clear_error (&job->error);
  run_in_transaction (database, job);
}

static gpointer
run_lane (gpointer data)
{
  Lane *lane = data;
  Job *job;

  while ((job = g_async_queue_pop (lane->jobs)) != &last_job)
    {
      run_job (lane->database, job);
      /* A log that cannot be moved now is moved later: what is in it is safe. The answer comes after it, because who
       * has something forgotten expects that it is gone then. */
      if (job->writes)
        BTY_DATABASE_GET_CLASS (lane->database)->maintain (lane->database, FALSE, NULL);
      send_answer (job);
    }

  return NULL;
}

static Lane *
start_lane (BtyDatabase *database,
            const char  *name)
{
  Lane *lane = g_new0 (Lane, 1);

  lane->database = database;
  lane->jobs = g_async_queue_new ();
  lane->thread = g_thread_new (name, run_lane, lane);

  return lane;
}

static void
stop_lane (Lane *lane)
{
  g_async_queue_push (lane->jobs, &last_job);
  g_thread_join (lane->thread);
  g_async_queue_unref (lane->jobs);
}

static void
free_lane (Lane *lane)
{
  g_object_unref (lane->database);
  g_free (lane);
}

static void
bty_worker_dispose (GObject *object)
{
  BtyWorker *self = BTY_WORKER (object);

  bty_worker_stop (self);

  G_OBJECT_CLASS (bty_worker_parent_class)->dispose (object);
}

static void
bty_worker_class_init (BtyWorkerClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_worker_dispose;
}

static void
bty_worker_init (BtyWorker *self)
{
}

/**
 * bty_worker_new:
 * @uri: the database; see bty_database_open()
 * @password: (nullable): what its server asks for
 * @error: (out) (optional): why it cannot be used
 *
 * Opens the database, moves its schema up and starts the threads. This waits for the disk, and for a
 * backup when there is something to move up, so call it where waiting does no harm.
 *
 * Returns: (transfer full) (nullable): a worker
 */
BtyWorker *
bty_worker_new (const char  *uri,
                const char  *password,
                GError     **error)
{
  g_autoptr(BtyDatabase) writer = bty_database_open (uri, password, BTY_DATABASE_WRITE, error);
  g_autoptr(BtyDatabase) reader = NULL;
  g_autoptr(BtyDatabase) long_reader = NULL;
  BtyWorker *self;

  if (writer == NULL || !bty_migrator_run (writer, NULL, error))
    return NULL;
  if (!g_str_equal (uri, BTY_DATABASE_MEMORY))
    {
      reader = bty_database_open (uri, password, BTY_DATABASE_READ, error);
      long_reader = reader != NULL ? bty_database_open (uri, password, BTY_DATABASE_READ, error) : NULL;
      if (long_reader == NULL)
        return NULL;
    }

  self = g_object_new (BTY_TYPE_WORKER, NULL);
  self->writer = start_lane (g_steal_pointer (&writer), "database-writer");
  if (reader != NULL)
    self->reader = start_lane (g_steal_pointer (&reader), "database-reader");
  if (long_reader != NULL)
    self->long_reader = start_lane (g_steal_pointer (&long_reader), "database-long");

  return self;
}

static void
push_job (BtyWorker      *self,
          Lane           *lane,
          GTask          *task,
          BtyJobFunc      func,
          GDestroyNotify  free_result,
          gboolean        writes)
{
  Job *job;

  if (self->stopped)
    {
      g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_REFUSED, _("The data are closed already."));
      return;
    }

  job = g_new0 (Job, 1);
  job->task = g_object_ref (task);
  job->func = func;
  job->free_result = free_result;
  job->writes = writes;
  g_async_queue_push (lane != NULL ? lane->jobs : self->writer->jobs, job);
}

/**
 * bty_worker_write:
 * @self: a worker
 * @task: what the job answers; its task data is the job's data
 * @func: (scope async): runs on the thread that writes, in a transaction
 * @free_result: (nullable): frees what @func returned
 *
 * Runs @func after all writing jobs before it. The task has an answer when its work is on disk. A job
 * whose task is cancelled before it begins is not run.
 */
void
bty_worker_write (BtyWorker      *self,
                  GTask          *task,
                  BtyJobFunc      func,
                  GDestroyNotify  free_result)
{
  g_return_if_fail (BTY_IS_WORKER (self));

  push_job (self, self->writer, task, func, free_result, TRUE);
}

/**
 * bty_worker_read:
 * @self: a worker
 * @task: what the job answers; its task data is the job's data
 * @func: (scope async): runs on the thread that reads, and sees one state of the data
 * @free_result: (nullable): frees what @func returned
 *
 * Runs @func after all reading jobs before it. It sees the work of every writing job that has been
 * answered. Its statements are interrupted when the task is cancelled. It is run once more when the connection was
 * lost while it ran.
 */
void
bty_worker_read (BtyWorker      *self,
                 GTask          *task,
                 BtyJobFunc      func,
                 GDestroyNotify  free_result)
{
  g_return_if_fail (BTY_IS_WORKER (self));

  push_job (self, self->reader, task, func, free_result, FALSE);
}

/**
 * bty_worker_read_long:
 * @self: a worker
 * @task: what the job answers; its task data is the job's data
 * @func: (scope async): runs on a thread of its own, and sees one state of the data
 * @free_result: (nullable): frees what @func returned
 *
 * As bty_worker_read(), for what takes long: other reading jobs do not wait for it.
 */
void
bty_worker_read_long (BtyWorker      *self,
                      GTask          *task,
                      BtyJobFunc      func,
                      GDestroyNotify  free_result)
{
  g_return_if_fail (BTY_IS_WORKER (self));

  push_job (self, self->long_reader, task, func, free_result, FALSE);
}

/**
 * bty_worker_stop:
 * @self: a worker
 *
 * Waits for all jobs that were given, moves what they wrote into the file and closes it. Their tasks are
 * answered when their contexts run again. Jobs that are given later are refused.
 */
void
bty_worker_stop (BtyWorker *self)
{
  g_return_if_fail (BTY_IS_WORKER (self));

  if (self->stopped || self->writer == NULL)
    return;

  self->stopped = TRUE;
  if (self->reader != NULL)
    stop_lane (self->reader);
  if (self->long_reader != NULL)
    stop_lane (self->long_reader);
  stop_lane (self->writer);
  g_clear_pointer (&self->reader, free_lane);
  g_clear_pointer (&self->long_reader, free_lane);

  /* If this fails the log stays and is read at the next start. */
  BTY_DATABASE_GET_CLASS (self->writer->database)->maintain (self->writer->database, TRUE, NULL);
  g_clear_pointer (&self->writer, free_lane);
}
