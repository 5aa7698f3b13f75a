/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_RECALL_EXCLUSION (bty_recall_exclusion_get_type ())

G_DECLARE_FINAL_TYPE (BtyRecallExclusion, bty_recall_exclusion, BTY, RECALL_EXCLUSION, BtyRecord)

struct _BtyRecallExclusion
{
  BtyRecord  parent_instance;

  char *id;
  char *subject_id; /* a memory, a message or a piece of a file; ids are never the same */
  char *session_id;
  gint64 created_at;
};

BtyRecallExclusion *bty_recall_exclusion_new (const char *subject_id,
                                              const char *session_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
