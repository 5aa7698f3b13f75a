/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_USE (bty_memory_use_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryUse, bty_memory_use, BTY, MEMORY_USE, BtyRecord)

struct _BtyMemoryUse
{
  BtyRecord  parent_instance;

  char *id;
  char *message_id; /* the reply */
  char *memory_id;
  char *bot_id; /* who read it */
  gint64 rank; /* from 1 */
  double similarity; /* unset = it was not found by meaning */
  double score;
  JsonNode *factors; /* an object of numbers: why it was chosen */
  gint64 used_at;
};

BtyMemoryUse *bty_memory_use_new (const char *message_id,
                                  const char *memory_id,
                                  const char *bot_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
