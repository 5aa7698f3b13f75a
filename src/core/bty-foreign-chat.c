/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-foreign-chat.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-foreign-chat-private.h"
#include "bty-json.h"
#include "bty-message-tree.h"
#include "bty-title.h"
#include "bty-uuid.h"

#include <glib/gi18n-lib.h>

#define LONGEST_TITLE 200 /* characters */

/**
 * bty_foreign_chat_new:
 * @service: where it was had, as people call it
 * @id: its id there
 * @bot_id: with whom it goes on
 *
 * Returns: (transfer full): a conversation without messages
 */
BtyForeignChat *
bty_foreign_chat_new (const char *service,
                      const char *id,
                      const char *bot_id)
{
  BtyForeignChat *self = g_new0 (BtyForeignChat, 1);
  g_autofree char *session_id = bty_uuid_new_from_name (service, id);

  self->session = bty_session_new (bot_id);
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->attachments = g_ptr_array_new_with_free_func (g_object_unref);
  g_object_set (self->session, "id", session_id, "folder", service, NULL);

  return self;
}

/**
 * bty_foreign_chat_free:
 * @self: (transfer full): a conversation
 */
void
bty_foreign_chat_free (BtyForeignChat *self)
{
  g_clear_object (&self->session);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_free (self);
}

/* Takes what goes with @turn. */
static void
add_files (BtyForeignChat *self,
           BtyMessage     *message,
           BtyForeignTurn *turn)
{
  for (guint i = 0; i < turn->files->len; i++)
    {
      BtyAttachment *file = g_ptr_array_index (turn->files, i);
      g_autofree char *place = g_strdup_printf ("attachment %u", self->attachments->len);
      g_autofree char *id = bty_uuid_new_from_name (message->id, place);

      /* They keep their order. */
      g_object_set (file, "id", id, "message-id", message->id, "created-at", message->created_at + i, NULL);
      g_ptr_array_add (self->attachments, g_object_ref (file));
    }
  self->n_missing += turn->n_missing;
}

/**
 * bty_foreign_chat_add:
 * @self: a conversation
 * @id: of the message in the file, not there twice
 * @parent: (nullable): the message it follows
 * @turn: what it says
 *
 * Returns: (transfer none): the new message
 */
BtyMessage *
bty_foreign_chat_add (BtyForeignChat *self,
                      const char     *id,
                      BtyMessage     *parent,
                      BtyForeignTurn *turn)
{
  /* Conversations that went on from a shared one have the same messages in the file. */
  g_autofree char *own_id = bty_uuid_new_from_name (self->session->id, id);
  BtyMessage *message;

  bty_foreign_turn_end (turn);
  message = bty_message_new (self->session->id, parent != NULL ? parent->id : NULL, turn->role, turn->text->str);
  g_object_set (message,
                "id", own_id,
                "status", turn->status,
                "thinking", turn->thinking->str,
                "provider", self->session->folder,
                "model", turn->model,
                "stop-reason", turn->stop_reason,
                "created-at", turn->created_at,
                NULL);
  g_ptr_array_add (self->messages, message);
  add_files (self, message, turn);

  return message;
}

static void
append (BtyMessage *message,
        const char *property,
        const char *old,
        GString    *more)
{
  g_autoptr(GString) text = g_string_new (old);

  if (more->len == 0)
    return;
  bty_foreign_add_paragraph (text, more->str);
  g_object_set (message, property, text->str, NULL);
}

/**
 * bty_foreign_chat_extend:
 * @self: a conversation
 * @message: one of its messages
 * @turn: what the same reply goes on with
 */
void
bty_foreign_chat_extend (BtyForeignChat *self,
                         BtyMessage     *message,
                         BtyForeignTurn *turn)
{
  bty_foreign_turn_end (turn);
  append (message, "content", message->content, turn->text);
  append (message, "thinking", message->thinking, turn->thinking);
  g_object_set (message, "status", turn->status, "stop-reason", turn->stop_reason, NULL);
  if (turn->model != NULL)
    g_object_set (message, "model", turn->model, NULL);
  if (message->created_at == BTY_UNSET)
    g_object_set (message, "created-at", turn->created_at, NULL);
  add_files (self, message, turn);
}

/* What is not known is taken from what is: a time that nobody can have lived to is not one. */
static gint64
settle_times (BtyForeignChat *self,
              gint64          created_at,
              gint64          now)
{
  gint64 time = created_at > 0 && created_at <= now ? created_at : now;
  gint64 newest = 0;

  for (guint i = 0; i < self->messages->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (self->messages, i);

      if (message->created_at == BTY_UNSET || message->created_at <= 0 || message->created_at > now)
        g_object_set (message, "created-at", time, NULL);
      time = message->created_at;
      newest = MAX (newest, time);
    }
  for (guint i = 0; i < self->attachments->len; i++)
    {
      BtyAttachment *file = g_ptr_array_index (self->attachments, i);

      if (file->created_at <= 0 || file->created_at > now)
        g_object_set (file, "created-at", now + i, NULL);
    }

  return newest;
}

static void
settle_reasons (BtyForeignChat *self)
{
  g_autofree char *reason = g_strdup_printf (_("This reply was broken off in %s."), self->session->folder);

  for (guint i = 0; i < self->messages->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (self->messages, i);

      if (message->status == BTY_MESSAGE_STATUS_INTERRUPTED)
        g_object_set (message, "error", reason, NULL);
    }
}

static char *
make_title (BtyForeignChat *self,
            const char     *title)
{
  const char *question = NULL;
  const char *answer = NULL;
  g_autofree char *line = title != NULL ? g_strstrip (g_strdelimit (g_strdup (title), "\r\n\t", ' ')) : NULL;

  if (line != NULL && *line != '\0')
    return g_utf8_strlen (line, -1) > LONGEST_TITLE ? g_utf8_substring (line, 0, LONGEST_TITLE)
                                                    : g_steal_pointer (&line);
  for (guint i = 0; i < self->messages->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (self->messages, i);
      const char **first = message->role == BTY_ROLE_USER ? &question : &answer;

      if (*first == NULL)
        *first = message->content;
    }

  return bty_title_from_exchange (question != NULL ? question : "", answer != NULL ? answer : "");
}

/**
 * bty_foreign_chat_end:
 * @self: a conversation with all its messages
 * @title: (nullable): its title
 * @head: (nullable): a message of the branch that is shown; %NULL = the newest
 * @created_at: microseconds since 1970 UTC; %BTY_UNSET = not said
 * @now: the same; nothing was said later
 */
void
bty_foreign_chat_end (BtyForeignChat *self,
                      const char     *title,
                      BtyMessage     *head,
                      gint64          created_at,
                      gint64          now)
{
  gint64 updated_at = settle_times (self, created_at, now);
  g_autofree char *shown = make_title (self, title);
  g_autoptr(BtyMessageTree) tree = bty_message_tree_new (self->messages);
  BtyMessage *first = g_ptr_array_index (self->messages, 0);

  settle_reasons (self);
  if (head == NULL)
    head = g_ptr_array_index (self->messages, self->messages->len - 1);
  head = bty_message_tree_get_leaf (tree, head);
  g_object_set (self->session,
                "title", shown,
                "head-id", head->id,
                "created-at", created_at > 0 && created_at <= updated_at ? created_at
                                                                         : MIN (first->created_at, updated_at),
                "updated-at", updated_at,
                NULL);
}

/**
 * bty_foreign_chat_is_one:
 * @node: any JSON
 *
 * Returns: whether it looks like a conversation that can be read
 */
gboolean
bty_foreign_chat_is_one (JsonNode *node)
{
  JsonNode *mapping = bty_json_get (node, "mapping");
  JsonNode *messages = bty_json_get (node, "chat_messages");

  return (mapping != NULL && JSON_NODE_HOLDS_OBJECT (mapping))
         || (messages != NULL && JSON_NODE_HOLDS_ARRAY (messages));
}

/**
 * bty_foreign_chat_dup_title:
 * @node: any JSON
 *
 * Returns: (transfer full) (nullable): the title of a conversation, whether or not it can be read
 */
char *
bty_foreign_chat_dup_title (JsonNode *node)
{
  const char *title = bty_json_get_text (node, "title");

  if (title == NULL)
    title = bty_json_get_text (node, "name");

  return title != NULL && *title != '\0' ? g_strdelimit (g_strdup (title), "\r\n\t", ' ') : NULL;
}

/**
 * bty_foreign_chat_read:
 * @node: an entry of the file "conversations.json" of ChatGPT or Claude
 * @bot_id: with whom it goes on
 * @now: microseconds since 1970 UTC
 * @find: (nullable): finds the images and other files that are only named there
 * @data: data for @find
 * @error: (out) (optional): %BTY_ERROR_INVALID if it is something else, or nothing is in it
 *
 * Nothing in it is lost: what cannot be shown as it was is there as text, in the message, behind its thinking or as an
 * attachment.
 *
 * Returns: (transfer full) (nullable): the conversation
 */
BtyForeignChat *
bty_foreign_chat_read (JsonNode            *node,
                       const char          *bot_id,
                       gint64               now,
                       BtyForeignFileFunc   find,
                       gpointer             data,
                       GError             **error)
{
  BtyForeignChat *self;

  if (!bty_foreign_chat_is_one (node))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("this is no conversation of ChatGPT or Claude"));
      return NULL;
    }
  self = bty_json_get (node, "mapping") != NULL ? bty_chatgpt_chat_read (node, bot_id, now, find, data)
                                                : bty_claude_chat_read (node, bot_id, now);
  if (self == NULL)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("there is no message in it"));

  return self;
}
