/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-embedder-service-private.h"

#include "bty-backoff.h"
#include "bty-builtin-embedder.h"
#include "bty-embedder-call.h"
#include "bty-embedding-store.h"
#include "bty-json.h"
#include "bty-meaning-index.h"
#include "bty-setting-service.h"
#include "bty-setting-store.h"
#include "bty-task-wait.h"

/* Everything is embedded batch by batch: some texts are read, their vectors are asked for while nobody waits, and these
 * are stored together with the place where that ended. The work that changes the embedder does so from the first to the
 * last; what came later, or was not done, is completed without anybody being told. */

/* Texts that are embedded at once, and old vectors that are removed at once. */
#define BATCH 64
#define REMOVED_AT_ONCE 2000

/* After a change nothing may change for so long before it is looked what has no vector. */
#define COMPLETION_DELAY_S 2

#define TIME_LIMIT_MS (10 * 60 * 1000)

typedef struct
{
  BtyEmbedderService *service;
  BtyEmbedderChoice  *choice;
  BtyTrust            clearance;
  gboolean            is_local;
  gboolean            is_counted;
  gint64              total;         /* what is missing, if it is counted */
  char               *after_memory;
  char               *after_chunk;
  GPtrArray          *items;         /* BtyEmbeddingItem */
  float              *values;        /* of those that have a text */
  guint               retries;
} Batch;

static void ask (GTask *task);

static void
free_batch (gpointer data)
{
  Batch *batch = data;

  g_clear_object (&batch->service);
  g_clear_object (&batch->choice);
  g_free (batch->after_memory);
  g_free (batch->after_chunk);
  g_clear_pointer (&batch->items, g_ptr_array_unref);
  g_free (batch->values);
  g_free (batch);
}

static Batch *
new_batch (BtyEmbedderService *self,
           BtyEmbedderChoice  *choice,
           const char         *after_memory,
           const char         *after_chunk)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->service = g_object_ref (self);
  batch->choice = g_object_ref (choice);
  batch->after_memory = g_strdup (after_memory != NULL ? after_memory : "");
  batch->after_chunk = g_strdup (after_chunk != NULL ? after_chunk : "");
  batch->items = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_embedding_item_free);
  bty_embedder_call_get_limits (choice, self->providers, &batch->clearance, &batch->is_local);

  return batch;
}

static Batch *
get_batch (GTask *task)
{
  return g_object_get_data (G_OBJECT (task), "batch");
}

/* Ends @task with its batch. */
static void
return_batch (GTask *task)
{
  g_task_return_pointer (task, g_object_steal_data (G_OBJECT (task), "batch"), free_batch);
  g_object_unref (task);
}

static gpointer
list_on_db (BtyDatabase   *database,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Batch *batch = data;
  BtyEmbeddingQuery query = { batch->choice->vectors, batch->clearance, batch->is_local, batch->after_memory,
                              batch->after_chunk, BATCH };

  if (batch->is_counted)
    batch->total = bty_embedding_store_count_missing (database, &query, error);

  return batch->total >= 0 ? bty_embedding_store_list_missing (database, &query, error) : NULL;
}

/* Services that are overloaded or count requests ask to be asked again. */
static gboolean
wait_and_ask (GTask        *task,
              const GError *error)
{
  Batch *batch = get_batch (task);
  BtyBackoff situation = { .error = error, .retries = batch->retries, .attempts = batch->retries + 1,
                           .time_left_ms = TIME_LIMIT_MS, .random = g_random_double () };
  gint64 wait_ms;

  if (g_task_get_cancellable (task) != NULL && g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return FALSE;
  if (bty_backoff_decide (&situation, &wait_ms) != BTY_BACKOFF_RETRY)
    return FALSE;

  batch->retries++;
  bty_task_wait (task, wait_ms, ask);

  return TRUE;
}

static void
embedded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  Batch *batch = get_batch (task);
  GError *error = NULL;
  g_autoptr(BtyEmbedded) embedded = bty_embedder_call_finish (result, &error);

  if (embedded != NULL)
    {
      batch->values = g_steal_pointer (&embedded->values);
      if (batch->choice->kind == BTY_EMBEDDER_KIND_FOLDER)
        g_set_object (&batch->service->loaded, embedded->embedder);
      return_batch (task);
    }
  else if (wait_and_ask (task, error))
    g_clear_error (&error);
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

/* What may be sent can have changed while the texts were read. */
static gboolean
are_limits_the_same (Batch *batch)
{
  BtyTrust clearance;
  gboolean is_local;

  bty_embedder_call_get_limits (batch->choice, batch->service->providers, &clearance, &is_local);

  return clearance == batch->clearance && is_local == batch->is_local;
}

/* Asks for the vectors of a batch. Takes @task. */
static void
ask (GTask *task)
{
  Batch *batch = get_batch (task);
  g_autoptr(GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < batch->items->len; i++)
    {
      BtyEmbeddingItem *item = g_ptr_array_index (batch->items, i);

      if (item->text != NULL)
        g_ptr_array_add (texts, item->text);
    }
  if (texts->len == 0)
    {
      return_batch (task);
      return;
    }

  g_ptr_array_add (texts, NULL);
  bty_embedder_call_async (batch->choice, batch->service->providers, batch->service->loaded,
                           (const char *const *) texts->pdata, g_task_get_cancellable (task), embedded_cb, task);
}

static void read_batch (BtyEmbedderService *self,
                        Batch              *batch,
                        GTask              *task);

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  Batch *batch = get_batch (task);
  GError *error = NULL;
  GPtrArray *items = g_task_propagate_pointer (G_TASK (result), &error);
  Batch *again;

  if (items == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_ptr_array_unref (batch->items);
  batch->items = items;
  if (are_limits_the_same (batch))
    {
      ask (task);
      return;
    }
  again = new_batch (batch->service, batch->choice, batch->after_memory, batch->after_chunk);
  again->is_counted = batch->is_counted;
  read_batch (again->service, again, task);
}

/* Reads what is missing after a place and has it embedded; @task ends with the batch. Takes @batch and @task. */
static void
read_batch (BtyEmbedderService *self,
            Batch              *batch,
            GTask              *task)
{
  g_autoptr(GTask) inner = g_task_new (self, g_task_get_cancellable (task), listed_cb, task);

  g_object_set_data_full (G_OBJECT (task), "batch", batch, free_batch);
  g_task_set_source_tag (inner, read_batch);
  g_task_set_task_data (inner, batch, NULL);
  bty_worker_read_long (self->worker, inner, list_on_db, (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
store_batch (BtyDatabase  *database,
             Batch        *batch,
             GError      **error)
{
  if (!bty_embedding_store_set (database, batch->items, batch->choice->vectors, batch->values,
                                batch->choice->dimensions, error))
    return FALSE;
  for (guint i = 0; i < batch->items->len; i++)
    {
      BtyEmbeddingItem *item = g_ptr_array_index (batch->items, i);

      g_free (item->is_memory ? batch->after_memory : batch->after_chunk);
      *(item->is_memory ? &batch->after_memory : &batch->after_chunk) = g_strdup (item->id);
    }

  return TRUE;
}

/* The work */

static void
prepare (gpointer     data,
         BtyWorkflow *workflow,
         GTask       *task)
{
  BtyEmbedderService *self = data;
  g_autoptr(BtyEmbedderChoice) choice = NULL;
  GError *error = NULL;
  Batch *batch;

  choice = bty_record_new_from_json (BTY_TYPE_EMBEDDER_CHOICE, workflow->input, &error);
  if (choice == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  batch = new_batch (self, choice, bty_json_get_text (workflow->checkpoint, "memory"),
                     bty_json_get_text (workflow->checkpoint, "chunk"));
  batch->is_counted = workflow->checkpoint == NULL;
  if (g_strcmp0 (workflow->step, BTY_EMBED_STEP_REMOVE) == 0)
    {
      g_object_set_data_full (G_OBJECT (task), "batch", batch, free_batch);
      return_batch (task);
    }
  else
    read_batch (self, batch, task);
}

/* Everything has a vector: from now on they are searched. */
static gboolean
switch_over (BtyDatabase  *database,
             BtyWorkflow  *workflow,
             GError      **error)
{
  g_autofree char *setting = json_to_string (workflow->input, FALSE);

  g_object_set (workflow, "step", BTY_EMBED_STEP_REMOVE, "progress", workflow->total, NULL);

  return bty_setting_store_set (database, BTY_SETTING_EMBEDDER, setting, error);
}

/* The vectors of other models, some at a time. */
static gboolean
remove_others (BtyDatabase  *database,
               BtyWorkflow  *workflow,
               const char   *model,
               GError      **error)
{
  const char *const kept[] = { BTY_BUILTIN_EMBEDDER_MODEL, model, NULL };
  gint64 n = bty_embedding_store_remove_others (database, kept[0], kept[1], REMOVED_AT_ONCE, error);

  if (n < 0)
    return FALSE;
  if (n == REMOVED_AT_ONCE)
    return TRUE;
  g_object_set (workflow, "status", BTY_WORKFLOW_STATUS_COMPLETED, NULL);

  return bty_meaning_index_drop_others (kept, database, error);
}

static gboolean
store (BtyDatabase  *database,
       BtyWorkflow  *workflow,
       gpointer      prepared,
       GError      **error)
{
  Batch *batch = prepared;
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) checkpoint = json_node_init_object (json_node_alloc (), object);

  if (g_strcmp0 (workflow->step, BTY_EMBED_STEP_REMOVE) == 0)
    return remove_others (database, workflow, batch->choice->vectors, error);
  if (batch->is_counted)
    g_object_set (workflow, "total", batch->total, NULL);
  if (batch->items->len == 0)
    return switch_over (database, workflow, error);

  if (!store_batch (database, batch, error))
    return FALSE;
  json_object_set_string_member (object, "memory", batch->after_memory);
  json_object_set_string_member (object, "chunk", batch->after_chunk);
  g_object_set (workflow,
                "checkpoint", checkpoint,
                "progress", MIN (workflow->progress + batch->items->len, workflow->total),
                NULL);

  return TRUE;
}

/**
 * bty_embedder_service_register:
 * @self: the service
 *
 * Says how the embedder is changed.
 */
void
bty_embedder_service_register (BtyEmbedderService *self)
{
  self->kind = (BtyJobKind) { .name = BTY_JOB_EMBED, .prepare = prepare, .store = store, .free_prepared = free_batch,
                              .data = self };
  bty_job_service_register (self->jobs, &self->kind);
}

/* What has no vector */

static void complete_from (BtyEmbedderService *self,
                           const char         *after_memory,
                           const char         *after_chunk);

static gpointer
store_on_db (BtyDatabase   *database,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  return GINT_TO_POINTER (store_batch (database, data, error));
}

static void
stop_completing (BtyEmbedderService *self,
                 GError             *error)
{
  self->is_completing = FALSE;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("Not everything has a vector: %s", error->message);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  BtyEmbedderService *self = BTY_EMBEDDER_SERVICE (source);
  Batch *batch = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    stop_completing (self, error);
  else
    complete_from (self, batch->after_memory, batch->after_chunk);
}

static void
completed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  BtyEmbedderService *self = BTY_EMBEDDER_SERVICE (source);
  g_autoptr(GError) error = NULL;
  Batch *batch = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr(GTask) task = NULL;

  if (batch == NULL)
    {
      stop_completing (self, error);
      return;
    }
  if (batch->items->len == 0)
    {
      gboolean was_builtin = batch->choice->kind == BTY_EMBEDDER_KIND_BUILTIN;

      self->is_builtin_complete = self->is_builtin_complete || was_builtin;
      free_batch (batch);
      if (was_builtin)
        complete_from (self, NULL, NULL);
      else
        stop_completing (self, NULL);
      return;
    }

  task = g_task_new (self, self->cancellable, stored_cb, NULL);
  g_task_set_source_tag (task, completed_cb);
  g_task_set_task_data (task, batch, free_batch);
  bty_worker_write (self->worker, task, store_on_db, NULL);
}

/* What the built-in embedder has not seen comes first: it was there before this version of the program. */
static void
complete_from (BtyEmbedderService *self,
               const char         *after_memory,
               const char         *after_chunk)
{
  g_autoptr(BtyEmbedderChoice) builtin = bty_embedder_choice_new_builtin ();
  BtyEmbedderChoice *choice = self->is_builtin_complete ? self->choice : builtin;
  gboolean is_done = self->is_builtin_complete && choice->kind == BTY_EMBEDDER_KIND_BUILTIN;

  /* The work that changes the embedder looks for what is missing when it has ended. */
  if (is_done || self->jobs == NULL || bty_embedder_service_get_change (self) != NULL)
    {
      stop_completing (self, NULL);
      return;
    }
  self->is_completing = TRUE;
  read_batch (self, new_batch (self, choice, after_memory, after_chunk),
              g_task_new (self, self->cancellable, completed_cb, NULL));
}

static gboolean
complete_cb (gpointer user_data)
{
  BtyEmbedderService *self = user_data;

  if (self->is_completing)
    return G_SOURCE_CONTINUE;
  self->completion_timer = 0;
  complete_from (self, NULL, NULL);

  return G_SOURCE_REMOVE;
}

/**
 * bty_embedder_service_complete:
 * @self: the service
 *
 * Looks soon, in the background, for what has no vector of the embedder in use, and makes it.
 */
void
bty_embedder_service_complete (BtyEmbedderService *self)
{
  if (self->completion_timer == 0 && self->jobs != NULL)
    self->completion_timer = g_timeout_add_seconds (COMPLETION_DELAY_S, complete_cb, self);
}
