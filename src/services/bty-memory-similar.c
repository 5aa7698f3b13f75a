/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-similar.h"

#include "bty-builtin-embedder.h"
#include "bty-embedding-store.h"
#include "bty-meaning-index.h"
#include "bty-memory-store.h"
#include "bty-time.h"
#include "bty-vector-store.h"

/* How near memories are in meaning. They are compared with the built-in embedder, whatever else recall uses: it is
 * always there, needs no network, and knows nearly the same words for what they are. Two texts without a common word
 * are never as near as duplicates must be, so that only those with one are looked at. */

#define MAX_LOOKED_AT 50

/* Without how rare words are: a duplicate is one in both directions, and tomorrow as well. */
static BtyEmbedder *
create_embedder (void)
{
  return bty_builtin_embedder_new (NULL);
}

/* Returns: (transfer full): the vector of a text; the built-in embedder does not fail */
static float *
embed (BtyEmbedder *embedder,
       const char  *text)
{
  g_autoptr(GError) error = NULL;
  float *vector = bty_embedder_embed_text (embedder, text, &error);

  if (vector == NULL)
    g_error ("The built-in embedder failed: %s", error->message);

  return vector;
}

static double
multiply (const float *a,
          const float *b)
{
  double sum = 0;

  for (guint i = 0; i < BTY_BUILTIN_EMBEDDER_DIMENSIONS; i++)
    sum += (double) a[i] * b[i];

  return sum;
}

/**
 * bty_memory_similar_measure:
 * @a: a text
 * @b: another
 *
 * Returns: one minus the cosine distance of their meanings
 */
double
bty_memory_similar_measure (const char *a,
                            const char *b)
{
  g_autoptr(BtyEmbedder) embedder = create_embedder ();
  g_autofree float *vector_a = embed (embedder, a);
  g_autofree float *vector_b = embed (embedder, b);

  return multiply (vector_a, vector_b);
}

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
  g_autoptr(BtyEmbedder) embedder = create_embedder ();
  g_autofree float *vector = embed (embedder, memory->text);
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
      g_autofree float *other_vector = embed (embedder, other->text);
      double similarity = multiply (vector, other_vector);
      BtyMemoryRelation other_relation = bty_memory_compare (other->text, memory->text, similarity);

      if (other_relation == BTY_MEMORY_UNRELATED || similarity <= best || g_strcmp0 (other->id, memory->id) == 0)
        continue;
      best = similarity;
      found = other;
      *relation = other_relation;
    }

  return found != NULL ? g_object_ref (found) : NULL;
}

/**
 * bty_memory_similar_index:
 * @database: a connection, in a transaction
 * @memory: a stored memory, new or changed
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores the vector of what the memory says. What any model made of what it said before is removed, also from the
 * files of the indexes.
 *
 * Returns: whether it was stored
 */
gboolean
bty_memory_similar_index (BtyDatabase  *database,
                          BtyMemory    *memory,
                          GError      **error)
{
  g_autoptr(BtyEmbedder) embedder = create_embedder ();
  g_autofree float *vector = embed (embedder, memory->text);
  gint64 n_removed = bty_embedding_store_remove_memory (database, memory->id, error);

  return n_removed >= 0
         && (n_removed == 0 || bty_memory_similar_drop (database, memory->bot_id, error))
         && bty_embedding_store_set_memory (database, memory, bty_embedder_get_model (embedder), vector,
                                            bty_embedder_get_dimensions (embedder), error);
}

/**
 * bty_memory_similar_drop:
 * @database: a connection, in a transaction
 * @bot_id: who remembers something no longer
 * @error: (out) (optional): why a file could not be removed
 *
 * Removes the files of the indexes that hold its memories, with what is in them of what has gone.
 *
 * Returns: whether they are gone
 */
gboolean
bty_memory_similar_drop (BtyDatabase  *database,
                         const char   *bot_id,
                         GError      **error)
{
  return bty_meaning_index_drop (bot_id, database, error)
         && bty_meaning_index_drop (BTY_VECTOR_SHARED, database, error);
}
