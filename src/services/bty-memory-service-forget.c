/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-service-private.h"

#include "bty-file-jobs.h"
#include "bty-message-forgetting.h"

/* Forgetting messages of chats, and what hangs on them. */

static void
swept_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* A large file that was sent with it lies beside the database, and goes when its row is gone. */
static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  BtyMemoryService *self = BTY_MEMORY_SERVICE (source);
  GTask *task = user_data;
  GError *error = NULL;
  BtyForgottenMessage *forgotten = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr(GTask) inner = NULL;

  if (forgotten == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_task_set_task_data (task, forgotten, (GDestroyNotify) bty_forgotten_message_free);
  bty_memory_service_notice_forgotten (self, forgotten->message, forgotten->session);
  inner = g_task_new (self, NULL, swept_cb, task);
  g_task_set_source_tag (inner, forgotten_cb);
  bty_worker_write (self->worker, inner, bty_file_sweep_on_db, NULL);
}

/**
 * bty_memory_service_forget_message_async:
 * @self: the service
 * @message_id: a message
 * @memory_ids: (nullable): ended by %NULL: memories that shall go with it
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Removes what a message says from the disk; its place in the chat stays.
 */
void
bty_memory_service_forget_message_async (BtyMemoryService    *self,
                                         const char          *message_id,
                                         const char *const   *memory_ids,
                                         const char          *actor,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  BtyMemoryJob *job = bty_memory_job_new (actor);

  g_task_set_source_tag (task, bty_memory_service_forget_message_async);
  /* What is done is told, also if nobody waits for it any more. */
  g_task_set_check_cancellable (task, FALSE);
  job->id = g_strdup (message_id);
  job->ids = g_strdupv ((char **) memory_ids);
  bty_memory_service_run (self, TRUE, bty_message_forgetting_on_db, job,
                          (GDestroyNotify) bty_forgotten_message_free, bty_memory_service_forget_message_async,
                          cancellable, forgotten_cb, task);
}

/**
 * bty_memory_service_forget_message_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, %BTY_ERROR_BUSY while a reply is arriving in its chat, or what else
 *   went wrong
 *
 * Returns: how many memories are gone with it; -1 on error
 */
gint64
bty_memory_service_forget_message_finish (BtyMemoryService  *self,
                                          GAsyncResult      *result,
                                          GError           **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return -1;

  return ((BtyForgottenMessage *) g_task_get_task_data (G_TASK (result)))->n_memories;
}

/**
 * bty_memory_service_list_taken_async:
 * @self: the service
 * @message_id: a message
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists the memories that were taken from a message.
 */
void
bty_memory_service_list_taken_async (BtyMemoryService    *self,
                                     const char          *message_id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->id = g_strdup (message_id);
  bty_memory_service_run (self, FALSE, bty_message_list_taken_on_db, job, (GDestroyNotify) g_strfreev,
                          bty_memory_service_list_taken_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_list_taken_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND if there is no such message, or what else went wrong
 *
 * Returns: (transfer full) (nullable): their ids
 */
char **
bty_memory_service_list_taken_finish (BtyMemoryService  *self,
                                      GAsyncResult      *result,
                                      GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_memory_service_find_source_async:
 * @self: the service
 * @id: a memory
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Finds the message that a memory was taken from.
 */
void
bty_memory_service_find_source_async (BtyMemoryService    *self,
                                      const char          *id,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  job->id = g_strdup (id);
  bty_memory_service_run (self, FALSE, bty_message_find_source_on_db, job, g_free,
                          bty_memory_service_find_source_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_find_source_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND if there is no such memory, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the id of the message; empty if there is none that still says something
 */
char *
bty_memory_service_find_source_finish (BtyMemoryService  *self,
                                       GAsyncResult      *result,
                                       GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
