/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-service.h"

#include "bty-fact-store.h"
#include "bty-graph-store.h"
#include "bty-time.h"
#include "bty-uuid.h"
#include "bty-worker.h"

/* More than a person looks at. */
#define MAX_ENTITIES 1000

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

/**
 * bty_graph_free:
 * @self: (transfer full): a graph
 */
void
bty_graph_free (BtyGraph *self)
{
  g_clear_pointer (&self->entities, g_ptr_array_unref);
  g_clear_pointer (&self->relationships, g_ptr_array_unref);
  g_free (self);
}

/* Takes out of @records what comes from memories alone that were altered outside Boternity, and counts it. */
static gboolean
drop_altered (BtyDatabase  *database,
              GPtrArray    *records,
              guint        *n_altered,
              GError      **error)
{
  for (guint i = records->len; i > 0; i--)
    {
      BtyRecord *record = g_ptr_array_index (records, i - 1);
      gboolean is_entity = BTY_IS_ENTITY (record);
      gboolean told;

      if (!bty_fact_store_is_told (database,
                                   is_entity ? BTY_ENTITY (record)->entity_id
                                             : BTY_RELATIONSHIP (record)->relationship_id,
                                   is_entity ? BTY_ENTITY (record)->source_id : BTY_RELATIONSHIP (record)->source_id,
                                   &told, error))
        return FALSE;
      if (told)
        continue;
      g_ptr_array_remove_index (records, i - 1);
      (*n_altered)++;
    }

  return TRUE;
}

static gpointer
get_on_db (BtyDatabase   *database,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  BtyGraphTime now = { bty_time_now (), BTY_GRAPH_LATEST };
  g_autoptr(BtyGraph) graph = g_new0 (BtyGraph, 1);

  graph->relationships = g_ptr_array_new_with_free_func (g_object_unref);
  graph->entities = bty_graph_store_list_entities (database, data, NULL, &now, MAX_ENTITIES, error);
  if (graph->entities == NULL || !drop_altered (database, graph->entities, &graph->n_altered, error))
    return NULL;

  for (guint i = 0; i < graph->entities->len; i++)
    {
      BtyEntity *entity = g_ptr_array_index (graph->entities, i);
      g_autoptr(GPtrArray) out = NULL;

      out = bty_graph_store_list_relationships (database, entity->entity_id, BTY_GRAPH_OUT, NULL, &now, error);
      if (out == NULL || !drop_altered (database, out, &graph->n_altered, error))
        return NULL;
      g_ptr_array_extend (graph->relationships, out, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
    }

  return g_steal_pointer (&graph);
}

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

/**
 * bty_graph_service_get_async:
 * @self: the service
 * @bot_id: whose knowledge
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Reads what a bot knows now.
 */
void
bty_graph_service_get_async (BtyGraphService     *self,
                             const char          *bot_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_graph_service_get_async);
  g_task_set_task_data (task, g_strdup (bot_id), g_free);
  bty_worker_read (self->worker, task, get_on_db, (GDestroyNotify) bty_graph_free);
}

/**
 * bty_graph_service_get_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the graph
 */
BtyGraph *
bty_graph_service_get_finish (BtyGraphService  *self,
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
