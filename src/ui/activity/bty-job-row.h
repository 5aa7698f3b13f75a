/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-job-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_JOB_ROW (bty_job_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyJobRow, bty_job_row, BTY, JOB_ROW, GtkListBoxRow)

GtkWidget *bty_job_row_new (BtyJobService *jobs,
                            BtyWorkflow   *workflow) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
