/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-private.h"

#include "bty-int8-code.h"
#include "bty-vector.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Triggers keep a short code of every vector in a table of its own, in the order in which vectors are looked for. All
 * codes are compared; how much each may be wrong is known, so that those which may be among the nearest surely are
 * among the rows that come back. */

#define MIN_ROOM 1024

/* More than so many nearest are found as soon by comparing all. */
#define MAX_LIMIT 1000

typedef struct
{
  char   *id;
  double  most;   /* it is not nearer than this */
} Candidate;

typedef struct
{
  BtyInt8Code  wanted;
  guint        dimensions;
  GArray      *candidates;   /* of Candidate */
  guint        room;         /* as many candidates are kept before those that fell behind are thrown out */
  double      *least;        /* what the nearest rows have at least, the most first */
  guint        n_least;
  guint        limit;
} Search;

static void
clear_candidate (gpointer data)
{
  g_free (((Candidate *) data)->id);
}

static void
make_code_cb (sqlite3_context  *context,
              int               n_args,
              sqlite3_value   **args)
{
  gconstpointer data = sqlite3_value_blob (args[0]);
  guint dimensions = sqlite3_value_bytes (args[0]) / sizeof (float);
  g_autofree float *values = g_new (float, dimensions);
  g_autoptr(GBytes) code = NULL;

  if (data != NULL)
    {
      bty_vector_unpack (data, dimensions, values);
      code = bty_int8_code_make (values, dimensions);
    }
  if (code == NULL)
    sqlite3_result_null (context);
  else
    sqlite3_result_blob64 (context, g_bytes_get_data (code, NULL), g_bytes_get_size (code), SQLITE_TRANSIENT);
}

/**
 * bty_sqlite_add_vector_functions:
 * @self: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Adds the function that the triggers of the table of vectors call.
 *
 * Returns: whether there was memory for it
 */
gboolean
bty_sqlite_add_vector_functions (BtySqliteDatabase  *self,
                                 GError            **error)
{
  int code = sqlite3_create_function_v2 (self->connection, "boternity_vector_code", 1,
                                         SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                         make_code_cb, NULL, NULL, NULL);

  return code == SQLITE_OK || bty_sqlite_fail (self->connection, code, error);
}

/* Takes what a row has at least, if it is among the most. */
static void
take_least (Search *search,
            double  number)
{
  guint at = search->n_least;

  while (at > 0 && search->least[at - 1] < number)
    at--;
  if (at == search->limit)
    return;

  search->n_least = MIN (search->n_least + 1, search->limit);
  memmove (search->least + at + 1, search->least + at, (search->n_least - at - 1) * sizeof *search->least);
  search->least[at] = number;
}

/* What a row must reach in order to be among the nearest. */
static double
get_limit (Search *search)
{
  return search->n_least < search->limit ? -G_MAXDOUBLE : search->least[search->limit - 1];
}

static void
throw_out (Search *search)
{
  for (guint i = search->candidates->len; i-- > 0;)
    if (g_array_index (search->candidates, Candidate, i).most < get_limit (search))
      g_array_remove_index_fast (search->candidates, i);
  search->room = MAX (2 * search->candidates->len, MIN_ROOM);
}

static void
look_at (Search  *search,
         BtyRows *rows)
{
  BtyValue bytes = bty_rows_get_value (rows, 1);
  BtyInt8Code code;
  Candidate candidate;
  double nearness;
  double error;

  if (bytes.type != BTY_VALUE_BLOB
      || !bty_int8_code_read (&code, bytes.blob.data, bytes.blob.size, search->dimensions))
    return;
  nearness = bty_int8_code_compare (&code, &search->wanted, search->dimensions, &error);
  candidate.most = nearness + error;
  if (candidate.most < get_limit (search))
    return;

  take_least (search, nearness - error);
  if (search->candidates->len == search->room)
    throw_out (search);
  candidate.id = g_strdup (bty_rows_get_text (rows, 0));
  g_array_append_val (search->candidates, candidate);
}

static gboolean
find_candidates (Search          *search,
                 BtyDatabase     *database,
                 const char      *condition,
                 const BtyValue  *args,
                 GError         **error)
{
  g_autofree char *sql = g_strconcat ("SELECT id, code FROM vector_codes WHERE ", condition, NULL);
  g_autoptr(BtyRows) rows = bty_database_query (database, sql, args, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    look_at (search, rows);
  if (row_error != NULL)
    g_propagate_error (error, row_error);
  throw_out (search);

  return row_error == NULL;
}

static char *
list_candidates (Search *search)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) ids = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < search->candidates->len; i++)
    json_builder_add_string_value (builder, g_array_index (search->candidates, Candidate, i).id);
  json_builder_end_array (builder);
  ids = json_builder_get_root (builder);

  return json_to_string (ids, FALSE);
}

/**
 * bty_sqlite_database_rank_vectors:
 *
 * See bty_database_rank_vectors().
 *
 * Returns: (transfer full) (nullable): the rows
 */
BtyRows *
bty_sqlite_database_rank_vectors (BtyDatabase     *database,
                                  const char      *condition,
                                  const BtyValue  *args,
                                  const float     *values,
                                  guint            dimensions,
                                  gint64           limit,
                                  GError         **error)
{
  BtyDatabaseClass *parent_class = g_type_class_peek (BTY_TYPE_DATABASE);
  g_autoptr(GBytes) code = limit > 0 && limit <= MAX_LIMIT ? bty_int8_code_make (values, dimensions) : NULL;
  g_autoptr(GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autofree double *least = NULL;
  g_autofree char *ids = NULL;
  Search search = { .dimensions = dimensions, .candidates = candidates, .room = MIN_ROOM };

  if (code == NULL)
    return parent_class->rank_vectors (database, condition, args, values, dimensions, limit, error);

  g_array_set_clear_func (candidates, clear_candidate);
  search.limit = (guint) limit;
  search.least = least = g_new (double, search.limit);
  bty_int8_code_read (&search.wanted, g_bytes_get_data (code, NULL), g_bytes_get_size (code), dimensions);
  if (!find_candidates (&search, database, condition, args, error))
    return NULL;

  ids = list_candidates (&search);

  return bty_database_query (database, "SELECT id, data, metadata FROM vectors"
                                       " WHERE id IN (SELECT value FROM json_each ($1))",
                             BTY_ARGS (BTY_TEXT (ids)), error);
}
