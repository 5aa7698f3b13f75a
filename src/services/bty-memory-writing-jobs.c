/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-jobs.h"

#include <glib/gi18n-lib.h>

#include "bty-audit-noted.h"
#include "bty-candidate-store.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-memory-facts.h"
#include "bty-memory-guard.h"
#include "bty-memory-similar.h"
#include "bty-memory-store.h"
#include "bty-memory-writing.h"
#include "bty-time.h"
#include "bty-trust-store.h"

/* The jobs that write. */

#define DONE GINT_TO_POINTER (TRUE)

/**
 * bty_memory_add_on_db:
 *
 * A job. Remembers job->memory.
 *
 * Returns: (transfer full) (nullable): a #BtyMemoryStored
 */
gpointer
bty_memory_add_on_db (BtyDatabase   *database,
                      gpointer       data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  BtyMemoryJob *job = data;

  return bty_memory_remember (database, job->memory, job->vectors, 0, job->actor, BTY_AUDIT_ADD, error);
}

/**
 * bty_memory_edit_on_db:
 *
 * A job. Stores the changed copy job->memory.
 *
 * Returns: (transfer full) (nullable): the #BtyMemory as it is now
 */
gpointer
bty_memory_edit_on_db (BtyDatabase   *database,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  BtyMemoryJob *job = data;

  return bty_memory_change (database, job->memory, job->actor, error);
}

/**
 * bty_memory_revert_on_db:
 *
 * A job. Makes another version of the memory job->id that says what version job->number said.
 *
 * Returns: (transfer full) (nullable): the #BtyMemory as it is now
 */
gpointer
bty_memory_revert_on_db (BtyDatabase   *database,
                         gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  BtyMemoryJob *job = data;
  g_autoptr(BtyMemory) memory = bty_memory_store_get (database, job->id, error);
  g_autoptr(GPtrArray) versions = memory != NULL ? bty_memory_store_list_versions (database, job->id, error) : NULL;
  gboolean is_sound;

  for (guint i = 0; versions != NULL && i < versions->len; i++)
    {
      BtyMemoryVersion *version = g_ptr_array_index (versions, i);

      if (version->version != job->number)
        continue;
      if (!bty_audit_noted_check_version (database, version, memory->bot_id, &is_sound, error))
        return NULL;
      if (!is_sound)
        {
          g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED,
                               _("This version was altered outside Boternity, so nothing goes back to it."));
          return NULL;
        }
      g_object_set (memory,
                    "text", version->text,
                    "category", version->category,
                    "importance", version->importance,
                    "event-at", version->event_at,
                    "expires-at", version->expires_at,
                    "parents", version->parents,
                    NULL);
      return bty_memory_change (database, memory, job->actor, error);
    }
  if (versions != NULL)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no such version of this memory."));

  return NULL;
}

/**
 * bty_memory_merge_on_db:
 *
 * A job. Merges job->other_id into job->id, which says job->text then.
 *
 * Returns: (transfer full) (nullable): the #BtyMemory as it is now
 */
gpointer
bty_memory_merge_on_db (BtyDatabase   *database,
                        gpointer       data,
                        GCancellable  *cancellable,
                        GError       **error)
{
  BtyMemoryJob *job = data;

  return bty_memory_merge (database, job->id, job->other_id, job->text, job->actor, error);
}

/**
 * bty_memory_delete_on_db:
 *
 * A job. Deletes job->ids until they are restored or forgotten.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_memory_delete_on_db (BtyDatabase   *database,
                         gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  BtyMemoryJob *job = data;

  for (guint i = 0; job->ids[i] != NULL; i++)
    {
      g_autoptr(BtyMemory) memory = bty_memory_store_get (database, job->ids[i], error);

      if (memory == NULL)
        return NULL;
      g_object_set (memory, "deleted-at", bty_time_now (), NULL);
      if (!bty_memory_follow (database, memory, job->actor, BTY_AUDIT_DELETE, NULL, error))
        return NULL;
    }

  return DONE;
}

/**
 * bty_memory_restore_on_db:
 *
 * A job. Brings job->ids back, whether they were deleted or superseded.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_memory_restore_on_db (BtyDatabase   *database,
                          gpointer       data,
                          GCancellable  *cancellable,
                          GError       **error)
{
  BtyMemoryJob *job = data;

  for (guint i = 0; job->ids[i] != NULL; i++)
    {
      g_autoptr(BtyMemory) memory = bty_memory_store_get (database, job->ids[i], error);

      /* What is deleted does not count among what is shared; others may have taken its place. */
      if (memory == NULL
          || (memory->deleted_at != BTY_UNSET && memory->trust != BTY_TRUST_PRIVATE
              && !bty_memory_may_share (database, memory->bot_id, error)))
        return NULL;
      if (memory->deleted_at != BTY_UNSET)
        g_object_set (memory, "deleted-at", BTY_UNSET, NULL);
      else
        g_object_set (memory, "valid-to", BTY_UNSET, "superseded-by", NULL, NULL);
      if (!bty_memory_follow (database, memory, job->actor, BTY_AUDIT_RESTORE, NULL, error))
        return NULL;
    }

  return DONE;
}

/**
 * bty_memory_forget_on_db:
 *
 * A job. Forgets job->ids for good; one that went with another before it is no error.
 *
 * Returns: (transfer full) (nullable): a gint64: how many are gone
 */
gpointer
bty_memory_forget_on_db (BtyDatabase   *database,
                         gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  BtyMemoryJob *job = data;
  g_autofree gint64 *n_gone = g_new0 (gint64, 1);

  for (guint i = 0; job->ids[i] != NULL; i++)
    {
      GError *one_error = NULL;
      gint64 n = bty_memory_forget (database, job->ids[i], job->actor, &one_error);

      if (n < 0 && g_error_matches (one_error, BTY_ERROR, BTY_ERROR_NOT_FOUND) && *n_gone > 0)
        {
          g_error_free (one_error);
          continue;
        }
      if (n < 0)
        {
          g_propagate_error (error, one_error);
          return NULL;
        }
      *n_gone += n;
    }

  return g_steal_pointer (&n_gone);
}

/**
 * bty_memory_set_trust_on_db:
 *
 * A job. Lets job->trust read job->ids, on behalf of the author job->bot_id.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_memory_set_trust_on_db (BtyDatabase   *database,
                            gpointer       data,
                            GCancellable  *cancellable,
                            GError       **error)
{
  BtyMemoryJob *job = data;

  for (guint i = 0; job->ids[i] != NULL; i++)
    {
      g_autoptr(BtyMemory) memory = NULL;

      memory = bty_memory_set_trust (database, job->ids[i], job->bot_id, job->trust, job->actor, error);
      if (memory == NULL)
        return NULL;
    }

  return DONE;
}

/**
 * bty_memory_set_trusted_on_db:
 *
 * A job. Puts job->other_id on the trusted list of job->bot_id, if job->flag, or takes it off.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_memory_set_trusted_on_db (BtyDatabase   *database,
                              gpointer       data,
                              GCancellable  *cancellable,
                              GError       **error)
{
  BtyMemoryJob *job = data;

  if (g_strcmp0 (job->bot_id, job->other_id) == 0)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("A bot always reads its own memories."));
      return NULL;
    }

  return bty_memory_set_trusted (database, job->bot_id, job->other_id, job->flag, job->actor, error) ? DONE : NULL;
}

/**
 * bty_memory_exclude_on_db:
 *
 * A job. Leaves the memory, message or piece of a file job->id out of the session job->other_id, if job->flag, or no
 * longer.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_memory_exclude_on_db (BtyDatabase   *database,
                          gpointer       data,
                          GCancellable  *cancellable,
                          GError       **error)
{
  BtyMemoryJob *job = data;

  return bty_trust_store_exclude (database, job->id, job->other_id, job->flag, error) ? DONE : NULL;
}

/* Whether the bot remembers it already or it waits in the inbox already. */
static gboolean
is_known (BtyDatabase         *database,
          BtyMemoryCandidate  *candidate,
          BtyQueryVector      *vectors,
          guint                number,
          gboolean            *known,
          GError             **error)
{
  g_autoptr(BtyMemory) memory = bty_memory_candidate_make_memory (candidate);
  g_autoptr(BtyMemory) nearest = NULL;
  g_autoptr(GPtrArray) waiting = NULL;
  BtyMemoryRelation relation;
  GError *search_error = NULL;

  nearest = bty_memory_similar_find (database, memory, vectors, number, &relation, &search_error);
  if (search_error != NULL)
    {
      g_propagate_error (error, search_error);
      return FALSE;
    }
  *known = relation == BTY_MEMORY_SAME;

  waiting = bty_candidate_store_list (database, candidate->bot_id, error);
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    if (bty_memory_compare (((BtyMemoryCandidate *) g_ptr_array_index (waiting, i))->text, candidate->text, 0)
        == BTY_MEMORY_SAME)
      *known = TRUE;

  return waiting != NULL;
}

/**
 * bty_memory_propose:
 * @database: a connection
 * @candidate: what might be remembered
 * @vectors: (nullable): of what might be, by the embedder that was chosen; %NULL = it is compared by the built-in one
 * @number: which of @vectors
 * @proposed: (out): whether it waits in the inbox now; else it was known, or there was nothing in it
 * @error: (out) (optional): where to say what went wrong
 *
 * Puts a candidate into the inbox, with secrets masked, unless it is known.
 *
 * Returns: whether nothing went wrong
 */
gboolean
bty_memory_propose (BtyDatabase         *database,
                    BtyMemoryCandidate  *candidate,
                    BtyQueryVector      *vectors,
                    guint                number,
                    gboolean            *proposed,
                    GError             **error)
{
  g_autoptr(BtyMemory) memory = bty_memory_candidate_make_memory (candidate);
  gboolean known;

  *proposed = FALSE;
  if (!bty_memory_guard_apply (memory, NULL))
    return TRUE;
  g_object_set (candidate, "text", memory->text, "importance", memory->importance, "facts", memory->facts, NULL);
  if (!is_known (database, candidate, vectors, number, &known, error))
    return FALSE;
  if (known)
    return TRUE;
  *proposed = TRUE;

  return bty_candidate_store_insert (database, candidate, error);
}

/**
 * bty_memory_propose_on_db:
 *
 * A job. Puts job->records into the inbox.
 *
 * Returns: (transfer full) (nullable): a gint64: how many were not known
 */
gpointer
bty_memory_propose_on_db (BtyDatabase   *database,
                          gpointer       data,
                          GCancellable  *cancellable,
                          GError       **error)
{
  BtyMemoryJob *job = data;
  g_autofree gint64 *n_proposed = g_new0 (gint64, 1);

  for (guint i = 0; i < job->records->len; i++)
    {
      gboolean proposed;

      if (!bty_memory_propose (database, g_ptr_array_index (job->records, i), job->vectors, i, &proposed, error))
        return NULL;
      *n_proposed += proposed;
    }

  return g_steal_pointer (&n_proposed);
}

/**
 * bty_memory_accept_on_db:
 *
 * A job. Remembers the candidates job->records as they are given, and takes them out of the inbox.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_memory_accept_on_db (BtyDatabase   *database,
                         gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  BtyMemoryJob *job = data;

  for (guint i = 0; i < job->records->len; i++)
    {
      BtyMemoryCandidate *candidate = g_ptr_array_index (job->records, i);
      g_autoptr(BtyMemory) memory = bty_memory_candidate_make_memory (candidate);
      g_autoptr(BtyMemoryCandidate) proposed = bty_candidate_store_get (database, candidate->id, error);
      g_autoptr(BtyMemoryStored) stored = NULL;

      /* Without this an approved one could be approved twice. */
      if (proposed == NULL || !bty_candidate_store_delete (database, candidate->id, error))
        return NULL;
      if (g_strcmp0 (proposed->text, candidate->text) != 0)
        g_object_set (memory, "facts", NULL, NULL);
      g_object_set (memory, "origin", MIN (candidate->origin, BTY_ORIGIN_APPROVED), NULL);
      stored = bty_memory_remember (database, memory, job->vectors, i, job->actor, BTY_AUDIT_APPROVE, error);
      if (stored == NULL)
        return NULL;
    }

  return DONE;
}

/**
 * bty_memory_reject_on_db:
 *
 * A job. Takes job->ids out of the inbox for good.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_memory_reject_on_db (BtyDatabase   *database,
                         gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  BtyMemoryJob *job = data;

  for (guint i = 0; job->ids[i] != NULL; i++)
    {
      g_autoptr(BtyMemoryCandidate) candidate = bty_candidate_store_get (database, job->ids[i], error);

      if (candidate == NULL
          || !bty_candidate_store_delete (database, candidate->id, error)
          || !bty_memory_note (database, job->actor, BTY_AUDIT_REJECT, candidate->bot_id, NULL, NULL, error))
        return NULL;
    }

  return DONE;
}
