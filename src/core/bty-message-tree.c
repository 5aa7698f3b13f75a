/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message-tree.h"

/* The place of a message, which may not be there itself: only those that follow it. */
typedef struct _Place Place;
struct _Place
{
  BtyMessage *message;        /* owned, or NULL */
  Place      *parent;         /* NULL = has no message */
  BtyMessage *newest_child;   /* borrowed, or NULL */
  GPtrArray  *children;       /* of BtyMessage, borrowed, oldest first; NULL while there is only the newest */
};

struct _BtyMessageTree
{
  GHashTable *places;         /* id, "" for where conversations begin -> Place; keys are those of messages */
  Place      *last;           /* borrowed: of the message that was added last; most follow it */
  guint       n_messages;
};

static void
free_place (gpointer data)
{
  Place *place = data;

  g_clear_pointer (&place->children, g_ptr_array_unref);
  g_clear_object (&place->message);
  g_free (place);
}

static Place *
find_place (BtyMessageTree *self,
            const char     *id)
{
  if (self->last != NULL && g_strcmp0 (id, self->last->message->id) == 0)
    return self->last;

  return g_hash_table_lookup (self->places, id != NULL ? id : "");
}

static Place *
ensure_place (BtyMessageTree *self,
              const char     *id)
{
  Place *place = find_place (self, id);

  if (place == NULL)
    {
      place = g_new0 (Place, 1);
      g_hash_table_insert (self->places, (char *) (id != NULL ? id : ""), place);
    }

  return place;
}

static GPtrArray *
list_children (Place *place)
{
  if (place->children == NULL && place->newest_child != NULL)
    {
      place->children = g_ptr_array_new ();
      g_ptr_array_add (place->children, place->newest_child);
    }

  return place->children;
}

static void
add_child (Place      *parent,
           BtyMessage *message)
{
  if (parent->newest_child != NULL)
    g_ptr_array_add (list_children (parent), message);
  parent->newest_child = message;
}

/**
 * bty_message_tree_new:
 * @messages: (element-type BtyMessage): all messages of a session, oldest first
 *
 * Returns: (transfer full): the tree
 */
BtyMessageTree *
bty_message_tree_new (GPtrArray *messages)
{
  BtyMessageTree *self = g_new0 (BtyMessageTree, 1);

  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_place);
  for (guint i = 0; i < messages->len; i++)
    bty_message_tree_add (self, g_ptr_array_index (messages, i));

  return self;
}

/**
 * bty_message_tree_free:
 * @self: (transfer full): a tree
 */
void
bty_message_tree_free (BtyMessageTree *self)
{
  g_hash_table_unref (self->places);
  g_free (self);
}

/**
 * bty_message_tree_add:
 * @self: a tree
 * @message: a message that is newer than all in it; a reference is taken
 */
void
bty_message_tree_add (BtyMessageTree *self,
                      BtyMessage     *message)
{
  Place *parent = ensure_place (self, message->parent_id);
  Place *place = ensure_place (self, message->id);

  g_return_if_fail (place->message == NULL);

  add_child (parent, message);
  self->n_messages++;
  place->message = g_object_ref (message);
  place->parent = parent;
  self->last = place;
}

/**
 * bty_message_tree_get:
 * @self: a tree
 * @id: (nullable): an id
 *
 * Returns: (transfer none) (nullable): that message
 */
BtyMessage *
bty_message_tree_get (BtyMessageTree *self,
                      const char     *id)
{
  Place *place = id != NULL ? find_place (self, id) : NULL;

  return place != NULL ? place->message : NULL;
}

/**
 * bty_message_tree_get_versions:
 * @self: a tree
 * @message: a message in it
 *
 * Returns: (transfer none) (element-type BtyMessage): @message and its other versions, oldest first
 */
GPtrArray *
bty_message_tree_get_versions (BtyMessageTree *self,
                               BtyMessage     *message)
{
  Place *parent = find_place (self, message->parent_id);

  return parent != NULL ? list_children (parent) : NULL;
}

/**
 * bty_message_tree_get_leaf:
 * @self: a tree
 * @message: a message in it
 *
 * Returns: (transfer none): the end of the newest branch that goes on from @message
 */
BtyMessage *
bty_message_tree_get_leaf (BtyMessageTree *self,
                           BtyMessage     *message)
{
  Place *place = find_place (self, message->id);

  /* A damaged file could hold a circle. */
  for (guint i = 0; i < self->n_messages && place != NULL && place->newest_child != NULL; i++)
    {
      message = place->newest_child;
      place = find_place (self, message->id);
    }

  return message;
}

/**
 * bty_message_tree_get_branch:
 * @self: a tree
 * @head_id: (nullable): the last message of the branch
 *
 * Returns: (transfer full) (element-type BtyMessage): the branch, oldest first; empty if there is no
 *   such message
 */
GPtrArray *
bty_message_tree_get_branch (BtyMessageTree *self,
                             const char     *head_id)
{
  GPtrArray *branch = g_ptr_array_new_with_free_func (g_object_unref);
  Place *place = head_id != NULL ? find_place (self, head_id) : NULL;

  /* A damaged file could hold a circle: a branch is never longer than the tree. */
  while (place != NULL && place->message != NULL && branch->len < self->n_messages)
    {
      g_ptr_array_add (branch, g_object_ref (place->message));
      place = place->parent;
    }
  for (guint i = 0; i < branch->len / 2; i++)
    {
      gpointer swapped = branch->pdata[i];

      branch->pdata[i] = branch->pdata[branch->len - 1 - i];
      branch->pdata[branch->len - 1 - i] = swapped;
    }

  return branch;
}
