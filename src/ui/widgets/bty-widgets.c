/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-widgets.h"

#include <gtk/gtk.h>

#include "bty-composer.h"
#include "bty-conversation-list.h"
#include "bty-markdown-view.h"
#include "bty-split-view.h"
#include "bty-steady-width.h"
#include "bty-widgets-resources.h"
#include "bty-wrap-layout.h"

static void
add_style (GdkDisplay *display,
           const char *path)
{
  g_autoptr(GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, path);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* An application has added its folder already; once more would make the theme be read once more. */
static void
add_icons (GdkDisplay *display,
           const char *folder)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (display);
  g_auto(GStrv) folders = gtk_icon_theme_get_resource_path (theme);

  if (folders == NULL || !g_strv_contains ((const char *const *) folders, folder))
    gtk_icon_theme_add_resource_path (theme, folder);
}

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
  g_return_if_fail (GDK_IS_DISPLAY (display));

  bty_steady_width_init ();
  g_resources_register (bty_widgets_get_resource ());

  add_style (display, "/org/boternity/Boternity/widgets/widgets.css");
  add_style (display, "/org/boternity/Boternity/widgets/style.css");

  add_icons (display, "/org/boternity/Boternity/icons/");

  /* Text that is reached with the Tab key is not to look as if somebody had selected it. */
  g_object_set (gtk_settings_get_for_display (display), "gtk-label-select-on-focus", FALSE, NULL);

  g_type_ensure (BTY_TYPE_COMPOSER);
  g_type_ensure (BTY_TYPE_CONVERSATION_LIST);
  g_type_ensure (BTY_TYPE_MARKDOWN_VIEW);
  g_type_ensure (BTY_TYPE_SPLIT_VIEW);
  g_type_ensure (BTY_TYPE_WRAP_LAYOUT);
}
