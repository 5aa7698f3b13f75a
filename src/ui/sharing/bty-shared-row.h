/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-bot.h"
#include "bty-memory.h"

G_BEGIN_DECLS

#define BTY_TYPE_SHARED_ROW (bty_shared_row_get_type ())

G_DECLARE_FINAL_TYPE (BtySharedRow, bty_shared_row, BTY, SHARED_ROW, GtkBox)

GtkWidget *bty_shared_row_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void       bty_shared_row_set_memory   (BtySharedRow *self,
                                        BtyMemory    *memory,
                                        BtyBot       *author);
void       bty_shared_row_set_selected (BtySharedRow *self,
                                        gboolean      selected);

G_END_DECLS
