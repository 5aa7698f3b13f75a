/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-chat-page-private.h"

#include <glib/gi18n.h>

#include "bty-toasts.h"

/**
 * Exchange:
 *
 * Something that was asked of a chat and is being answered, also when another chat is shown meanwhile.
 */
typedef struct
{
  BtyChatPage *page;         /* owned */
  char        *text;         /* what was written, to be given back if it cannot be stored; or NULL */
  GPtrArray   *attachments;  /* likewise */
  BtyMessage *(*finish) (BtyConversation *conversation, GAsyncResult *result, GError **error);
} Exchange;

static Exchange *
new_exchange (BtyChatPage *self,
              BtyMessage *(*finish) (BtyConversation *conversation, GAsyncResult *result, GError **error))
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->page = g_object_ref (self);
  exchange->finish = finish;

  return exchange;
}

static void
free_exchange (Exchange *exchange)
{
  g_object_unref (exchange->page);
  g_free (exchange->text);
  g_clear_pointer (&exchange->attachments, g_ptr_array_unref);
  g_free (exchange);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, free_exchange)

/* What could not be stored is written there again, unless something else is by now. */
static void
give_back (Exchange        *exchange,
           BtyConversation *conversation,
           const GError    *error)
{
  BtyChatPage *self = exchange->page;
  g_autofree char *written = bty_composer_dup_text (self->composer);

  if (conversation != self->conversation)
    {
      bty_toasts_show_error (GTK_WIDGET (self), _("The message could not be saved."), error);
      return;
    }

  if (exchange->text != NULL && written[0] == '\0')
    bty_composer_set_text (self->composer, exchange->text);
  for (guint i = 0; exchange->attachments != NULL && i < exchange->attachments->len; i++)
    bty_composer_add_attachment (self->composer, exchange->attachments->pdata[i]);
  bty_composer_show_error (self->composer, error->message);
}

/* Says that somebody else answered, and what else the user should know of it. */
static void
tell_switches (BtyChatPage *self,
               BtyMessage  *message)
{
  JsonArray *warnings = message->warnings != NULL ? json_node_get_array (message->warnings) : NULL;

  if (message->attempts == NULL)
    return;

  for (guint i = 0; warnings != NULL && i < json_array_get_length (warnings); i++)
    bty_toasts_show (GTK_WIDGET (self), json_array_get_string_element (warnings, i));
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Exchange) exchange = user_data;
  g_autoptr(GError) error = NULL;
  BtyConversation *conversation = BTY_CONVERSATION (source);
  g_autoptr(BtyMessage) message = exchange->finish (conversation, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (message == NULL)
    {
      give_back (exchange, conversation, error);
      return;
    }

  if (conversation == exchange->page->conversation)
    tell_switches (exchange->page, message);
  bty_chat_page_announce_reply (exchange->page, conversation, message);
}

/**
 * bty_chat_page_send:
 * @self: a page with a chat
 * @text: what was written
 * @attachments: (element-type BtyAttachment): what goes with it
 *
 * Sends a message, or another version of the one that is being edited. What is written behind "/remember" is
 * remembered instead.
 */
void
bty_chat_page_send (BtyChatPage *self,
                    const char  *text,
                    GPtrArray   *attachments)
{
  const char *provider = bty_answer_button_get_provider (self->answer);
  g_autoptr(BtyMessage) edited = g_steal_pointer (&self->edited);
  Exchange *exchange;

  if (self->conversation == NULL || bty_conversation_get_busy (self->conversation))
    return;
  if (edited == NULL && attachments->len == 0 && bty_chat_page_take_command (self, text))
    {
      bty_composer_clear (self->composer);
      return;
    }

  exchange = new_exchange (self, edited != NULL ? bty_conversation_edit_finish : bty_conversation_send_finish);
  exchange->text = g_strdup (text);
  exchange->attachments = g_ptr_array_ref (attachments);
  gtk_widget_set_visible (self->edit_bar, FALSE);
  if (edited != NULL)
    bty_conversation_edit_async (self->conversation, edited, text, provider, self->cancellable, answered_cb, exchange);
  else
    bty_conversation_send_async (self->conversation, text, attachments, provider, self->cancellable, answered_cb,
                                 exchange);
  bty_composer_clear (self->composer);
  bty_conversation_list_scroll_to_latest (self->list);
}

/**
 * bty_chat_page_regenerate:
 * @self: a page with a chat
 * @message: a reply
 * @provider: (nullable): the name of the one that shall answer
 *
 * Asks for another version of a reply.
 */
void
bty_chat_page_regenerate (BtyChatPage *self,
                          BtyMessage  *message,
                          const char  *provider)
{
  bty_conversation_regenerate_async (self->conversation, message, provider, self->cancellable, answered_cb,
                                     new_exchange (self, bty_conversation_regenerate_finish));
}

/**
 * bty_chat_page_continue:
 * @self: a page with a chat
 * @message: an interrupted reply
 * @provider: (nullable): the name of the one that shall go on
 *
 * Asks for the rest of a reply.
 */
void
bty_chat_page_continue (BtyChatPage *self,
                        BtyMessage  *message,
                        const char  *provider)
{
  bty_conversation_continue_async (self->conversation, message, provider, self->cancellable, answered_cb,
                                   new_exchange (self, bty_conversation_continue_finish));
}

/**
 * bty_chat_page_edit:
 * @self: a page with a chat
 * @message: (nullable): the message to write anew; %NULL to leave it as it is
 *
 * Begins or ends the editing of a message. The draft comes back at the end.
 */
void
bty_chat_page_edit (BtyChatPage *self,
                    BtyMessage  *message)
{
  if (self->edited == message)
    return;

  /* Before the text changes, so that it is not taken for the draft. */
  if (message != NULL)
    g_set_object (&self->edited, message);
  bty_composer_set_text (self->composer, message != NULL ? message->content
                                                         : bty_conversation_get_session (self->conversation)->draft);
  g_set_object (&self->edited, message);
  gtk_widget_set_visible (self->edit_bar, message != NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/**
 * bty_chat_page_copy:
 * @self: a page
 * @message: a message
 *
 * Copies what was said, as Markdown.
 */
void
bty_chat_page_copy (BtyChatPage *self,
                    BtyMessage  *message)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), message->content);
  bty_toasts_show (GTK_WIDGET (self), _("Copied"));
}

static void
stop_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  BtyChatPage *self = user_data;

  bty_conversation_stop (self->conversation);
}

static void
focus_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  bty_chat_page_focus (user_data);
}

static void
regenerate_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  BtyChatPage *self = user_data;

  bty_chat_page_regenerate (self, bty_chat_page_find_last (self, BTY_ROLE_ASSISTANT),
                            bty_answer_button_get_provider (self->answer));
}

static void
edit_last_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  bty_chat_page_edit (user_data, bty_chat_page_find_last (user_data, BTY_ROLE_USER));
}

static void
cancel_editing_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  bty_chat_page_edit (user_data, NULL);
}

static void
copy_last_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  bty_chat_page_copy (user_data, bty_chat_page_find_last (user_data, BTY_ROLE_ASSISTANT));
}

static const GActionEntry actions[] = {
  { "stop", stop_action },
  { "focus", focus_action },
  { "regenerate", regenerate_action },
  { "edit-last", edit_last_action },
  { "cancel-editing", cancel_editing_action },
  { "copy-last", copy_last_action },
};

static void
enable (BtyChatPage *self,
        const char  *name,
        gboolean     enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static gboolean
says_something (BtyMessage *message)
{
  return message != NULL && !bty_message_is_forgotten (message);
}

/**
 * bty_chat_page_update_actions:
 * @self: a page
 *
 * Lets only that be done which makes sense now.
 */
void
bty_chat_page_update_actions (BtyChatPage *self)
{
  gboolean busy = self->conversation != NULL && bty_conversation_get_busy (self->conversation);
  BtyMessage *reply = bty_chat_page_find_last (self, BTY_ROLE_ASSISTANT);
  BtyMessage *question = bty_chat_page_find_last (self, BTY_ROLE_USER);

  enable (self, "stop", busy);
  enable (self, "focus", self->conversation != NULL);
  enable (self, "regenerate", reply != NULL && says_something (question) && !busy);
  enable (self, "edit-last", says_something (question) && !busy);
  enable (self, "copy-last", says_something (reply) && !busy);
  bty_chat_page_enable_message_actions (self, !busy);
}

/**
 * bty_chat_page_install_actions:
 * @self: a page
 *
 * Gives the page its actions.
 */
void
bty_chat_page_install_actions (BtyChatPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), actions, G_N_ELEMENTS (actions), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "chat", G_ACTION_GROUP (self->actions));
  bty_chat_page_install_message_actions (self);
  bty_chat_page_update_actions (self);
}
