/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-foreign-chat-private.h"

#include "bty-config.h"
#include "bty-json.h"
#include "bty-words.h"

#include <glib/gi18n-lib.h>

/* A conversation of Claude is a list of messages. Newer files say which one each follows, so that there are branches;
 * in older ones each follows the one before it. */

typedef struct
{
  BtyForeignChat *chat;
  GHashTable     *known;        /* uuid in the file -> BtyMessage, or NULL if it says nothing */
  gboolean        has_parents;
} Reading;

static JsonArray *
get_list (JsonNode   *node,
          const char *path)
{
  JsonNode *list = bty_json_get (node, path);

  return list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;
}

static guint
get_length (JsonArray *list)
{
  return list != NULL ? json_array_get_length (list) : 0;
}

static gint64
get_time (JsonNode   *node,
          const char *path)
{
  const char *text = bty_json_get_text (node, path);
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time) : BTY_UNSET;
}

static void
add_citations (BtyForeignTurn *turn,
               JsonNode       *block)
{
  JsonArray *citations = get_list (block, "citations");

  for (guint i = 0; i < get_length (citations); i++)
    {
      JsonNode *citation = json_array_get_element (citations, i);
      const char *url = bty_json_get_text (citation, "details.url");

      if (url == NULL)
        url = bty_json_get_text (citation, "url");
      if (url != NULL)
        bty_foreign_turn_add_source (turn, bty_json_get_text (citation, "title"), url);
    }
}

static void
add_thinking (BtyForeignTurn *turn,
              JsonNode       *block)
{
  const char *thinking = bty_json_get_text (block, "thinking");
  JsonArray *summaries = get_list (block, "summaries");

  bty_foreign_add_paragraph (turn->thinking, thinking);
  for (guint i = 0; (thinking == NULL || *thinking == '\0') && i < get_length (summaries); i++)
    bty_foreign_add_paragraph (turn->thinking, bty_json_get_text (json_array_get_element (summaries, i), "summary"));
}

/* The kind of a document, as the name of its language. */
static const char *
get_language (JsonNode *input)
{
  const char *language = bty_json_get_text (input, "language");
  const char *type = bty_json_get_text (input, "type");

  if (language != NULL)
    return language;
  if (g_strcmp0 (type, "text/html") == 0)
    return "html";
  if (g_strcmp0 (type, "image/svg+xml") == 0)
    return "xml";
  if (g_strcmp0 (type, "application/vnd.ant.react") == 0)
    return "jsx";
  if (g_strcmp0 (type, "application/vnd.ant.mermaid") == 0)
    return "mermaid";

  return NULL;
}

/* A document that was written beside the conversation is a part of what people saw. */
static gboolean
add_document (BtyForeignTurn *turn,
              JsonNode       *input)
{
  const char *title = bty_json_get_text (input, "title");
  const char *content = bty_json_get_text (input, "content");

  if (content == NULL)
    content = bty_json_get_text (input, "file_text");
  if (content == NULL)
    return FALSE;
  bty_foreign_add_paragraph (turn->text, title != NULL ? title : bty_json_get_text (input, "path"));
  if (g_strcmp0 (bty_json_get_text (input, "type"), "text/markdown") == 0)
    bty_foreign_add_paragraph (turn->text, content);
  else
    bty_foreign_add_code (turn->text, get_language (input), content);

  return TRUE;
}

static void
add_tool_use (BtyForeignTurn *turn,
              JsonNode       *block)
{
  const char *name = bty_json_get_text (block, "name");
  JsonNode *input = bty_json_get (block, "input");
  g_autofree char *heading = NULL;

  if (input != NULL && (g_strcmp0 (name, "artifacts") == 0 || g_strcmp0 (name, "create_file") == 0)
      && add_document (turn, input))
    return;
  heading = g_strdup_printf (_("%s was asked:"), name != NULL ? name : _("A tool"));
  bty_foreign_add_paragraph (turn->thinking, heading);
  if (input != NULL)
    bty_foreign_add_json (turn->thinking, input);
}

static void
add_tool_result (BtyForeignTurn *turn,
                 JsonNode       *block)
{
  const char *name = bty_json_get_text (block, "name");
  JsonArray *parts = get_list (block, "content");
  g_autofree char *heading = g_strdup_printf (_("%s answered:"), name != NULL ? name : _("A tool"));
  g_autoptr(GString) text = g_string_new (NULL);

  bty_foreign_add_paragraph (text, bty_json_get_text (block, "content"));
  for (guint i = 0; i < get_length (parts); i++)
    {
      JsonNode *part = json_array_get_element (parts, i);
      const char *said = bty_json_get_text (part, "text");

      if (said != NULL)
        bty_foreign_add_paragraph (text, said);
      else if (g_strcmp0 (bty_json_get_text (part, "type"), "image") == 0)
        bty_foreign_turn_add_missing (turn, _("Image"), bty_json_get_text (part, "file_name"), NULL);
      else
        bty_foreign_add_json (text, part);
    }
  if (text->len == 0)
    return;
  bty_foreign_add_paragraph (turn->thinking, heading);
  bty_foreign_add_paragraph (turn->thinking, text->str);
}

static void
add_block (BtyForeignTurn *turn,
           JsonNode       *block)
{
  const char *type = bty_json_get_text (block, "type");
  const char *text = bty_json_get_text (block, "text");

  if (g_strcmp0 (type, "thinking") == 0)
    add_thinking (turn, block);
  else if (g_strcmp0 (type, "tool_use") == 0)
    add_tool_use (turn, block);
  else if (g_strcmp0 (type, "tool_result") == 0)
    add_tool_result (turn, block);
  else if (g_strcmp0 (type, "image") == 0)
    bty_foreign_turn_add_missing (turn, _("Image"), bty_json_get_text (block, "file_name"), NULL);
  else if (text != NULL)
    {
      bty_foreign_add_paragraph (turn->text, text);
      add_citations (turn, block);
    }
  /* How much room was left for the model says nothing about the conversation. */
  else if (g_strcmp0 (type, "token_budget") != 0)
    bty_foreign_add_json (turn->text, block);
}

/* Of most files only the name is there; of text files what is in them, too. */
static void
add_files (BtyForeignTurn *turn,
           JsonNode       *message)
{
  static const char *const members[] = { "attachments", "files", "files_v2" };
  g_autoptr(GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonArray *files = get_list (message, members[i]);

      for (guint j = 0; j < get_length (files); j++)
        {
          JsonNode *file = json_array_get_element (files, j);
          const char *name = bty_json_get_text (file, "file_name");
          const char *content = bty_json_get_text (file, "extracted_content");
          gboolean is_image = g_strcmp0 (bty_json_get_text (file, "file_kind"), "image") == 0;
          gboolean is_new = name == NULL || *name == '\0' || g_hash_table_add (named, g_strdup (name));

          if (content != NULL && !bty_words_is_blank (content))
            bty_foreign_turn_add_file (turn, name, content);
          else if (is_new)
            bty_foreign_turn_add_missing (turn, is_image ? _("Image") : _("File"), name, NULL);
        }
    }
}

static BtyForeignTurn *
read_turn (JsonNode *message)
{
  gboolean is_user = g_strcmp0 (bty_json_get_text (message, "sender"), "human") == 0;
  BtyForeignTurn *turn = bty_foreign_turn_new (is_user ? BTY_ROLE_USER : BTY_ROLE_ASSISTANT);
  JsonArray *blocks = get_list (message, "content");

  for (guint i = 0; i < get_length (blocks); i++)
    add_block (turn, json_array_get_element (blocks, i));
  /* Older files have nothing else; in newer ones it is what the blocks say, with gaps. */
  if (turn->text->len == 0 && turn->thinking->len == 0)
    bty_foreign_add_paragraph (turn->text, bty_json_get_text (message, "text"));
  add_files (turn, message);
  turn->created_at = get_time (message, "created_at");
  turn->model = is_user ? NULL : g_strdup (bty_json_get_text (message, "model"));
  if (!is_user && g_strcmp0 (bty_json_get_text (message, "stop_reason"), "max_tokens") == 0)
    turn->stop_reason = g_strdup ("length");
  else if (!is_user && g_strcmp0 (bty_json_get_text (message, "stop_reason"), "user_canceled") == 0)
    turn->status = BTY_MESSAGE_STATUS_INTERRUPTED;

  return turn;
}

static BtyMessage *
find_parent (Reading    *self,
             JsonNode   *message,
             BtyMessage *last)
{
  const char *parent = bty_json_get_text (message, "parent_message_uuid");

  if (!self->has_parents)
    return last;

  return parent != NULL ? g_hash_table_lookup (self->known, parent) : NULL;
}

static void
read_messages (Reading  *self,
               JsonNode *node)
{
  JsonArray *messages = get_list (node, "chat_messages");
  const char *summary = bty_json_get_text (node, "summary");
  BtyMessage *last = NULL;

  for (guint i = 0; i < get_length (messages); i++)
    self->has_parents = self->has_parents
                        || bty_json_get_text (json_array_get_element (messages, i), "parent_message_uuid") != NULL;
  for (guint i = 0; i < get_length (messages); i++)
    {
      JsonNode *message = json_array_get_element (messages, i);
      BtyMessage *parent = find_parent (self, message, last);
      g_autoptr(BtyForeignTurn) turn = read_turn (message);
      const char *uuid = bty_json_get_text (message, "uuid");
      g_autofree char *id = uuid != NULL && !g_hash_table_contains (self->known, uuid)
                              ? g_strdup (uuid) : g_strdup_printf ("message %u", i);
      BtyMessage *added = parent;

      if (last == NULL && summary != NULL && !bty_words_is_blank (summary))
        /* Translators: the name of a text file, with what a conversation was about. */
        bty_foreign_turn_add_file (turn, _("Summary.txt"), summary);
      if (!bty_foreign_turn_is_empty (turn))
        last = added = bty_foreign_chat_add (self->chat, id, parent, turn);
      if (uuid != NULL)
        g_hash_table_insert (self->known, (char *) uuid, added);
    }
}

/**
 * bty_claude_chat_read:
 * @node: an object with "chat_messages"
 * @bot_id: with whom it goes on
 * @now: microseconds since 1970 UTC
 *
 * Returns: (transfer full) (nullable): the conversation; %NULL if nothing was said in it
 */
BtyForeignChat *
bty_claude_chat_read (JsonNode   *node,
                      const char *bot_id,
                      gint64      now)
{
  const char *uuid = bty_json_get_text (node, "uuid");
  g_autofree char *id = uuid != NULL ? g_strdup (uuid) : json_to_string (node, FALSE);
  g_autoptr(BtyForeignChat) chat = bty_foreign_chat_new ("Claude", id, bot_id);
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  Reading self = { chat, known, FALSE };
  const char *head = bty_json_get_text (node, "current_leaf_message_uuid");
  const char *model = bty_json_get_text (node, "model");
  JsonNode *starred = bty_json_get (node, "is_starred");

  read_messages (&self, node);
  if (chat->messages->len == 0)
    return NULL;

  for (guint i = 0; model != NULL && i < chat->messages->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (chat->messages, i);

      if (message->role == BTY_ROLE_ASSISTANT && message->model == NULL)
        g_object_set (message, "model", model, NULL);
    }
  g_object_set (chat->session,
                "pinned", starred != NULL && JSON_NODE_HOLDS_VALUE (starred) && json_node_get_boolean (starred),
                NULL);
  bty_foreign_chat_end (chat, bty_json_get_text (node, "name"), head != NULL ? g_hash_table_lookup (known, head) : NULL,
                        get_time (node, "created_at"), now);

  return g_steal_pointer (&chat);
}
