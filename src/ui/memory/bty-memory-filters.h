/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-memory-filter.h"
#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_FILTERS (bty_memory_filters_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryFilters, bty_memory_filters, BTY, MEMORY_FILTERS, AdwBin)

GtkWidget  *bty_memory_filters_new        (BtyProfile       *profile) G_GNUC_WARN_UNUSED_RESULT;
const char *bty_memory_filters_get_view   (BtyMemoryFilters *self);
void        bty_memory_filters_set_view   (BtyMemoryFilters *self,
                                           const char       *view);
const char *bty_memory_filters_get_bot_id (BtyMemoryFilters *self);
void        bty_memory_filters_fill       (BtyMemoryFilters *self,
                                           BtyMemoryFilter  *filter);
void        bty_memory_filters_fill_audit (BtyMemoryFilters *self,
                                           BtyAuditFilter   *filter);
gboolean    bty_memory_filters_is_neutral (BtyMemoryFilters *self);
void        bty_memory_filters_reset      (BtyMemoryFilters *self);

G_END_DECLS
