/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BTY_TYPE_ITEM_LAYOUT (bty_item_layout_get_type ())

G_DECLARE_FINAL_TYPE (BtyItemLayout, bty_item_layout, BTY, ITEM_LAYOUT, GtkLayoutManager)

GtkLayoutManager *bty_item_layout_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
