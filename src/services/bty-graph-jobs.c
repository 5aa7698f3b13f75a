/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-jobs.h"

#include <string.h>

#include "bty-error.h"
#include "bty-fact-store.h"
#include "bty-graph-look-store.h"
#include "bty-graph-store.h"
#include "bty-time.h"

/* How many names are read at once where not all of them are shown. */
#define PORTION 500

/**
 * bty_graph_look_free:
 * @self: (transfer full): what was looked at
 */
void
bty_graph_look_free (BtyGraphLook *self)
{
  g_free (self->id);
  g_free (self->words);
  g_clear_object (&self->after);
  g_free (self);
}

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

static BtyGraph *
create_graph (void)
{
  BtyGraph *graph = g_new0 (BtyGraph, 1);

  graph->entities = g_ptr_array_new_with_free_func (g_object_unref);
  graph->relationships = g_ptr_array_new_with_free_func (g_object_unref);

  return graph;
}

/* Adds @record to @records, or counts it where it comes from memories alone that were altered outside Boternity. */
static gboolean
add (BtyDatabase  *database,
     gpointer      record,
     GPtrArray    *records,
     BtyGraph     *graph,
     GError      **error)
{
  gboolean is_entity = BTY_IS_ENTITY (record);
  gboolean told;

  if (!bty_fact_store_is_told (database,
                               is_entity ? BTY_ENTITY (record)->entity_id : BTY_RELATIONSHIP (record)->relationship_id,
                               is_entity ? BTY_ENTITY (record)->source_id : BTY_RELATIONSHIP (record)->source_id,
                               &told, error))
    return FALSE;

  if (told)
    g_ptr_array_add (records, g_object_ref (record));
  else
    graph->n_altered++;

  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const BtyEntity *first = *(BtyEntity *const *) a;
  const BtyEntity *second = *(BtyEntity *const *) b;
  int order = strcmp (first->name, second->name);

  return order != 0 ? order : strcmp (first->entity_id, second->entity_id);
}

/* Adds what goes out from @entity to one of @ids. */
static gboolean
add_edges (BtyDatabase   *database,
           BtyEntity     *entity,
           GHashTable    *ids,
           gint64         now,
           BtyGraph      *graph,
           GError       **error)
{
  BtyGraphTime time = { now, BTY_GRAPH_LATEST };
  g_autoptr(GPtrArray) out = NULL;

  out = bty_graph_store_list_relationships (database, entity->entity_id, BTY_GRAPH_OUT, NULL, &time, error);
  for (guint i = 0; out != NULL && i < out->len; i++)
    if (g_hash_table_contains (ids, BTY_RELATIONSHIP (out->pdata[i])->to_id)
        && !add (database, out->pdata[i], graph->relationships, graph, error))
      return FALSE;

  return out != NULL;
}

/**
 * bty_graph_get_on_db:
 * @database: a connection
 * @data: a #BtyGraphLook
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): a #BtyGraph of those that stand to most others, and of how they stand to each
 *   other
 */
gpointer
bty_graph_get_on_db (BtyDatabase   *database,
                     gpointer       data,
                     GCancellable  *cancellable,
                     GError       **error)
{
  BtyGraphLook *look = data;
  gint64 now = bty_time_now ();
  g_autoptr(BtyGraph) graph = create_graph ();
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) entities = NULL;
  gint64 n_entities;

  entities = bty_graph_look_store_list_related (database, look->id, now, look->n_wanted, error);
  if (entities == NULL || !bty_graph_look_store_count (database, look->id, now, &n_entities, error))
    return NULL;

  graph->n_left = (guint) MAX (n_entities - (gint64) entities->len, 0);
  g_ptr_array_sort (entities, compare_names);
  for (guint i = 0; i < entities->len; i++)
    {
      g_hash_table_add (ids, BTY_ENTITY (entities->pdata[i])->entity_id);
      if (!add (database, entities->pdata[i], graph->entities, graph, error))
        return NULL;
    }
  for (guint i = 0; i < graph->entities->len; i++)
    if (!add_edges (database, graph->entities->pdata[i], ids, now, graph, error))
      return NULL;

  return g_steal_pointer (&graph);
}

static gboolean
fits (BtyEntity  *entity,
      const char *words)
{
  g_autofree char *name = words != NULL ? g_utf8_casefold (entity->name, -1) : NULL;

  return words == NULL || strstr (name, words) != NULL;
}

/**
 * bty_graph_list_on_db:
 * @database: a connection
 * @data: a #BtyGraphLook
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): a #BtyGraph without relationships
 */
gpointer
bty_graph_list_on_db (BtyDatabase   *database,
                      gpointer       data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  BtyGraphLook *look = data;
  gint64 now = bty_time_now ();
  g_autoptr(BtyGraph) graph = create_graph ();
  g_autoptr(BtyEntity) after = look->after != NULL ? g_object_ref (look->after) : NULL;
  guint n_asked = look->words == NULL ? MIN (look->n_wanted, PORTION) : PORTION;

  while (graph->entities->len < look->n_wanted)
    {
      g_autoptr(GPtrArray) portion = bty_graph_look_store_list (database, look->id, after, now, n_asked, error);

      if (portion == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      for (guint i = 0; i < portion->len && graph->entities->len < look->n_wanted; i++)
        {
          g_set_object (&after, portion->pdata[i]);
          if (fits (after, look->words) && !add (database, after, graph->entities, graph, error))
            return NULL;
        }
      if (portion->len < n_asked)
        break;
    }

  return g_steal_pointer (&graph);
}

/**
 * bty_graph_around_on_db:
 * @database: a connection
 * @data: a #BtyGraphLook
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): a #BtyGraph of how an entity stands to others, and of these others
 */
gpointer
bty_graph_around_on_db (BtyDatabase   *database,
                        gpointer       data,
                        GCancellable  *cancellable,
                        GError       **error)
{
  BtyGraphLook *look = data;
  BtyGraphTime time = { bty_time_now (), BTY_GRAPH_LATEST };
  g_autoptr(BtyGraph) graph = create_graph ();
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) around = NULL;
  gint64 n_relationships;

  around = bty_graph_look_store_list_around (database, look->id, time.valid_at, look->n_wanted, error);
  if (around == NULL
      || !bty_graph_look_store_count_around (database, look->id, time.valid_at, &n_relationships, error))
    return NULL;

  graph->n_left = (guint) MAX (n_relationships - (gint64) around->len, 0);
  for (guint i = 0; i < around->len; i++)
    {
      BtyRelationship *relationship = around->pdata[i];
      char *other_id = g_str_equal (relationship->from_id, look->id) ? relationship->to_id : relationship->from_id;
      g_autoptr(BtyEntity) other = NULL;
      g_autoptr(GError) other_error = NULL;

      if (!add (database, relationship, graph->relationships, graph, error))
        return NULL;
      if (!g_hash_table_add (ids, other_id))
        continue;
      /* One that is no more, or not told any more, is not shown, and neither is how this one stands to it. */
      other = bty_graph_store_get_entity (database, other_id, &time, &other_error);
      if (other_error != NULL && !g_error_matches (other_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&other_error));
          return NULL;
        }
      if (other != NULL && !add (database, other, graph->entities, graph, error))
        return NULL;
    }

  return g_steal_pointer (&graph);
}
