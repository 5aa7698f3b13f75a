/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-audit-entry.h"
#include "bty-bot.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_EVENT_ROW (bty_memory_event_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryEventRow, bty_memory_event_row, BTY, MEMORY_EVENT_ROW, GtkBox)

GtkWidget *bty_memory_event_row_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memory_event_row_set_entry (BtyMemoryEventRow *self,
                                           BtyAuditEntry     *entry,
                                           BtyBot            *bot,
                                           const char        *text);

G_END_DECLS
