/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-talk.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-output.h"
#include "bty-cli-reply.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-error.h"

struct _BtyCliTalk
{
  BtyCliTalkFlags  flags;
  gboolean         private;

  /* Owned */
  BtyBot          *bot;
  BtyConversation *conversation;  /* NULL = it begins with the first message */
  char            *provider;      /* NULL = the bot's chain */

  /* Borrowed */
  BtyCli          *cli;
};

/**
 * bty_cli_talk_new:
 * @cli: this run, opened; it outlives the conversation
 * @flags: how replies are printed
 *
 * Returns: (transfer full): a conversation that is to be opened or begun
 */
BtyCliTalk *
bty_cli_talk_new (BtyCli          *cli,
                  BtyCliTalkFlags  flags)
{
  BtyCliTalk *self = g_new0 (BtyCliTalk, 1);

  self->cli = cli;
  self->flags = flags;

  return self;
}

/**
 * bty_cli_talk_free:
 * @self: (transfer full): a conversation
 */
void
bty_cli_talk_free (BtyCliTalk *self)
{
  bty_cli_talk_end (self);
  g_clear_object (&self->bot);
  g_free (self->provider);
  g_free (self);
}

static gboolean
open_conversation (BtyCliTalk  *self,
                   const char  *session_id,
                   GError     **error)
{
  BtyChatService *chat = bty_profile_get_chat (self->cli->profile);
  g_autoptr(GAsyncResult) result = NULL;

  bty_chat_service_open_async (chat, session_id, NULL, bty_cli_wait_cb, &result);
  self->conversation = bty_chat_service_open_finish (chat, bty_cli_wait (&result), error);
  if (self->conversation != NULL)
    g_set_object (&self->bot, bty_conversation_get_bot (self->conversation));

  return self->conversation != NULL;
}

/**
 * bty_cli_talk_open:
 * @self: a conversation
 * @session_id: of the session to go on with
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or why it could not be read
 *
 * Returns: whether it is open
 */
gboolean
bty_cli_talk_open (BtyCliTalk  *self,
                   const char  *session_id,
                   GError     **error)
{
  bty_cli_talk_end (self);

  return open_conversation (self, session_id, error);
}

/**
 * bty_cli_talk_begin:
 * @self: a conversation
 * @bot: who to talk with
 * @private: whether it is gone when it ends
 *
 * Begins another session with the next message.
 */
void
bty_cli_talk_begin (BtyCliTalk *self,
                    BtyBot     *bot,
                    gboolean    private)
{
  bty_cli_talk_end (self);
  g_set_object (&self->bot, bot);
  self->private = private;
}

/**
 * bty_cli_talk_end:
 * @self: a conversation
 *
 * Ends it; a private one is gone.
 */
void
bty_cli_talk_end (BtyCliTalk *self)
{
  BtyChatService *chat = bty_profile_get_chat (self->cli->profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (self->conversation == NULL)
    return;

  bty_chat_service_close_async (chat, self->conversation, NULL, bty_cli_wait_cb, &result);
  if (!bty_chat_service_close_finish (chat, bty_cli_wait (&result), &error))
    bty_cli_print_note (error->message);
  g_clear_object (&self->conversation);
}

/**
 * bty_cli_talk_get_bot:
 * @self: a conversation
 *
 * Returns: (transfer none): who answers
 */
BtyBot *
bty_cli_talk_get_bot (BtyCliTalk *self)
{
  return self->bot;
}

/**
 * bty_cli_talk_is_private:
 * @self: a conversation
 *
 * Returns: whether it is gone when it ends
 */
gboolean
bty_cli_talk_is_private (BtyCliTalk *self)
{
  return self->conversation != NULL ? bty_conversation_get_session (self->conversation)->private : self->private;
}

/**
 * bty_cli_talk_get_conversation:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): what was said
 */
BtyConversation *
bty_cli_talk_get_conversation (BtyCliTalk *self)
{
  return self->conversation;
}

/**
 * bty_cli_talk_set_provider:
 * @self: a conversation
 * @provider: (nullable): the name of the one that shall answer from now on; %NULL = the bot's chain
 */
void
bty_cli_talk_set_provider (BtyCliTalk *self,
                           const char *provider)
{
  g_autofree char *old = self->provider;

  self->provider = g_strdup (provider);
}

static void
print_warnings (BtyCliTalk *self,
                BtyMessage *reply)
{
  static const char * const codes[] = { "keyring_locked", "keyring" };
  JsonArray *warnings = reply->warnings != NULL ? json_node_get_array (reply->warnings) : NULL;

  for (guint i = 0; warnings != NULL && i < json_array_get_length (warnings); i++)
    bty_cli_print_note (json_array_get_string_element (warnings, i));
  for (guint i = 0; reply->status == BTY_MESSAGE_STATUS_COMPLETE && i < G_N_ELEMENTS (codes); i++)
    if (bty_message_find_attempt (reply, codes[i]) != NULL)
      bty_cli_print_note (bty_cli_get_keyring_way_out (codes[i]));
}

static void
print_reply (BtyCliTalk *self,
             BtyMessage *reply)
{
  if (self->cli->json)
    bty_cli_print_reply_json (reply);
  else if ((self->flags & BTY_CLI_TALK_STREAM) == 0 && reply->content != NULL && *reply->content != '\0')
    bty_cli_print ("%s", reply->content);

  if (!self->cli->json)
    print_warnings (self, reply);
  if (self->flags & BTY_CLI_TALK_INTERACTIVE)
    bty_cli_print_reply_footer (reply);
  if (reply->status != BTY_MESSAGE_STATUS_COMPLETE || bty_message_was_cut (reply))
    bty_cli_print_reply_trouble (reply);
  if (reply->status != BTY_MESSAGE_STATUS_COMPLETE && (self->flags & BTY_CLI_TALK_INTERACTIVE) == 0)
    self->cli->failed = TRUE;
}

typedef BtyMessage *(*FinishFunc) (BtyConversation  *conversation,
                                   GAsyncResult     *result,
                                   GError          **error);

/* Waits for the reply that was asked for, and prints it as it arrives. */
static gboolean
receive (BtyCliTalk    *self,
         GAsyncResult **result,
         FinishFunc     finish,
         GError       **error)
{
  BtyCliStream *stream = self->flags & BTY_CLI_TALK_STREAM ? bty_cli_stream_new (self->conversation, self->cli->json)
                                                           : NULL;
  g_autoptr(BtyMessage) reply = finish (self->conversation, bty_cli_wait (result), error);

  if (stream != NULL)
    bty_cli_stream_end (stream);
  if (reply == NULL)
    return FALSE;
  print_reply (self, reply);

  return TRUE;
}

static gboolean
create_session (BtyCliTalk  *self,
                GError     **error)
{
  BtySessionService *sessions = bty_profile_get_sessions (self->cli->profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtySession) session = NULL;

  bty_session_service_create_async (sessions, self->bot, self->private, NULL, bty_cli_wait_cb, &result);
  session = bty_session_service_create_finish (sessions, bty_cli_wait (&result), error);

  return session != NULL && open_conversation (self, session->id, error);
}

/**
 * bty_cli_talk_send:
 * @self: a conversation
 * @text: what the user says
 * @attachments: (nullable) (element-type BtyAttachment): what goes with it
 * @error: (out) (optional): why nothing could be stored
 *
 * Sends a message, and prints the reply. A reply that failed is printed as well.
 *
 * Returns: whether the message was stored
 */
gboolean
bty_cli_talk_send (BtyCliTalk  *self,
                   const char  *text,
                   GPtrArray   *attachments,
                   GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  if (self->conversation == NULL && !create_session (self, error))
    return FALSE;

  bty_conversation_send_async (self->conversation, text, attachments, self->provider, NULL,
                               bty_cli_wait_cb, &result);

  return receive (self, &result, bty_conversation_send_finish, error);
}

/* The last message, if it is a reply. */
static BtyMessage *
dup_last_reply (BtyCliTalk *self)
{
  guint n_messages = self->conversation != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->conversation)) : 0;
  g_autoptr(BtyMessage) last = n_messages > 0 ? g_list_model_get_item (G_LIST_MODEL (self->conversation),
                                                                       n_messages - 1)
                                              : NULL;

  return last != NULL && last->role == BTY_ROLE_ASSISTANT ? g_steal_pointer (&last) : NULL;
}

/**
 * bty_cli_talk_regenerate:
 * @self: a conversation
 * @error: (out) (optional): %BTY_ERROR_INVALID if there is no reply yet, or why nothing could be stored
 *
 * Asks for another version of the last reply, and prints it.
 *
 * Returns: whether it was stored
 */
gboolean
bty_cli_talk_regenerate (BtyCliTalk  *self,
                         GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtyMessage) last = dup_last_reply (self);

  if (last == NULL)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("There is no reply yet."));
      return FALSE;
    }
  bty_conversation_regenerate_async (self->conversation, last, self->provider, NULL, bty_cli_wait_cb, &result);

  return receive (self, &result, bty_conversation_regenerate_finish, error);
}

/* A reply of which nothing came, because it failed or the program was killed too early: there is nothing to go on
 * with, only something to ask for again. */
static gboolean
is_missing (BtyMessage *reply)
{
  return (reply->status == BTY_MESSAGE_STATUS_INTERRUPTED || reply->status == BTY_MESSAGE_STATUS_FAILED)
         && (reply->content == NULL || *reply->content == '\0') && !bty_message_is_forgotten (reply);
}

/**
 * bty_cli_talk_continue:
 * @self: an open conversation
 * @error: (out) (optional): %BTY_ERROR_INVALID if there is no more of its last reply, or why nothing could
 *   be stored
 *
 * Goes on with a reply that was interrupted or ended too soon, or asks again where nothing of it came, and prints it.
 *
 * Returns: whether it was stored
 */
gboolean
bty_cli_talk_continue (BtyCliTalk  *self,
                       GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtyMessage) last = dup_last_reply (self);

  if (last != NULL && is_missing (last))
    return bty_cli_talk_regenerate (self, error);
  if (last == NULL || !bty_message_can_continue (last))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID,
                           _("The last reply of this session is not the beginning of a longer one."));
      return FALSE;
    }
  bty_conversation_continue_async (self->conversation, last, self->provider, NULL, bty_cli_wait_cb, &result);

  return receive (self, &result, bty_conversation_continue_finish, error);
}

/**
 * bty_cli_talk_stop:
 * @self: a conversation
 *
 * Stops the reply that is arriving.
 *
 * Returns: whether there was one
 */
gboolean
bty_cli_talk_stop (BtyCliTalk *self)
{
  if (self->conversation == NULL || !bty_conversation_get_busy (self->conversation))
    return FALSE;

  bty_conversation_stop (self->conversation);

  return TRUE;
}
