/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-memory-service.h"

G_BEGIN_DECLS

/**
 * BtyMemoryList:
 *
 * A #GListModel of #BtyMemory that loads a page at a time and is loaded anew when memories change; what is the same
 * stays the same object. Properties: "loading", "has-more", "error" (plain words, or NULL).
 */
#define BTY_TYPE_MEMORY_LIST (bty_memory_list_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryList, bty_memory_list, BTY, MEMORY_LIST, GObject)

BtyMemoryList *bty_memory_list_new (BtyMemoryService *service) G_GNUC_WARN_UNUSED_RESULT;

void bty_memory_list_set_filter (BtyMemoryList         *self,
                                 const BtyMemoryFilter *filter);

void bty_memory_list_load_more (BtyMemoryList *self);

G_END_DECLS
