/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-message-tree.h"

struct _BtyMessageTree
{
  GHashTable *by_id;      /* id -> BtyMessage */
  GHashTable *children;   /* id, "" for the first ones -> GPtrArray of BtyMessage, oldest first */
};

static GPtrArray *
get_children (BtyMessageTree *self,
              const char     *parent_id)
{
  return g_hash_table_lookup (self->children, parent_id != NULL ? parent_id : "");
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

  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->children = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
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
  g_hash_table_unref (self->children);
  g_hash_table_unref (self->by_id);
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
  GPtrArray *siblings = get_children (self, message->parent_id);

  if (siblings == NULL)
    {
      siblings = g_ptr_array_new ();
      g_hash_table_insert (self->children, g_strdup (message->parent_id != NULL ? message->parent_id : ""), siblings);
    }
  g_ptr_array_add (siblings, message);
  g_hash_table_insert (self->by_id, message->id, g_object_ref (message));
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
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
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
  return get_children (self, message->parent_id);
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
  GPtrArray *children;

  while ((children = get_children (self, message->id)) != NULL)
    message = g_ptr_array_index (children, children->len - 1);

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
  BtyMessage *message = bty_message_tree_get (self, head_id);

  /* A damaged file could hold a circle: a branch is never longer than the tree. */
  while (message != NULL && branch->len < g_hash_table_size (self->by_id))
    {
      g_ptr_array_add (branch, g_object_ref (message));
      message = bty_message_tree_get (self, message->parent_id);
    }
  for (guint i = 0; i < branch->len / 2; i++)
    {
      gpointer swapped = branch->pdata[i];

      branch->pdata[i] = branch->pdata[branch->len - 1 - i];
      branch->pdata[branch->len - 1 - i] = swapped;
    }

  return branch;
}
