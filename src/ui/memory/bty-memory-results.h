/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-memory-filters.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_RESULTS (bty_memory_results_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryResults, bty_memory_results, BTY, MEMORY_RESULTS, AdwBin)

GtkWidget *bty_memory_results_new    (BtyProfile       *profile,
                                      BtyMemoryFilters *filters) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memory_results_update (BtyMemoryResults *self);
void       bty_memory_results_search (BtyMemoryResults *self);

G_END_DECLS
