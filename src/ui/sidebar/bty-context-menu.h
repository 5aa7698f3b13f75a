/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bty_context_menu_popup (GtkWidget  **popover,
                             GtkWidget   *owner,
                             GMenuModel  *menu,
                             GtkWidget   *relative,
                             double       x,
                             double       y);

G_END_DECLS
