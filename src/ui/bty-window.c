/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-window-private.h"

#include <glib/gi18n.h>

#include "bty-activity-page.h"
#include "bty-memories-page.h"
#include "bty-problem-page.h"
#include "bty-providers-page.h"
#include "bty-sharing-page.h"

/* From this on the reasons for a reply have room beside the chat. */
#define WIDE_WIDTH 1120

enum
{
  PROP_0,
  PROP_SEARCHING,
  PROP_SIDEBAR,
  PROP_INSPECTOR,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  FILLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyWindow, bty_window, ADW_TYPE_APPLICATION_WINDOW)

/**
 * bty_window_get_split:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): how the panes of the chat page are laid out; %NULL before there is one
 */
BtySplitView *
bty_window_get_split (BtyWindow *self)
{
  return self->chat != NULL ? bty_chat_view_get_split (self->chat) : NULL;
}

/**
 * bty_window_is_searching:
 * @self: a window
 *
 * Returns: whether the search lies over the pages
 */
gboolean
bty_window_is_searching (BtyWindow *self)
{
  /* Buttons ask while the template is still being read. */
  return self->stack != NULL && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "search") == 0;
}

/* Whether the pages are at this one; the search may lie over it. */
static gboolean
shows (BtyWindow  *self,
       const char *page)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), page) == 0;
}

/* What a narrow window says instead of the switcher: what is seen. */
static void
update_title (BtyWindow *self,
              gboolean   in_pages,
              gboolean   in_chat,
              gboolean   shows_list)
{
  g_autofree char *chat = NULL;
  const char *title = g_get_application_name ();

  if (self->chat != NULL)
    g_object_get (self->chat, "title", &chat, NULL);
  if (self->chat != NULL && !in_pages)
    title = _("Search");
  else if (in_pages && !in_chat)
    title = adw_view_stack_page_get_title (adw_view_stack_get_page (self->pages,
                                                                    adw_view_stack_get_visible_child (self->pages)));
  else if (in_chat && !shows_list && chat != NULL)
    title = chat;

  bty_header_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), chat != NULL ? chat : title);
}

static void
update_header (BtyWindow *self)
{
  BtySplitView *split = bty_window_get_split (self);
  gboolean ready = split != NULL;
  gboolean in_pages = ready && !bty_window_is_searching (self);
  gboolean in_chat = in_pages && shows (self, "chat");
  gboolean folded = in_chat && bty_split_view_get_folded (split);
  gboolean narrow = bty_header_title_get_narrow (self->title);
  gboolean shows_content = folded && (bty_split_view_get_show_content (split) || bty_split_view_get_show_end (split));

  bty_header_title_set_switching (self->title, in_pages);
  gtk_widget_set_visible (self->back_button, shows_content);
  gtk_widget_set_visible (self->sidebar_button, in_chat && !folded);
  /* The title of a chat needs the room in a narrow window: the menu has the reasons, and the search is a step back. */
  gtk_widget_set_visible (self->inspector_button, in_chat && !folded);
  /* Memories have a search of their own, which is always there. */
  gtk_widget_set_visible (self->search_button, ready && !(in_pages && shows (self, "memory")) && !shows_content);
  update_title (self, in_pages, in_chat, folded && !shows_content);
  adw_view_switcher_bar_set_reveal (self->switcher_bar, in_pages && narrow && !shows_content);
}

/**
 * bty_window_show_page:
 * @self: a window
 * @page: (nullable): the name of a page; %NULL for the one that was shown last
 *
 * Shows a page, once there is a profile.
 */
void
bty_window_show_page (BtyWindow  *self,
                      const char *page)
{
  if (self->chat == NULL)
    return;

  gtk_stack_set_visible_child_name (self->stack, "pages");
  if (page != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
  g_object_notify (G_OBJECT (self), "searching");
  update_header (self);
}

static void
page_shown_cb (BtyWindow *self)
{
  const char *page;

  /* The template is still being read. */
  if (self->profile == NULL)
    return;

  page = adw_view_stack_get_visible_child_name (self->pages);
  if (self->memory == NULL && g_strcmp0 (page, "memory") == 0)
    {
      self->memory = bty_memories_page_new (self->profile);
      adw_bin_set_child (self->memory_bin, self->memory);
    }
  if (self->sharing == NULL && g_strcmp0 (page, "sharing") == 0)
    {
      self->sharing = bty_sharing_page_new (self->profile);
      adw_bin_set_child (self->sharing_bin, self->sharing);
    }
  if (self->providers == NULL && g_strcmp0 (page, "providers") == 0)
    {
      self->providers = bty_providers_page_new (bty_profile_get_providers (self->profile));
      adw_bin_set_child (self->providers_bin, self->providers);
    }
  if (adw_bin_get_child (self->activity_bin) == NULL && g_strcmp0 (page, "activity") == 0)
    adw_bin_set_child (self->activity_bin, bty_activity_page_new (self->profile));
  update_header (self);
}

static void
session_shown_cb (BtyWindow *self)
{
  g_autofree char *id = NULL;

  g_object_get (self->chat, "session-id", &id, NULL);
  bty_session_actions_set_current (self->session_actions, id);
  if (id != NULL)
    g_signal_emit (self, signals[FILLED], 0);
}

/**
 * bty_window_set_searching:
 * @self: a window
 * @searching: whether the search lies over the pages
 */
void
bty_window_set_searching (BtyWindow *self,
                          gboolean   searching)
{
  if (searching && self->memory != NULL && !bty_window_is_searching (self) && shows (self, "memory"))
    {
      bty_memories_page_search (BTY_MEMORIES_PAGE (self->memory));
      return;
    }
  if (!searching || self->chat == NULL)
    {
      bty_window_show_page (self, NULL);
      return;
    }

  if (self->search == NULL)
    {
      self->search = BTY_SEARCH_PAGE (bty_search_page_new (self->profile));
      adw_bin_set_child (self->search_bin, GTK_WIDGET (self->search));
    }
  gtk_stack_set_visible_child_name (self->stack, "search");
  bty_search_page_focus (self->search);
  g_object_notify (G_OBJECT (self), "searching");
  update_header (self);
}

static gboolean
bty_window_close_request (GtkWindow *window)
{
  BtyWindow *self = BTY_WINDOW (window);
  int width;
  int height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_boolean (self->settings, "maximized", gtk_window_is_maximized (window));
  if (!gtk_window_is_maximized (window) && width >= 360 && height >= 294)
    {
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }

  return GTK_WINDOW_CLASS (bty_window_parent_class)->close_request (window);
}

static gboolean
shows_sidebar (BtyWindow *self)
{
  return self->chat != NULL && gtk_widget_get_visible (bty_chat_view_get_sidebar (self->chat));
}

static void
bty_window_get_property (GObject    *object,
                         guint       property,
                         GValue     *value,
                         GParamSpec *pspec)
{
  BtyWindow *self = BTY_WINDOW (object);
  BtySplitView *split = bty_window_get_split (self);

  if (property == PROP_SEARCHING)
    g_value_set_boolean (value, bty_window_is_searching (self));
  else if (property == PROP_SIDEBAR)
    g_value_set_boolean (value, shows_sidebar (self));
  else
    g_value_set_boolean (value, split != NULL && bty_split_view_get_show_end (split));
}

static void
bty_window_set_property (GObject      *object,
                         guint         property,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  BtyWindow *self = BTY_WINDOW (object);
  gboolean shown = g_value_get_boolean (value);

  if (self->chat == NULL)
    return;

  if (property == PROP_SEARCHING)
    bty_window_set_searching (self, shown);
  else if (property == PROP_SIDEBAR)
    gtk_widget_set_visible (bty_chat_view_get_sidebar (self->chat), shown);
  else
    bty_chat_view_show_inspector (self->chat, shown);
}

static void
split_changed_cb (BtyWindow *self)
{
  BtySplitView *split = bty_window_get_split (self);

  /* The window is closing. */
  if (split == NULL)
    return;

  if (!bty_split_view_get_folded (split))
    g_settings_set_boolean (self->settings, "inspector-visible", bty_split_view_get_show_end (split));
  /* A folded window without its sidebar would have no way back. */
  if (bty_split_view_get_folded (split))
    gtk_widget_set_visible (bty_chat_view_get_sidebar (self->chat), TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSPECTOR]);
  update_header (self);
}

static void
sidebar_changed_cb (BtyWindow *self)
{
  /* The window is closing. */
  if (self->chat == NULL)
    return;

  if (!bty_split_view_get_folded (bty_window_get_split (self)))
    g_settings_set_boolean (self->settings, "sidebar-visible", shows_sidebar (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR]);
}

static void
bty_window_dispose (GObject *object)
{
  BtyWindow *self = BTY_WINDOW (object);

  self->chat = NULL;
  self->search = NULL;
  self->memory = NULL;
  self->sharing = NULL;
  self->providers = NULL;
  g_clear_object (&self->session_actions);
  g_clear_object (&self->bot_actions);
  g_clear_object (&self->profile);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (bty_window_parent_class)->dispose (object);
}

static void
bty_window_class_init (BtyWindowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = bty_window_dispose;
  object_class->get_property = bty_window_get_property;
  object_class->set_property = bty_window_set_property;
  GTK_WINDOW_CLASS (class)->close_request = bty_window_close_request;

  properties[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE, flags);
  properties[PROP_SIDEBAR] = g_param_spec_boolean ("sidebar", NULL, NULL, FALSE, flags);
  properties[PROP_INSPECTOR] = g_param_spec_boolean ("inspector", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * BtyWindow::filled:
   *
   * There is a chat to look at; emitted for each chat that is shown.
   */
  signals[FILLED] = g_signal_new ("filled", BTY_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (BTY_TYPE_HEADER_TITLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, title);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, inspector_button);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, chat_bin);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, memory_bin);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, sharing_bin);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, providers_bin);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, activity_bin);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, search_bin);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, switcher_bar);
  gtk_widget_class_bind_template_callback (widget_class, page_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_header);
  bty_window_class_install_actions (widget_class);
}

static void
bty_window_init (BtyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bty_header_title_set_stack (self->title, self->pages);
}

/**
 * bty_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window that waits for a profile; it lives until it is closed
 */
BtyWindow *
bty_window_new (BtyApplication *application)
{
  BtyWindow *self = g_object_new (BTY_TYPE_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (bty_application_get_settings (application));
  gtk_window_set_title (GTK_WINDOW (self), g_get_application_name ());
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  return self;
}

static void
keyring_changed_cb (BtyWindow *self)
{
  gboolean locked;

  g_object_get (bty_profile_get_providers (self->profile), "keyring-locked", &locked, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.unlock-keyring", locked);
}

/**
 * bty_window_set_profile:
 * @self: a window without a profile
 * @profile: what it shows
 */
void
bty_window_set_profile (BtyWindow  *self,
                        BtyProfile *profile)
{
  GtkWidget *widget = GTK_WIDGET (self);
  BtySplitView *split;
  GtkWidget *sidebar;
  gboolean is_wide;

  g_return_if_fail (BTY_IS_WINDOW (self));
  g_return_if_fail (self->profile == NULL);

  self->profile = g_object_ref (profile);
  self->session_actions = bty_session_actions_new (widget, profile);
  self->bot_actions = bty_bot_actions_new (widget, profile);
  self->chat = BTY_CHAT_VIEW (bty_chat_view_new (profile, self->settings));
  adw_bin_set_child (self->chat_bin, GTK_WIDGET (self->chat));
  gtk_widget_insert_action_group (widget, "chat", bty_chat_view_get_actions (self->chat));
  adw_view_switcher_bar_set_stack (self->switcher_bar, self->pages);

  split = bty_window_get_split (self);
  sidebar = bty_chat_view_get_sidebar (self->chat);
  gtk_widget_set_visible (sidebar, g_settings_get_boolean (self->settings, "sidebar-visible"));
  g_signal_connect_swapped (self->chat, "notify::title", G_CALLBACK (update_header), self);
  g_signal_connect_swapped (self->chat, "notify::session-id", G_CALLBACK (session_shown_cb), self);
  g_signal_connect_object (split, "notify", G_CALLBACK (split_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sidebar, "notify::visible", G_CALLBACK (sidebar_changed_cb), self, G_CONNECT_SWAPPED);

  /* Where it would lie over the chat it is shown on demand. */
  is_wide = g_settings_get_int (self->settings, "window-width") >= WIDE_WIDTH
            || g_settings_get_boolean (self->settings, "maximized");
  if (is_wide && g_settings_get_boolean (self->settings, "inspector-visible"))
    bty_chat_view_show_inspector (self->chat, TRUE);
  g_signal_connect_object (bty_profile_get_providers (profile), "notify::keyring-locked",
                           G_CALLBACK (keyring_changed_cb), self, G_CONNECT_SWAPPED);
  keyring_changed_cb (self);
  bty_window_show_page (self, "chat");
}

/**
 * bty_window_start:
 * @self: a window with a profile
 *
 * Opens the chat that was open last, or a new one.
 */
void
bty_window_start (BtyWindow *self)
{
  g_return_if_fail (BTY_IS_WINDOW (self));

  bty_chat_view_start (self->chat);
}

/**
 * bty_window_show_problem:
 * @self: a window without a profile
 * @error: why there is none
 *
 * Says what is wrong with the data and what can be done.
 */
void
bty_window_show_problem (BtyWindow    *self,
                         const GError *error)
{
  BtyApplication *application = BTY_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));

  g_return_if_fail (BTY_IS_WINDOW (self));

  adw_bin_set_child (self->problem, bty_problem_page_new (error, bty_application_get_data_dir (application),
                                                            bty_application_get_root_dir (application)));
  gtk_stack_set_visible_child_name (self->stack, "problem");
  update_header (self);
}
