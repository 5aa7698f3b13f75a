/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-job-service-private.h"

G_BEGIN_DECLS

/**
 * BtyJobStep:
 *
 * What is on its way between a run and the database: a copy of the workflow, which the database thread may change.
 */
typedef struct
{
  /* Owned */
  BtyWorkflow      *workflow;
  BtyProgress      *progress;
  gpointer          prepared;

  /* Borrowed */
  const BtyJobKind *kind;
  BtyJobRun        *run;       /* for the main thread */
} BtyJobStep;

GTask      *bty_job_step_create_task (BtyJobService        *service,
                                      BtyJobRun            *run,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback) G_GNUC_WARN_UNUSED_RESULT;
BtyJobStep *bty_job_step_take_back   (BtyJobService        *service,
                                      GAsyncResult         *result,
                                      GError              **error);
void        bty_job_step_read        (BtyWorker            *worker,
                                      GTask                *task);
void        bty_job_step_write       (BtyWorker            *worker,
                                      GTask                *task);
void        bty_job_step_insert      (BtyWorker            *worker,
                                      GTask                *task);
void        bty_job_step_save        (BtyWorker            *worker,
                                      GTask                *task);
void        bty_job_step_delete      (BtyWorker            *worker,
                                      GTask                *task);

G_END_DECLS
