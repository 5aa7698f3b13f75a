/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-quick-ask.h"

#include <glib/gi18n.h>

#include "bty-markdown-view.h"
#include "bty-reply-notice.h"
#include "bty-visible-text.h"

/**
 * BtyQuickAsk:
 *
 * A small window for one question and its reply, which streams in. Further questions go on in the same chat, which is
 * among the others afterwards. When it is closed before the reply has ended, a notification brings the rest.
 */
struct _BtyQuickAsk
{
  AdwApplicationWindow  parent_instance;

  /* Owned */
  BtyProfile           *profile;
  BtyConversation      *conversation;
  BtyMessage           *growing;      /* the reply that is shown */
  GCancellable         *cancellable;
  char                 *text;         /* of the question that waits for the conversation */
  guint                 tick;
  gboolean              busy;         /* the next question can be typed already, and sent afterwards */

  /* Template */
  AdwWindowTitle       *title;
  GtkEditable          *entry;
  GtkWidget            *open_button;
  GtkWidget            *stop_button;
  GtkWidget            *scroller;
  GtkLabel             *question;
  BtyMarkdownView      *reply;
  GtkLabel             *footer;
};

G_DEFINE_FINAL_TYPE (BtyQuickAsk, bty_quick_ask, ADW_TYPE_APPLICATION_WINDOW)

static BtyApplication *
get_application (BtyQuickAsk *self)
{
  return BTY_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
}

static void
set_busy (BtyQuickAsk *self,
          gboolean     busy)
{
  self->busy = busy;
  gtk_widget_set_visible (self->stop_button, busy);
}

/* Ends a question that could not be asked: it stays to be asked again. */
static void
fail (BtyQuickAsk  *self,
      const GError *error)
{
  g_autofree char *visible = bty_visible_text (error->message);

  gtk_editable_set_text (self->entry, self->text != NULL ? self->text : "");
  gtk_label_set_label (self->footer, visible);
  gtk_widget_set_visible (self->scroller, TRUE);
  set_busy (self, FALSE);
}

static gboolean
show_growth_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  BtyQuickAsk *self = BTY_QUICK_ASK (widget);

  self->tick = 0;
  if (self->growing != NULL)
    bty_markdown_view_set_text (self->reply, self->growing->content != NULL ? self->growing->content : "");

  return G_SOURCE_REMOVE;
}

/* However fast it arrives, the reply is shown once a frame. */
static void
grown_cb (BtyQuickAsk *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), show_growth_cb, NULL, NULL);
}

static void
follow (BtyQuickAsk *self,
        BtyMessage  *message)
{
  if (self->growing == message)
    return;

  if (self->growing != NULL)
    g_signal_handlers_disconnect_by_func (self->growing, grown_cb, self);
  g_set_object (&self->growing, message);
  if (message != NULL)
    g_signal_connect_swapped (message, "notify::content", G_CALLBACK (grown_cb), self);
}

static void
messages_changed_cb (BtyQuickAsk *self)
{
  GListModel *messages = G_LIST_MODEL (self->conversation);
  guint count = g_list_model_get_n_items (messages);
  g_autoptr(BtyMessage) last = count > 0 ? g_list_model_get_item (messages, count - 1) : NULL;

  if (last != NULL && !g_cancellable_is_cancelled (self->cancellable) && last->role == BTY_ROLE_ASSISTANT)
    {
      follow (self, last);
      grown_cb (self);
    }
}

static void
show_end (BtyQuickAsk *self,
          BtyMessage  *reply)
{
  const char *said = reply->error != NULL ? reply->error : reply->provider;
  g_autofree char *visible = bty_visible_start (said != NULL ? said : "");

  bty_markdown_view_set_text (self->reply, reply->content != NULL ? reply->content : "");
  gtk_label_set_label (self->footer, visible);
  gtk_widget_set_visible (self->open_button, TRUE);
  set_busy (self, FALSE);
}

static void
notify (GApplication    *application,
        BtyConversation *conversation,
        BtyMessage      *reply)
{
  if (g_settings_get_boolean (bty_application_get_settings (BTY_APPLICATION (application)), "notifications"))
    bty_reply_notice_notify (bty_conversation_get_session (conversation), bty_conversation_get_bot (conversation),
                             reply);
}

static void
replied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BtyQuickAsk) self = user_data;
  BtyConversation *conversation = BTY_CONVERSATION (source);
  g_autoptr(GApplication) application = g_object_ref (g_application_get_default ());
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyMessage) reply = bty_conversation_send_finish (conversation, result, &error);
  gboolean is_closed = g_cancellable_is_cancelled (self->cancellable);

  if (reply != NULL && is_closed)
    notify (application, conversation, reply);
  else if (reply != NULL)
    show_end (self, reply);
  else if (!is_closed)
    fail (self, error);
  g_application_release (application);
}

static void
send (BtyQuickAsk *self)
{
  g_autofree char *visible = bty_visible_text (self->text);

  gtk_label_set_label (self->question, visible);
  gtk_label_set_label (self->footer, "");
  bty_markdown_view_set_text (self->reply, "");
  gtk_editable_set_text (self->entry, "");
  gtk_widget_set_visible (self->scroller, TRUE);

  /* The reply goes on when this window is closed. */
  g_application_hold (g_application_get_default ());
  bty_conversation_send_async (self->conversation, self->text, NULL, NULL, NULL, replied_cb, g_object_ref (self));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BtyQuickAsk) self = user_data;
  g_autoptr(GError) error = NULL;
  BtyConversation *conversation = bty_chat_service_open_finish (BTY_CHAT_SERVICE (source), result, &error);
  g_autofree char *name = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (conversation == NULL)
    {
      fail (self, error);
      return;
    }

  self->conversation = conversation;
  name = bty_visible_line (bty_conversation_get_bot (conversation)->name);
  adw_window_title_set_subtitle (self->title, name);
  g_signal_connect_object (conversation, "items-changed", G_CALLBACK (messages_changed_cb), self, G_CONNECT_SWAPPED);
  send (self);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BtyQuickAsk) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtySession) session = bty_session_service_create_finish (BTY_SESSION_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (session != NULL)
    bty_chat_service_open_async (bty_profile_get_chat (self->profile), session->id, self->cancellable, opened_cb,
                                 g_object_ref (self));
  else
    fail (self, error);
}

/* Returns: (transfer none) (nullable): who was talked with last, or else anybody */
static BtyBot *
find_bot (BtyQuickAsk *self)
{
  BtyBotService *bots = bty_profile_get_bots (self->profile);
  g_autofree char *last = g_settings_get_string (bty_application_get_settings (get_application (self)), "last-bot");
  BtyBot *bot = *last != '\0' ? bty_bot_service_find (bots, last) : NULL;

  return bot != NULL && bot->status == BTY_BOT_STATUS_ACTIVE ? bot : bty_bot_service_find (bots, NULL);
}

static void
profile_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BtyQuickAsk) self = user_data;
  g_autoptr(GError) error = NULL;
  BtyProfile *profile = bty_application_ensure_profile_finish (BTY_APPLICATION (source), result, &error);
  BtyBot *bot;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (profile == NULL)
    {
      fail (self, error);
      return;
    }

  g_set_object (&self->profile, profile);
  bot = find_bot (self);
  if (bot != NULL)
    bty_session_service_create_async (bty_profile_get_sessions (profile), bot, FALSE, self->cancellable, created_cb,
                                      g_object_ref (self));
  else
    gtk_label_set_label (self->footer, _("There is no bot that could answer."));
}

static void
ask_cb (BtyQuickAsk *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));

  if (*text == '\0' || self->busy)
    return;

  g_free (self->text);
  self->text = g_steal_pointer (&text);
  set_busy (self, TRUE);
  if (self->conversation != NULL)
    send (self);
  else
    bty_application_ensure_profile_async (get_application (self), self->cancellable, profile_cb, g_object_ref (self));
}

static void
stop_cb (BtyQuickAsk *self)
{
  if (self->conversation != NULL)
    bty_conversation_stop (self->conversation);
}

static void
open_cb (BtyQuickAsk *self)
{
  BtySession *session = bty_conversation_get_session (self->conversation);

  g_action_group_activate_action (G_ACTION_GROUP (get_application (self)), "show-session",
                                  g_variant_new_string (session->id));
  gtk_window_close (GTK_WINDOW (self));
}

/* A reply that is still arriving keeps this alive for a while after it was closed. */
static gboolean
bty_quick_ask_close_request (GtkWindow *window)
{
  BtyQuickAsk *self = BTY_QUICK_ASK (window);

  g_cancellable_cancel (self->cancellable);
  follow (self, NULL);

  return GTK_WINDOW_CLASS (bty_quick_ask_parent_class)->close_request (window);
}

static void
bty_quick_ask_dispose (GObject *object)
{
  BtyQuickAsk *self = BTY_QUICK_ASK (object);

  g_cancellable_cancel (self->cancellable);
  follow (self, NULL);
  g_clear_object (&self->conversation);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (bty_quick_ask_parent_class)->dispose (object);
}

static void
bty_quick_ask_finalize (GObject *object)
{
  g_object_unref (BTY_QUICK_ASK (object)->cancellable);

  G_OBJECT_CLASS (bty_quick_ask_parent_class)->finalize (object);
}

static void
bty_quick_ask_class_init (BtyQuickAskClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_quick_ask_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_quick_ask_finalize;
  GTK_WINDOW_CLASS (class)->close_request = bty_quick_ask_close_request;

  g_type_ensure (BTY_TYPE_MARKDOWN_VIEW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/boternity/Boternity/bty-quick-ask.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyQuickAsk, title);
  gtk_widget_class_bind_template_child (widget_class, BtyQuickAsk, entry);
  gtk_widget_class_bind_template_child (widget_class, BtyQuickAsk, open_button);
  gtk_widget_class_bind_template_child (widget_class, BtyQuickAsk, stop_button);
  gtk_widget_class_bind_template_child (widget_class, BtyQuickAsk, scroller);
  gtk_widget_class_bind_template_child (widget_class, BtyQuickAsk, question);
  gtk_widget_class_bind_template_child (widget_class, BtyQuickAsk, reply);
  gtk_widget_class_bind_template_child (widget_class, BtyQuickAsk, footer);
  gtk_widget_class_bind_template_callback (widget_class, ask_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
bty_quick_ask_init (BtyQuickAsk *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_quick_ask_new:
 * @application: the application
 *
 * Returns: (transfer none): a window with nothing asked yet; it lives until it is closed
 */
GtkWindow *
bty_quick_ask_new (BtyApplication *application)
{
  return g_object_new (BTY_TYPE_QUICK_ASK, "application", application, NULL);
}
