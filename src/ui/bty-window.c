/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-window.h"

#include <glib/gi18n.h>

#include "bty-bot-actions.h"
#include "bty-chat-view.h"
#include "bty-problem-page.h"
#include "bty-providers-page.h"
#include "bty-search-page.h"
#include "bty-session-actions.h"

/* Below this the switcher does not fit into the header bar. */
#define NARROW_WIDTH 560

/**
 * BtyWindow:
 *
 * The window: a header bar over the pages. Pages are made when they are first looked at.
 */
struct _BtyWindow
{
  AdwApplicationWindow  parent_instance;

  /* Owned */
  BtyProfile           *profile;
  GSettings            *settings;
  BtySessionActions    *session_actions;
  BtyBotActions        *bot_actions;
  guint                 announce;
  gboolean              narrow;
  gboolean              allocated_narrow;

  /* Borrowed */
  BtyChatView          *chat;
  GtkWidget            *providers;
  BtySearchPage        *search;

  /* Template */
  AdwViewSwitcher      *switcher;
  AdwWindowTitle       *title;
  GtkWidget            *back_button;
  GtkWidget            *sidebar_button;
  GtkWidget            *inspector_button;
  GtkWidget            *search_button;
  GtkStack             *stack;
  AdwViewStack         *pages;
  AdwBin               *problem;
  AdwBin               *chat_bin;
  AdwBin               *providers_bin;
  AdwBin               *search_bin;
  AdwViewSwitcherBar   *switcher_bar;
};

G_DEFINE_FINAL_TYPE (BtyWindow, bty_window, ADW_TYPE_APPLICATION_WINDOW)

static BtySplitView *
get_split (BtyWindow *self)
{
  return self->chat != NULL ? bty_chat_view_get_split (self->chat) : NULL;
}

static gboolean
is_searching (BtyWindow *self)
{
  /* Buttons ask while the template is still being read. */
  return self->stack != NULL && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "search") == 0;
}

static void
update_header (BtyWindow *self)
{
  BtySplitView *split = get_split (self);
  gboolean ready = split != NULL;
  gboolean in_pages = ready && !is_searching (self);
  gboolean in_chat = in_pages && g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), "chat") == 0;
  gboolean folded = in_chat && bty_split_view_get_folded (split);
  gboolean shows_content = folded && (bty_split_view_get_show_content (split) || bty_split_view_get_show_end (split));

  gtk_widget_set_visible (GTK_WIDGET (self->switcher), in_pages && !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->title), !in_pages || self->narrow);
  gtk_widget_set_visible (self->back_button, shows_content);
  gtk_widget_set_visible (self->sidebar_button, in_chat && !folded);
  gtk_widget_set_visible (self->inspector_button, in_chat && (!folded || shows_content));
  gtk_widget_set_visible (self->search_button, ready);
  adw_view_switcher_bar_set_reveal (self->switcher_bar, in_pages && self->narrow && !shows_content);
}

static void
show_pages (BtyWindow  *self,
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
  if (self->providers == NULL && g_strcmp0 (page, "providers") == 0)
    {
      self->providers = bty_providers_page_new (bty_profile_get_providers (self->profile));
      adw_bin_set_child (self->providers_bin, self->providers);
    }
  update_header (self);
}

static void
update_title (BtyWindow *self)
{
  g_autofree char *title = NULL;

  g_object_get (self->chat, "title", &title, NULL);
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : g_get_application_name ());
  adw_window_title_set_title (self->title, title != NULL ? title : g_get_application_name ());
}

static void
session_shown_cb (BtyWindow *self)
{
  g_autofree char *id = NULL;

  g_object_get (self->chat, "session-id", &id, NULL);
  bty_session_actions_set_current (self->session_actions, id);
}

static void
set_searching (BtyWindow *self,
               gboolean   searching)
{
  if (!searching || self->chat == NULL)
    {
      show_pages (self, NULL);
      return;
    }

  if (self->search == NULL)
    {
      self->search = BTY_SEARCH_PAGE (bty_search_page_new (self->profile));
      adw_bin_set_child (self->search_bin, GTK_WIDGET (self->search));
    }
  gtk_stack_set_visible_child_name (self->stack, "search");
  adw_window_title_set_title (self->title, _("Search"));
  bty_search_page_focus (self->search);
  g_object_notify (G_OBJECT (self), "searching");
  update_header (self);
}

static void
new_chat_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);
  gboolean is_private = g_str_has_prefix (action, "win.new-private");

  if (self->chat == NULL)
    return;
  show_pages (self, "chat");
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
  show_pages (self, "chat");
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
  show_pages (self, "chat");
  bty_chat_view_open (self->chat, session_id, message_id[0] != '\0' ? message_id : NULL);
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
show_page_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  show_pages (BTY_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
show_provider_action (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);

  show_pages (self, "providers");
  if (self->providers != NULL)
    bty_providers_page_show_provider (BTY_PROVIDERS_PAGE (self->providers), g_variant_get_string (parameter, NULL));
}

static void
back_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  BtyWindow *self = BTY_WINDOW (widget);

  if (is_searching (self))
    set_searching (self, FALSE);
  else if (self->chat != NULL)
    bty_split_view_go_back (get_split (self));
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

static gboolean
announce_cb (gpointer user_data)
{
  BtyWindow *self = user_data;

  self->announce = 0;
  self->narrow = self->allocated_narrow;
  update_header (self);

  return G_SOURCE_REMOVE;
}

/* What depends on the width is changed afterwards: not while widths are being given out. */
static void
bty_window_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  BtyWindow *self = BTY_WINDOW (widget);

  GTK_WIDGET_CLASS (bty_window_parent_class)->size_allocate (widget, width, height, baseline);

  self->allocated_narrow = width < NARROW_WIDTH;
  if (self->allocated_narrow != self->narrow && self->announce == 0)
    self->announce = g_idle_add_full (G_PRIORITY_DEFAULT, announce_cb, self, NULL);
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

enum
{
  PROP_0,
  PROP_SEARCHING,
  PROP_SIDEBAR,
  PROP_INSPECTOR,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

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
  BtySplitView *split = get_split (self);

  if (property == PROP_SEARCHING)
    g_value_set_boolean (value, is_searching (self));
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
    set_searching (self, shown);
  else if (property == PROP_SIDEBAR)
    gtk_widget_set_visible (bty_chat_view_get_sidebar (self->chat), shown);
  else
    bty_chat_view_show_inspector (self->chat, shown);
}

static void
split_changed_cb (BtyWindow *self)
{
  BtySplitView *split = get_split (self);

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
  if (!bty_split_view_get_folded (get_split (self)))
    g_settings_set_boolean (self->settings, "sidebar-visible", shows_sidebar (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR]);
}

static void
bty_window_dispose (GObject *object)
{
  BtyWindow *self = BTY_WINDOW (object);

  g_clear_handle_id (&self->announce, g_source_remove);
  self->chat = NULL;
  self->search = NULL;
  self->providers = NULL;
  g_clear_object (&self->session_actions);
  g_clear_object (&self->bot_actions);
  g_clear_object (&self->profile);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (bty_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-chat", NULL, new_chat_action);
  gtk_widget_class_install_action (widget_class, "win.new-private-chat", NULL, new_chat_action);
  gtk_widget_class_install_action (widget_class, "win.new-chat-with", "s", new_chat_action);
  gtk_widget_class_install_action (widget_class, "win.new-private-chat-with", "s", new_chat_action);
  gtk_widget_class_install_action (widget_class, "win.open-session", "s", open_session_action);
  gtk_widget_class_install_action (widget_class, "win.open-message", "(ss)", open_message_action);
  gtk_widget_class_install_action (widget_class, "win.previous-chat", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "win.next-chat", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "win.new-bot", NULL, new_bot_action);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "win.show-provider", "s", show_provider_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.retry", NULL, retry_action);
  gtk_widget_class_install_property_action (widget_class, "win.search", "searching");
  gtk_widget_class_install_property_action (widget_class, "win.sidebar", "sidebar");
  gtk_widget_class_install_property_action (widget_class, "win.inspector", "inspector");
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
  widget_class->size_allocate = bty_window_size_allocate;
  GTK_WINDOW_CLASS (class)->close_request = bty_window_close_request;

  properties[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE, flags);
  properties[PROP_SIDEBAR] = g_param_spec_boolean ("sidebar", NULL, NULL, FALSE, flags);
  properties[PROP_INSPECTOR] = g_param_spec_boolean ("inspector", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, title);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, inspector_button);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, chat_bin);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, providers_bin);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, search_bin);
  gtk_widget_class_bind_template_child (widget_class, BtyWindow, switcher_bar);
  gtk_widget_class_bind_template_callback (widget_class, page_shown_cb);
  install_actions (widget_class);
}

static void
bty_window_init (BtyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  return self;
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

  g_return_if_fail (BTY_IS_WINDOW (self));
  g_return_if_fail (self->profile == NULL);

  self->profile = g_object_ref (profile);
  self->session_actions = bty_session_actions_new (widget, profile);
  self->bot_actions = bty_bot_actions_new (widget, profile);
  self->chat = BTY_CHAT_VIEW (bty_chat_view_new (profile, self->settings));
  adw_bin_set_child (self->chat_bin, GTK_WIDGET (self->chat));
  gtk_widget_insert_action_group (widget, "chat", bty_chat_view_get_actions (self->chat));
  adw_view_switcher_bar_set_stack (self->switcher_bar, self->pages);

  split = get_split (self);
  sidebar = bty_chat_view_get_sidebar (self->chat);
  gtk_widget_set_visible (sidebar, g_settings_get_boolean (self->settings, "sidebar-visible"));
  g_signal_connect_swapped (self->chat, "notify::title", G_CALLBACK (update_title), self);
  g_signal_connect_swapped (self->chat, "notify::session-id", G_CALLBACK (session_shown_cb), self);
  g_signal_connect_object (split, "notify", G_CALLBACK (split_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sidebar, "notify::visible", G_CALLBACK (sidebar_changed_cb), self, G_CONNECT_SWAPPED);

  show_pages (self, "chat");
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

  adw_bin_set_child (self->problem, bty_problem_page_new (error, bty_application_get_data_dir (application)));
  gtk_stack_set_visible_child_name (self->stack, "problem");
  update_header (self);
}
