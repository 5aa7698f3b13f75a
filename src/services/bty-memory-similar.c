/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-similar.h"

#include "bty-memory-store.h"
#include "bty-time.h"

#define MAX_LOOKED_AT 50

/**
 * bty_memory_similar_find:
 * @database: a connection
 * @memory: what shall be remembered
 * @relation: (out): how it stands to what was found
 * @error: (out) (optional): where to say what went wrong
 *
 * Looks for a live memory of the same bot that says the same, nearly the same, or otherwise.
 *
 * Returns: (transfer full) (nullable): that memory; %NULL without an error if there is none
 */
BtyMemory *
bty_memory_similar_find (BtyDatabase        *database,
                         BtyMemory          *memory,
                         BtyMemoryRelation  *relation,
                         GError            **error)
{
  g_autoptr(GPtrArray) near = NULL;
  BtyMemory *found = NULL;
  double best = -1;

  *relation = BTY_MEMORY_UNRELATED;
  near = bty_memory_store_list_near (database, memory->bot_id, memory->text, bty_time_now (), MAX_LOOKED_AT, error);
  if (near == NULL)
    return NULL;

  for (guint i = 0; i < near->len; i++)
    {
      BtyMemory *other = g_ptr_array_index (near, i);
      double similarity = bty_memory_compare_words (other->text, memory->text);
      BtyMemoryRelation other_relation = bty_memory_compare (other->text, memory->text, similarity);

      if (other_relation == BTY_MEMORY_UNRELATED || similarity <= best || g_strcmp0 (other->id, memory->id) == 0)
        continue;
      best = similarity;
      found = other;
      *relation = other_relation;
    }

  return found != NULL ? g_object_ref (found) : NULL;
}
