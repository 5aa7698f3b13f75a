/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-keys.h"

/* What the keyboard needs beyond what GTK 4.8 does by itself. */

static gboolean
leave_cb (GtkWidget *list,
          GVariant  *arguments,
          gpointer   user_data)
{
  GtkDirectionType direction = GPOINTER_TO_INT (user_data);
  GtkWidget *row = gtk_widget_get_focus_child (list);

  /* The buttons of the row come first. */
  if (row != NULL && gtk_widget_child_focus (row, direction))
    return TRUE;

  /* Whoever looks for what comes next passes over what cannot have the focus. */
  gtk_widget_set_can_focus (list, FALSE);
  g_signal_emit_by_name (list, "move-focus", direction);
  gtk_widget_set_can_focus (list, TRUE);

  return TRUE;
}

static gboolean
confirm_cb (GtkWidget *window,
            GVariant  *arguments,
            gpointer   user_data)
{
  GtkWidget *button = GTK_WIDGET (user_data);

  if (gtk_widget_is_sensitive (button))
    g_signal_emit_by_name (button, "clicked");

  return TRUE;
}

static void
add_key (GtkEventController *controller,
         guint               keyval,
         GdkModifierType     modifiers,
         GtkShortcutFunc     func,
         gpointer            data)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (keyval, modifiers),
                                            gtk_callback_action_new (func, data, NULL));

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
}

/**
 * bty_keys_leave_list_by_tab:
 * @list: a #GtkListView or #GtkListBox
 *
 * Lets Tab go on behind the list, after the buttons of the row that has the focus; arrows go from row to row. GTK 4.8
 * goes through all rows, and selects each on the way: whoever wants to get past a list of a thousand chats would open
 * all of them.
 */
void
bty_keys_leave_list_by_tab (GtkWidget *list)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  gpointer forward = GINT_TO_POINTER (GTK_DIR_TAB_FORWARD);
  gpointer backward = GINT_TO_POINTER (GTK_DIR_TAB_BACKWARD);

  g_return_if_fail (GTK_IS_LIST_BOX (list) || GTK_IS_LIST_BASE (list));

  add_key (controller, GDK_KEY_Tab, 0, leave_cb, forward);
  add_key (controller, GDK_KEY_KP_Tab, 0, leave_cb, forward);
  add_key (controller, GDK_KEY_Tab, GDK_SHIFT_MASK, leave_cb, backward);
  add_key (controller, GDK_KEY_KP_Tab, GDK_SHIFT_MASK, leave_cb, backward);
  gtk_widget_add_controller (list, controller);
}

/**
 * bty_keys_confirm_with:
 * @window: a dialog
 * @button: the button in it that does what the dialog is for
 *
 * Lets Ctrl+Enter press @button from everywhere in @window, also from a text of several lines.
 */
void
bty_keys_confirm_with (GtkWidget *window,
                       GtkWidget *button)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  /* A text would take it for the end of a line. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  add_key (controller, GDK_KEY_Return, GDK_CONTROL_MASK, confirm_cb, button);
  add_key (controller, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, confirm_cb, button);
  gtk_widget_add_controller (window, controller);
}

/**
 * bty_keys_set_usable:
 * @button: what can be pressed
 * @usable: whether it can be pressed now
 *
 * Makes @button sensitive or not, as gtk_widget_set_sensitive() does. Who has pressed it finds the focus there again
 * when it is usable again, unless he went on elsewhere.
 */
void
bty_keys_set_usable (GtkWidget *button,
                     gboolean   usable)
{
  GtkRoot *root = gtk_widget_get_root (button);
  gboolean was_focused = g_object_get_data (G_OBJECT (button), "was-focused") != NULL;

  if (root != NULL && !usable && gtk_root_get_focus (root) == button)
    {
      g_object_set_data (G_OBJECT (button), "was-focused", button);
      /* What becomes insensitive does not notice that it loses it. */
      gtk_root_set_focus (root, NULL);
    }
  gtk_widget_set_sensitive (button, usable);
  if (root != NULL && usable && was_focused && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (button);
  if (usable)
    g_object_set_data (G_OBJECT (button), "was-focused", NULL);
}
