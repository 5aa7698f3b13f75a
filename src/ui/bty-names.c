/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-names.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What can take the focus has a name that screen readers say. GTK 4.8 and libadwaita 1.2 leave some without one,
 * and begin that of a button with its label as it was written: "_Add Add". They also tell of what is folded and of all
 * pages of a stack as if they were to be seen. Here is the one place that puts it right, for each widget when it is
 * realized or mapped, no matter who made it. */

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  if (name != NULL && !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* What takes the focus is the button inside of a drop-down and the like. */
static void
name_both (GtkWidget  *widget,
           const char *name)
{
  set_name (widget, name);
  set_name (gtk_widget_get_first_child (widget), name);
}

static char *
remove_mnemonic (const char *label)
{
  GString *text = g_string_new (NULL);

  for (const char *at = label; *at != '\0'; at++)
    {
      /* A doubled underscore stands for one. */
      if (*at == '_' && at[1] != '\0')
        at++;
      g_string_append_c (text, *at);
    }

  return g_string_free (text, FALSE);
}

/* GTK names a button by its label as it was written, and once more by the label inside, which has no underscore. A name
 * that somebody else has given stays. */
static void
drop_mnemonic (GtkWidget *button)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (button);
  g_autofree char *label = NULL;
  g_autofree char *other = NULL;
  g_autofree char *name = NULL;

  g_object_get (button, "label", &label, NULL);
  if (label == NULL || !gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    return;
  other = gtk_test_accessible_check_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  if (other != NULL)
    return;

  name = remove_mnemonic (label);
  gtk_accessible_reset_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Whether @button is named by words inside of it; GTK names one with an icon by that, which has no words. */
static gboolean
is_named_by_child (GtkWidget *button)
{
  return gtk_test_accessible_has_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY) &&
         !(GTK_IS_BUTTON (button) && gtk_button_get_icon_name (GTK_BUTTON (button)) != NULL);
}

/* GTK's own window of shortcuts and the toasts of libadwaita have buttons without words. */
static const char *
get_words (GtkWidget *button)
{
  const char *words = gtk_widget_get_tooltip_text (button);
  const char *icon = GTK_IS_BUTTON (button) ? gtk_button_get_icon_name (GTK_BUTTON (button)) : NULL;

  if (words == NULL && g_strcmp0 (icon, "edit-find-symbolic") == 0)
    words = _("Search");
  else if (words == NULL && g_strcmp0 (icon, "window-close-symbolic") == 0)
    words = _("Close");

  return words;
}

/* A button has a name of its own with each label. */
static void
name_button (GtkWidget *button)
{
  g_autofree char *label = NULL;
  gboolean has_mnemonic;

  g_object_get (button, "label", &label, "use-underline", &has_mnemonic, NULL);
  if (label == NULL && !is_named_by_child (button))
    {
      set_name (button, get_words (button));
    }
  else if (label != NULL && has_mnemonic)
    {
      drop_mnemonic (button);
      g_signal_handlers_disconnect_by_func (button, drop_mnemonic, NULL);
      g_signal_connect (button, "notify::label", G_CALLBACK (drop_mnemonic), NULL);
    }
}

/* What @widget is called by those who see it; %NULL if that is nothing. */
static const char *
get_title (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  const char *title = NULL;

  if (ADW_IS_PREFERENCES_GROUP (widget))
    title = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (widget));
  else if (ADW_IS_PREFERENCES_ROW (widget))
    title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  else if (ADW_IS_PREFERENCES_PAGE (widget))
    title = adw_preferences_page_get_title (ADW_PREFERENCES_PAGE (widget));
  else if (parent != NULL && ADW_IS_VIEW_STACK (parent))
    title = adw_view_stack_page_get_title (adw_view_stack_get_page (ADW_VIEW_STACK (parent), widget));
  else if (GTK_IS_WINDOW (widget))
    title = gtk_window_get_title (GTK_WINDOW (widget));

  return title != NULL && title[0] != '\0' ? title : NULL;
}

/* Names what has no words of its own by what it is in. */
static void
name_by_place (GtkWidget *widget)
{
  const char *title = NULL;

  for (GtkWidget *place = gtk_widget_get_parent (widget); place != NULL && title == NULL;
       place = gtk_widget_get_parent (place))
    title = get_title (place);

  set_name (widget, title != NULL ? title : _("Content"));
}

static GtkWidget *
find_label (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LABEL (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child);

  return found;
}

/* A row is called what it says first. */
static void
name_row (GtkWidget *row)
{
  GtkWidget *label = find_label (row);

  if (label != NULL && !gtk_test_accessible_has_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL) &&
      !gtk_test_accessible_has_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
}

/* What takes the focus in a row with an entry is the text inside of it, which libadwaita 1.2 hides: a screen reader
 * would not hear of it. */
static void
name_entry_row (GtkWidget *row)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row)));

  g_object_set (text, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  set_name (text, get_title (row));
}

/* What its parent does not show now, such as a page of a stack or a folded pane, is not there for a screen reader. */
static void
tell_whether_shown (GtkWidget *widget)
{
  gboolean hidden = !gtk_widget_get_child_visible (widget);
  gboolean was_hidden = g_object_get_data (G_OBJECT (widget), "bty-not-shown") != NULL;

  if (hidden == was_hidden)
    return;

  g_object_set_data (G_OBJECT (widget), "bty-not-shown", hidden ? widget : NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, hidden, -1);
}

static void
name_widget (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget))
    name_button (widget);
  else if (GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_COLOR_BUTTON (widget))
    name_both (widget, gtk_widget_get_tooltip_text (widget));
  else if (GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_LIST_BOX (widget) || GTK_IS_LIST_BASE (widget))
    name_by_place (widget);
  else if (ADW_IS_ENTRY_ROW (widget))
    name_entry_row (widget);
  else if (ADW_IS_EXPANDER_ROW (widget))
    set_name (widget, get_title (widget));
  else if (GTK_IS_LIST_BOX_ROW (widget))
    name_row (widget);
}

static gboolean
realize_hook (GSignalInvocationHint *hint,
              guint                  n_values,
              const GValue          *values,
              gpointer               data)
{
  name_widget (g_value_get_object (values));

  return TRUE;
}

/* What is shown, or is no more, may have children that were never shown. */
static gboolean
map_hook (GSignalInvocationHint *hint,
          guint                  n_values,
          const GValue          *values,
          gpointer               data)
{
  GtkWidget *widget = g_value_get_object (values);

  tell_whether_shown (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    tell_whether_shown (child);

  return TRUE;
}

static void
add_hook (const char          *signal,
          GSignalEmissionHook  hook)
{
  g_signal_add_emission_hook (g_signal_lookup (signal, GTK_TYPE_WIDGET), 0, hook, NULL, NULL);
}

/**
 * bty_names_init:
 *
 * From now on every widget that can take the focus has a name, at the latest when it is realized: the label without
 * its mnemonic, the words of its tooltip, or the title of what it is in. What is not shown is not told to screen
 * readers. To be called after GTK was initialized; once more changes nothing.
 */
void
bty_names_init (void)
{
  static gboolean done;
  g_autoptr(GTypeClass) widget_class = g_type_class_ref (GTK_TYPE_WIDGET);

  if (done)
    return;

  done = TRUE;
  add_hook ("realize", realize_hook);
  add_hook ("map", map_hook);
  add_hook ("unmap", map_hook);
}
