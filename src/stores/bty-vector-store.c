/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-vector-store.h"

#include "bty-vector-scan.h"

/**
 * bty_vector_store_insert_batch:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @vectors: (element-type BtyVector): new vectors
 * @error: (out) (optional): %BTY_ERROR_INVALID, %BTY_ERROR_EXISTS, or what else went wrong
 *
 * Stores all of them or none.
 *
 * Returns: whether they were stored
 */
gboolean
bty_vector_store_insert_batch (BtyDatabase  *database,
                               GPtrArray    *vectors,
                               GError      **error)
{
  for (guint i = 0; i < vectors->len; i++)
    if (!bty_vector_check (g_ptr_array_index (vectors, i), error))
      return FALSE;

  return bty_database_insert_many (database, vectors, error);
}

/**
 * bty_vector_hit_new:
 * @vector: what was found
 * @similarity: one minus the cosine distance
 *
 * Returns: (transfer full): a hit
 */
BtyVectorHit *
bty_vector_hit_new (BtyVector *vector,
                    double     similarity)
{
  BtyVectorHit *hit = g_new0 (BtyVectorHit, 1);

  hit->vector = g_object_ref (vector);
  hit->similarity = similarity;

  return hit;
}

/**
 * bty_vector_hit_free:
 * @hit: (transfer full): a hit
 */
void
bty_vector_hit_free (BtyVectorHit *hit)
{
  g_object_unref (hit->vector);
  g_free (hit);
}

/**
 * bty_vector_store_search:
 * @database: a connection
 * @query: what is looked for
 * @error: (out) (optional): %BTY_ERROR_INVALID, or what else went wrong
 *
 * Returns: (transfer full) (element-type BtyVectorHit) (nullable): the nearest first, those that are equally near
 *   by id
 */
GPtrArray *
bty_vector_store_search (BtyDatabase           *database,
                         const BtyVectorQuery  *query,
                         GError               **error)
{
  g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_vector_hit_free);
  g_autoptr(GArray) found = NULL;

  if (!bty_vector_check_values (query->values, query->dimensions, error))
    return NULL;
  found = bty_vector_scan (database, query, error);
  if (found == NULL)
    return NULL;

  for (guint i = 0; i < found->len; i++)
    {
      BtyVectorFound *one = &g_array_index (found, BtyVectorFound, i);
      g_autoptr(BtyVector) vector = bty_database_get (database, BTY_TYPE_VECTOR, one->id, error);

      if (vector == NULL)
        return NULL;
      g_ptr_array_add (hits, bty_vector_hit_new (vector, one->similarity));
    }

  return g_steal_pointer (&hits);
}

static void
free_count (gpointer data)
{
  g_free (((BtyVectorCount *) data)->model);
  g_free (((BtyVectorCount *) data)->kind);
  g_free (data);
}

/**
 * bty_vector_store_count:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyVectorCount) (nullable): how many there are of each model and kind
 */
GPtrArray *
bty_vector_store_count (BtyDatabase  *database,
                        GError      **error)
{
  g_autoptr(GPtrArray) counts = g_ptr_array_new_with_free_func (free_count);
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  rows = bty_database_query (database,
                             "SELECT model, kind, dimensions, count(*), count(*) * dimensions * 4"
                             " FROM vectors GROUP BY model, kind, dimensions ORDER BY model, kind, dimensions",
                             BTY_NO_ARGS, error);
  if (rows == NULL)
    return NULL;
  while (bty_rows_next (rows, &row_error))
    {
      BtyVectorCount *count = g_new0 (BtyVectorCount, 1);

      count->model = g_strdup (bty_rows_get_text (rows, 0));
      count->kind = g_strdup (bty_rows_get_text (rows, 1));
      count->dimensions = bty_rows_get_integer (rows, 2);
      count->count = bty_rows_get_integer (rows, 3);
      count->size = bty_rows_get_integer (rows, 4);
      g_ptr_array_add (counts, count);
    }
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&counts);
}

/**
 * bty_vector_store_delete_scope:
 * @database: a connection
 * @scope: whose
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_vector_store_delete_scope (BtyDatabase  *database,
                               const char   *scope,
                               GError      **error)
{
  return bty_database_execute_counted (database, "DELETE FROM vectors WHERE scope = $1", BTY_ARGS (BTY_TEXT (scope)),
                                       error);
}

/**
 * bty_vector_store_delete_subject:
 * @database: a connection
 * @kind: what they stand for
 * @subject_id: which one
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_vector_store_delete_subject (BtyDatabase  *database,
                                 const char   *kind,
                                 const char   *subject_id,
                                 GError      **error)
{
  return bty_database_execute_counted (database, "DELETE FROM vectors WHERE kind = $1 AND subject_id = $2",
                                       BTY_ARGS (BTY_TEXT (kind), BTY_TEXT (subject_id)), error);
}

/**
 * bty_vector_store_purge_expired:
 * @database: a connection
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes the vectors whose time is over.
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_vector_store_purge_expired (BtyDatabase  *database,
                                gint64        now,
                                GError      **error)
{
  return bty_database_execute_counted (database, "DELETE FROM vectors WHERE expires_at <= $1",
                                       BTY_ARGS (BTY_INTEGER (now)), error);
}
