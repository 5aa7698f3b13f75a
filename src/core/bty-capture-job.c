/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-capture-job.h"

/**
 * BtyCaptureJob:
 *
 * How far a session was looked through for what is worth remembering, and when it is looked through next. There
 * is one for each session in which something was said.
 */

G_DEFINE_FINAL_TYPE (BtyCaptureJob, bty_capture_job, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyCaptureJob, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyCaptureJob, bot_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyCaptureJob, turns, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyCaptureJob, seen_until, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyCaptureJob, due, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtyCaptureJob, attempts, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyCaptureJob, next_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyCaptureJob, last_error, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyCaptureJob, updated_at, TIME, BTY_FIELD_NONE),
};

static void
bty_capture_job_class_init (BtyCaptureJobClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "capture_jobs", fields, G_N_ELEMENTS (fields));
}

static void
bty_capture_job_init (BtyCaptureJob *self)
{
}
