/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"
#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_HOOK_RUN (bty_hook_run_get_type ())

G_DECLARE_FINAL_TYPE (BtyHookRun, bty_hook_run, BTY, HOOK_RUN, BtyRecord)

struct _BtyHookRun
{
  BtyRecord  parent_instance;

  char *id;
  char *hook; /* its name */
  char *event; /* what it was run for */
  BtyHookPriority priority;
  gboolean sensitive; /* kept for a short time only */
  gboolean succeeded;
  char *error;
  gint64 duration_us; /* microseconds */
  char *correlation_id;
  GBytes *context; /* what it was given: JSON, compressed with zlib */
  gint64 created_at;
  gint64 expires_at;
};

BtyHookRun *bty_hook_run_new         (const char       *hook,
                                      const char       *event,
                                      BtyHookPriority   priority,
                                      gboolean          sensitive,
                                      JsonNode         *context) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *bty_hook_run_dup_context (BtyHookRun       *self,
                                      GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
