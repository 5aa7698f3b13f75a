/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-service-private.h"

#include "bty-memory-jobs.h"

/* Looking at memories. */

/**
 * bty_memory_service_list_async:
 * @self: the service
 * @filter: which ones
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists memories.
 */
void
bty_memory_service_list_async (BtyMemoryService      *self,
                               const BtyMemoryFilter *filter,
                               GCancellable          *cancellable,
                               GAsyncReadyCallback    callback,
                               gpointer               user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  bty_memory_job_set_filter (job, filter);
  bty_memory_service_run (self, FALSE, bty_memory_list_on_db, job, (GDestroyNotify) g_ptr_array_unref,
                          bty_memory_service_list_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_list_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemory) (nullable): a page of them
 */
GPtrArray *
bty_memory_service_list_finish (BtyMemoryService  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  GPtrArray *memories = g_task_propagate_pointer (G_TASK (result), error);

  for (guint i = 0; memories != NULL && i < memories->len; i++)
    bty_memory_service_look_at (self, g_ptr_array_index (memories, i));

  return memories;
}

/**
 * bty_memory_service_get_async:
 * @self: the service
 * @id: of a memory
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Reads a memory, whatever has become of it.
 */
void
bty_memory_service_get_async (BtyMemoryService    *self,
                              const char          *id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->id = g_strdup (id);
  bty_memory_service_run (self, FALSE, bty_memory_get_on_db, job, g_object_unref,
                          bty_memory_service_get_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_get_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the memory
 */
BtyMemory *
bty_memory_service_get_finish (BtyMemoryService  *self,
                               GAsyncResult      *result,
                               GError           **error)
{
  BtyMemory *memory = g_task_propagate_pointer (G_TASK (result), error);

  if (memory != NULL)
    bty_memory_service_look_at (self, memory);

  return memory;
}

/**
 * bty_memory_service_count_async:
 * @self: the service
 * @bot_id: (nullable): a bot; %NULL = all together
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Counts memories and candidates.
 */
void
bty_memory_service_count_async (BtyMemoryService    *self,
                                const char          *bot_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->bot_id = g_strdup (bot_id);
  bty_memory_service_run (self, FALSE, bty_memory_count_on_db, job, g_free,
                          bty_memory_service_count_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_count_finish:
 * @self: the service
 * @result: of the call
 * @counts: (out caller-allocates): how many there are
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were counted
 */
gboolean
bty_memory_service_count_finish (BtyMemoryService  *self,
                                 GAsyncResult      *result,
                                 BtyMemoryCounts   *counts,
                                 GError           **error)
{
  g_autofree BtyMemoryCounts *counted = g_task_propagate_pointer (G_TASK (result), error);

  if (counted != NULL)
    *counts = *counted;

  return counted != NULL;
}

/**
 * bty_memory_service_list_versions_async:
 * @self: the service
 * @memory_id: of a memory
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists the versions of a memory.
 */
void
bty_memory_service_list_versions_async (BtyMemoryService    *self,
                                        const char          *memory_id,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->id = g_strdup (memory_id);
  bty_memory_service_run (self, FALSE, bty_memory_list_versions_on_db, job, (GDestroyNotify) g_ptr_array_unref,
                          bty_memory_service_list_versions_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_list_versions_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryVersion) (nullable): the newest first
 */
GPtrArray *
bty_memory_service_list_versions_finish (BtyMemoryService  *self,
                                         GAsyncResult      *result,
                                         GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_memory_service_get_beginning_async:
 * @self: the service
 * @bot_id: a bot
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Finds since when a bot remembers something.
 */
void
bty_memory_service_get_beginning_async (BtyMemoryService    *self,
                                        const char          *bot_id,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->bot_id = g_strdup (bot_id);
  bty_memory_service_run (self, FALSE, bty_memory_get_beginning_on_db, job, g_free,
                          bty_memory_service_get_beginning_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_get_beginning_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: microseconds since 1970 UTC; 0 = it remembers nothing; -1 on error
 */
gint64
bty_memory_service_get_beginning_finish (BtyMemoryService  *self,
                                         GAsyncResult      *result,
                                         GError           **error)
{
  g_autofree gint64 *time = g_task_propagate_pointer (G_TASK (result), error);

  return time != NULL ? *time : -1;
}

/**
 * bty_memory_service_list_known_async:
 * @self: the service
 * @bot_id: a bot
 * @time: microseconds since 1970 UTC
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists what a bot remembered of its own at a time.
 */
void
bty_memory_service_list_known_async (BtyMemoryService    *self,
                                     const char          *bot_id,
                                     gint64               time,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->bot_id = g_strdup (bot_id);
  job->number = time;
  bty_memory_service_run (self, FALSE, bty_memory_list_known_on_db, job, (GDestroyNotify) g_ptr_array_unref,
                          bty_memory_service_list_known_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_list_known_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryVersion) (nullable): what it said then
 */
GPtrArray *
bty_memory_service_list_known_finish (BtyMemoryService  *self,
                                      GAsyncResult      *result,
                                      GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_memory_service_list_uses_async:
 * @self: the service
 * @message_id: (nullable): only for this reply
 * @memory_id: (nullable): only of this memory
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists which memories were read for which replies.
 */
void
bty_memory_service_list_uses_async (BtyMemoryService    *self,
                                    const char          *message_id,
                                    const char          *memory_id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->other_id = g_strdup (message_id);
  job->id = g_strdup (memory_id);
  bty_memory_service_run (self, FALSE, bty_memory_list_uses_on_db, job, (GDestroyNotify) g_ptr_array_unref,
                          bty_memory_service_list_uses_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_list_uses_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryUse) (nullable): the uses
 */
GPtrArray *
bty_memory_service_list_uses_finish (BtyMemoryService  *self,
                                     GAsyncResult      *result,
                                     GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_memory_service_list_readings_async:
 * @self: the service
 * @memory_id: of a memory
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists who read a memory, and for which replies.
 */
void
bty_memory_service_list_readings_async (BtyMemoryService    *self,
                                        const char          *memory_id,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->id = g_strdup (memory_id);
  bty_memory_service_run (self, FALSE, bty_memory_list_readings_on_db, job, (GDestroyNotify) g_ptr_array_unref,
                          bty_memory_service_list_readings_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_list_readings_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryReading) (nullable): the newest first
 */
GPtrArray *
bty_memory_service_list_readings_finish (BtyMemoryService  *self,
                                         GAsyncResult      *result,
                                         GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_memory_service_list_duplicates_async:
 * @self: the service
 * @bot_id: a bot
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Looks for memories that say nearly the same, to the embedder that was chosen where that has seen them.
 */
void
bty_memory_service_list_duplicates_async (BtyMemoryService    *self,
                                          const char          *bot_id,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->bot_id = g_strdup (bot_id);
  if (bty_memory_service_has_chosen (self))
    job->choice = bty_record_copy (bty_embedder_service_get_choice (self->embedders));
  bty_memory_service_run (self, FALSE, bty_memory_list_duplicates_on_db, job, (GDestroyNotify) g_ptr_array_unref,
                          bty_memory_service_list_duplicates_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_list_duplicates_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryPair) (nullable): the most similar first
 */
GPtrArray *
bty_memory_service_list_duplicates_finish (BtyMemoryService  *self,
                                           GAsyncResult      *result,
                                           GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
