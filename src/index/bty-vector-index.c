/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-vector-index.h"

#include "bty-error.h"

#include "bty-config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "bty-vector-index-private.h"

/**
 * BtyVectorIndex:
 *
 * Finds the vectors that are nearest to one, of one model. It is a cache: what it holds is in the database, and its
 * file can be deleted at any time. It scans as long as that is fast; then it wants a graph to be built, and scans
 * until there is one. Any number of threads may search at once while none changes it.
 */

G_DEFINE_FINAL_TYPE (BtyVectorIndex, bty_vector_index, G_TYPE_OBJECT)

/* A walk through the graph that has a filter keeps so many times more rows in sight. */
#define FILTERED_EF_FACTOR 4

/* Up to this part of all rows are looked at one by one when only some are allowed. */
#define FEW_KEYS_PART 16

static void
bty_vector_index_finalize (GObject *object)
{
  BtyVectorIndex *self = BTY_VECTOR_INDEX (object);

  bty_hnsw_clear (&self->graph);
  bty_vector_table_clear (&self->table);
  bty_row_map_clear (&self->map);
  g_clear_pointer (&self->file, bty_index_file_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->removed, g_array_unref);
  g_mutex_clear (&self->map_lock);

  G_OBJECT_CLASS (bty_vector_index_parent_class)->finalize (object);
}

static void
bty_vector_index_class_init (BtyVectorIndexClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_vector_index_finalize;
}

static void
bty_vector_index_init (BtyVectorIndex *self)
{
  g_mutex_init (&self->map_lock);
  self->removed = g_array_new (FALSE, FALSE, sizeof (guint32));
}

/**
 * bty_vector_index_new:
 * @model: whose vectors it will hold
 * @dimensions: how many numbers each has
 * @metric: what is near
 *
 * Returns: (transfer full): an index without vectors
 */
BtyVectorIndex *
bty_vector_index_new (const char *model,
                      guint       dimensions,
                      BtyMetric   metric)
{
  BtyVectorIndex *self = g_object_new (BTY_TYPE_VECTOR_INDEX, NULL);

  self->model = g_strdup (model);
  bty_vector_table_init (&self->table, metric, dimensions);
  bty_hnsw_init (&self->graph, &self->table);

  return self;
}

/**
 * bty_vector_index_get_stamp:
 * @self: an index that was loaded or saved
 *
 * Returns: the stamp it was saved with
 */
gint64
bty_vector_index_get_stamp (BtyVectorIndex *self)
{
  return self->stamp;
}

/**
 * bty_vector_index_get_stats:
 * @self: an index
 * @stats: (out caller-allocates): what it holds
 */
void
bty_vector_index_get_stats (BtyVectorIndex      *self,
                            BtyVectorIndexStats *stats)
{
  const BtyVectorTable *table = &self->table;
  guint n = table->n_rows;

  *stats = (BtyVectorIndexStats) { .n_vectors = table->n_live, .n_removed = n - table->n_live,
                                   .has_graph = self->has_graph };
  stats->mapped_bytes = self->file != NULL ? bty_index_file_get_bytes (self->file) : 0;
  stats->memory_bytes = bty_column_get_owned (&table->keys, n) + bty_column_get_owned (&table->floats, n)
                        + bty_column_get_owned (&table->int8, n) + bty_column_get_owned (&table->scales, n)
                        + bty_column_get_owned (&table->norms, n) + bty_column_get_owned (&table->live, (n + 7) / 8)
                        + bty_column_get_owned (&self->graph.links, self->graph.n_rows)
                        + bty_column_get_owned (&self->graph.upper, self->graph.n_rows)
                        + (table->n_coded > 0 ? n * table->n_words * sizeof (guint64) : 0)
                        + self->graph.upper_capacity * sizeof (guint32) + self->map.n_slots * sizeof (guint32);
}

/* Looking a key up is not needed to search for a vector: a file that was only loaded has no map. */
static gboolean
find_row (BtyVectorIndex *self,
          gint64          key,
          guint          *row)
{
  g_mutex_lock (&self->map_lock);
  if (self->map.n_slots == 0)
    bty_row_map_make (&self->map, &self->table);
  g_mutex_unlock (&self->map_lock);

  return bty_row_map_find (&self->map, &self->table, key, row);
}

static gboolean
check_vector (BtyVectorIndex  *self,
              const float     *vector,
              GError         **error)
{
  for (guint i = 0; i < self->table.dimensions; i++)
    if (!isfinite (vector[i]) || fabsf (vector[i]) > 1e15f)
      {
        g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("The vector has a number that is not finite"));
        return FALSE;
      }

  return TRUE;
}

/**
 * bty_vector_index_insert:
 * @self: an index
 * @key: what to call the vector
 * @vector: as many numbers as the index has dimensions
 * @error: return location for an error of %BTY_ERROR
 *
 * Adds a vector, or replaces the one of that key. It can be found at once.
 *
 * Returns: whether it could be added
 */
gboolean
bty_vector_index_insert (BtyVectorIndex  *self,
                         gint64           key,
                         const float     *vector,
                         GError         **error)
{
  guint row;

  g_return_val_if_fail (BTY_IS_VECTOR_INDEX (self), FALSE);

  if (!check_vector (self, vector, error))
    return FALSE;
  if (self->table.n_rows >= BTY_COLUMN_MAX_ROWS)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_FULL, _("The search index is full"));
      return FALSE;
    }

  if (find_row (self, key, &row))
    bty_vector_index_remove (self, key);
  row = bty_vector_table_append (&self->table, key, vector);
  bty_row_map_add (&self->map, &self->table, row);
  bty_vector_table_prepare (&self->table);
  if (self->has_graph)
    bty_hnsw_add (&self->graph);

  return TRUE;
}

/**
 * bty_vector_index_contains:
 * @self: an index
 * @key: what a vector is called
 *
 * Returns: whether there is one
 */
gboolean
bty_vector_index_contains (BtyVectorIndex *self,
                           gint64          key)
{
  guint row;

  return find_row (self, key, &row);
}

/**
 * bty_vector_index_remove:
 * @self: an index
 * @key: what a vector is called
 *
 * Removes a vector. It is not found any more, and nothing of it is left in memory, once no graph is being built; the
 * file forgets it when the index is saved.
 *
 * Returns: whether there was one
 */
gboolean
bty_vector_index_remove (BtyVectorIndex *self,
                         gint64          key)
{
  guint32 row;

  if (!find_row (self, key, &row))
    return FALSE;

  bty_vector_table_hide (&self->table, row);
  if (self->is_building)
    {
      g_array_append_val (self->removed, row);
      return TRUE;
    }

  if (self->has_graph)
    bty_hnsw_remove (&self->graph, row);
  bty_vector_table_erase (&self->table, row);

  return TRUE;
}

/* Only some keys are allowed: few are looked at one by one, many by a scan that passes the others by. */
static GArray *
search_keys (BtyVectorIndex      *self,
             const BtyTableQuery *query,
             const BtyVectorWish *wish)
{
  g_autofree guint32 *rows = g_new (guint32, wish->n_keys + 1);
  g_autofree guint8 *allowed = NULL;
  BtyVectorWish by_row = *wish;
  gsize n_rows = 0;

  for (gsize i = 0; i < wish->n_keys; i++)
    n_rows += find_row (self, wish->keys[i], &rows[n_rows]);
  if (n_rows <= self->table.n_live / FEW_KEYS_PART)
    return bty_scan_rows (&self->table, query, wish, rows, n_rows);

  allowed = g_new0 (guint8, (self->table.n_rows + 7) / 8);
  for (gsize i = 0; i < n_rows; i++)
    allowed[rows[i] >> 3] |= 1 << (rows[i] & 7);
  by_row.allowed = allowed;

  return bty_scan_all (&self->table, query, &by_row);
}

/* A walk may end before it has met enough rows that the filter lets pass; then all are looked at. */
static GArray *
search_graph (BtyVectorIndex      *self,
              const BtyTableQuery *query,
              const BtyVectorWish *wish)
{
  guint ef = MAX (BTY_HNSW_EF, wish->k * 2) * (wish->filter != NULL ? FILTERED_EF_FACTOR : 1);
  GArray *hits = bty_hnsw_search (&self->graph, query, wish, ef);

  if (wish->filter == NULL || hits->len >= wish->k)
    return hits;

  g_array_unref (hits);

  return bty_scan_all (&self->table, query, wish);
}

/**
 * bty_vector_index_search:
 * @self: an index
 * @vector: what is looked for, as many numbers as the index has dimensions
 * @wish: how many, how near, and which
 *
 * Finds the nearest vectors. May be called on any thread while the index is not changed.
 *
 * Returns: (transfer full) (element-type BtyIndexHit): the keys of the nearest ones and their scores, the nearest
 *   first
 */
GArray *
bty_vector_index_search (BtyVectorIndex      *self,
                         const float         *vector,
                         const BtyVectorWish *wish)
{
  BtyTableQuery query;
  GArray *hits;

  g_return_val_if_fail (BTY_IS_VECTOR_INDEX (self), NULL);

  if (self->table.n_live == 0 || wish->k == 0 || !check_vector (self, vector, NULL))
    return g_array_new (FALSE, FALSE, sizeof (BtyIndexHit));

  bty_table_query_init (&query, &self->table, vector);
  if (wish->keys != NULL)
    hits = search_keys (self, &query, wish);
  else if (self->has_graph)
    hits = search_graph (self, &query, wish);
  else
    hits = bty_scan_all (&self->table, &query, wish);
  bty_table_query_clear (&query);

  return hits;
}
