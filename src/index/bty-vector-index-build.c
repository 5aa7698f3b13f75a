/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-vector-index-private.h"

#include "bty-error.h"

#include "bty-config.h"

#include <glib/gi18n-lib.h>

/* When one row in so many was removed, links have become poor and codes sparse. */
#define REMOVED_PART 5

typedef struct
{
  BtyHnsw graph;
  guint   n_rows;
  guint   n_threads;
} Build;

static void
free_build (gpointer data)
{
  Build *build = data;

  bty_hnsw_clear (&build->graph);
  g_free (build);
}

static gboolean
has_many_removed (BtyVectorIndex *self)
{
  return (self->table.n_rows - self->table.n_live) * REMOVED_PART > self->table.n_rows;
}

/* Goes back to scanning. */
static void
drop_graph (BtyVectorIndex *self)
{
  bty_hnsw_clear (&self->graph);
  bty_hnsw_init (&self->graph, &self->table);
  self->has_graph = FALSE;
}

/* Takes the graph, if it is @done: rows that came meanwhile are linked, and those that were removed are taken out and
 * erased. */
static void
end_build (BtyVectorIndex *self,
           Build          *build,
           gboolean        done)
{
  if (done)
    {
      bty_hnsw_clear (&self->graph);
      self->graph = build->graph;
      self->has_graph = self->graph.n_rows > 0;
      bty_hnsw_init (&build->graph, &self->table);
    }
  else
    {
      drop_graph (self);
    }

  for (guint i = 0; i < self->removed->len; i++)
    {
      guint32 row = g_array_index (self->removed, guint32, i);

      if (self->has_graph && row < self->graph.n_rows)
        bty_hnsw_remove (&self->graph, row);
      bty_vector_table_erase (&self->table, row);
    }
  g_array_set_size (self->removed, 0);
  if (self->has_graph)
    bty_hnsw_add (&self->graph);
  self->is_building = FALSE;
}

/**
 * bty_vector_index_wants_build:
 * @self: an index
 * @max_scanned: bytes of codes that a scan may read, such as %BTY_VECTOR_INDEX_MAX_SCANNED
 *
 * Returns: whether a graph would make searches faster: a scan takes long, or so much was removed that the graph has
 *   become poor
 */
gboolean
bty_vector_index_wants_build (BtyVectorIndex *self,
                              gsize           max_scanned)
{
  const BtyVectorTable *table = &self->table;
  gsize code_bytes = table->n_coded > 0 ? table->n_words * sizeof (guint64) : table->stride;

  if (self->is_building || table->n_live * code_bytes <= max_scanned)
    return FALSE;

  return !self->has_graph || has_many_removed (self);
}

static Build *
begin_build (BtyVectorIndex *self,
             guint           n_threads)
{
  Build *build = g_new0 (Build, 1);

  bty_vector_table_own_last (&self->table);
  bty_hnsw_init (&build->graph, &self->table);
  build->n_rows = self->table.n_rows;
  build->n_threads = n_threads;
  self->is_building = TRUE;

  return build;
}

static void
build_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Build *build = task_data;
  GError *error = NULL;

  if (bty_hnsw_build (&build->graph, build->n_rows, build->n_threads, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * bty_vector_index_build:
 * @self: an index
 * @n_threads: how many threads may work at once
 * @cancellable: (nullable): to give up
 * @error: return location for %G_IO_ERROR_CANCELLED, or %BTY_ERROR_BUSY when one is being built
 *
 * Builds a graph here and now; it takes about 0.15 ms for each row.
 *
 * Returns: whether it was built
 */
gboolean
bty_vector_index_build (BtyVectorIndex  *self,
                        guint            n_threads,
                        GCancellable    *cancellable,
                        GError         **error)
{
  Build *build;
  gboolean done;

  if (self->is_building)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_BUSY, _("The search index is being built"));
      return FALSE;
    }

  build = begin_build (self, n_threads);
  done = bty_hnsw_build (&build->graph, build->n_rows, n_threads, cancellable, error);
  end_build (self, build, done);
  free_build (build);

  return done;
}

/**
 * bty_vector_index_build_async:
 * @self: an index
 * @n_threads: how many threads may work at once
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Builds a graph on other threads. The index can be searched, by scanning, and changed as always meanwhile, by one
 * thread at a time; but not saved.
 */
void
bty_vector_index_build_async (BtyVectorIndex      *self,
                              guint                n_threads,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_vector_index_build_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->is_building)
    {
      g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_BUSY, _("The search index is being built"));
      return;
    }

  drop_graph (self);
  g_task_set_task_data (task, begin_build (self, n_threads), free_build);
  g_task_run_in_thread (task, build_in_thread);
}

/**
 * bty_vector_index_build_finish:
 * @self: an index
 * @result: from the callback
 * @error: return location for an error of %BTY_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Must be called: the graph is used from now on.
 *
 * Returns: whether it was built
 */
gboolean
bty_vector_index_build_finish (BtyVectorIndex  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  Build *build = g_task_get_task_data (G_TASK (result));
  gboolean done;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  done = g_task_propagate_boolean (G_TASK (result), error);
  if (build != NULL)
    end_build (self, build, done);

  return done;
}

static void
fill_from_file (BtyVectorIndex *self,
                BtyIndexFile   *file,
                const char     *path)
{
  BtyMetric metric = self->table.metric;
  guint dimensions = self->table.dimensions;

  bty_hnsw_clear (&self->graph);
  bty_vector_table_clear (&self->table);
  bty_row_map_clear (&self->map);
  g_clear_pointer (&self->file, bty_index_file_free);
  g_free (self->path);

  self->file = file;
  self->path = g_strdup (path);
  self->stamp = bty_index_file_get_stamp (file);
  bty_vector_table_init (&self->table, metric, dimensions);
  bty_hnsw_init (&self->graph, &self->table);
  bty_index_file_fill_table (file, &self->table);
  self->has_graph = bty_index_file_fill_graph (file, &self->graph);
  if (!self->has_graph)
    drop_graph (self);
}

/**
 * bty_vector_index_load:
 * @path: where bty_vector_index_save() wrote one
 * @model: whose vectors it must hold
 * @dimensions: how many numbers they must have
 * @metric: by which they must be near
 * @error: return location for an error of %BTY_ERROR: not found, damaged, or invalid when it is about other vectors
 *
 * Maps a file; whatever is wrong with it, the index can be made anew. The small parts of the file are checked now,
 * all of it by bty_vector_index_verify_async(), which should be called at once: until it is done a damaged number can
 * make results worse, but do no harm.
 *
 * Returns: (transfer full): the index, or %NULL with @error set
 */
BtyVectorIndex *
bty_vector_index_load (const char  *path,
                       const char  *model,
                       guint        dimensions,
                       BtyMetric    metric,
                       GError     **error)
{
  BtyIndexFile *file = bty_index_file_open (path, model, metric, dimensions, error);
  BtyVectorIndex *self;

  if (file == NULL)
    return NULL;

  self = bty_vector_index_new (model, dimensions, metric);
  fill_from_file (self, file, path);

  return self;
}

/**
 * bty_vector_index_save:
 * @self: an index of which no graph is being built
 * @path: where to
 * @stamp: anything that says later whether the file is up to date
 * @error: return location for an error of %BTY_ERROR
 *
 * Writes all of it to a file, and uses it from there. Of vectors that were removed nothing is left in the file. When
 * many were, the graph is not kept: another one is wanted.
 *
 * Returns: whether it was written
 */
gboolean
bty_vector_index_save (BtyVectorIndex  *self,
                       const char      *path,
                       gint64           stamp,
                       GError         **error)
{
  BtyIndexFile *file;

  if (self->is_building)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_BUSY, _("The search index is being built"));
      return FALSE;
    }

  if (self->has_graph && has_many_removed (self))
    drop_graph (self);
  if (!bty_index_file_write (path, self->model, stamp, &self->table, self->has_graph ? &self->graph : NULL, error))
    return FALSE;
  file = bty_index_file_open (path, self->model, self->table.metric, self->table.dimensions, error);
  if (file == NULL)
    return FALSE;

  fill_from_file (self, file, path);

  return TRUE;
}

static void
verify_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;

  if (bty_index_file_verify (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * bty_vector_index_verify_async:
 * @self: an index that was loaded
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads its whole file on another thread and checks it.
 */
void
bty_vector_index_verify_async (BtyVectorIndex      *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (self->path != NULL);

  g_task_set_source_tag (task, bty_vector_index_verify_async);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, verify_in_thread);
}

/**
 * bty_vector_index_verify_finish:
 * @self: an index
 * @result: from the callback
 * @error: return location for an error of %BTY_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the file is what was saved; if not, the index is to be thrown away and made anew
 */
gboolean
bty_vector_index_verify_finish (BtyVectorIndex  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
