/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_CAPTURE_JOB (bty_capture_job_get_type ())

G_DECLARE_FINAL_TYPE (BtyCaptureJob, bty_capture_job, BTY, CAPTURE_JOB, BtyRecord)

struct _BtyCaptureJob
{
  BtyRecord  parent_instance;

  char *id; /* of the session */
  char *bot_id;
  gint64 turns; /* of the user since it was looked through */
  gint64 seen_until; /* when the last message was said that was looked at */
  gboolean due; /* waits to be looked through */
  gint64 attempts; /* that failed in a row */
  gint64 next_at; /* not before */
  char *last_error;
  gint64 updated_at;
};

G_END_DECLS
