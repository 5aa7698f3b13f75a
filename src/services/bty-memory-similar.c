/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-similar.h"

#include "bty-builtin-embedder.h"
#include "bty-embedding-store.h"
#include "bty-meaning-index.h"
#include "bty-memory-store.h"
#include "bty-setting-service.h"
#include "bty-setting-store.h"
#include "bty-time.h"
#include "bty-vector-store.h"

/* How near memories are in meaning. The embedder that was chosen says so where it knows both. The built-in one, which
 * is always there and needs no network, says so of others: those that are new, and those that it may not be sent. To
 * that one, two texts without a common word are never as near as duplicates must be, so that only those with one are
 * looked at. */

#define MAX_LOOKED_AT 50
#define MAX_NEAR 20

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

/* What is as near as duplicates are to the embedder that was chosen. */
static GPtrArray *
find_nearest (BtyDatabase        *database,
              const char         *bot_id,
              BtyEmbedderChoice  *choice,
              const float        *values,
              GError            **error)
{
  const char *scopes[] = { bot_id, NULL };
  const BtyVectorQuery query = {
    .model = choice->vectors,
    .values = values,
    .dimensions = (guint) choice->dimensions,
    .scopes = scopes,
    .kind = "memory",
    .now = bty_time_now (),
    .min_similarity = BTY_MEMORY_DUPLICATE,
    .limit = MAX_NEAR,
  };

  return bty_vector_store_search (database, &query, error);
}

/* The best of those that were looked at. */
typedef struct
{
  BtyMemory         *memory;
  BtyMemoryRelation  relation;
  double             similarity;
} Best;

static gboolean
are_of_other_days (BtyMemory *memory,
                   BtyMemory *other)
{
  return memory->event_at != BTY_UNSET && other->event_at != BTY_UNSET
         && ABS (memory->event_at - other->event_at) >= G_TIME_SPAN_DAY;
}

static void
compare (Best       *best,
         BtyMemory  *memory,
         BtyMemory  *other,
         double      similarity)
{
  BtyMemoryRelation relation = bty_memory_compare (other->text, memory->text, similarity);

  /* What was altered outside is not used, so what says the same is not known, and must not make it look whole. */
  if (!bty_memory_is_intact (other))
    return;
  /* A dentist's appointment on another day is another one. */
  if (relation != BTY_MEMORY_CONTRADICTS && are_of_other_days (memory, other))
    return;
  if (relation == BTY_MEMORY_UNRELATED || similarity <= best->similarity || g_str_equal (other->id, memory->id))
    return;
  g_set_object (&best->memory, other);
  best->relation = relation;
  best->similarity = similarity;
}

/* Those that the chosen embedder finds. Puts into @known the ids of those in @others that it has a vector of. */
static gboolean
compare_nearest (BtyDatabase        *database,
                 Best               *best,
                 BtyMemory          *memory,
                 BtyEmbedderChoice  *choice,
                 const float        *values,
                 GPtrArray          *others,
                 GHashTable         *known,
                 GError            **error)
{
  g_autoptr(GPtrArray) hits = find_nearest (database, memory->bot_id, choice, values, error);

  for (guint i = 0; hits != NULL && i < hits->len; i++)
    {
      BtyVectorHit *hit = g_ptr_array_index (hits, i);
      g_autoptr(BtyMemory) other = bty_memory_store_get (database, hit->vector->subject_id, NULL);

      if (other != NULL && bty_memory_is_live (other, bty_time_now ()))
        compare (best, memory, other, hit->similarity);
    }
  for (guint i = 0; hits != NULL && i < others->len; i++)
    {
      const char *id = ((BtyMemory *) g_ptr_array_index (others, i))->id;
      gboolean has_vector;

      if (!bty_embedding_store_has_memory (database, id, choice->vectors, &has_vector, error))
        return FALSE;
      if (has_vector)
        g_hash_table_add (known, (gpointer) id);
    }

  return hits != NULL;
}

/**
 * bty_memory_similar_find:
 * @database: a connection
 * @memory: what shall be remembered
 * @vectors: (nullable): of that and of others, by the embedder that was chosen; %NULL = it is not asked
 * @number: which of @vectors
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
                         BtyQueryVector     *vectors,
                         guint               number,
                         BtyMemoryRelation  *relation,
                         GError            **error)
{
  g_autoptr(BtyEmbedder) embedder = create_embedder ();
  g_autofree float *vector = embed (embedder, memory->text);
  g_autofree char *words = bty_memory_compare_dup_words (memory->text);
  const float *values = bty_query_vector_get (vectors, number);
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) near = NULL;
  Best best = { NULL, BTY_MEMORY_UNRELATED, -1 };

  *relation = BTY_MEMORY_UNRELATED;
  near = bty_memory_store_list_near (database, memory->bot_id, words, bty_time_now (), MAX_LOOKED_AT, error);
  if (near == NULL
      || (values != NULL
          && !compare_nearest (database, &best, memory, vectors->choice, values, near, known, error)))
    {
      g_clear_object (&best.memory);
      return NULL;
    }

  for (guint i = 0; i < near->len; i++)
    {
      BtyMemory *other = g_ptr_array_index (near, i);
      g_autofree float *other_vector = embed (embedder, other->text);
      double similarity = multiply (vector, other_vector);

      /* What the chosen one knows and did not find is no duplicate, whatever its words; it may still say otherwise. */
      if (g_hash_table_contains (known, other->id))
        similarity = MIN (similarity, BTY_MEMORY_DUPLICATE - 0.01);
      compare (&best, memory, other, similarity);
    }
  *relation = best.relation;

  return best.memory;
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

/* Whether vectors of an embedder are still wanted: it may have been changed since it was asked. */
static gboolean
is_in_use (BtyDatabase       *database,
           BtyEmbedderChoice *choice)
{
  g_autofree char *setting = bty_setting_store_get (database, BTY_SETTING_EMBEDDER, NULL);
  g_autoptr(BtyEmbedderChoice) used = bty_embedder_choice_new_parsed (setting);

  return g_strcmp0 (used->vectors, choice->vectors) == 0;
}

/**
 * bty_memory_similar_index_chosen:
 * @database: a connection, in a transaction
 * @memory: a stored memory that has its vector of the built-in embedder
 * @vectors: (nullable): of what shall be remembered, by the embedder that was chosen
 * @number: which of @vectors is of what @memory says
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores that vector too, if there is one, so that what is remembered next is compared with it already.
 *
 * Returns: whether nothing went wrong
 */
gboolean
bty_memory_similar_index_chosen (BtyDatabase     *database,
                                 BtyMemory       *memory,
                                 BtyQueryVector  *vectors,
                                 guint            number,
                                 GError         **error)
{
  const float *values = bty_query_vector_get (vectors, number);

  return values == NULL
         || !is_in_use (database, vectors->choice)
         || bty_embedding_store_set_memory (database, memory, vectors->choice->vectors, values,
                                            (guint) vectors->choice->dimensions, error);
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
