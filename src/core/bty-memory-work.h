/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider-config.h"
#include "bty-record.h"
#include "bty-reply.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_WORK (bty_memory_work_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryWork, bty_memory_work, BTY, MEMORY_WORK, BtyRecord)

struct _BtyMemoryWork
{
  BtyRecord  parent_instance;

  char *id;
  char *bot_id;
  char *session_id;
  char *provider;
  char *model;
  gint64 input_tokens;
  gint64 output_tokens;
  double cost; /* in US dollars; unset = unknown */
  gint64 created_at;
};

/**
 * BtyMemoryWorkSum:
 *
 * What the calls of some time took together.
 */
typedef struct
{
  gint64 n_calls;
  gint64 n_unknown;      /* calls of which nobody knows the cost */
  gint64 input_tokens;
  gint64 output_tokens;
  double cost;           /* of the others, in US dollars */
} BtyMemoryWorkSum;

char          *bty_memory_work_describe (const BtyMemoryWorkSum *sum) G_GNUC_WARN_UNUSED_RESULT;
BtyMemoryWork *bty_memory_work_new (const char *bot_id,
                                    const char *session_id,
                                    const char *provider) G_GNUC_WARN_UNUSED_RESULT;
void           bty_memory_work_count (BtyMemoryWork     *self,
                                      BtyProviderConfig *provider,
                                      const char        *model,
                                      BtyReply          *reply);

G_END_DECLS
