/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-widgets.h"

#include <gtk/gtk.h>

#include "bty-split-view.h"
#include "bty-widgets-resources.h"

/**
 * bty_widgets_init:
 * @display: where the widgets will be shown
 *
 * Makes the widgets' templates and style known, and their types to #GtkBuilder. Call it once, after
 * libadwaita is initialised and before any template that uses them is read.
 */
void
bty_widgets_init (GdkDisplay *display)
{
  g_autoptr(GtkCssProvider) style = gtk_css_provider_new ();

  g_return_if_fail (GDK_IS_DISPLAY (display));

  g_resources_register (bty_widgets_get_resource ());

  gtk_css_provider_load_from_resource (style, "/org/boternity/Boternity/widgets/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);

  g_type_ensure (BTY_TYPE_SPLIT_VIEW);
}
