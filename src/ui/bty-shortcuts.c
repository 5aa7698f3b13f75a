/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-shortcuts.h"

#include <glib/gi18n.h>

/* Where a shortcut works. */
#define EVERYWHERE NULL
#define IN_CHATS "chats"
#define IN_CONVERSATION "conversation"

/**
 * Shortcut:
 *
 * One line of the only table of accelerators: the keys are bound from it and the shortcuts window is made
 * from it.
 */
typedef struct
{
  const char *group;
  const char *title;
  const char *action;
  const char *place;
  const char *keys[3];
} Shortcut;

static const Shortcut shortcuts[] = {
  { N_("Chats"), N_("New chat"), "win.new-chat", EVERYWHERE, { "<Control>n" } },
  { N_("Chats"), N_("New private chat"), "win.new-private-chat", EVERYWHERE, { "<Control><Shift>n" } },
  { N_("Chats"), N_("Search all chats"), "win.search", EVERYWHERE, { "<Control>f" } },
  { N_("Chats"), N_("Chat above"), "win.previous-chat", EVERYWHERE, { "<Control>Page_Up" } },
  { N_("Chats"), N_("Chat below"), "win.next-chat", EVERYWHERE, { "<Control>Page_Down" } },
  { N_("Chats"), N_("Rename the chat"), "session.rename::", EVERYWHERE, { "F2" } },
  { N_("Chats"), N_("Pin or unpin the chat"), "session.pin::", EVERYWHERE, { "<Control><Shift>p" } },
  { N_("Chats"), N_("Delete the selected chat"), "session.delete::", IN_CHATS, { "Delete", "KP_Delete" } },
  { N_("Chats"), N_("New bot"), "win.new-bot", EVERYWHERE, { "<Control><Shift>b" } },

  { N_("Conversation"), N_("Go to the text field"), "chat.focus", EVERYWHERE, { "<Control>l" } },
  { N_("Conversation"), N_("Stop the reply"), "chat.stop", IN_CONVERSATION, { "Escape" } },
  { N_("Conversation"), N_("Another reply"), "chat.regenerate", EVERYWHERE, { "<Control>r" } },
  { N_("Conversation"), N_("Edit your last message"), "chat.edit-last", EVERYWHERE, { "<Control>e" } },
  { N_("Conversation"), N_("Copy the last reply"), "chat.copy-last", EVERYWHERE, { "<Control><Shift>c" } },
  { N_("Conversation"), N_("Why this reply"), "win.inspector", EVERYWHERE, { "F9", "<Control>i" } },

  { N_("Window"), N_("Chat"), "win.show-page::chat", EVERYWHERE, { "<Alt>1" } },
  { N_("Window"), N_("Memory"), "win.show-page::memory", EVERYWHERE, { "<Alt>2" } },
  { N_("Window"), N_("Sharing"), "win.show-page::sharing", EVERYWHERE, { "<Alt>3" } },
  { N_("Window"), N_("Providers"), "win.show-page::providers", EVERYWHERE, { "<Alt>4" } },
  { N_("Window"), N_("Activity"), "win.show-page::activity", EVERYWHERE, { "<Alt>5" } },
  { N_("Window"), N_("Show or hide the sidebar"), "win.sidebar", EVERYWHERE, { "F8" } },
  { N_("Window"), N_("Back"), "win.back", EVERYWHERE, { "<Alt>Left" } },
  { N_("Window"), N_("Quick ask"), "app.quick-ask", EVERYWHERE, { "<Control><Shift>space" } },
  { N_("Window"), N_("Preferences"), "app.preferences", EVERYWHERE, { "<Control>comma" } },
  { N_("Window"), N_("Keyboard shortcuts"), "app.shortcuts", EVERYWHERE, { "<Control>question" } },
  { N_("Window"), N_("Close the window"), "window.close", EVERYWHERE, { "<Control>w" } },
  { N_("Window"), N_("Quit"), "app.quit", EVERYWHERE, { "<Control>q" } },
};

/* Where people write from right to left, what came before is on the right. */
static const char *
get_key (const Shortcut *shortcut,
         guint           index)
{
  const char *key = shortcut->keys[index];
  gboolean is_rtl = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;

  return is_rtl && g_strcmp0 (key, "<Alt>Left") == 0 ? "<Alt>Right" : key;
}

static void
bind (GtkShortcutController *controller,
      const Shortcut        *self)
{
  g_autofree char *name = NULL;
  g_autoptr(GVariant) target = NULL;

  if (!g_action_parse_detailed_name (self->action, &name, &target, NULL))
    return;

  for (guint i = 0; self->keys[i] != NULL; i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (get_key (self, i)),
                                                gtk_named_action_new (name));

      gtk_shortcut_set_arguments (shortcut, target);
      gtk_shortcut_controller_add_shortcut (controller, shortcut);
    }
}

static gboolean
works_in_dialogs (const Shortcut *self)
{
  return g_str_equal (self->action, "app.quit") || g_str_equal (self->action, "window.close");
}

/* Messages, file choosers and what else is a window, but not one of the application's, do not know its keys, and a menu
 * that is open keeps them from its window. */
static gboolean
realize_hook (GSignalInvocationHint *hint,
              guint                  n_values,
              const GValue          *values,
              gpointer               application)
{
  GtkWidget *widget = g_value_get_object (values);
  GtkEventController *controller;

  if (!GTK_IS_NATIVE (widget) || g_object_get_data (G_OBJECT (widget), "bty-shortcuts") != NULL)
    return TRUE;

  controller = gtk_shortcut_controller_new ();
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    if (works_in_dialogs (&shortcuts[i]))
      bind (GTK_SHORTCUT_CONTROLLER (controller), &shortcuts[i]);
  if (GTK_IS_WINDOW (widget))
    gtk_widget_insert_action_group (widget, "app", G_ACTION_GROUP (application));
  gtk_widget_add_controller (widget, controller);
  g_object_set_data (G_OBJECT (widget), "bty-shortcuts", controller);

  return TRUE;
}

static void
remove_hook (gpointer  hook,
             GObject  *application)
{
  g_signal_remove_emission_hook (g_signal_lookup ("realize", GTK_TYPE_WIDGET), GPOINTER_TO_SIZE (hook));
}

/**
 * bty_shortcuts_add_to_application:
 * @application: the application
 *
 * Binds the keys that work everywhere, and as long as it lives those that work in every dialog and menu.
 */
void
bty_shortcuts_add_to_application (GtkApplication *application)
{
  gulong hook = g_signal_add_emission_hook (g_signal_lookup ("realize", GTK_TYPE_WIDGET), 0, realize_hook, application,
                                            NULL);

  g_object_weak_ref (G_OBJECT (application), remove_hook, GSIZE_TO_POINTER (hook));
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      const char *keys[] = { get_key (&shortcuts[i], 0), get_key (&shortcuts[i], 1), NULL };

      if (shortcuts[i].place == EVERYWHERE)
        gtk_application_set_accels_for_action (application, shortcuts[i].action, keys);
    }
}

/**
 * bty_shortcuts_add_to_widget:
 * @widget: where the keys shall work
 * @place: the place the table gives it
 *
 * Binds keys that mean something else in a text field, and so work in one place only.
 */
void
bty_shortcuts_add_to_widget (GtkWidget  *widget,
                             const char *place)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    if (g_strcmp0 (shortcuts[i].place, place) == 0)
      bind (GTK_SHORTCUT_CONTROLLER (controller), &shortcuts[i]);
  gtk_widget_add_controller (widget, controller);
}

static void
append_group (GString    *xml,
              const char *group)
{
  g_autofree char *title = g_markup_escape_text (_(group), -1);

  g_string_append_printf (xml, "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", title);
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    if (g_str_equal (shortcuts[i].group, group))
      {
        g_autofree char *label = g_markup_escape_text (_(shortcuts[i].title), -1);
        g_autofree char *keys = g_markup_escape_text (get_key (&shortcuts[i], 0), -1);

        g_string_append_printf (xml,
                                "<child><object class='GtkShortcutsShortcut'>"
                                "<property name='title'>%s</property>"
                                "<property name='accelerator'>%s</property></object></child>",
                                label, keys);
      }
  g_string_append (xml, "</object></child>");
}

/**
 * bty_shortcuts_create_window:
 * @parent: the window it belongs to
 *
 * Returns: (transfer none): a window that shows the table; it lives until it is closed
 */
GtkWindow *
bty_shortcuts_create_window (GtkWindow *parent)
{
  g_autoptr(GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                                         "<property name='modal'>True</property><child>"
                                         "<object class='GtkShortcutsSection'>"
                                         "<property name='section-name'>all</property>"
                                         "<property name='max-height'>20</property>");
  g_autoptr(GtkBuilder) builder = NULL;
  GtkWindow *window;

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    if (i == 0 || !g_str_equal (shortcuts[i].group, shortcuts[i - 1].group))
      append_group (xml, shortcuts[i].group);
  g_string_append (xml, "</object></child></object></interface>");

  builder = gtk_builder_new_from_string (xml->str, xml->len);
  window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
  gtk_window_set_transient_for (window, parent);
  gtk_window_set_application (window, gtk_window_get_application (parent));
  gtk_window_set_destroy_with_parent (window, TRUE);

  return window;
}
