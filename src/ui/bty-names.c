/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-names.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  if (name != NULL && !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* What takes the focus is the button inside of it. */
static void
name_menu_button (GtkMenuButton *button)
{
  const char *name = gtk_widget_get_tooltip_text (GTK_WIDGET (button));

  set_name (GTK_WIDGET (button), name);
  set_name (gtk_widget_get_first_child (GTK_WIDGET (button)), name);
}

/* What takes the focus is the button inside of it, which else has the name of what is chosen only. */
static void
name_drop_down (GtkWidget *drop_down)
{
  const char *name = gtk_widget_get_tooltip_text (drop_down);

  set_name (drop_down, name);
  set_name (gtk_widget_get_first_child (drop_down), name);
}

/* What scrolls takes the focus, so that keys can scroll it. Lists and texts do that by themselves. */
static void
name_scrolled_window (GtkScrolledWindow *window)
{
  GtkWidget *child = gtk_scrolled_window_get_child (window);

  if (GTK_IS_VIEWPORT (child))
    child = gtk_viewport_get_child (GTK_VIEWPORT (child));

  if (GTK_IS_LIST_BASE (child) || GTK_IS_LIST_BOX (child) || GTK_IS_TEXT_VIEW (child))
    gtk_widget_set_focusable (GTK_WIDGET (window), FALSE);
  else
    set_name (GTK_WIDGET (window), _("Content"));
}

/* A group names its list by its title, if it has one. */
static void
name_list (GtkWidget *list)
{
  GtkWidget *group = gtk_widget_get_ancestor (list, ADW_TYPE_PREFERENCES_GROUP);

  if (group == NULL || adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group))[0] == '\0')
    set_name (list, _("Settings"));
}

/**
 * bty_names_complete:
 * @widget: a widget whose children are there
 *
 * Gives the widgets in @widget that can take the focus the name that sighted users read in their tooltip, where
 * GTK does not do that by itself.
 */
void
bty_names_complete (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget))
    name_menu_button (GTK_MENU_BUTTON (widget));
  else if (GTK_IS_DROP_DOWN (widget))
    name_drop_down (widget);
  else if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) == NULL)
    set_name (widget, gtk_widget_get_tooltip_text (widget));
  else if (GTK_IS_CHECK_BUTTON (widget) && gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)) == NULL)
    set_name (widget, gtk_widget_get_tooltip_text (widget));
  else if (GTK_IS_COLOR_BUTTON (widget))
    set_name (gtk_widget_get_first_child (widget), gtk_widget_get_tooltip_text (widget));
  else if (GTK_IS_SCROLLED_WINDOW (widget))
    name_scrolled_window (GTK_SCROLLED_WINDOW (widget));
  else if (GTK_IS_LIST_BOX (widget))
    name_list (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    bty_names_complete (child);
}
