/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-service-private.h"

#include "bty-memory-jobs.h"

/* Who may read memories, and the inbox. */

/**
 * bty_memory_service_share_async:
 * @self: the service
 * @ids: ended by %NULL: which memories
 * @author_id: the bot that wrote them
 * @trust: trusted or public
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lets other bots read memories.
 */
void
bty_memory_service_share_async (BtyMemoryService    *self,
                                const char *const   *ids,
                                const char          *author_id,
                                BtyTrust             trust,
                                const char          *actor,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);

  job->ids = g_strdupv ((char **) ids);
  job->bot_id = g_strdup (author_id);
  job->trust = trust;
  bty_memory_service_run (self, TRUE, bty_memory_set_trust_on_db, job, NULL,
                          bty_memory_service_share_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_share_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they can be read
 */
gboolean
bty_memory_service_share_finish (BtyMemoryService  *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/**
 * bty_memory_service_revoke_async:
 * @self: the service
 * @ids: ended by %NULL: which memories
 * @author_id: the bot that wrote them
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Makes memories private again.
 */
void
bty_memory_service_revoke_async (BtyMemoryService    *self,
                                 const char *const   *ids,
                                 const char          *author_id,
                                 const char          *actor,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);

  job->ids = g_strdupv ((char **) ids);
  job->bot_id = g_strdup (author_id);
  job->trust = BTY_TRUST_PRIVATE;
  bty_memory_service_run (self, TRUE, bty_memory_set_trust_on_db, job, NULL,
                          bty_memory_service_revoke_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_revoke_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they are private
 */
gboolean
bty_memory_service_revoke_finish (BtyMemoryService  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/**
 * bty_memory_service_list_trusted_async:
 * @self: the service
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists which bots trust which.
 */
void
bty_memory_service_list_trusted_async (BtyMemoryService    *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  bty_memory_service_run (self, FALSE, bty_memory_list_trusted_on_db, job, (GDestroyNotify) g_ptr_array_unref,
                          bty_memory_service_list_trusted_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_list_trusted_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyTrustedAuthor) (nullable): the trusted lists of all bots
 */
GPtrArray *
bty_memory_service_list_trusted_finish (BtyMemoryService  *self,
                                        GAsyncResult      *result,
                                        GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_memory_service_set_trusted_async:
 * @self: the service
 * @reader_id: the bot that reads
 * @author_id: the bot whose trusted memories it reads
 * @trusted: whether it may
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Changes the trusted list of a bot.
 */
void
bty_memory_service_set_trusted_async (BtyMemoryService    *self,
                                      const char          *reader_id,
                                      const char          *author_id,
                                      gboolean             trusted,
                                      const char          *actor,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);

  job->bot_id = g_strdup (reader_id);
  job->other_id = g_strdup (author_id);
  job->flag = trusted;
  bty_memory_service_run (self, TRUE, bty_memory_set_trusted_on_db, job, NULL,
                          bty_memory_service_set_trusted_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_set_trusted_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is so now
 */
gboolean
bty_memory_service_set_trusted_finish (BtyMemoryService  *self,
                                       GAsyncResult      *result,
                                       GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/**
 * bty_memory_service_exclude_async:
 * @self: the service
 * @id: of a memory, message or piece of a file
 * @session_id: of a session
 * @excluded: whether it is never used there
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Leaves something out of what is recalled in a session; with a memory also the message that it comes from.
 */
void
bty_memory_service_exclude_async (BtyMemoryService    *self,
                                  const char          *id,
                                  const char          *session_id,
                                  gboolean             excluded,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->id = g_strdup (id);
  job->other_id = g_strdup (session_id);
  job->flag = excluded;
  bty_memory_service_run (self, TRUE, bty_memory_exclude_on_db, job, NULL,
                          bty_memory_service_exclude_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_exclude_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is so now
 */
gboolean
bty_memory_service_exclude_finish (BtyMemoryService  *self,
                                   GAsyncResult      *result,
                                   GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/**
 * bty_memory_service_list_inbox_async:
 * @self: the service
 * @bot_id: (nullable): only for this bot
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists the candidates.
 */
void
bty_memory_service_list_inbox_async (BtyMemoryService    *self,
                                     const char          *bot_id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->bot_id = g_strdup (bot_id);
  bty_memory_service_run (self, FALSE, bty_memory_list_inbox_on_db, job, (GDestroyNotify) g_ptr_array_unref,
                          bty_memory_service_list_inbox_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_list_inbox_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryCandidate) (nullable): the oldest first
 */
GPtrArray *
bty_memory_service_list_inbox_finish (BtyMemoryService  *self,
                                      GAsyncResult      *result,
                                      GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Runs a job on copies of candidates, which has the vectors of what they say. Takes @job. */
static void
run_candidates (BtyMemoryService    *self,
                BtyJobFunc           func,
                BtyMemoryJob        *job,
                GPtrArray           *candidates,
                GDestroyNotify       free_result,
                gpointer             source_tag,
                GCancellable        *cancellable,
                GAsyncReadyCallback  callback,
                gpointer             user_data)
{
  g_autoptr(GPtrArray) memories = g_ptr_array_new_with_free_func (g_object_unref);

  job->records = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < candidates->len; i++)
    {
      g_ptr_array_add (job->records, bty_record_copy (g_ptr_array_index (candidates, i)));
      g_ptr_array_add (memories, bty_memory_candidate_make_memory (g_ptr_array_index (candidates, i)));
    }
  bty_memory_service_run_new (self, func, job, memories, free_result, source_tag, cancellable, callback, user_data);
}

/**
 * bty_memory_service_propose_async:
 * @self: the service
 * @candidates: (element-type BtyMemoryCandidate): copied
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Puts candidates into the inbox.
 */
void
bty_memory_service_propose_async (BtyMemoryService    *self,
                                  GPtrArray           *candidates,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  run_candidates (self, bty_memory_propose_on_db, bty_memory_job_new (NULL), candidates, g_free,
                  bty_memory_service_propose_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_propose_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: how many were not known; -1 on error
 */
gint64
bty_memory_service_propose_finish (BtyMemoryService  *self,
                                   GAsyncResult      *result,
                                   GError           **error)
{
  g_autofree gint64 *count = g_task_propagate_pointer (G_TASK (result), error);

  return count != NULL ? *count : -1;
}

/**
 * bty_memory_service_accept_async:
 * @self: the service
 * @candidates: (element-type BtyMemoryCandidate): copied
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Remembers candidates as they are given.
 */
void
bty_memory_service_accept_async (BtyMemoryService    *self,
                                 GPtrArray           *candidates,
                                 const char          *actor,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  run_candidates (self, bty_memory_accept_on_db, bty_memory_job_new (actor), candidates, NULL,
                  bty_memory_service_accept_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_accept_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they are remembered
 */
gboolean
bty_memory_service_accept_finish (BtyMemoryService  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/**
 * bty_memory_service_reject_async:
 * @self: the service
 * @ids: ended by %NULL: which candidates
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Takes candidates out of the inbox for good.
 */
void
bty_memory_service_reject_async (BtyMemoryService    *self,
                                 const char *const   *ids,
                                 const char          *actor,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);

  job->ids = g_strdupv ((char **) ids);
  bty_memory_service_run (self, TRUE, bty_memory_reject_on_db, job, NULL,
                          bty_memory_service_reject_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_reject_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they are gone
 */
gboolean
bty_memory_service_reject_finish (BtyMemoryService  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}
