/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-service-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-memory-guard.h"
#include "bty-memory-jobs.h"

enum
{
  PROP_0,
  PROP_INBOX_COUNT,
  N_PROPERTIES
};

enum
{
  CHANGED,
  ALERT,
  MESSAGE_FORGOTTEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyMemoryService, bty_memory_service, G_TYPE_OBJECT)

/* A call on its way. */
typedef struct
{
  GTask          *task;
  GDestroyNotify  free_result;
  gboolean        writes;
} Call;

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  BtyMemoryService *self = BTY_MEMORY_SERVICE (source);
  BtyMemoryCounts counts;

  /* A number that could not be read is read again after the next change. */
  if (!bty_memory_service_count_finish (self, result, &counts, NULL) || self->inbox_count == counts.n_candidates)
    return;
  self->inbox_count = counts.n_candidates;
  g_object_notify_by_pspec (source, properties[PROP_INBOX_COUNT]);
}

/**
 * bty_memory_service_notice_change:
 * @self: the service
 *
 * Tells everybody that memories or candidates are other than before.
 */
void
bty_memory_service_notice_change (BtyMemoryService *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
  bty_memory_service_count_async (self, NULL, NULL, counted_cb, NULL);
}

/**
 * bty_memory_service_notice_forgotten:
 * @self: the service
 * @message: a message that was forgotten, as it is now
 * @session: its session, as it is now
 *
 * Tells everybody who shows them.
 */
void
bty_memory_service_notice_forgotten (BtyMemoryService *self,
                                     BtyMessage       *message,
                                     BtySession       *session)
{
  g_signal_emit (self, signals[MESSAGE_FORGOTTEN], 0, message, session);
}

/**
 * bty_memory_service_look_at:
 * @self: the service
 * @memory: a memory that was read
 *
 * Raises an alert, once for each memory, if it no longer says what was stored.
 */
void
bty_memory_service_look_at (BtyMemoryService *self,
                            BtyMemory        *memory)
{
  if (bty_memory_is_intact (memory) || !g_hash_table_add (self->alerted, g_strdup (memory->id)))
    return;

  g_signal_emit (self, signals[ALERT], 0,
                 _("A memory was altered outside Boternity. It is shown, but not used any more."), memory->id);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  BtyMemoryService *self = BTY_MEMORY_SERVICE (source);
  Call *call = user_data;
  g_autoptr(GTask) task = call->task;
  GDestroyNotify free_result = call->free_result;
  gboolean writes = call->writes;
  GError *error = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  g_free (call);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (writes)
    bty_memory_service_notice_change (self);
  g_task_return_pointer (task, value, free_result);
}

/**
 * bty_memory_service_run:
 * @self: the service
 * @writes: whether the job writes
 * @func: the job
 * @job: (transfer full): what it needs
 * @free_result: (nullable): frees what it returns
 * @source_tag: the function that was called
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Runs a job, tells of the change if it made one, and answers.
 */
void
bty_memory_service_run (BtyMemoryService    *self,
                        gboolean             writes,
                        BtyJobFunc           func,
                        BtyMemoryJob        *job,
                        GDestroyNotify       free_result,
                        gpointer             source_tag,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  Call *call = g_new0 (Call, 1);
  g_autoptr(GTask) inner = g_task_new (self, cancellable, done_cb, call);

  call->task = g_task_new (self, cancellable, callback, user_data);
  call->free_result = free_result;
  call->writes = writes;
  g_task_set_source_tag (call->task, source_tag);
  g_task_set_source_tag (inner, source_tag);
  g_task_set_task_data (inner, job, (GDestroyNotify) bty_memory_job_free);
  if (writes)
    bty_worker_write (self->worker, inner, func, free_result);
  else
    bty_worker_read (self->worker, inner, func, free_result);
}

/* A job that waits until what it remembers has its vectors. */
typedef struct
{
  BtyJobFunc           func;
  BtyMemoryJob        *job;
  GDestroyNotify       free_result;
  gpointer             source_tag;
  GCancellable        *cancellable;
  GAsyncReadyCallback  callback;
  gpointer             user_data;
} Waiting;

static void
embedded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyMemoryService *self = BTY_MEMORY_SERVICE (source);
  g_autofree Waiting *waiting = user_data;
  g_autoptr(GCancellable) cancellable = waiting->cancellable;

  waiting->job->vectors = bty_memory_service_embed_finish (self, result);
  bty_memory_service_run (self, TRUE, waiting->func, waiting->job, waiting->free_result, waiting->source_tag,
                          cancellable, waiting->callback, waiting->user_data);
}

/**
 * bty_memory_service_run_new:
 * @self: the service
 * @func: the job
 * @job: (transfer full): what it needs; gets the vectors of @memories
 * @memories: (element-type BtyMemory): what it remembers, in its order
 * @free_result: (nullable): frees what it returns
 * @source_tag: the function that was called
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Runs a job that remembers something new, which is compared with what is known by the embedder that was chosen.
 */
void
bty_memory_service_run_new (BtyMemoryService    *self,
                            BtyJobFunc           func,
                            BtyMemoryJob        *job,
                            GPtrArray           *memories,
                            GDestroyNotify       free_result,
                            gpointer             source_tag,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Waiting *waiting = g_new (Waiting, 1);

  *waiting = (Waiting) { func, job, free_result, source_tag, cancellable != NULL ? g_object_ref (cancellable) : NULL,
                         callback, user_data };
  bty_memory_service_embed_async (self, memories, TRUE, cancellable, embedded_cb, waiting);
}

/**
 * bty_memory_service_has_chosen:
 * @self: the service
 *
 * Returns: whether another embedder than the built-in one is in use
 */
gboolean
bty_memory_service_has_chosen (BtyMemoryService *self)
{
  return self->embedders != NULL
         && bty_embedder_service_get_choice (self->embedders)->kind != BTY_EMBEDDER_KIND_BUILTIN;
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  g_task_return_pointer (task, bty_embedder_service_query_finish (BTY_EMBEDDER_SERVICE (source), result, NULL),
                         (GDestroyNotify) bty_query_vector_free);
}

/**
 * bty_memory_service_embed_async:
 * @self: the service
 * @memories: (element-type BtyMemory): what shall be remembered
 * @is_awaited: whether somebody waits for it
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Has the embedder that was chosen make vectors of what may be sent to it, with secrets masked, in one call and before
 * the database is asked for anything. Of what will be refused there is none.
 */
void
bty_memory_service_embed_async (BtyMemoryService    *self,
                                GPtrArray           *memories,
                                gboolean             is_awaited,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GPtrArray) masked = g_ptr_array_new_with_free_func (g_object_unref);

  g_task_set_source_tag (task, bty_memory_service_embed_async);
  if (memories->len == 0 || !bty_memory_service_has_chosen (self))
    {
      g_task_return_pointer (task, NULL, NULL);
      g_object_unref (task);
      return;
    }
  for (guint i = 0; i < memories->len; i++)
    {
      BtyMemory *memory = bty_record_copy (g_ptr_array_index (memories, i));

      if (!bty_memory_guard_apply (memory, NULL))
        g_object_set (memory, "text", "", NULL);
      g_ptr_array_add (masked, memory);
    }
  bty_embedder_service_embed_new_async (self->embedders, masked, is_awaited, cancellable, asked_cb, task);
}

/**
 * bty_memory_service_embed_finish:
 * @self: the service
 * @result: of the call
 *
 * An embedder that cannot be asked is done without: what is remembered is then compared by the built-in one, and who
 * looks at what is said twice later sees what that overlooked.
 *
 * Returns: (transfer full) (nullable): the vectors, one for each memory; %NULL = the built-in embedder is to be used
 */
BtyQueryVector *
bty_memory_service_embed_finish (BtyMemoryService *self,
                                 GAsyncResult     *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
bty_memory_service_get_property (GObject    *object,
                                 guint       property,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  BtyMemoryService *self = BTY_MEMORY_SERVICE (object);

  switch (property)
    {
    case PROP_INBOX_COUNT:
      g_value_set_uint (value, self->inbox_count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_memory_service_finalize (GObject *object)
{
  BtyMemoryService *self = BTY_MEMORY_SERVICE (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->embedders);
  g_clear_pointer (&self->alerted, g_hash_table_unref);

  G_OBJECT_CLASS (bty_memory_service_parent_class)->finalize (object);
}

static void
bty_memory_service_class_init (BtyMemoryServiceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bty_memory_service_get_property;
  object_class->finalize = bty_memory_service_finalize;

  properties[PROP_INBOX_COUNT] = g_param_spec_uint ("inbox-count", NULL, NULL, 0, G_MAXUINT, 0,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                                      | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[CHANGED] = g_signal_new ("changed", BTY_TYPE_MEMORY_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[ALERT] = g_signal_new ("alert", BTY_TYPE_MEMORY_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[MESSAGE_FORGOTTEN] = g_signal_new ("message-forgotten", BTY_TYPE_MEMORY_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 2, BTY_TYPE_MESSAGE, BTY_TYPE_SESSION);
}

static void
bty_memory_service_init (BtyMemoryService *self)
{
  self->alerted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * bty_memory_service_new:
 * @worker: the profile's database
 *
 * Returns: (transfer full): the service
 */
BtyMemoryService *
bty_memory_service_new (BtyWorker *worker)
{
  BtyMemoryService *self = g_object_new (BTY_TYPE_MEMORY_SERVICE, NULL);

  self->worker = g_object_ref (worker);
  bty_memory_service_count_async (self, NULL, NULL, counted_cb, NULL);

  return self;
}

/**
 * bty_memory_service_set_embedders:
 * @self: the service
 * @embedders: who knows which embedder was chosen
 *
 * From now on compares what is new also with that one, which gets to see what has changed.
 */
void
bty_memory_service_set_embedders (BtyMemoryService   *self,
                                  BtyEmbedderService *embedders)
{
  if (g_set_object (&self->embedders, embedders))
    g_signal_connect_object (self, "changed", G_CALLBACK (bty_embedder_service_complete), embedders,
                             G_CONNECT_SWAPPED);
}

/**
 * bty_memory_service_get_inbox_count:
 * @self: the service
 *
 * Returns: how many candidates wait
 */
guint
bty_memory_service_get_inbox_count (BtyMemoryService *self)
{
  return self->inbox_count;
}

/**
 * bty_memory_pair_free:
 * @self: (transfer full): two memories
 */
void
bty_memory_pair_free (BtyMemoryPair *self)
{
  g_clear_object (&self->first);
  g_clear_object (&self->second);
  g_free (self);
}
