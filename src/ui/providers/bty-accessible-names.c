/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-accessible-names.h"

#include <adwaita.h>

/* The name that what is inside @widget is known by; @name if it has none of its own. */
static const char *
get_name (GtkWidget  *widget,
          const char *name)
{
  const char *own = NULL;

  if (ADW_IS_PREFERENCES_GROUP (widget))
    own = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (widget));
  else if (ADW_IS_PREFERENCES_ROW (widget))
    own = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));

  return own != NULL && *own != '\0' ? own : name;
}

/**
 * bty_accessible_names_complete:
 * @widget: a page that has just been made
 * @name: what it is about
 *
 * The lists and scrolled windows inside the pages, groups and rows of libadwaita can have the keyboard's
 * focus, and have only the names of their classes, or none. Names each after what it is in.
 */
void
bty_accessible_names_complete (GtkWidget  *widget,
                               const char *name)
{
  name = get_name (widget, name);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (ADW_IS_EXPANDER_ROW (child))
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        get_name (child, name), -1);
      else if (GTK_IS_SCROLLED_WINDOW (child) || GTK_IS_LIST_BOX (child) || GTK_IS_LIST_VIEW (child))
        gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      bty_accessible_names_complete (child, name);
    }
}
