/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-jobs.h"

#include "bty-candidate-store.h"
#include "bty-memory-service.h"
#include "bty-memory-similar.h"
#include "bty-memory-store.h"
#include "bty-time.h"
#include "bty-trust-store.h"

/* The jobs that only read. */

#define MAX_KNOWN 10000
#define MAX_USES 500
#define MAX_PAIRS 100
#define MAX_COMPARED 1000

/**
 * bty_memory_list_on_db:
 *
 * A job. Lists what job->filter asks for.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyMemory
 */
gpointer
bty_memory_list_on_db (BtyDatabase   *database,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  BtyMemoryJob *job = data;

  return bty_memory_store_list (database, &job->filter, bty_time_now (), error);
}

/**
 * bty_memory_get_on_db:
 *
 * A job. Reads the memory job->id.
 *
 * Returns: (transfer full) (nullable): the #BtyMemory
 */
gpointer
bty_memory_get_on_db (BtyDatabase   *database,
                      gpointer       data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  BtyMemoryJob *job = data;

  return bty_memory_store_get (database, job->id, error);
}

static gboolean
count_state (BtyDatabase     *database,
             const char      *bot_id,
             BtyMemoryState   state,
             gboolean         is_shared,
             gint64          *count,
             GError         **error)
{
  BtyMemoryFilter filter = { .bot_id = bot_id, .state = state, .is_shared = is_shared };

  return bty_memory_store_count (database, &filter, bty_time_now (), count, error);
}

/**
 * bty_memory_count_on_db:
 *
 * A job. Counts what there is of job->bot_id.
 *
 * Returns: (transfer full) (nullable): a #BtyMemoryCounts
 */
gpointer
bty_memory_count_on_db (BtyDatabase   *database,
                        gpointer       data,
                        GCancellable  *cancellable,
                        GError       **error)
{
  BtyMemoryJob *job = data;
  g_autofree BtyMemoryCounts *counts = g_new0 (BtyMemoryCounts, 1);

  if (!count_state (database, job->bot_id, BTY_MEMORY_LIVE, FALSE, &counts->n_live, error)
      || !count_state (database, job->bot_id, BTY_MEMORY_ENDED, FALSE, &counts->n_ended, error)
      || !count_state (database, job->bot_id, BTY_MEMORY_DELETED, FALSE, &counts->n_deleted, error)
      || !count_state (database, job->bot_id, BTY_MEMORY_NOT_DELETED, TRUE, &counts->n_shared, error)
      || !bty_candidate_store_count (database, job->bot_id, &counts->n_candidates, error))
    return NULL;

  return g_steal_pointer (&counts);
}

/**
 * bty_memory_list_versions_on_db:
 *
 * A job. Lists the versions of the memory job->id.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyMemoryVersion
 */
gpointer
bty_memory_list_versions_on_db (BtyDatabase   *database,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error)
{
  BtyMemoryJob *job = data;

  return bty_memory_store_list_versions (database, job->id, error);
}

/**
 * bty_memory_get_beginning_on_db:
 *
 * A job. Finds since when job->bot_id remembers something.
 *
 * Returns: (transfer full) (nullable): a #gint64, to be freed
 */
gpointer
bty_memory_get_beginning_on_db (BtyDatabase   *database,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error)
{
  BtyMemoryJob *job = data;
  g_autofree gint64 *time = g_new0 (gint64, 1);

  if (!bty_memory_store_get_beginning (database, job->bot_id, time, error))
    return NULL;

  return g_steal_pointer (&time);
}

/**
 * bty_memory_list_known_on_db:
 *
 * A job. Lists what job->bot_id remembered at the time job->number.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyMemoryVersion
 */
gpointer
bty_memory_list_known_on_db (BtyDatabase   *database,
                             gpointer       data,
                             GCancellable  *cancellable,
                             GError       **error)
{
  BtyMemoryJob *job = data;

  return bty_memory_store_list_known (database, job->bot_id, job->number, MAX_KNOWN, error);
}

/**
 * bty_memory_list_uses_on_db:
 *
 * A job. Lists the uses for the reply job->other_id, or of the memory job->id.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyMemoryUse
 */
gpointer
bty_memory_list_uses_on_db (BtyDatabase   *database,
                            gpointer       data,
                            GCancellable  *cancellable,
                            GError       **error)
{
  BtyMemoryJob *job = data;

  return bty_trust_store_list_uses (database, job->other_id, job->id, MAX_USES, error);
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const BtyMemoryPair *pair_a = *(BtyMemoryPair *const *) a;
  const BtyMemoryPair *pair_b = *(BtyMemoryPair *const *) b;

  return (pair_a->similarity < pair_b->similarity) - (pair_a->similarity > pair_b->similarity);
}

/* Adds the pairs of @memory with what comes before it in the order of ids, so that no pair is found twice. */
static gboolean
add_pairs (BtyDatabase   *database,
           BtyMemory     *memory,
           GPtrArray     *pairs,
           GError       **error)
{
  g_autoptr(GPtrArray) near = NULL;

  near = bty_memory_store_list_near (database, memory->bot_id, memory->text, bty_time_now (), 10, error);
  if (near == NULL)
    return FALSE;
  for (guint i = 0; i < near->len; i++)
    {
      BtyMemory *other = g_ptr_array_index (near, i);
      double similarity = bty_memory_similar_measure (memory->text, other->text);
      BtyMemoryPair *pair;

      if (g_strcmp0 (other->id, memory->id) >= 0 || similarity < BTY_MEMORY_SUSPICIOUS)
        continue;
      pair = g_new0 (BtyMemoryPair, 1);
      pair->first = g_object_ref (memory);
      pair->second = g_object_ref (other);
      pair->similarity = similarity;
      g_ptr_array_add (pairs, pair);
    }

  return TRUE;
}

/**
 * bty_memory_list_duplicates_on_db:
 *
 * A job. Looks for memories of job->bot_id that say nearly the same.
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
  BtyMemoryFilter filter = { .bot_id = job->bot_id, .limit = MAX_COMPARED };
  g_autoptr(GPtrArray) memories = bty_memory_store_list (database, &filter, bty_time_now (), error);

  if (memories == NULL)
    return NULL;
  for (guint i = 0; i < memories->len; i++)
    if (!add_pairs (database, g_ptr_array_index (memories, i), pairs, error))
      return NULL;
  g_ptr_array_sort (pairs, compare_pairs);
  if (pairs->len > MAX_PAIRS)
    g_ptr_array_set_size (pairs, MAX_PAIRS);

  return g_steal_pointer (&pairs);
}

/**
 * bty_memory_list_trusted_on_db:
 *
 * A job. Lists the trusted lists of all bots.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyTrustedAuthor
 */
gpointer
bty_memory_list_trusted_on_db (BtyDatabase   *database,
                               gpointer       data,
                               GCancellable  *cancellable,
                               GError       **error)
{
  return bty_trust_store_list (database, error);
}

/**
 * bty_memory_list_inbox_on_db:
 *
 * A job. Lists the candidates of job->bot_id.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyMemoryCandidate
 */
gpointer
bty_memory_list_inbox_on_db (BtyDatabase   *database,
                             gpointer       data,
                             GCancellable  *cancellable,
                             GError       **error)
{
  BtyMemoryJob *job = data;

  return bty_candidate_store_list (database, job->bot_id, error);
}
