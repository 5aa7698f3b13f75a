/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-foreign-chat-private.h"

#include "bty-config.h"
#include "bty-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A conversation of ChatGPT is a tree of nodes, most with a message. What the model thinks, asks tools and is answered
 * before it has replied are nodes of their own there and one message here, unless there are branches between them. */

/* How far a branch has come. */
typedef struct
{
  JsonNode   *node;
  const char *id;
  BtyMessage *parent;    /* the last message before it */
  gboolean    is_open;   /* whether the next part of a reply belongs to @parent */
  GPtrArray  *context;   /* what the next message is told with, texts; NULL = nothing */
} Place;

typedef struct
{
  BtyForeignChat     *chat;
  JsonObject         *mapping;
  GHashTable         *seen;     /* id of a node -> its last message, or NULL */
  BtyForeignFileFunc  find;
  gpointer            data;
  GQueue              places;   /* of Place: where to go on */
} Reading;

static void
free_place (gpointer data)
{
  Place *place = data;

  g_clear_pointer (&place->context, g_ptr_array_unref);
  g_free (place);
}

static Place *
new_place (Reading    *self,
           const char *id,
           Place      *before)
{
  Place *place = g_new0 (Place, 1);

  place->id = id;
  place->node = json_object_get_member (self->mapping, id);
  if (before != NULL)
    {
      place->parent = before->parent;
      place->is_open = before->is_open;
      place->context = before->context != NULL ? g_ptr_array_ref (before->context) : NULL;
    }

  return place;
}

static JsonArray *
get_children (JsonNode *node)
{
  JsonNode *children = bty_json_get (node, "children");

  return children != NULL && JSON_NODE_HOLDS_ARRAY (children) ? json_node_get_array (children) : NULL;
}

/* Before what was not yet gone to, so that branches come whole and in their order. */
static void
push_children (Reading *self,
               Place   *place)
{
  JsonArray *children = get_children (place->node);
  guint n = children != NULL ? json_array_get_length (children) : 0;

  for (guint i = n; i-- > 0;)
    {
      JsonNode *child = json_array_get_element (children, i);
      const char *id = JSON_NODE_HOLDS_VALUE (child) ? json_node_get_string (child) : NULL;

      if (id != NULL && json_object_has_member (self->mapping, id))
        g_queue_push_head (&self->places, new_place (self, id, place));
    }
}

static void
add_context (Place          *place,
             BtyForeignTurn *turn)
{
  GPtrArray *context = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; place->context != NULL && i < place->context->len; i++)
    g_ptr_array_add (context, g_strdup (g_ptr_array_index (place->context, i)));
  g_ptr_array_add (context, g_strdup (turn->text->str));
  g_clear_pointer (&place->context, g_ptr_array_unref);
  place->context = context;
}

/* What the model was told stands with the first that was said after it. */
static void
take_context (Place          *place,
              BtyForeignTurn *turn)
{
  for (guint i = 0; place->context != NULL && i < place->context->len; i++)
    /* Translators: the name of a text file, with what a model was told before a conversation. */
    bty_foreign_turn_add_file (turn, _("Instructions.txt"), g_ptr_array_index (place->context, i));
  g_clear_pointer (&place->context, g_ptr_array_unref);
}

static void
add_turn (Reading        *self,
          Place          *place,
          BtyForeignTurn *turn)
{
  take_context (place, turn);
  if (turn->role == BTY_ROLE_ASSISTANT && place->is_open)
    bty_foreign_chat_extend (self->chat, place->parent, turn);
  else
    place->parent = bty_foreign_chat_add (self->chat, place->id, place->parent, turn);
  place->is_open = turn->role == BTY_ROLE_ASSISTANT;
}

/* Nothing comes after it. */
static void
end_branch (Reading *self,
            Place   *place)
{
  g_autoptr(BtyForeignTurn) turn = NULL;

  if (place->context == NULL)
    return;
  turn = bty_foreign_turn_new (BTY_ROLE_ASSISTANT);
  place->is_open = place->parent != NULL && place->parent->role == BTY_ROLE_ASSISTANT;
  add_turn (self, place, turn);
}

static void
visit (Reading *self,
       Place   *place)
{
  JsonNode *message = bty_json_get (place->node, "message");
  JsonArray *children = get_children (place->node);
  guint n_children = children != NULL ? json_array_get_length (children) : 0;
  gboolean is_context = FALSE;
  g_autoptr(BtyForeignTurn) turn = NULL;

  if (message != NULL && JSON_NODE_HOLDS_OBJECT (message))
    turn = bty_chatgpt_turn_read (message, self->find, self->data, &is_context);
  if (turn != NULL && !bty_foreign_turn_is_empty (turn))
    {
      if (is_context)
        add_context (place, turn);
      else
        add_turn (self, place, turn);
    }
  place->is_open = place->is_open && n_children == 1;
  push_children (self, place);
  if (n_children == 0)
    end_branch (self, place);
  g_hash_table_insert (self->seen, (char *) place->id, place->parent);
}

/* No node twice, and no recursion: there are conversations of thousands of turns, and files with circles. */
static void
walk (Reading    *self,
      const char *root,
      BtyMessage *parent)
{
  Place *start = new_place (self, root, NULL);

  start->parent = parent;
  g_queue_push_head (&self->places, start);
  while (!g_queue_is_empty (&self->places))
    {
      Place *place = g_queue_pop_head (&self->places);

      if (!g_hash_table_contains (self->seen, place->id))
        visit (self, place);
      free_place (place);
    }
}

static void
read_tree (Reading *self)
{
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, self->mapping);
  while (json_object_iter_next_ordered (&iter, &id, &node))
    {
      const char *parent = bty_json_get_text (node, "parent");

      if (parent == NULL || !json_object_has_member (self->mapping, parent))
        walk (self, id, NULL);
    }
  /* What no other names as its child. */
  json_object_iter_init_ordered (&iter, self->mapping);
  while (json_object_iter_next_ordered (&iter, &id, &node))
    {
      const char *parent = bty_json_get_text (node, "parent");

      if (!g_hash_table_contains (self->seen, id))
        walk (self, id, parent != NULL ? g_hash_table_lookup (self->seen, parent) : NULL);
    }
}

static char *
dup_id (JsonNode *node)
{
  const char *id = bty_json_get_text (node, "conversation_id");

  if (id == NULL)
    id = bty_json_get_text (node, "id");

  return id != NULL ? g_strdup (id) : json_to_string (node, FALSE);
}

static gboolean
is_true (JsonNode   *node,
         const char *path)
{
  JsonNode *value = bty_json_get (node, path);

  return value != NULL && JSON_NODE_HOLDS_VALUE (value) && json_node_get_boolean (value);
}

static gint64
get_time (JsonNode   *node,
          const char *path)
{
  JsonNode *time = bty_json_get (node, path);
  double seconds = time != NULL && JSON_NODE_HOLDS_VALUE (time) ? json_node_get_double (time) : 0;

  return seconds > 0 && seconds < 253402300800.0 ? (gint64) llround (seconds * G_USEC_PER_SEC) : BTY_UNSET;
}

/**
 * bty_chatgpt_chat_read:
 * @node: an object with "mapping"
 * @bot_id: with whom it goes on
 * @now: microseconds since 1970 UTC
 * @find: (nullable): finds files
 * @data: data for @find
 *
 * Returns: (transfer full) (nullable): the conversation; %NULL if nothing was said in it
 */
BtyForeignChat *
bty_chatgpt_chat_read (JsonNode           *node,
                       const char         *bot_id,
                       gint64              now,
                       BtyForeignFileFunc  find,
                       gpointer            data)
{
  g_autofree char *id = dup_id (node);
  g_autoptr(BtyForeignChat) chat = bty_foreign_chat_new ("ChatGPT", id, bot_id);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  Reading self = { chat, json_node_get_object (bty_json_get (node, "mapping")), seen, find, data, G_QUEUE_INIT };
  const char *current = bty_json_get_text (node, "current_node");
  const char *model = bty_json_get_text (node, "default_model_slug");

  read_tree (&self);
  if (chat->messages->len == 0)
    return NULL;

  for (guint i = 0; model != NULL && i < chat->messages->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (chat->messages, i);

      if (message->role == BTY_ROLE_ASSISTANT && message->model == NULL)
        g_object_set (message, "model", model, NULL);
    }
  g_object_set (chat->session,
                "archived", is_true (node, "is_archived"),
                "pinned", is_true (node, "is_starred") || get_time (node, "pinned_time") != BTY_UNSET,
                NULL);
  bty_foreign_chat_end (chat, bty_json_get_text (node, "title"),
                        current != NULL ? g_hash_table_lookup (seen, current) : NULL, get_time (node, "create_time"),
                        now);

  return g_steal_pointer (&chat);
}
