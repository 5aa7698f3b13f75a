/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-memory-service.h"
#include "bty-paged-list.h"

G_BEGIN_DECLS

/**
 * BtyMemoryList:
 *
 * A #BtyPagedList of #BtyMemory that is loaded anew when memories change.
 */
#define BTY_TYPE_MEMORY_LIST (bty_memory_list_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryList, bty_memory_list, BTY, MEMORY_LIST, BtyPagedList)

BtyMemoryList *bty_memory_list_new (BtyMemoryService *service) G_GNUC_WARN_UNUSED_RESULT;

void bty_memory_list_set_filter (BtyMemoryList         *self,
                                 const BtyMemoryFilter *filter);

G_END_DECLS
