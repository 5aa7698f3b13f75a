/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"
#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_EXCLUSION (bty_memory_exclusion_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryExclusion, bty_memory_exclusion, BTY, MEMORY_EXCLUSION, BtyRecord)

struct _BtyMemoryExclusion
{
  BtyRecord  parent_instance;

  char *id;
  char *memory_id;
  char *session_id;
  gint64 created_at;
};

BtyMemoryExclusion *bty_memory_exclusion_new (const char *memory_id,
                                              const char *session_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
