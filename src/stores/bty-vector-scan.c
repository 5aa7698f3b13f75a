/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-vector-scan.h"

#include "bty-json.h"
#include "bty-kernels.h"

#include <math.h>
#include <string.h>

/* Compares the vectors that the engine proposes, in full, with the one that is looked for. */

#define MAX_SCOPES 4
#define FIRST_SCOPE 7

typedef struct
{
  const BtyVectorQuery *query;
  const BtyKernels     *kernels;
  double                length;   /* of what is looked for */
  float                *values;   /* room for one vector */
  GArray               *found;    /* of BtyVectorFound, the nearest first */
} Scan;

static void
clear_found (gpointer data)
{
  g_free (((BtyVectorFound *) data)->id);
}

static char *
write_condition (const BtyVectorQuery *query)
{
  GString *sql = g_string_new ("model = $1 AND dimensions = $2 AND (expires_at IS NULL OR expires_at > $3)");

  if (query->kind != NULL)
    g_string_append (sql, " AND kind = $4");
  if (query->since != 0)
    g_string_append (sql, " AND created_at >= $5");
  if (query->until != 0)
    g_string_append (sql, " AND created_at < $6");
  if (query->scopes != NULL)
    g_string_append (sql, " AND scope IN ($7, $8, $9, $10)");

  return g_string_free (sql, FALSE);
}

static BtyRows *
open_rows (BtyDatabase           *database,
           const BtyVectorQuery  *query,
           GError               **error)
{
  g_autofree char *condition = write_condition (query);
  /* Engines do not look into metadata, so that it is not known how many of the nearest are needed. */
  gint64 limit = query->metadata_name != NULL ? -1 : (gint64) query->limit;
  BtyValue args[FIRST_SCOPE + MAX_SCOPES] = {
    BTY_TEXT (query->model), BTY_INTEGER (query->dimensions), BTY_INTEGER (query->now), BTY_TEXT (query->kind),
    BTY_INTEGER (query->since), BTY_INTEGER (query->until),
  };

  for (guint i = 0; i < MAX_SCOPES; i++)
    {
      gboolean is_set = query->scopes != NULL && i < g_strv_length ((char **) query->scopes);

      args[FIRST_SCOPE - 1 + i] = BTY_TEXT (is_set ? query->scopes[i] : NULL);
    }
  args[FIRST_SCOPE - 1 + MAX_SCOPES].type = BTY_VALUE_END;

  return bty_database_rank_vectors (database, condition, args, query->values, query->dimensions, limit, error);
}

static double
compare (Scan          *scan,
         gconstpointer  data)
{
  guint dimensions = scan->query->dimensions;
  double length;

  /* Rows are not aligned for numbers. */
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    memcpy (scan->values, data, dimensions * sizeof *scan->values);
  else
    bty_vector_unpack (data, dimensions, scan->values);
  length = sqrt (scan->kernels->dot (scan->values, scan->values, dimensions));

  return scan->kernels->dot (scan->query->values, scan->values, dimensions) / (length * scan->length);
}

/* Where a vector belongs among the nearest: nearer ones first, those that are equally near by id. */
static guint
find_position (Scan       *scan,
               double      similarity,
               const char *id)
{
  guint position = scan->found->len;

  while (position > 0)
    {
      BtyVectorFound *before = &g_array_index (scan->found, BtyVectorFound, position - 1);

      if (before->similarity > similarity || (before->similarity == similarity && strcmp (before->id, id) < 0))
        break;
      position--;
    }

  return position;
}

static gboolean
has_metadata (Scan       *scan,
              const char *json)
{
  g_autoptr(JsonNode) node = json != NULL ? bty_json_parse (json, -1, NULL) : NULL;
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *member = object != NULL ? json_object_get_member (object, scan->query->metadata_name) : NULL;

  return member != NULL && JSON_NODE_HOLDS_VALUE (member) && json_node_get_value_type (member) == G_TYPE_STRING
         && g_strcmp0 (json_node_get_string (member), scan->query->metadata_value) == 0;
}

static void
look_at (Scan    *scan,
         BtyRows *rows)
{
  BtyValue data = bty_rows_get_value (rows, 1);
  BtyVectorFound found;
  guint position;

  if (data.type != BTY_VALUE_BLOB || data.blob.size != scan->query->dimensions * sizeof (float))
    return;
  found.similarity = compare (scan, data.blob.data);
  if (!(found.similarity >= scan->query->min_similarity))
    return;
  position = find_position (scan, found.similarity, bty_rows_get_text (rows, 0));
  if (position >= scan->query->limit)
    return;
  /* Reading JSON is slow, so only of what is near enough. */
  if (scan->query->metadata_name != NULL && !has_metadata (scan, bty_rows_get_text (rows, 2)))
    return;

  if (scan->found->len == scan->query->limit)
    g_array_set_size (scan->found, scan->found->len - 1);
  found.id = g_strdup (bty_rows_get_text (rows, 0));
  g_array_insert_val (scan->found, position, found);
}

/**
 * bty_vector_scan:
 * @database: a connection
 * @query: what is looked for; checked
 * @error: (out) (optional): where to say what went wrong
 *
 * The one place where the nearest vectors of a database are found. SQLite compares codes of all and misses none.
 * PostgreSQL reads all, or where it has the extension for it walks on a graph, which may miss one among very many.
 *
 * Returns: (transfer full) (element-type BtyVectorFound) (nullable): the nearest first
 */
GArray *
bty_vector_scan (BtyDatabase           *database,
                 const BtyVectorQuery  *query,
                 GError               **error)
{
  g_autoptr(BtyRows) rows = open_rows (database, query, error);
  g_autofree float *values = g_new (float, query->dimensions);
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (BtyVectorFound));
  Scan scan = { query, bty_kernels_get (), 0, values, found };
  GError *row_error = NULL;

  g_array_set_clear_func (found, clear_found);
  if (rows == NULL)
    return NULL;

  scan.length = sqrt (scan.kernels->dot (query->values, query->values, query->dimensions));
  while (bty_rows_next (rows, &row_error))
    look_at (&scan, rows);
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&found);
}
