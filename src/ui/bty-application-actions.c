/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-application-private.h"

#include "bty-about.h"
#include "bty-preferences.h"
#include "bty-quick-ask.h"
#include "bty-shortcuts.h"

static void
close_windows (gpointer user_data)
{
  g_autoptr(BtyApplication) self = user_data;

  if (self->quick_ask != NULL)
    gtk_window_close (self->quick_ask);
  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
  else
    g_application_quit (G_APPLICATION (self));
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  /* GTK 4.8 crashes when a dialog that is closed with its parent is still taking the key that closes both. */
  g_idle_add_once (close_windows, g_object_ref (user_data));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  BtyApplication *self = user_data;

  bty_about_present (GTK_WINDOW (self->window));
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  BtyApplication *self = user_data;
  GtkWindow *preferences;

  if (self->profile == NULL || self->window == NULL)
    return;

  preferences = bty_preferences_new (self->profile, self->root_dir, bty_application_get_settings (self));
  /* The window can be closed from here, when other data are opened. */
  gtk_window_set_application (preferences, GTK_APPLICATION (self));
  gtk_window_set_transient_for (preferences, GTK_WINDOW (self->window));
  gtk_window_set_destroy_with_parent (preferences, TRUE);
  gtk_window_present (preferences);
}

static void
shortcuts_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  BtyApplication *self = user_data;

  gtk_window_present (bty_shortcuts_create_window (GTK_WINDOW (self->window)));
}

static void
show_session_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  bty_application_wish (user_data, "win.open-session", parameter);
}

static void
show_message_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  bty_application_wish (user_data, "win.open-message", parameter);
}

static void
search_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  bty_application_wish (user_data, "win.search-for", parameter);
}

static void
quick_ask_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  g_application_set_inactivity_timeout (G_APPLICATION (user_data), 0);
  bty_application_show_quick_ask (user_data);
}

static const GActionEntry actions[] = {
  { "quit", quit_action },
  { "about", about_action },
  { "preferences", preferences_action },
  { "shortcuts", shortcuts_action },
  { "show-session", show_session_action, "s" },
  { "show-message", show_message_action, "(ss)" },
  { "search", search_action, "s" },
  { "quick-ask", quick_ask_action },
};

/**
 * bty_application_add_actions:
 * @self: the application
 *
 * Gives it its actions, which notifications, the desktop and menus use.
 */
void
bty_application_add_actions (BtyApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  bty_application_add_data_actions (self);
}

/**
 * bty_application_show_quick_ask:
 * @self: the application
 *
 * Shows the little window; there is one at most.
 */
void
bty_application_show_quick_ask (BtyApplication *self)
{
  if (self->quick_ask == NULL)
    self->quick_ask = bty_quick_ask_new (self);
  gtk_window_present (self->quick_ask);
}
