/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-workflow.h"

G_BEGIN_DECLS

typedef struct _BtyWorker BtyWorker;
typedef struct _BtyJobKind BtyJobKind; /* see bty-job-kind.h */

#define BTY_TYPE_JOB_SERVICE (bty_job_service_get_type ())

G_DECLARE_FINAL_TYPE (BtyJobService, bty_job_service, BTY, JOB_SERVICE, GObject)

BtyJobService *bty_job_service_new          (BtyWorker            *worker,
                                             GPtrArray            *workflows) G_GNUC_WARN_UNUSED_RESULT;
void           bty_job_service_register     (BtyJobService        *self,
                                             const BtyJobKind     *kind);
void           bty_job_service_go_on        (BtyJobService        *self);
void           bty_job_service_close        (BtyJobService        *self);

GListModel    *bty_job_service_get_jobs     (BtyJobService        *self);

BtyWorkflow   *bty_job_service_start        (BtyJobService        *self,
                                             const char           *kind,
                                             JsonNode             *input) G_GNUC_WARN_UNUSED_RESULT;
void           bty_job_service_wait_async   (BtyJobService        *self,
                                             BtyWorkflow          *workflow,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean       bty_job_service_wait_finish  (BtyJobService        *self,
                                             GAsyncResult         *result,
                                             GError              **error);
void           bty_job_service_pause        (BtyJobService        *self,
                                             BtyWorkflow          *workflow);
void           bty_job_service_resume       (BtyJobService        *self,
                                             BtyWorkflow          *workflow);
void           bty_job_service_cancel       (BtyJobService        *self,
                                             BtyWorkflow          *workflow);
void           bty_job_service_retry        (BtyJobService        *self,
                                             BtyWorkflow          *workflow);
void           bty_job_service_forget       (BtyJobService        *self,
                                             BtyWorkflow          *workflow);

G_END_DECLS
