/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-window-private.h"

#include <glib/gi18n.h>

#include "bty-import-chats.h"
#include "bty-memories-page.h"
#include "bty-providers-page.h"
#include "bty-toasts.h"

static void
new_chat_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);
  gboolean is_private = g_str_has_prefix (action, "win.new-private");

  if (self->chat == NULL)
    return;
  bty_window_show_page (self, "chat");
  bty_chat_view_new_chat (self->chat, parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL, is_private);
}

static void
open_session_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);

  if (self->chat == NULL)
    return;
  bty_window_show_page (self, "chat");
  bty_chat_view_open (self->chat, g_variant_get_string (parameter, NULL), NULL);
}

static void
open_message_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);
  const char *session_id;
  const char *message_id;

  if (self->chat == NULL)
    return;
  g_variant_get (parameter, "(&s&s)", &session_id, &message_id);
  bty_window_show_page (self, "chat");
  bty_chat_view_open (self->chat, session_id, message_id[0] != '\0' ? message_id : NULL);
}

static void
open_memory_action (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);

  bty_window_show_page (self, "memory");
  if (self->memory != NULL)
    bty_memories_page_open (BTY_MEMORIES_PAGE (self->memory), g_variant_get_string (parameter, NULL));
}

static void
search_for_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);

  bty_window_set_searching (self, TRUE);
  if (self->search != NULL)
    bty_search_page_find (self->search, g_variant_get_string (parameter, NULL));
}

static void
step_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);

  if (self->chat != NULL)
    bty_chat_view_step (self->chat, g_str_equal (action, "win.next-chat") ? 1 : -1);
}

static void
new_bot_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);

  if (self->bot_actions != NULL)
    bty_bot_actions_create (self->bot_actions);
}

static void
import_chats_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);
  GtkWidget *window;

  if (self->profile == NULL)
    return;
  window = bty_import_chats_new (self->profile, bty_bot_service_find (bty_profile_get_bots (self->profile), NULL));
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (window));
}

/* Who has been there before goes on where he was. */
static void
focus_page (GtkWidget *page)
{
  GtkWidget *last = page;

  while (gtk_widget_get_focus_child (last) != NULL)
    last = gtk_widget_get_focus_child (last);
  if (last == page || !gtk_widget_get_mapped (last) || !gtk_widget_grab_focus (last))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

/* A page that was just made does not know yet what of it has room. */
static gboolean
focus_page_cb (GtkWidget     *page,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  if (gtk_widget_get_width (page) == 0)
    return G_SOURCE_CONTINUE;

  focus_page (page);

  return G_SOURCE_REMOVE;
}

static void
show_page_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);
  const char *page = g_variant_get_string (parameter, NULL);
  GtkWidget *shown;

  bty_window_show_page (self, page);
  shown = adw_view_stack_get_visible_child (self->pages);
  /* Whoever asked by a key goes on in the page, not on the button that shows it. */
  if (g_str_equal (page, "chat") && self->chat != NULL)
    bty_chat_view_focus (self->chat);
  else if (gtk_widget_get_width (shown) > 0)
    focus_page (shown);
  else
    gtk_widget_add_tick_callback (shown, focus_page_cb, NULL, NULL);
}

static void
show_provider_action (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);

  bty_window_show_page (self, "providers");
  if (self->providers != NULL)
    bty_providers_page_show_provider (BTY_PROVIDERS_PAGE (self->providers), g_variant_get_string (parameter, NULL));
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;

  if (bty_provider_service_unlock_keyring_finish (BTY_PROVIDER_SERVICE (source), result, &error))
    bty_toasts_show (widget, _("The keyring is unlocked"));
  else
    bty_toasts_show (widget, error->message);
}

static void
unlock_keyring_action (GtkWidget  *widget,
                       const char *action,
                       GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);

  if (self->profile != NULL)
    bty_provider_service_unlock_keyring_async (bty_profile_get_providers (self->profile), NULL, unlocked_cb,
                                               g_object_ref (widget));
}

static void
back_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);

  if (bty_window_is_searching (self))
    bty_window_set_searching (self, FALSE);
  else if (self->chat != NULL)
    bty_split_view_go_back (bty_window_get_split (self));
}

static void
retry_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);

  gtk_stack_set_visible_child_name (self->stack, "opening");
  bty_application_open_profile (BTY_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
}

/**
 * bty_window_class_install_actions:
 * @widget_class: the class of the window
 *
 * Gives the window its actions.
 */
void
bty_window_class_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-chat", NULL, new_chat_action);
  gtk_widget_class_install_action (widget_class, "win.new-private-chat", NULL, new_chat_action);
  gtk_widget_class_install_action (widget_class, "win.new-chat-with", "s", new_chat_action);
  gtk_widget_class_install_action (widget_class, "win.new-private-chat-with", "s", new_chat_action);
  gtk_widget_class_install_action (widget_class, "win.open-session", "s", open_session_action);
  gtk_widget_class_install_action (widget_class, "win.open-message", "(ss)", open_message_action);
  gtk_widget_class_install_action (widget_class, "win.open-memory", "s", open_memory_action);
  gtk_widget_class_install_action (widget_class, "win.search-for", "s", search_for_action);
  gtk_widget_class_install_action (widget_class, "win.previous-chat", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "win.next-chat", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "win.new-bot", NULL, new_bot_action);
  gtk_widget_class_install_action (widget_class, "win.import-chats", NULL, import_chats_action);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "win.show-provider", "s", show_provider_action);
  gtk_widget_class_install_action (widget_class, "win.unlock-keyring", NULL, unlock_keyring_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.retry", NULL, retry_action);
  gtk_widget_class_install_property_action (widget_class, "win.search", "searching");
  gtk_widget_class_install_property_action (widget_class, "win.sidebar", "sidebar");
  gtk_widget_class_install_property_action (widget_class, "win.inspector", "inspector");
}
