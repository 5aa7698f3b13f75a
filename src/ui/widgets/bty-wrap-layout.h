/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BTY_TYPE_WRAP_LAYOUT (bty_wrap_layout_get_type ())

G_DECLARE_FINAL_TYPE (BtyWrapLayout, bty_wrap_layout, BTY, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
