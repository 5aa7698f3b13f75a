/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-bot.h"
#include "bty-memory.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_ROW (bty_memory_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryRow, bty_memory_row, BTY, MEMORY_ROW, GtkBox)

GtkWidget *bty_memory_row_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memory_row_set_memory (BtyMemoryRow *self,
                                      BtyMemory    *memory,
                                      BtyBot       *bot);

G_END_DECLS
