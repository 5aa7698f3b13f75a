/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-foresight.h"

#include "bty-memory-guard.h"
#include "bty-memory-service-private.h"
#include "bty-memory-writing.h"

/**
 * bty_memory_foresight_free:
 * @self: (transfer full): what would become of a candidate
 */
void
bty_memory_foresight_free (BtyMemoryForesight *self)
{
  g_clear_object (&self->memory);
  g_free (self->candidate_id);
  g_free (self);
}

/* A candidate that could not be remembered is like nothing. */
static BtyMemoryForesight *
foresee (BtyDatabase         *database,
         BtyMemoryJob        *job,
         guint                number,
         GError             **error)
{
  BtyMemoryCandidate *candidate = g_ptr_array_index (job->records, number);
  g_autoptr(BtyMemory) memory = bty_memory_candidate_make_memory (candidate);
  g_autoptr(BtyMemory) nearest = NULL;
  BtyMemoryOutcome outcome = BTY_MEMORY_STORED;
  BtyMemoryForesight *foresight;

  if (bty_memory_guard_apply (memory, NULL)
      && !bty_memory_foresee (database, memory, job->vectors, number, &nearest, &outcome, error))
    return NULL;

  foresight = g_new0 (BtyMemoryForesight, 1);
  foresight->candidate_id = g_strdup (candidate->id);
  foresight->memory = g_steal_pointer (&nearest);
  foresight->outcome = outcome;

  return foresight;
}

static gpointer
foresee_on_db (BtyDatabase   *database,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  BtyMemoryJob *job = data;
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_memory_foresight_free);

  for (guint i = 0; i < job->records->len; i++)
    {
      BtyMemoryForesight *foresight;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      foresight = foresee (database, job, i, error);
      if (foresight == NULL)
        return NULL;
      g_ptr_array_add (list, foresight);
    }

  return g_steal_pointer (&list);
}

static void
embedded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyMemoryService *service = BTY_MEMORY_SERVICE (source);
  BtyMemoryJob *job = g_task_get_task_data (task);

  job->vectors = bty_memory_service_embed_finish (service, result);
  bty_worker_read_long (service->worker, task, foresee_on_db, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * bty_memory_foresight_list_async:
 * @service: the service
 * @candidates: (element-type BtyMemoryCandidate): some that wait in the inbox
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Looks whether they are like what the bot remembers, by the embedder that was chosen, and what would become of them if
 * each were accepted now. Nothing else waits for that.
 */
void
bty_memory_foresight_list_async (BtyMemoryService    *service,
                                 GPtrArray           *candidates,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = g_task_new (service, cancellable, callback, user_data);
  g_autoptr(GPtrArray) memories = g_ptr_array_new_with_free_func (g_object_unref);
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  g_task_set_source_tag (task, bty_memory_foresight_list_async);
  g_task_set_task_data (task, job, (GDestroyNotify) bty_memory_job_free);
  job->records = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < candidates->len; i++)
    {
      g_ptr_array_add (job->records, bty_record_copy (g_ptr_array_index (candidates, i)));
      g_ptr_array_add (memories, bty_memory_candidate_make_memory (g_ptr_array_index (candidates, i)));
    }
  bty_memory_service_embed_async (service, memories, FALSE, cancellable, embedded_cb, task);
}

/**
 * bty_memory_foresight_list_finish:
 * @service: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryForesight) (nullable): one for each candidate, in their order
 */
GPtrArray *
bty_memory_foresight_list_finish (BtyMemoryService  *service,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
