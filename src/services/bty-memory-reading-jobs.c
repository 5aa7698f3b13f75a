/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-jobs.h"

#include "bty-candidate-store.h"
#include "bty-memory-service.h"
#include "bty-memory-store.h"
#include "bty-time.h"
#include "bty-trust-store.h"

/* The jobs that only read. */

#define MAX_KNOWN 10000
#define MAX_USES 500

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
