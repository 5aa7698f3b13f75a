/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-private.h"

#include "bty-args.h"

#define SPARE 4 /* what is near in the graph, or in half precision, may not be exactly so: that many more are read */
#define MIN_ROWS 40

/* Few rows are compared one by one, which misses none. The graph is for more: what is found there is what looking at so
 * many of its points finds, and of few rows among those of many others it might not come upon any. */
#define SET_UP_GRAPH \
  "SELECT set_config ('hnsw.iterative_scan', 'strict_order', FALSE), set_config ('hnsw.ef_search', '400', FALSE)"

/* Whether the tables were made where the extension is. */
static gboolean
has_vectors (BtyPostgresDatabase  *self,
             gboolean             *found,
             GError              **error)
{
  gint64 count;

  if (!bty_database_query_integer (BTY_DATABASE (self),
                                   "SELECT count(*) FROM pg_attribute WHERE attname = 'embedding'"
                                   " AND attrelid = to_regclass ('vectors') AND NOT attisdropped",
                                   BTY_NO_ARGS, &count, error))
    return FALSE;
  *found = count > 0;

  return TRUE;
}

static char *
write_vector (const float *values,
              guint        dimensions)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < dimensions; i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (number, sizeof number, "%.9g", values[i]);
      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", number);
    }
  g_string_append_c (text, ']');

  return g_string_free (text, FALSE);
}

static gboolean
are_many (BtyPostgresDatabase  *self,
          const char           *condition,
          const BtyValue       *args,
          guint                 dimensions,
          gboolean             *many,
          GError              **error)
{
  g_autofree char *sql = NULL;
  gint64 count;

  sql = g_strdup_printf ("SELECT count(*) FROM (SELECT 1 FROM vectors WHERE dimensions = %u AND (%s) LIMIT %u)"
                         " AS first_ones", dimensions, condition, self->max_compared + 1);
  if (!bty_database_query_integer (BTY_DATABASE (self), sql, args, &count, error))
    return FALSE;
  *many = count > self->max_compared;

  return TRUE;
}

/* The distance to parameter @number, of which the text is read once. With a graph it is written as the index has it. */
static char *
write_distance (guint    dimensions,
                guint    number,
                gboolean with_graph)
{
  const char *type = dimensions > 2000 ? "halfvec" : "vector";

  if (!with_graph)
    return g_strdup_printf ("(embedding <=> (SELECT CAST ($%u AS vector))) + 0", number);

  return g_strdup_printf ("CAST (embedding AS %s(%u)) <=> CAST ($%u AS %s(%u))", type, dimensions, number, type,
                          dimensions);
}

static BtyRows *
rank (BtyPostgresDatabase  *self,
      const char           *condition,
      const BtyValue       *args,
      const float          *values,
      guint                 dimensions,
      gint64                limit,
      gboolean              with_graph,
      GError              **error)
{
  guint n = bty_args_count (args);
  g_autofree char *vector = write_vector (values, dimensions);
  g_autofree BtyValue *all_args = bty_args_append (args, BTY_ARGS (BTY_TEXT (vector),
                                                                   BTY_INTEGER (MAX (limit * SPARE, MIN_ROWS))));
  g_autofree char *distance = write_distance (dimensions, n + 1, with_graph);
  g_autofree char *sql = NULL;

  sql = g_strdup_printf ("SELECT id, data, metadata FROM vectors WHERE dimensions = %u AND (%s) ORDER BY %s LIMIT $%u",
                         dimensions, condition, distance, n + 2);

  return bty_database_query (BTY_DATABASE (self), sql, all_args, error);
}

/**
 * bty_postgres_rank_vectors:
 *
 * See bty_database_rank_vectors(). Few are all compared; among many, the graph is walked on until enough rows let the
 * condition through.
 *
 * Returns: (transfer full) (nullable): the rows
 */
BtyRows *
bty_postgres_rank_vectors (BtyDatabase     *database,
                           const char      *condition,
                           const BtyValue  *args,
                           const float     *values,
                           guint            dimensions,
                           gint64           limit,
                           GError         **error)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (database);
  BtyDatabaseClass *parent_class = g_type_class_peek (BTY_TYPE_DATABASE);
  gboolean is_there = FALSE;
  gboolean many;

  if (limit >= 0 && !has_vectors (self, &is_there, error))
    return NULL;
  if (!is_there)
    return parent_class->rank_vectors (database, condition, args, values, dimensions, limit, error);
  if (!are_many (self, condition, args, dimensions, &many, error)
      || (many && !bty_postgres_run (self, SET_UP_GRAPH, NULL, error)))
    return NULL;

  return rank (self, condition, args, values, dimensions, limit, many, error);
}
