/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-job-kind.h"
#include "bty-worker.h"

G_BEGIN_DECLS

struct _BtyJobService
{
  GObject     parent_instance;

  /* Owned */
  BtyWorker  *worker;
  GListStore *jobs;     /* BtyWorkflow, newest first */
  GHashTable *kinds;    /* name -> BtyJobKind, borrowed */
  GHashTable *runs;     /* BtyWorkflow -> BtyJobRun */

  guint       progress_timer;
  gboolean    closed;
};

/**
 * BtyJobRun:
 *
 * What this process knows of a workflow beyond what is stored.
 */
typedef struct
{
  /* Owned */
  BtyWorkflow      *workflow;
  BtyProgress      *progress;
  GCancellable     *cancellable;
  GPtrArray        *waiting;     /* GTask */
  GError           *error;

  /* Borrowed */
  const BtyJobKind *kind;

  gboolean          busy;        /* something of it is on its way to the database */
  gboolean          preparing;   /* others are asked; that can be interrupted */
  gboolean          pausing;
  gboolean          cancelling;
  gboolean          unlocked;    /* what was missing has been looked for */
} BtyJobRun;

BtyJobRun *bty_job_run_add            (BtyJobService      *service,
                                       BtyWorkflow        *workflow);
BtyJobRun *bty_job_run_get            (BtyJobService      *service,
                                       BtyWorkflow        *workflow);
void       bty_job_run_free           (gpointer            data);
void       bty_job_run_insert         (BtyJobService      *service,
                                       BtyJobRun          *run);
void       bty_job_run_forget         (BtyJobService      *service,
                                       BtyJobRun          *run);
void       bty_job_run_start_next     (BtyJobService      *service,
                                       const char         *kind);
void       bty_job_run_save_status    (BtyJobService      *service,
                                       BtyJobRun          *run,
                                       BtyWorkflowStatus   status);
void       bty_job_run_fail           (BtyJobService      *service,
                                       BtyJobRun          *run,
                                       GError             *error);
void       bty_job_run_answer_waiting (BtyJobRun          *run);

G_END_DECLS
