/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-memory-service.h"

G_BEGIN_DECLS

/**
 * BtyMemoryForesight:
 *
 * What would become of a candidate if it were accepted now.
 */
typedef struct
{
  char             *candidate_id;
  BtyMemory        *memory;   /* (nullable): the one that it is like */
  BtyMemoryOutcome  outcome;
} BtyMemoryForesight;

void       bty_memory_foresight_list_async  (BtyMemoryService    *service,
                                             GPtrArray           *candidates,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
GPtrArray *bty_memory_foresight_list_finish (BtyMemoryService    *service,
                                             GAsyncResult        *result,
                                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memory_foresight_free        (BtyMemoryForesight  *self);

G_END_DECLS
