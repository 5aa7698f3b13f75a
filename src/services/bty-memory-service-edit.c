/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-service-private.h"

#include "bty-json.h"
#include "bty-memory-jobs.h"

/* Remembering, correcting and forgetting. */

/**
 * bty_memory_service_add_async:
 * @self: the service
 * @memory: a new memory; copied
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Remembers something, unless it is known.
 */
void
bty_memory_service_add_async (BtyMemoryService    *self,
                              BtyMemory           *memory,
                              const char          *actor,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);
  g_autoptr(GPtrArray) memories = g_ptr_array_new ();

  job->memory = bty_record_copy (memory);
  g_ptr_array_add (memories, memory);
  bty_memory_service_run_new (self, bty_memory_add_on_db, job, memories, (GDestroyNotify) bty_memory_stored_free,
                              bty_memory_service_add_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_add_finish:
 * @self: the service
 * @result: of the call
 * @outcome: (out) (optional): what became of it
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the memory that says it now
 */
BtyMemory *
bty_memory_service_add_finish (BtyMemoryService  *self,
                               GAsyncResult      *result,
                               BtyMemoryOutcome  *outcome,
                               GError           **error)
{
  g_autoptr(BtyMemoryStored) stored = g_task_propagate_pointer (G_TASK (result), error);

  if (stored == NULL)
    return NULL;
  if (outcome != NULL)
    *outcome = stored->outcome;

  return g_steal_pointer (&stored->memory);
}

/**
 * bty_memory_service_edit_async:
 * @self: the service
 * @memory: a changed copy of one
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Stores a change as another version.
 */
void
bty_memory_service_edit_async (BtyMemoryService    *self,
                               BtyMemory           *memory,
                               const char          *actor,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);

  job->memory = bty_record_copy (memory);
  bty_memory_service_run (self, TRUE, bty_memory_edit_on_db, job, g_object_unref,
                          bty_memory_service_edit_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_edit_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the memory as it is now
 */
BtyMemory *
bty_memory_service_edit_finish (BtyMemoryService  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_memory_service_revert_async:
 * @self: the service
 * @id: of a memory
 * @version: of it
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lets a memory say again what an earlier version said.
 */
void
bty_memory_service_revert_async (BtyMemoryService    *self,
                                 const char          *id,
                                 gint64               version,
                                 const char          *actor,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);

  job->id = g_strdup (id);
  job->number = version;
  bty_memory_service_run (self, TRUE, bty_memory_revert_on_db, job, g_object_unref,
                          bty_memory_service_revert_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_revert_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the memory as it is now
 */
BtyMemory *
bty_memory_service_revert_finish (BtyMemoryService  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_memory_service_merge_async:
 * @self: the service
 * @id: of the memory that stays
 * @other_id: of the one that ends
 * @text: (nullable): what the first says then; %NULL = both texts
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Makes one memory of two.
 */
void
bty_memory_service_merge_async (BtyMemoryService    *self,
                                const char          *id,
                                const char          *other_id,
                                const char          *text,
                                const char          *actor,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);

  job->id = g_strdup (id);
  job->other_id = g_strdup (other_id);
  job->text = g_strdup (text);
  bty_memory_service_run (self, TRUE, bty_memory_merge_on_db, job, g_object_unref,
                          bty_memory_service_merge_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_merge_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the memory that stays, as it is now
 */
BtyMemory *
bty_memory_service_merge_finish (BtyMemoryService  *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* So many lines are sent to the embedder that was chosen before they are compared. More of them are compared by the
 * built-in one, and those vectors come in the background. */
#define MAX_EMBEDDED_LINES 1000

/* Returns: (transfer full): a memory for each line, without a text where none can be seen; none at all if there are too
 * many */
static GPtrArray *
list_lines (const char *text,
            const char *bot_id)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", MAX_EMBEDDED_LINES + 2);
  GPtrArray *memories = g_ptr_array_new_with_free_func (g_object_unref);

  if (g_strv_length (lines) > MAX_EMBEDDED_LINES)
    return memories;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(JsonNode) node = bty_json_parse (lines[i], -1, NULL);
      const char *slug = bty_json_get_text (node, "bot");
      const char *said = bty_json_get_text (node, "text");

      g_ptr_array_add (memories, bty_memory_new (slug != NULL ? slug : bot_id, said != NULL ? said : ""));
    }

  return memories;
}

/**
 * bty_memory_service_import_async:
 * @self: the service
 * @text: lines of JSON
 * @bot_id: who remembers what names no bot
 * @approved: whether the user says that what is in the file shall be remembered; else it waits in the inbox
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Remembers what a file says, or proposes it.
 */
void
bty_memory_service_import_async (BtyMemoryService    *self,
                                 const char          *text,
                                 const char          *bot_id,
                                 gboolean             approved,
                                 const char          *actor,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);
  g_autoptr(GPtrArray) memories = NULL;

  job->flag = approved;
  job->text = g_strdup (text);
  job->bot_id = g_strdup (bot_id);
  memories = bty_memory_service_has_chosen (self) ? list_lines (text, bot_id) : g_ptr_array_new ();
  bty_memory_service_run_new (self, bty_memory_import_on_db, job, memories, g_free, bty_memory_service_import_async,
                              cancellable, callback, user_data);
}

/**
 * bty_memory_service_import_finish:
 * @self: the service
 * @result: of the call
 * @counts: (out caller-allocates): how many came of it
 * @error: (out) (optional): %BTY_ERROR_INVALID or %BTY_ERROR_NOT_FOUND with the number of the line, or what else went
 *   wrong
 *
 * Returns: whether all of it is remembered or waits
 */
gboolean
bty_memory_service_import_finish (BtyMemoryService  *self,
                                  GAsyncResult      *result,
                                  BtyMemoryImport   *counts,
                                  GError           **error)
{
  g_autofree BtyMemoryImport *imported = g_task_propagate_pointer (G_TASK (result), error);

  if (imported != NULL)
    *counts = *imported;

  return imported != NULL;
}

/**
 * bty_memory_service_delete_async:
 * @self: the service
 * @ids: ended by %NULL: which memories
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Deletes memories until they are restored.
 */
void
bty_memory_service_delete_async (BtyMemoryService    *self,
                                 const char *const   *ids,
                                 const char          *actor,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);

  job->ids = g_strdupv ((char **) ids);
  bty_memory_service_run (self, TRUE, bty_memory_delete_on_db, job, NULL,
                          bty_memory_service_delete_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_delete_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they are deleted
 */
gboolean
bty_memory_service_delete_finish (BtyMemoryService  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/**
 * bty_memory_service_restore_async:
 * @self: the service
 * @ids: ended by %NULL: which memories
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Brings deleted and superseded memories back.
 */
void
bty_memory_service_restore_async (BtyMemoryService    *self,
                                  const char *const   *ids,
                                  const char          *actor,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);

  job->ids = g_strdupv ((char **) ids);
  bty_memory_service_run (self, TRUE, bty_memory_restore_on_db, job, NULL,
                          bty_memory_service_restore_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_restore_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they are back
 */
gboolean
bty_memory_service_restore_finish (BtyMemoryService  *self,
                                   GAsyncResult      *result,
                                   GError           **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/**
 * bty_memory_service_forget_async:
 * @self: the service
 * @ids: ended by %NULL: which memories
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Removes memories from the disk.
 */
void
bty_memory_service_forget_async (BtyMemoryService    *self,
                                 const char *const   *ids,
                                 const char          *actor,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  BtyMemoryJob *job = bty_memory_job_new (actor);

  job->ids = g_strdupv ((char **) ids);
  bty_memory_service_run (self, TRUE, bty_memory_forget_on_db, job, g_free,
                          bty_memory_service_forget_async, cancellable, callback, user_data);
}

/**
 * bty_memory_service_forget_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_memory_service_forget_finish (BtyMemoryService  *self,
                                  GAsyncResult      *result,
                                  GError           **error)
{
  g_autofree gint64 *count = g_task_propagate_pointer (G_TASK (result), error);

  return count != NULL ? *count : -1;
}
