/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-jobs.h"

#include "bty-embedding-store.h"
#include "bty-meaning-index.h"
#include "bty-memory-compare.h"
#include "bty-memory-service.h"
#include "bty-memory-similar.h"
#include "bty-memory-store.h"
#include "bty-time.h"

/* What a bot remembers twice. The newest memories are compared with all others: by the vectors of the embedder that was
 * chosen, which are there already, where it has seen both, and else by the built-in one, if they have a word in
 * common. Vectors of two embedders are never compared. */

#define MAX_PAIRS 100
#define MAX_COMPARED 1000
#define MAX_NEAR 10

/* Among those that are near are pieces of files too. */
#define MAX_HITS 50

typedef struct
{
  BtyDatabase       *database;
  BtyEmbedderChoice *choice;
  BtyMeaningIndex   *index;    /* of the vectors of the embedder that was chosen; NULL = none was */
  GHashTable        *known;    /* id → whether that has a vector of the memory, as GINT_TO_POINTER () */
  GPtrArray         *pairs;
} Search;

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const BtyMemoryPair *pair_a = *(BtyMemoryPair *const *) a;
  const BtyMemoryPair *pair_b = *(BtyMemoryPair *const *) b;

  return (pair_a->similarity < pair_b->similarity) - (pair_a->similarity > pair_b->similarity);
}

/* Each memory is paired with what comes before it in the order of ids, so that no pair is found twice. */
static gboolean
comes_before (BtyMemory  *memory,
              const char *other_id)
{
  return g_strcmp0 (other_id, memory->id) < 0;
}

static void
add_pair (Search    *search,
          BtyMemory *memory,
          BtyMemory *other,
          double     similarity)
{
  BtyMemoryPair *pair;

  /* What was altered outside is not used, so it does not say anything a second time. */
  if (similarity < BTY_MEMORY_SUSPICIOUS || !bty_memory_is_intact (memory) || !bty_memory_is_intact (other))
    return;
  pair = g_new0 (BtyMemoryPair, 1);
  pair->first = g_object_ref (memory);
  pair->second = g_object_ref (other);
  pair->similarity = similarity;
  g_ptr_array_add (search->pairs, pair);
}

/* Whether the embedder that was chosen has seen a memory. */
static gboolean
find_known (Search      *search,
            const char  *id,
            gboolean    *is_known,
            GError     **error)
{
  gpointer value;

  *is_known = FALSE;
  if (search->index == NULL)
    return TRUE;
  if (g_hash_table_lookup_extended (search->known, id, NULL, &value))
    {
      *is_known = GPOINTER_TO_INT (value);
      return TRUE;
    }
  if (!bty_embedding_store_has_memory (search->database, id, search->choice->vectors, is_known, error))
    return FALSE;
  g_hash_table_insert (search->known, g_strdup (id), GINT_TO_POINTER (*is_known));

  return TRUE;
}

static gboolean
add_by_words (Search     *search,
              BtyMemory  *memory,
              gboolean    is_known,
              GError    **error)
{
  g_autoptr(GPtrArray) near = NULL;

  near = bty_memory_store_list_near (search->database, memory->bot_id, memory->text, bty_time_now (), MAX_NEAR, error);
  if (near == NULL)
    return FALSE;
  for (guint i = 0; i < near->len; i++)
    {
      BtyMemory *other = g_ptr_array_index (near, i);
      gboolean is_other_known = FALSE;

      if (!comes_before (memory, other->id))
        continue;
      if (is_known && !find_known (search, other->id, &is_other_known, error))
        return FALSE;
      if (!is_other_known)
        add_pair (search, memory, other, bty_memory_similar_measure (memory->text, other->text));
    }

  return TRUE;
}

static GPtrArray *
find_near (Search     *search,
           BtyVector  *vector,
           GError    **error)
{
  g_autofree float *values = g_new (float, vector->dimensions);
  const char *scopes[] = { vector->scope, NULL };
  const BtyVectorQuery query = { .model = vector->model, .values = values, .dimensions = (guint) vector->dimensions,
                                 .scopes = scopes, .now = bty_time_now (), .min_similarity = BTY_MEMORY_SUSPICIOUS,
                                 .limit = MAX_HITS };
  g_autoptr(GArray) found = NULL;

  bty_vector_unpack (g_bytes_get_data (vector->data, NULL), (guint) vector->dimensions, values);
  found = bty_meaning_index_search (search->index, &query);

  return bty_meaning_index_look_up (search->database, found, &query, error);
}

static gboolean
add_by_meaning (Search     *search,
                BtyMemory  *memory,
                BtyVector  *vector,
                GError    **error)
{
  g_autoptr(GPtrArray) hits = find_near (search, vector, error);

  for (guint i = 0; hits != NULL && i < hits->len; i++)
    {
      BtyVectorHit *hit = g_ptr_array_index (hits, i);
      g_autoptr(BtyMemory) other = NULL;

      if (!g_str_equal (hit->vector->kind, "memory") || !comes_before (memory, hit->vector->subject_id))
        continue;
      other = bty_memory_store_get (search->database, hit->vector->subject_id, NULL);
      if (other != NULL && bty_memory_is_live (other, bty_time_now ()))
        add_pair (search, memory, other, hit->similarity);
    }

  return hits != NULL;
}

static gboolean
add_pairs (Search     *search,
           BtyMemory  *memory,
           GError    **error)
{
  GError *own_error = NULL;
  g_autoptr(BtyVector) vector = NULL;

  if (search->index != NULL)
    vector = bty_embedding_store_get_memory (search->database, memory, search->choice->vectors, &own_error);
  if (own_error != NULL)
    {
      g_propagate_error (error, own_error);
      return FALSE;
    }

  return (vector == NULL || add_by_meaning (search, memory, vector, error))
         && add_by_words (search, memory, vector != NULL, error);
}

/**
 * bty_memory_list_duplicates_on_db:
 *
 * A job. Looks for memories of job->bot_id that say nearly the same, to the embedder job->choice.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyMemoryPair
 */
gpointer
bty_memory_list_duplicates_on_db (BtyDatabase   *database,
                                  gpointer       data,
                                  GCancellable  *cancellable,
                                  GError       **error)
{
  BtyMemoryJob *job = data;
  g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_memory_pair_free);
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(BtyMeaningIndex) index = NULL;
  BtyMemoryFilter filter = { .bot_id = job->bot_id, .limit = MAX_COMPARED };
  g_autoptr(GPtrArray) memories = bty_memory_store_list (database, &filter, bty_time_now (), error);
  Search search = { database, job->choice, NULL, known, pairs };

  if (memories == NULL)
    return NULL;
  if (job->choice != NULL)
    {
      /* Made of what the database has: its file may be damaged, or be written just now. */
      index = bty_meaning_index_open (job->bot_id, job->choice->vectors, (guint) job->choice->dimensions, FALSE,
                                      database, error);
      if (index == NULL)
        return NULL;
      search.index = index;
    }

  for (guint i = 0; i < memories->len; i++)
    if (!add_pairs (&search, g_ptr_array_index (memories, i), error))
      return NULL;
  g_ptr_array_sort (pairs, compare_pairs);
  if (pairs->len > MAX_PAIRS)
    g_ptr_array_set_size (pairs, MAX_PAIRS);

  return g_steal_pointer (&pairs);
}
