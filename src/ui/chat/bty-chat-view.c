/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-chat-view.h"

#include <glib/gi18n.h>

#include "bty-chat-page.h"
#include "bty-error.h"
#include "bty-reply-inspector.h"
#include "bty-reply-notice.h"
#include "bty-session-row.h"
#include "bty-sidebar.h"
#include "bty-toasts.h"

/**
 * BtyChatView:
 *
 * The sidebar, the chat that is open and, on demand, why a reply is as it is. Knows which chat is open.
 */
struct _BtyChatView
{
  AdwBin             parent_instance;

  /* Owned */
  BtyProfile        *profile;
  GSettings         *settings;
  BtyConversation   *conversation;
  GCancellable      *cancellable;
  GCancellable      *opening;
  char              *opening_id;  /* the chat that is being opened */
  char              *message_id;  /* to be shown as soon as it is open */
  char              *title;
  gboolean           may_focus;   /* whether the user wants to write as soon as it is open */

  /* Borrowed */
  BtySplitView      *split;
  BtySidebar        *sidebar;
  BtyChatPage       *page;
  BtyReplyInspector *inspector;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_SESSION_ID,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BtyChatView, bty_chat_view, ADW_TYPE_BIN)

static BtySession *
get_session (BtyChatView *self)
{
  return self->conversation != NULL ? bty_conversation_get_session (self->conversation) : NULL;
}

static void
update_title (BtyChatView *self)
{
  BtySession *session = get_session (self);
  g_autofree char *title = session != NULL ? bty_session_dup_shown_title (session) : NULL;

  if (g_strcmp0 (title, self->title) == 0)
    return;
  g_free (self->title);
  self->title = g_steal_pointer (&title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
set_conversation (BtyChatView     *self,
                  BtyConversation *conversation)
{
  BtySession *old = get_session (self);
  BtySession *session;

  if (old != NULL)
    g_signal_handlers_disconnect_by_func (old, update_title, self);
  g_set_object (&self->conversation, conversation);
  session = get_session (self);
  bty_chat_page_set_conversation (self->page, conversation);
  bty_session_pane_select (bty_sidebar_get_pane (self->sidebar), session != NULL ? session->id : NULL);
  if (session != NULL)
    {
      g_signal_connect_object (session, "notify::title", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
      g_settings_set_string (self->settings, "last-session", session->private ? "" : session->id);
      g_settings_set_string (self->settings, "last-bot", session->bot_id);
    }
  update_title (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION_ID]);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyChatView) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyConversation) conversation = NULL;
  g_autofree char *message_id = NULL;

  conversation = bty_chat_service_open_finish (BTY_CHAT_SERVICE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_pointer (&self->opening_id, g_free);
  message_id = g_steal_pointer (&self->message_id);
  if (conversation == NULL)
    {
      /* The one that was open last may have expired or been deleted since. */
      if (self->conversation == NULL && g_error_matches (error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
        bty_chat_view_new_chat (self, NULL, FALSE);
      else
        bty_toasts_show_error (GTK_WIDGET (self), _("The chat could not be opened."), error);
      return;
    }

  set_conversation (self, conversation);
  if (message_id != NULL)
    bty_chat_page_reveal (self->page, message_id);
  else if (self->may_focus)
    bty_chat_page_focus (self->page);
}

static void
open_session (BtyChatView *self,
              const char  *session_id,
              const char  *message_id,
              gboolean     may_focus)
{
  BtySession *session = get_session (self);
  gboolean is_open = session != NULL && g_str_equal (session->id, session_id);

  if (g_strcmp0 (self->opening_id, session_id) == 0 && message_id == NULL)
    return;

  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_pointer (&self->opening_id, g_free);
  g_clear_pointer (&self->message_id, g_free);
  if (is_open)
    {
      if (message_id != NULL)
        bty_chat_page_reveal (self->page, message_id);
      else if (may_focus)
        bty_chat_page_focus (self->page);
      bty_session_pane_select (bty_sidebar_get_pane (self->sidebar), session_id);
      return;
    }

  self->may_focus = may_focus;
  self->opening = g_cancellable_new ();
  self->opening_id = g_strdup (session_id);
  self->message_id = g_strdup (message_id);
  bty_chat_service_open_async (bty_profile_get_chat (self->profile), session_id, self->opening, opened_cb,
                               g_object_ref (self));
}

static void
session_chosen_cb (BtyChatView *self,
                   BtySession  *session,
                   gboolean     activated)
{
  /* With the arrow keys one passes many on the way; in a folded window each would hide the list. */
  if (activated)
    bty_split_view_set_show_content (self->split, TRUE);
  if (activated || !bty_split_view_get_folded (self->split))
    open_session (self, session->id, NULL, FALSE);
}

static void
session_removed_cb (BtyChatView *self,
                    const char  *session_id)
{
  BtySession *session = get_session (self);

  if (session == NULL || g_strcmp0 (session->id, session_id) != 0)
    return;

  set_conversation (self, NULL);
  bty_chat_view_new_chat (self, NULL, FALSE);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BtyChatView) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtySession) session = bty_session_service_create_finish (BTY_SESSION_SERVICE (source), result, &error);

  if (session != NULL)
    open_session (self, session->id, NULL, TRUE);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bty_toasts_show_error (GTK_WIDGET (self), _("A new chat could not be begun."), error);
}

static BtyBot *
find_active (BtyChatView *self,
             const char  *bot_id)
{
  BtyBot *bot = bot_id != NULL ? bty_bot_service_find (bty_profile_get_bots (self->profile), bot_id) : NULL;

  return bot != NULL && bot->status == BTY_BOT_STATUS_ACTIVE ? bot : NULL;
}

/* With whom a new chat is, if nobody is named: the one chosen in the sidebar, the one of the open chat, the
 * last one, or anybody. */
static BtyBot *
choose_bot (BtyChatView *self)
{
  GListModel *bots = bty_bot_service_get_bots (bty_profile_get_bots (self->profile));
  g_autofree char *last = g_settings_get_string (self->settings, "last-bot");
  BtyBot *bot = bty_sidebar_get_bot (self->sidebar);

  bot = find_active (self, bot != NULL ? bot->id : NULL);
  if (bot == NULL && self->conversation != NULL)
    bot = find_active (self, get_session (self)->bot_id);
  if (bot == NULL)
    bot = find_active (self, last);
  for (guint i = 0; bot == NULL && i < g_list_model_get_n_items (bots); i++)
    {
      g_autoptr(BtyBot) any = g_list_model_get_item (bots, i);

      bot = find_active (self, any->id);
    }

  return bot;
}

static void
replied_cb (BtyChatView     *self,
            BtyConversation *conversation,
            BtyMessage      *message)
{
  bty_reply_notice_send (GTK_WIDGET (self), bty_conversation_get_session (conversation),
                         bty_conversation_get_bot (conversation), message, conversation == self->conversation,
                         g_settings_get_boolean (self->settings, "notifications"));
}

static void
explained_cb (BtyChatView *self)
{
  BtySession *session = get_session (self);

  if (self->inspector != NULL)
    bty_reply_inspector_set_message (self->inspector, session != NULL ? session->bot_id : NULL,
                                     bty_chat_page_get_explained (self->page));
}

static void
explain_cb (BtyChatView *self)
{
  bty_chat_view_show_inspector (self, TRUE);
}

static void
bty_chat_view_get_property (GObject    *object,
                            guint       property,
                            GValue     *value,
                            GParamSpec *pspec)
{
  BtyChatView *self = BTY_CHAT_VIEW (object);

  if (property == PROP_TITLE)
    g_value_set_string (value, self->title);
  else
    g_value_set_string (value, self->conversation != NULL ? get_session (self)->id : NULL);
}

static void
bty_chat_view_dispose (GObject *object)
{
  BtyChatView *self = BTY_CHAT_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->opening);
  g_clear_object (&self->conversation);
  g_clear_object (&self->profile);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->opening_id, g_free);
  g_clear_pointer (&self->message_id, g_free);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (bty_chat_view_parent_class)->dispose (object);
}

static void
bty_chat_view_class_init (BtyChatViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = bty_chat_view_dispose;
  object_class->get_property = bty_chat_view_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SESSION_ID] = g_param_spec_string ("session-id", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bty_chat_view_init (BtyChatView *self)
{
  self->cancellable = g_cancellable_new ();
  self->split = BTY_SPLIT_VIEW (bty_split_view_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->split));
}

/**
 * bty_chat_view_new:
 * @profile: whose chats it shows
 * @settings: what the window remembers
 *
 * Returns: (transfer floating): a view in which no chat is open yet
 */
GtkWidget *
bty_chat_view_new (BtyProfile *profile,
                   GSettings  *settings)
{
  BtyChatView *self = g_object_new (BTY_TYPE_CHAT_VIEW, NULL);

  self->profile = g_object_ref (profile);
  self->settings = g_object_ref (settings);
  self->sidebar = BTY_SIDEBAR (bty_sidebar_new (profile));
  self->page = BTY_CHAT_PAGE (bty_chat_page_new (profile, settings));
  g_object_set (self->split, "sidebar", self->sidebar, "content", self->page, NULL);
  g_signal_connect_object (bty_sidebar_get_pane (self->sidebar), "chosen", G_CALLBACK (session_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "replied", G_CALLBACK (replied_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "explain", G_CALLBACK (explain_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "notify::explained", G_CALLBACK (explained_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bty_profile_get_sessions (profile), "removed", G_CALLBACK (session_removed_cb), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bty_chat_view_get_split:
 * @self: a view
 *
 * Returns: (transfer none): how its panes are laid out
 */
BtySplitView *
bty_chat_view_get_split (BtyChatView *self)
{
  g_return_val_if_fail (BTY_IS_CHAT_VIEW (self), NULL);

  return self->split;
}

/**
 * bty_chat_view_get_sidebar:
 * @self: a view
 *
 * Returns: (transfer none): bots and chats; it may be hidden
 */
GtkWidget *
bty_chat_view_get_sidebar (BtyChatView *self)
{
  g_return_val_if_fail (BTY_IS_CHAT_VIEW (self), NULL);

  return GTK_WIDGET (self->sidebar);
}

/**
 * bty_chat_view_get_actions:
 * @self: a view
 *
 * Returns: (transfer none): the actions of the open chat, for the prefix "chat"
 */
GActionGroup *
bty_chat_view_get_actions (BtyChatView *self)
{
  g_return_val_if_fail (BTY_IS_CHAT_VIEW (self), NULL);

  return bty_chat_page_get_actions (self->page);
}

/**
 * bty_chat_view_start:
 * @self: a view
 *
 * Opens the chat that was open last, or a new one.
 */
void
bty_chat_view_start (BtyChatView *self)
{
  g_autofree char *last = g_settings_get_string (self->settings, "last-session");

  bty_split_view_set_show_content (self->split, TRUE);
  if (last[0] != '\0')
    open_session (self, last, NULL, TRUE);
  else
    bty_chat_view_new_chat (self, NULL, FALSE);
}

/**
 * bty_chat_view_new_chat:
 * @self: a view
 * @bot_id: (nullable): whom it is with; %NULL for the most likely one
 * @is_private: whether it is gone when closed
 *
 * Opens a chat in which nothing was said yet.
 */
void
bty_chat_view_new_chat (BtyChatView *self,
                        const char  *bot_id,
                        gboolean     is_private)
{
  BtyBot *bot;
  g_autoptr(BtySession) unused = NULL;

  g_return_if_fail (BTY_IS_CHAT_VIEW (self));

  bot = bot_id != NULL ? find_active (self, bot_id) : choose_bot (self);
  if (bot == NULL)
    {
      bty_chat_page_show_no_bot (self->page);
      return;
    }

  bty_split_view_set_show_content (self->split, TRUE);
  if (!is_private)
    unused = bty_session_pane_find_unused (bty_sidebar_get_pane (self->sidebar), bot->id);
  if (unused != NULL)
    open_session (self, unused->id, NULL, TRUE);
  else
    bty_session_service_create_async (bty_profile_get_sessions (self->profile), bot, is_private, self->cancellable,
                                      created_cb, g_object_ref (self));
}

/**
 * bty_chat_view_open:
 * @self: a view
 * @session_id: a chat
 * @message_id: (nullable): the message to scroll to
 *
 * Opens the chat and shows it also in a folded window.
 */
void
bty_chat_view_open (BtyChatView *self,
                    const char  *session_id,
                    const char  *message_id)
{
  g_return_if_fail (BTY_IS_CHAT_VIEW (self));

  bty_split_view_set_show_content (self->split, TRUE);
  open_session (self, session_id, message_id, TRUE);
}

/**
 * bty_chat_view_step:
 * @self: a view
 * @direction: -1 for the chat above, 1 for the one below
 *
 * Opens the chat beside the open one.
 */
void
bty_chat_view_step (BtyChatView *self,
                    int          direction)
{
  g_autoptr(BtySession) session = NULL;

  g_return_if_fail (BTY_IS_CHAT_VIEW (self));

  session = bty_session_pane_get_beside (bty_sidebar_get_pane (self->sidebar), direction);
  if (session != NULL)
    bty_chat_view_open (self, session->id, NULL);
}

/**
 * bty_chat_view_focus:
 * @self: a view
 *
 * Makes it ready to write.
 */
void
bty_chat_view_focus (BtyChatView *self)
{
  bty_chat_page_focus (self->page);
}

/**
 * bty_chat_view_show_inspector:
 * @self: a view
 * @shown: whether the reasons for a reply are shown
 */
void
bty_chat_view_show_inspector (BtyChatView *self,
                              gboolean     shown)
{
  g_return_if_fail (BTY_IS_CHAT_VIEW (self));

  if (shown && self->inspector == NULL)
    {
      self->inspector = BTY_REPLY_INSPECTOR (bty_reply_inspector_new (self->profile));
      g_object_set (self->split, "end", self->inspector, NULL);
      explained_cb (self);
    }
  bty_split_view_set_show_end (self->split, shown);
}
