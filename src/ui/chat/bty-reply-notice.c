/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-reply-notice.h"

#include <glib/gi18n.h>

#include "bty-session-row.h"
#include "bty-toasts.h"
#include "bty-visible-text.h"

/* A notification shows two lines or so. */
#define MAX_CHARACTERS 160

/* A chat is named only after its first reply. */
static char *
dup_title (BtySession *session,
           BtyBot     *bot)
{
  gboolean has_title = session->title != NULL && session->title[0] != '\0';

  return has_title ? bty_session_dup_shown_title (session) : bty_visible_start (bot->name);
}

/**
 * bty_reply_notice_notify:
 * @session: where the reply is
 * @bot: who replied
 * @message: the reply
 *
 * Tells of a reply that has come while the user looks elsewhere; a click opens the chat.
 */
void
bty_reply_notice_notify (BtySession *session,
                         BtyBot     *bot,
                         BtyMessage *message)
{
  g_autofree char *title = dup_title (session, bot);
  g_autoptr(GNotification) notification = g_notification_new (title);
  const char *text = message->status == BTY_MESSAGE_STATUS_FAILED ? message->error : message->content;
  g_autofree char *visible = bty_visible_start (text != NULL ? text : "");
  g_autofree char *body = g_utf8_substring (visible, 0, MIN (g_utf8_strlen (visible, -1), MAX_CHARACTERS));

  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.show-session", "s", session->id);
  g_application_send_notification (g_application_get_default (), session->id, notification);
}

/**
 * bty_reply_notice_send:
 * @widget: any widget of the window
 * @session: where the reply is
 * @bot: who replied
 * @message: the reply
 * @is_open: whether that chat is the open one
 * @may_notify: whether the user wants to be told while looking elsewhere
 *
 * Tells of a reply that has come where the user does not see it.
 */
void
bty_reply_notice_send (GtkWidget  *widget,
                       BtySession *session,
                       BtyBot     *bot,
                       BtyMessage *message,
                       gboolean    is_open,
                       gboolean    may_notify)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  gboolean is_active = root != NULL && gtk_window_is_active (GTK_WINDOW (root));

  if (!is_active && may_notify)
    {
      bty_reply_notice_notify (session, bot, message);
    }
  else if (is_active && !is_open)
    {
      g_autofree char *title = dup_title (session, bot);
      /* Translators: %s is the title of a chat. */
      g_autofree char *text = g_strdup_printf (_("A reply has come in “%s”"), title);

      bty_toasts_show (widget, text);
    }
}
