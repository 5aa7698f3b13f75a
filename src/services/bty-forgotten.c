/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-forgotten.h"

#include "bty-forget-store.h"
#include "bty-memory-writing.h"
#include "bty-message-forgetting.h"

/**
 * BtyForgotten:
 *
 * What was forgotten in some data: ids and times, nothing of what was said. Older data, an export or a backup, may
 * still have it: it is forgotten in these again before anybody sees them, in the same way as it was the first time.
 */
struct _BtyForgotten
{
  GPtrArray *tombstones; /* of BtyMemoryTombstone */
  GPtrArray *places;     /* of BtyForgottenPlace */
};

/**
 * bty_forgotten_new:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): what was forgotten there
 */
BtyForgotten *
bty_forgotten_new (BtyDatabase  *database,
                   GError      **error)
{
  g_autoptr(GPtrArray) tombstones = bty_forget_store_list_tombstones (database, error);
  g_autoptr(GPtrArray) places = tombstones != NULL ? bty_forget_store_list_places (database, error) : NULL;
  BtyForgotten *self;

  if (places == NULL)
    return NULL;
  self = g_new0 (BtyForgotten, 1);
  self->tombstones = g_steal_pointer (&tombstones);
  self->places = g_steal_pointer (&places);

  return self;
}

/**
 * bty_forgotten_free:
 * @self: (transfer full): what was forgotten
 */
void
bty_forgotten_free (BtyForgotten *self)
{
  g_ptr_array_unref (self->tombstones);
  g_ptr_array_unref (self->places);
  g_free (self);
}

/**
 * bty_forgotten_any:
 * @self: what was forgotten
 *
 * Returns: whether there is anything
 */
gboolean
bty_forgotten_any (BtyForgotten *self)
{
  return self->tombstones->len > 0 || self->places->len > 0;
}

/**
 * bty_forgotten_apply:
 * @self: what was forgotten
 * @database: other data, or the same after an import, in a transaction
 * @n_memories: (out): how many memories were there again, with those that say the same
 * @n_messages: (out): how many messages said something again
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is forgotten there too
 */
gboolean
bty_forgotten_apply (BtyForgotten  *self,
                     BtyDatabase   *database,
                     gint64        *n_memories,
                     gint64        *n_messages,
                     GError       **error)
{
  *n_messages = 0;
  *n_memories = bty_memory_forget_again (database, self->tombstones, error);
  if (*n_memories >= 0)
    *n_messages = bty_message_forgetting_again (database, self->places, error);

  return *n_memories >= 0 && *n_messages >= 0;
}
