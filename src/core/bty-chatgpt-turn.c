/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-foreign-chat-private.h"

#include "bty-config.h"
#include "bty-json.h"
#include "bty-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* One message of ChatGPT: who speaks to whom, and what of it people saw. */

/* The marks between which it writes "cite turn0search1"; no font has them. */
#define MARK_START 0xe200
#define MARK_END 0xe203

typedef struct
{
  JsonNode           *message;
  BtyForeignTurn     *turn;
  GHashTable         *named;    /* names of files of which something was said */
  BtyForeignFileFunc  find;
  gpointer            data;
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

static const char *
get_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                                         : NULL;
}

/* An upload has a name beside the message; what the program made has none. */
static const char *
find_file_name (JsonNode   *message,
                const char *pointer)
{
  JsonArray *files = get_list (message, "metadata.attachments");

  for (guint i = 0; pointer != NULL && i < get_length (files); i++)
    {
      JsonNode *file = json_array_get_element (files, i);
      const char *id = bty_json_get_text (file, "id");

      if (id != NULL && *id != '\0' && strstr (pointer, id) != NULL)
        return bty_json_get_text (file, "name");
    }

  return NULL;
}

/* Returns: whether there is more of a file than its id */
static gboolean
add_file (Reading    *self,
          const char *id,
          const char *name)
{
  g_autoptr(BtyAttachment) file = id != NULL && self->find != NULL ? self->find (id, self->data) : NULL;

  if (file == NULL)
    return FALSE;
  if (name != NULL && *name != '\0')
    g_object_set (file, "name", name, NULL);
  g_ptr_array_add (self->turn->files, g_steal_pointer (&file));

  return TRUE;
}

static void
add_image (Reading  *self,
           JsonNode *part)
{
  const char *pointer = bty_json_get_text (part, "asset_pointer");
  const char *name = find_file_name (self->message, pointer);
  const char *prompt = bty_json_get_text (part, "metadata.dalle.prompt");
  const char *id = pointer != NULL && strstr (pointer, "://") != NULL ? strstr (pointer, "://") + 3 : pointer;

  if (name != NULL)
    g_hash_table_add (self->named, g_strdup (name));
  if (add_file (self, id, name))
    bty_foreign_add_paragraph (self->turn->thinking, prompt);
  else
    bty_foreign_turn_add_missing (self->turn, _("Image"), name != NULL ? name : id, prompt);
}

static void
add_part (Reading  *self,
          JsonNode *part)
{
  BtyForeignTurn *turn = self->turn;
  const char *type = bty_json_get_text (part, "content_type");
  const char *text = bty_json_get_text (part, "text");

  if (get_string (part) != NULL)
    bty_foreign_add_paragraph (turn->text, get_string (part));
  else if (JSON_NODE_HOLDS_NULL (part))
    return;
  else if (type != NULL && strstr (type, "image") != NULL)
    add_image (self, part);
  else if (type != NULL && (strstr (type, "audio_asset") != NULL || strstr (type, "real_time") != NULL))
    bty_foreign_turn_add_missing (turn, _("Recording"), NULL, NULL);
  else if (type != NULL && strstr (type, "video") != NULL)
    bty_foreign_turn_add_missing (turn, _("Video"), NULL, NULL);
  else if (text != NULL)
    bty_foreign_add_paragraph (turn->text, text);
  else
    bty_foreign_add_json (turn->text, part);
}

static void
add_parts (Reading   *self,
           JsonArray *parts)
{
  for (guint i = 0; i < get_length (parts); i++)
    add_part (self, json_array_get_element (parts, i));
}

/* What was uploaded and is not among the parts. */
static void
add_uploads (Reading *self)
{
  JsonArray *files = get_list (self->message, "metadata.attachments");

  for (guint i = 0; i < get_length (files); i++)
    {
      JsonNode *file = json_array_get_element (files, i);
      const char *name = bty_json_get_text (file, "name");

      if (name != NULL && !g_hash_table_add (self->named, g_strdup (name)))
        continue;
      if (!add_file (self, bty_json_get_text (file, "id"), name))
        bty_foreign_turn_add_missing (self->turn, _("File"), name, NULL);
    }
}

static void
add_thoughts (BtyForeignTurn *turn,
              JsonArray      *thoughts)
{
  for (guint i = 0; i < get_length (thoughts); i++)
    {
      JsonNode *thought = json_array_get_element (thoughts, i);

      bty_foreign_add_paragraph (turn->thinking, get_string (thought));
      bty_foreign_add_paragraph (turn->thinking, bty_json_get_text (thought, "summary"));
      bty_foreign_add_paragraph (turn->thinking, bty_json_get_text (thought, "content"));
    }
}

/* A page that was looked at, or what else has members with text. */
static gboolean
add_members (GString  *text,
             JsonNode *content)
{
  static const char *const members[] = { "title", "url", "name", "user_profile", "user_instructions",
                                         "model_set_context", "summary", "text", "result", "content", "output_str" };
  gsize length = text->len;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    bty_foreign_add_paragraph (text, bty_json_get_text (content, members[i]));

  return text->len > length;
}

/* Whether there is nothing but the names of types, and numbers. */
static gboolean
says_nothing (JsonNode *content)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (content))
    return JSON_NODE_HOLDS_NULL (content);

  json_object_iter_init (&iter, json_node_get_object (content));
  while (json_object_iter_next (&iter, &name, &member))
    {
      if (g_str_equal (name, "content_type") || JSON_NODE_HOLDS_NULL (member))
        continue;
      if (get_string (member) != NULL && *get_string (member) == '\0')
        continue;
      if (JSON_NODE_HOLDS_ARRAY (member) && get_length (json_node_get_array (member)) == 0)
        continue;
      if (JSON_NODE_HOLDS_OBJECT (member) && json_object_get_size (json_node_get_object (member)) == 0)
        continue;
      if (JSON_NODE_HOLDS_VALUE (member) && get_string (member) == NULL)
        continue;
      return FALSE;
    }

  return TRUE;
}

/* A document that was written beside the conversation, or how it was changed. */
static void
add_document (BtyForeignTurn *turn,
              const char     *text)
{
  g_autoptr(JsonNode) node = bty_json_parse (text, -1, NULL);
  const char *content = bty_json_get_text (node, "content");
  const char *type = bty_json_get_text (node, "type");

  if (content == NULL)
    {
      bty_foreign_add_code (turn->text, node != NULL ? "json" : NULL, text);
      return;
    }
  bty_foreign_add_paragraph (turn->text, bty_json_get_text (node, "name"));
  if (type != NULL && g_str_has_prefix (type, "code/"))
    bty_foreign_add_code (turn->text, type + strlen ("code/"), content);
  else
    bty_foreign_add_paragraph (turn->text, content);
}

static void
read_content (Reading *self)
{
  BtyForeignTurn *turn = self->turn;
  JsonNode *content = bty_json_get (self->message, "content");
  const char *type = bty_json_get_text (content, "content_type");
  JsonArray *parts = get_list (content, "parts");

  if (content == NULL)
    return;
  if (g_strcmp0 (type, "thoughts") == 0 && get_list (content, "thoughts") != NULL)
    add_thoughts (turn, get_list (content, "thoughts"));
  else if (g_strcmp0 (type, "reasoning_recap") == 0 && bty_json_get_text (content, "content") != NULL)
    bty_foreign_add_paragraph (turn->thinking, bty_json_get_text (content, "content"));
  else if (g_strcmp0 (type, "code") == 0 && bty_json_get_text (content, "text") != NULL)
    bty_foreign_add_code (turn->text, bty_json_get_text (content, "language"), bty_json_get_text (content, "text"));
  else if (g_strcmp0 (type, "execution_output") == 0 && bty_json_get_text (content, "text") != NULL)
    bty_foreign_add_code (turn->text, NULL, bty_json_get_text (content, "text"));
  else if (parts != NULL)
    add_parts (self, parts);
  else if (get_string (content) != NULL)
    bty_foreign_add_paragraph (turn->text, get_string (content));
  else if (!add_members (turn->text, content) && !says_nothing (content))
    bty_foreign_add_json (turn->text, content);
}

/* What stands for a mark in the text where it was shown: a link. */
static char *
describe_reference (BtyForeignTurn *turn,
                    JsonNode       *reference)
{
  const char *alt = bty_json_get_text (reference, "alt");
  JsonArray *items = get_list (reference, "items");

  for (guint i = 0; i < get_length (items); i++)
    {
      JsonNode *item = json_array_get_element (items, i);
      const char *url = bty_json_get_text (item, "url");

      if (url != NULL && (alt == NULL || strstr (alt, url) == NULL))
        bty_foreign_turn_add_source (turn, bty_json_get_text (item, "title"), url);
    }
  if (bty_json_get_text (reference, "url") != NULL)
    bty_foreign_turn_add_source (turn, bty_json_get_text (reference, "title"), bty_json_get_text (reference, "url"));

  return g_strdup (alt != NULL ? alt : "");
}

/* What is left of marks can be read, as "[cite turn0search1]". */
static void
spell_marks (GString *text)
{
  g_autoptr(GString) spelled = g_string_sized_new (text->len);

  for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c < MARK_START || c > MARK_END)
        g_string_append_len (spelled, at, g_utf8_next_char (at) - at);
      else
        g_string_append_c (spelled, c == MARK_START ? '[' : c == MARK_START + 1 ? ']' : ' ');
    }
  g_string_assign (text, spelled->str);
}

static void
read_references (BtyForeignTurn *turn,
                 JsonNode       *message)
{
  JsonArray *references = get_list (message, "metadata.content_references");
  JsonArray *citations = get_list (message, "metadata.citations");

  for (guint i = 0; i < get_length (references); i++)
    {
      JsonNode *reference = json_array_get_element (references, i);
      const char *mark = bty_json_get_text (reference, "matched_text");
      g_autofree char *shown = describe_reference (turn, reference);

      if (mark != NULL && !bty_words_is_blank (mark) && g_utf8_get_char (mark) == MARK_START)
        g_string_replace (turn->text, mark, shown, 0);
    }
  spell_marks (turn->text);
  for (guint i = 0; i < get_length (citations); i++)
    {
      JsonNode *page = bty_json_get (json_array_get_element (citations, i), "metadata");

      if (bty_json_get_text (page, "url") != NULL)
        bty_foreign_turn_add_source (turn, bty_json_get_text (page, "title"), bty_json_get_text (page, "url"));
    }
}

static void
read_end (BtyForeignTurn *turn,
          JsonNode       *message)
{
  const char *status = bty_json_get_text (message, "status");
  const char *finish = bty_json_get_text (message, "metadata.finish_details.type");

  if (turn->role != BTY_ROLE_ASSISTANT)
    return;
  if (g_strcmp0 (status, "in_progress") == 0 || g_strcmp0 (finish, "interrupted") == 0)
    turn->status = BTY_MESSAGE_STATUS_INTERRUPTED;
  else if (g_strcmp0 (finish, "max_tokens") == 0)
    turn->stop_reason = g_strdup ("length");
}

/* What was said to a tool or by one is not what was said to people: it stands with what led to the reply. */
static void
move_to_thinking (BtyForeignTurn *turn,
                  const char     *heading)
{
  g_autofree char *text = g_strdup (turn->text->str);

  if (bty_words_is_blank (text))
    return;
  bty_foreign_add_paragraph (turn->thinking, heading);
  bty_foreign_add_paragraph (turn->thinking, text);
  g_string_truncate (turn->text, 0);
}

static gboolean
is_hidden (JsonNode *message)
{
  JsonNode *hidden = bty_json_get (message, "metadata.is_visually_hidden_from_conversation");

  return hidden != NULL && JSON_NODE_HOLDS_VALUE (hidden) && json_node_get_boolean (hidden);
}

/* Pictures that a tool made were shown; all else it says was not. */
static void
place_tool (BtyForeignTurn *turn,
            JsonNode       *message)
{
  const char *name = bty_json_get_text (message, "author.name");
  /* Translators: before what a tool such as "python" or "browser" answered. */
  g_autofree char *heading = g_strdup_printf (_("%s answered:"), name != NULL ? name : _("A tool"));

  if (turn->n_missing == 0 && turn->files->len == 0)
    move_to_thinking (turn, heading);
}

static void
place_reply (BtyForeignTurn *turn,
             JsonNode       *message)
{
  const char *recipient = bty_json_get_text (message, "recipient");
  g_autofree char *heading = NULL;
  g_autofree char *document = NULL;

  if (recipient != NULL && g_str_has_prefix (recipient, "canmore."))
    {
      JsonArray *parts = get_list (message, "content.parts");
      const char *text = bty_json_get_text (message, "content.text");

      if (text == NULL && get_length (parts) > 0)
        text = get_string (json_array_get_element (parts, 0));
      document = g_strdup (text != NULL ? text : turn->text->str);
      g_string_truncate (turn->text, 0);
      add_document (turn, document);
    }
  else if (recipient != NULL && *recipient != '\0' && !g_str_equal (recipient, "all"))
    {
      /* Translators: before what was asked of a tool such as "python" or "browser". */
      heading = g_strdup_printf (_("%s was asked:"), recipient);
      move_to_thinking (turn, heading);
    }
  else if (is_hidden (message) || g_strcmp0 (bty_json_get_text (message, "channel"), "analysis") == 0)
    move_to_thinking (turn, NULL);
}

/**
 * bty_chatgpt_turn_read:
 * @message: one in the tree of a conversation
 * @find: (nullable): finds files
 * @data: data for @find
 * @is_context: (out): whether nobody said it in the conversation: it told the model how to answer
 *
 * Returns: (transfer full): what it says
 */
BtyForeignTurn *
bty_chatgpt_turn_read (JsonNode           *message,
                       BtyForeignFileFunc  find,
                       gpointer            data,
                       gboolean           *is_context)
{
  const char *role = bty_json_get_text (message, "author.role");
  const char *type = bty_json_get_text (message, "content.content_type");
  JsonNode *time = bty_json_get (message, "create_time");
  gboolean is_user = g_strcmp0 (role, "user") == 0;
  BtyForeignTurn *turn = bty_foreign_turn_new (is_user ? BTY_ROLE_USER : BTY_ROLE_ASSISTANT);
  g_autoptr(GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading self = { message, turn, named, find, data };

  *is_context = g_strcmp0 (role, "system") == 0 || (type != NULL && strstr (type, "editable_context") != NULL)
                || (is_user && is_hidden (message));
  if (time != NULL && JSON_NODE_HOLDS_VALUE (time) && json_node_get_double (time) > 0
      && json_node_get_double (time) < 253402300800.0)
    turn->created_at = (gint64) llround (json_node_get_double (time) * G_USEC_PER_SEC);

  read_content (&self);
  add_uploads (&self);
  if (*is_context || is_user)
    return turn;

  turn->model = g_strdup (bty_json_get_text (message, "metadata.model_slug"));
  read_references (turn, message);
  read_end (turn, message);
  if (g_strcmp0 (role, "tool") == 0)
    place_tool (turn, message);
  else
    place_reply (turn, message);

  return turn;
}
