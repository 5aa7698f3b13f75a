/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_TOMBSTONE (bty_memory_tombstone_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryTombstone, bty_memory_tombstone, BTY, MEMORY_TOMBSTONE, BtyRecord)

struct _BtyMemoryTombstone
{
  BtyRecord  parent_instance;

  char *id; /* that the memory had */
  char *bot_id;
  char *actor; /* who made it forgotten */
  gint64 forgotten_at;
};

BtyMemoryTombstone *bty_memory_tombstone_new (const char *memory_id,
                                              const char *bot_id,
                                              const char *actor) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
