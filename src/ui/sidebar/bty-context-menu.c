/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-context-menu.h"

/* Gives the keyboard back to what had it before the menu came. */
static void
closed_cb (GtkPopover *popover,
           GWeakRef   *focus)
{
  g_autoptr(GtkWidget) widget = g_weak_ref_get (focus);

  if (widget != NULL && gtk_widget_get_mapped (widget))
    gtk_widget_grab_focus (widget);
}

static void
free_focus (gpointer  focus,
            GClosure *closure)
{
  g_weak_ref_clear (focus);
  g_free (focus);
}

static void
remember_focus (GtkWidget *popover,
                GtkRoot   *root)
{
  GWeakRef *focus = g_new0 (GWeakRef, 1);

  g_weak_ref_init (focus, root != NULL ? gtk_root_get_focus (root) : NULL);
  g_signal_handlers_disconnect_matched (popover, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, closed_cb, NULL);
  g_signal_connect_data (popover, "closed", G_CALLBACK (closed_cb), focus, free_focus, 0);
}

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

  remember_focus (*popover, gtk_widget_get_root (owner));
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (*popover), menu);
  gtk_widget_translate_coordinates (relative, owner, x, y, &x, &y);
  gtk_popover_set_pointing_to (GTK_POPOVER (*popover), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (*popover));
}
