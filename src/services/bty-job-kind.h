/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-job-service.h"
#include "bty-progress.h"

G_BEGIN_DECLS

/**
 * BtyJobStepFunc:
 * @database: the connection, inside a transaction
 * @workflow: this thread's own: read its input and checkpoint; set its step, progress, total, checkpoint and, in
 *   the last step, its result and %BTY_WORKFLOW_STATUS_COMPLETED
 * @progress: for what takes longer than a moment: shown while the step runs
 * @cancellable: stop and return an error when it is cancelled
 * @error: (out) (optional): where to say what went wrong
 *
 * One step of long work, on a database thread.
 *
 * Returns: whether it was done
 */
typedef gboolean (*BtyJobStepFunc) (BtyDatabase   *database,
                                    BtyWorkflow   *workflow,
                                    BtyProgress   *progress,
                                    GCancellable  *cancellable,
                                    GError       **error);

/**
 * BtyJobPrepareFunc:
 * @data: of the kind
 * @workflow: not to be changed: its input and checkpoint say what the next step is about
 * @task: (transfer full): to be ended with what the step gets
 *
 * Asks others, on the main thread, for what the next step stores.
 */
typedef void (*BtyJobPrepareFunc) (gpointer     data,
                                   BtyWorkflow *workflow,
                                   GTask       *task);

/**
 * BtyJobStoreFunc:
 * @database: the connection, inside a transaction
 * @workflow: as for a #BtyJobStepFunc
 * @prepared: what @workflow was prepared with
 * @error: (out) (optional): where to say what went wrong
 *
 * One step of work that asks others, on a database thread.
 *
 * Returns: whether it was done
 */
typedef gboolean (*BtyJobStoreFunc) (BtyDatabase  *database,
                                     BtyWorkflow  *workflow,
                                     gpointer      prepared,
                                     GError      **error);

typedef enum
{
  BTY_JOB_NONE = 0,
  BTY_JOB_READS = 1 << 0,       /* its steps only read this profile; nobody waits for them meanwhile */
  BTY_JOB_READS_FIRST = 1 << 2, /* its first steps do, before there is a checkpoint */
  BTY_JOB_NOT_RESUMED = 1 << 1, /* what a crash broke off has failed; it is not gone on with */
} BtyJobFlags;

/**
 * BtyJobKind:
 * @name: what is stored as the kind of the workflow
 * @flags: how it is done
 * @step: done again and again until the workflow is complete
 * @clean: (nullable): on the main thread, when it was cancelled: removes what is half done outside the database
 * @unlock: (nullable): on the main thread, when a step ended with %BTY_ERROR_AUTHENTICATION: looks for what was missing
 *   and returns in the task whether it was found; then the step is tried once more
 * @prepare: (nullable): of work that asks others: done before each step
 * @store: the step of such work, in the place of @step
 * @free_prepared: for what @prepare ends with
 * @data: for @prepare
 *
 * One kind of long work. A step that writes is one transaction together with the place where it ended, so that
 * killing the program at any point repeats or loses nothing.
 */
struct _BtyJobKind
{
  const char       *name;
  BtyJobFlags       flags;
  BtyJobStepFunc    step;
  void            (*clean)  (BtyWorkflow *workflow);
  void            (*unlock) (BtyWorkflow *workflow,
                             GTask       *task);

  BtyJobPrepareFunc prepare;
  BtyJobStoreFunc   store;
  GDestroyNotify    free_prepared;
  gpointer          data;
};

G_END_DECLS
