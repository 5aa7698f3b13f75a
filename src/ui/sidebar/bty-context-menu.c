/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-context-menu.h"

/**
 * bty_context_menu_popup:
 * @popover: (inout): the menu of @owner; made when it is needed first, and to be unparented by @owner
 * @owner: the widget that has the menu; it must lay out nothing but its children
 * @menu: what it shows now
 * @relative: the widget that @x and @y are relative to
 * @x: where it appears
 * @y: where it appears
 *
 * Shows a menu about one of many things, so that not each of them needs a menu of its own.
 */
void
bty_context_menu_popup (GtkWidget  **popover,
                        GtkWidget   *owner,
                        GMenuModel  *menu,
                        GtkWidget   *relative,
                        double       x,
                        double       y)
{
  if (*popover == NULL)
    {
      *popover = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (*popover), FALSE);
      gtk_widget_set_halign (*popover, GTK_ALIGN_START);
      gtk_widget_set_parent (*popover, owner);
    }

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (*popover), menu);
  gtk_widget_translate_coordinates (relative, owner, x, y, &x, &y);
  gtk_popover_set_pointing_to (GTK_POPOVER (*popover), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (*popover));
}
