/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-memory-filters.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_TIMELINE (bty_memory_timeline_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryTimeline, bty_memory_timeline, BTY, MEMORY_TIMELINE, AdwBin)

GtkWidget *bty_memory_timeline_new    (BtyProfile        *profile,
                                       BtyMemoryFilters  *filters) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memory_timeline_update (BtyMemoryTimeline *self);

G_END_DECLS
