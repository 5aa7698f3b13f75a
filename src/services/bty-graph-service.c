/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-service.h"

#include "bty-graph-jobs.h"
#include "bty-graph-store.h"
#include "bty-time.h"
#include "bty-uuid.h"
#include "bty-worker.h"

struct _BtyGraphService
{
  GObject    parent_instance;

  /* Owned */
  BtyWorker *worker;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtyGraphService, bty_graph_service, G_TYPE_OBJECT)

static gpointer
list_versions_on_db (BtyDatabase   *database,
                     gpointer       data,
                     GCancellable  *cancellable,
                     GError       **error)
{
  return bty_graph_store_list_versions (database, data, error);
}

static gboolean
put (BtyDatabase  *database,
     BtyRecord    *record,
     GError      **error)
{
  g_autofree char *id = bty_uuid_new ();
  gint64 now = bty_time_now ();

  g_object_set (record, "id", id, NULL);

  return BTY_IS_ENTITY (record)
           ? bty_graph_store_put_entity (database, BTY_ENTITY (record), now, error)
           : bty_graph_store_put_relationship (database, BTY_RELATIONSHIP (record), now, error);
}

static gpointer
put_on_db (BtyDatabase   *database,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  GPtrArray *records = data;

  for (guint i = 0; i < records->len; i++)
    if (!put (database, g_ptr_array_index (records, i), error))
      return NULL;

  return GINT_TO_POINTER (TRUE);
}

/* Ends @record, and what hangs on it. Adds all of it to @ended. */
static gboolean
end (BtyDatabase  *database,
     BtyRecord    *record,
     gint64        now,
     GPtrArray    *ended,
     GError      **error)
{
  BtyGraphTime time = { now, BTY_GRAPH_LATEST };
  g_autoptr(GPtrArray) relationships = NULL;
  BtyEntity *entity;

  g_ptr_array_add (ended, g_object_ref (record));
  if (BTY_IS_RELATIONSHIP (record))
    return bty_graph_store_end_relationship (database, BTY_RELATIONSHIP (record)->relationship_id, now, now, error);

  entity = BTY_ENTITY (record);
  relationships = bty_graph_store_list_relationships (database, entity->entity_id, BTY_GRAPH_BOTH, NULL, &time, error);
  if (relationships == NULL)
    return FALSE;
  for (guint i = 0; i < relationships->len; i++)
    if (!end (database, g_ptr_array_index (relationships, i), now, ended, error))
      return FALSE;

  return bty_graph_store_end_entity (database, entity->entity_id, now, now, error);
}

static gpointer
end_on_db (BtyDatabase   *database,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GPtrArray) ended = g_ptr_array_new_with_free_func (g_object_unref);

  if (!end (database, data, bty_time_now (), ended, error))
    return NULL;

  return g_steal_pointer (&ended);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_signal_emit (source, signals[CHANGED], 0);
  if (g_task_get_source_tag (task) == bty_graph_service_end_async)
    g_task_return_pointer (task, value, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_boolean (task, TRUE);
}

/* Takes over @data. */
static void
run_write (BtyGraphService *self,
           GTask           *task,
           BtyJobFunc       func,
           gpointer         data,
           GDestroyNotify   free_data,
           GDestroyNotify   free_result)
{
  g_autoptr(GTask) inner = g_task_new (self, NULL, written_cb, task);

  g_task_set_source_tag (inner, run_write);
  g_task_set_task_data (inner, data, free_data);
  bty_worker_write (self->worker, inner, func, free_result);
}

static void
bty_graph_service_finalize (GObject *object)
{
  g_clear_object (&BTY_GRAPH_SERVICE (object)->worker);

  G_OBJECT_CLASS (bty_graph_service_parent_class)->finalize (object);
}

static void
bty_graph_service_class_init (BtyGraphServiceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_graph_service_finalize;

  signals[CHANGED] = g_signal_new ("changed", BTY_TYPE_GRAPH_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
bty_graph_service_init (BtyGraphService *self)
{
}

/**
 * bty_graph_service_new:
 * @worker: the profile's database
 *
 * Returns: (transfer full): the service
 */
BtyGraphService *
bty_graph_service_new (BtyWorker *worker)
{
  BtyGraphService *self = g_object_new (BTY_TYPE_GRAPH_SERVICE, NULL);

  self->worker = g_object_ref (worker);

  return self;
}

/* Takes over @look. */
static void
look (GTask        *task,
      gpointer      tag,
      BtyJobFunc    func,
      BtyGraphLook *look)
{
  BtyGraphService *self = g_task_get_source_object (task);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, look, (GDestroyNotify) bty_graph_look_free);
  bty_worker_read (self->worker, task, func, (GDestroyNotify) bty_graph_free);
}

/**
 * bty_graph_service_get_async:
 * @self: the service
 * @bot_id: whose knowledge
 * @n_wanted: how much of it at most
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Reads what a bot knows now: those that stand to most others, and how they stand to each other.
 */
void
bty_graph_service_get_async (BtyGraphService     *self,
                             const char          *bot_id,
                             guint                n_wanted,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  BtyGraphLook *wanted = g_new0 (BtyGraphLook, 1);

  wanted->id = g_strdup (bot_id);
  wanted->n_wanted = n_wanted;
  look (task, bty_graph_service_get_async, bty_graph_get_on_db, wanted);
}

/**
 * bty_graph_service_get_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the graph, by name
 */
BtyGraph *
bty_graph_service_get_finish (BtyGraphService  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_graph_service_list_async:
 * @self: the service
 * @bot_id: whose knowledge
 * @words: (nullable): what is in the names; upper and lower case are the same
 * @after: (nullable): the last one that is known already
 * @n_wanted: how many at most
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists whom and what a bot knows now.
 */
void
bty_graph_service_list_async (BtyGraphService     *self,
                              const char          *bot_id,
                              const char          *words,
                              BtyEntity           *after,
                              guint                n_wanted,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  BtyGraphLook *wanted = g_new0 (BtyGraphLook, 1);

  wanted->id = g_strdup (bot_id);
  wanted->words = words != NULL && *words != '\0' ? g_utf8_casefold (words, -1) : NULL;
  wanted->after = after != NULL ? g_object_ref (after) : NULL;
  wanted->n_wanted = n_wanted;
  look (task, bty_graph_service_list_async, bty_graph_list_on_db, wanted);
}

/**
 * bty_graph_service_list_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): a graph without relationships, by name
 */
BtyGraph *
bty_graph_service_list_finish (BtyGraphService  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_graph_service_get_around_async:
 * @self: the service
 * @entity_id: of an entity
 * @n_wanted: how many relationships at most
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Reads how an entity stands to others now, and others to it.
 */
void
bty_graph_service_get_around_async (BtyGraphService     *self,
                                    const char          *entity_id,
                                    guint                n_wanted,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  BtyGraphLook *wanted = g_new0 (BtyGraphLook, 1);

  wanted->id = g_strdup (entity_id);
  wanted->n_wanted = n_wanted;
  look (task, bty_graph_service_get_around_async, bty_graph_around_on_db, wanted);
}

/**
 * bty_graph_service_get_around_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the others, and the relationships by type
 */
BtyGraph *
bty_graph_service_get_around_finish (BtyGraphService  *self,
                                     GAsyncResult     *result,
                                     GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_graph_service_list_versions_async:
 * @self: the service
 * @entity_id: of an entity
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists what was ever said about an entity.
 */
void
bty_graph_service_list_versions_async (BtyGraphService     *self,
                                       const char          *entity_id,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_graph_service_list_versions_async);
  g_task_set_task_data (task, g_strdup (entity_id), g_free);
  bty_worker_read (self->worker, task, list_versions_on_db, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * bty_graph_service_list_versions_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyEntity) (nullable): the versions
 */
GPtrArray *
bty_graph_service_list_versions_finish (BtyGraphService  *self,
                                        GAsyncResult     *result,
                                        GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_graph_service_put_async:
 * @self: the service
 * @records: (element-type BtyRecord): entities and relationships, copied
 * @cancellable: (nullable): to stop waiting
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Says how things are while @records are valid; see bty_graph_store_put_entity().
 */
void
bty_graph_service_put_async (BtyGraphService     *self,
                             GPtrArray           *records,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *copies = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (copies, bty_record_copy (g_ptr_array_index (records, i)));
  g_task_set_source_tag (task, bty_graph_service_put_async);
  run_write (self, task, put_on_db, copies, (GDestroyNotify) g_ptr_array_unref, NULL);
}

/**
 * bty_graph_service_put_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_INVALID, or what else went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_graph_service_put_finish (BtyGraphService  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bty_graph_service_end_async:
 * @self: the service
 * @record: an entity, whose relationships end with it, or a relationship; copied
 * @cancellable: (nullable): to stop waiting
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Says that something is not so any more. What it was before stays.
 */
void
bty_graph_service_end_async (BtyGraphService     *self,
                             BtyRecord           *record,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_graph_service_end_async);
  run_write (self, task, end_on_db, bty_record_copy (record), g_object_unref, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * bty_graph_service_end_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRecord) (nullable): what ended; to put it again is to undo it
 */
GPtrArray *
bty_graph_service_end_finish (BtyGraphService  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
