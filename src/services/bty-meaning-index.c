/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-meaning-index.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-value-list.h"
#include "bty-vector-log.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>

/* Its file is in the folder "index" beside the database, if that is a file, and is named after the scope and the
 * model. It may be deleted at any time. */

/* Codes are rounded; what is found is compared again in full. */
#define ROUNDING 0.02

/* Changes that are taken in at once. */
#define BATCH 2000

/* Fewer vectors are read from the database as fast as from a file; a file that lacks fewer changes is kept. */
#define MIN_SAVED 1000
#define SAVE_AFTER 1000

typedef struct
{
  BtyMeaningIndex *self;
  float           *values;
  guint            n_changes;
} Following;

static BtyMeaningIndex *
create (const char *scope,
        const char *model,
        guint       dimensions)
{
  BtyMeaningIndex *self = g_new0 (BtyMeaningIndex, 1);

  self->scope = g_strdup (scope);
  self->model = g_strdup (model);
  self->dimensions = dimensions;

  return self;
}

/**
 * bty_meaning_index_free:
 * @self: (transfer full): an index
 */
void
bty_meaning_index_free (BtyMeaningIndex *self)
{
  g_clear_object (&self->vectors);
  g_free (self->scope);
  g_free (self->model);
  g_free (self);
}

/* Returns: (transfer full) (nullable): where the files are; %NULL = nowhere */
static char *
dup_directory (BtyDatabase *database)
{
  const char *files = bty_database_get_files_directory (database);
  g_autofree char *data = files != NULL ? g_path_get_dirname (files) : NULL;

  return data != NULL ? g_build_filename (data, "index", NULL) : NULL;
}

/* What the names of all files of a scope begin with. */
static char *
dup_prefix (const char *scope)
{
  g_autofree char *escaped = g_uri_escape_string (scope, NULL, FALSE);

  return g_strconcat (escaped, "-", NULL);
}

static char *
dup_path (BtyMeaningIndex *self,
          BtyDatabase     *database)
{
  g_autofree char *directory = dup_directory (database);
  g_autofree char *prefix = dup_prefix (self->scope);
  g_autofree char *model = g_uri_escape_string (self->model, NULL, FALSE);
  g_autofree char *name = g_strconcat (prefix, model, ".idx", NULL);

  return directory != NULL ? g_build_filename (directory, name, NULL) : NULL;
}

static void
change_cb (gint64        seq,
           gint64        removes,
           gconstpointer data,
           gpointer      user_data)
{
  Following *following = user_data;
  BtyMeaningIndex *self = following->self;

  /* A vector that cannot be compared with anything, as one with infinite numbers, stays out. */
  if (removes != 0)
    bty_vector_index_remove (self->vectors, removes);
  else if (data != NULL)
    {
      bty_vector_unpack (data, self->dimensions, following->values);
      bty_vector_index_insert (self->vectors, seq, following->values, NULL);
    }
  self->stamp = seq;
  self->n_changed++;
  following->n_changes++;
}

/**
 * bty_meaning_index_follow:
 * @self: an index
 * @database: a connection, in a transaction
 * @limit: how many changes at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Takes in what has changed in the database. When it sees an older state than the index has, nothing has.
 *
 * Returns: how many changes there were; -1 on error
 */
gint
bty_meaning_index_follow (BtyMeaningIndex  *self,
                          BtyDatabase      *database,
                          guint             limit,
                          GError          **error)
{
  g_autofree float *values = NULL;
  Following following = { self, NULL, 0 };
  gint64 newest;

  if (!bty_vector_log_get_newest (database, &newest, error))
    return -1;
  if (newest <= self->seen)
    return 0;

  following.values = values = g_new (float, self->dimensions);
  if (!bty_vector_log_read (database, self->model, self->dimensions, self->scope, self->stamp, limit, change_cb,
                            &following, error))
    return -1;
  if (following.n_changes < limit)
    self->seen = newest;

  return (gint) following.n_changes;
}

static gboolean
follow_to_end (BtyMeaningIndex  *self,
               BtyDatabase      *database,
               GError          **error)
{
  gint n;

  do
    n = bty_meaning_index_follow (self, database, BATCH, error);
  while (n == BATCH);

  return n >= 0;
}

/* A file of another state of the data, as before a copy of them was brought back, has other vectors in it. */
static gboolean
is_complete (BtyMeaningIndex *self,
             BtyDatabase     *database)
{
  BtyVectorIndexStats stats;
  gint64 count;
  gint64 newest;

  bty_vector_index_get_stats (self->vectors, &stats);

  return bty_vector_log_count (database, self->model, self->scope, &count, &newest, NULL)
         && count == stats.n_vectors && newest == self->stamp;
}

static gboolean
load (BtyMeaningIndex *self,
      BtyDatabase     *database)
{
  g_autofree char *path = dup_path (self, database);

  if (path != NULL)
    self->vectors = bty_vector_index_load (path, self->model, self->dimensions, BTY_METRIC_COSINE, NULL);
  if (self->vectors == NULL)
    return FALSE;

  self->stamp = bty_vector_index_get_stamp (self->vectors);

  return TRUE;
}

/**
 * bty_meaning_index_load:
 * @scope: whose vectors
 * @model: what made them
 * @dimensions: how many numbers each has
 * @limit: how many changes at most may be missing in the file, so that this is quick
 * @database: a connection, in a transaction
 *
 * Returns: (transfer full) (nullable): the index from its file, with all that @database has; %NULL if there is no file
 *   that is good for that. Its large parts are not checked yet.
 */
BtyMeaningIndex *
bty_meaning_index_load (const char  *scope,
                        const char  *model,
                        guint        dimensions,
                        guint        limit,
                        BtyDatabase *database)
{
  g_autoptr(BtyMeaningIndex) self = create (scope, model, dimensions);
  gint n;

  if (!load (self, database))
    return NULL;
  n = bty_meaning_index_follow (self, database, limit, NULL);

  return n >= 0 && (guint) n < limit && is_complete (self, database) ? g_steal_pointer (&self) : NULL;
}

/**
 * bty_meaning_index_open:
 * @scope: whose vectors
 * @model: what made them
 * @dimensions: how many numbers each has
 * @trusts_file: whether to use the file, if there is one; its large parts are not checked yet
 * @database: a connection, in a transaction
 * @error: (out) (optional): where to say what went wrong
 *
 * Loads an index, or makes it from the database, which takes about 10 µs for each vector.
 *
 * Returns: (transfer full) (nullable): the index, with all that @database has
 */
BtyMeaningIndex *
bty_meaning_index_open (const char   *scope,
                        const char   *model,
                        guint         dimensions,
                        gboolean      trusts_file,
                        BtyDatabase  *database,
                        GError      **error)
{
  g_autoptr(BtyMeaningIndex) self = create (scope, model, dimensions);

  if (trusts_file && load (self, database) && follow_to_end (self, database, NULL) && is_complete (self, database))
    return g_steal_pointer (&self);

  g_clear_object (&self->vectors);
  self->vectors = bty_vector_index_new (model, dimensions, BTY_METRIC_COSINE);
  self->stamp = self->seen = 0;
  self->n_changed = 0;

  return follow_to_end (self, database, error) ? g_steal_pointer (&self) : NULL;
}

static double
compare (BtyVector            *vector,
         const BtyVectorQuery *query)
{
  g_autofree float *values = g_new (float, query->dimensions);
  double product = 0;
  double length = 0;
  double query_length = 0;

  bty_vector_unpack (g_bytes_get_data (vector->data, NULL), query->dimensions, values);
  for (guint i = 0; i < query->dimensions; i++)
    {
      product += (double) values[i] * query->values[i];
      length += (double) values[i] * values[i];
      query_length += (double) query->values[i] * query->values[i];
    }

  return product / sqrt (length * query_length);
}

/* The nearest first, those that are equally near by id. */
static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const BtyVectorHit *first = *(const BtyVectorHit *const *) a;
  const BtyVectorHit *second = *(const BtyVectorHit *const *) b;

  if (first->similarity != second->similarity)
    return first->similarity < second->similarity ? 1 : -1;

  return g_strcmp0 (first->vector->id, second->vector->id);
}

/**
 * bty_meaning_index_search:
 * @self: an index
 * @query: what is looked for; its scope and model are those of @self, and its kind, metadata and times do not matter
 *
 * Returns: (transfer full) (element-type BtyIndexHit): what is near by its codes, at most %BTY_VALUE_LIST_MAX; give it
 *   to bty_meaning_index_look_up()
 */
GArray *
bty_meaning_index_search (BtyMeaningIndex      *self,
                          const BtyVectorQuery *query)
{
  const BtyVectorWish wish = { .k = MIN (query->limit, BTY_VALUE_LIST_MAX),
                               .min_score = query->min_similarity - ROUNDING };

  return bty_vector_index_search (self->vectors, query->values, &wish);
}

/**
 * bty_meaning_index_ask:
 * @database: a connection
 * @found: (element-type BtyIndexHit): what an index found, at least one
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Asks for these vectors: see bty_database_ask().
 *
 * Returns: (transfer full) (nullable): the rows, for bty_meaning_index_compare()
 */
BtyRows *
bty_meaning_index_ask (BtyDatabase  *database,
                       GArray       *found,
                       gint64        now,
                       GError      **error)
{
  g_autoptr(GArray) seqs = g_array_new (FALSE, FALSE, sizeof (BtyValue));

  for (guint i = 0; i < found->len; i++)
    {
      BtyValue seq = BTY_INTEGER (g_array_index (found, BtyIndexHit, i).key);

      g_array_append_val (seqs, seq);
    }

  return bty_vector_log_ask (database, seqs, now, error);
}

/**
 * bty_meaning_index_compare:
 * @rows: vectors that an index found
 * @query: what was looked for
 * @error: (out) (optional): where to say what went wrong
 *
 * The database decides: what it does not have any more is not found.
 *
 * Returns: (transfer full) (element-type BtyVectorHit) (nullable): what is near, the nearest first
 */
GPtrArray *
bty_meaning_index_compare (BtyRows               *rows,
                           const BtyVectorQuery  *query,
                           GError               **error)
{
  g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_vector_hit_free);
  g_autoptr(GPtrArray) vectors = bty_rows_read_records (rows, BTY_TYPE_VECTOR, error);

  if (vectors == NULL)
    return NULL;
  for (guint i = 0; i < vectors->len; i++)
    {
      BtyVector *vector = g_ptr_array_index (vectors, i);
      double similarity = vector->dimensions == query->dimensions ? compare (vector, query) : -1;

      if (similarity >= query->min_similarity)
        g_ptr_array_add (hits, bty_vector_hit_new (vector, similarity));
    }
  g_ptr_array_sort (hits, compare_hits);

  return g_steal_pointer (&hits);
}

/**
 * bty_meaning_index_look_up:
 * @database: a connection
 * @found: (element-type BtyIndexHit): what an index found
 * @query: what was looked for
 * @error: (out) (optional): where to say what went wrong
 *
 * Asks for what was found and compares it.
 *
 * Returns: (transfer full) (element-type BtyVectorHit) (nullable): what is near, the nearest first
 */
GPtrArray *
bty_meaning_index_look_up (BtyDatabase           *database,
                           GArray                *found,
                           const BtyVectorQuery  *query,
                           GError               **error)
{
  g_autoptr(BtyRows) rows = NULL;

  if (found->len == 0)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) bty_vector_hit_free);
  rows = bty_meaning_index_ask (database, found, query->now, error);

  return rows != NULL ? bty_meaning_index_compare (rows, query, error) : NULL;
}

/* Whether its file would help the next start. */
static gboolean
is_worth_saving (BtyMeaningIndex *self,
                 const char      *path)
{
  BtyVectorIndexStats stats;

  bty_vector_index_get_stats (self->vectors, &stats);

  return stats.n_vectors >= MIN_SAVED && (self->n_changed >= SAVE_AFTER || !g_file_test (path, G_FILE_TEST_EXISTS));
}

/**
 * bty_meaning_index_save:
 * @self: an index
 * @database: the connection that writes, in a transaction: nothing is forgotten between reading the changes and
 *   writing the file
 * @error: (out) (optional): where to say what went wrong
 *
 * Writes the file, if that helps the next start.
 *
 * Returns: whether it is as it should be
 */
gboolean
bty_meaning_index_save (BtyMeaningIndex  *self,
                        BtyDatabase      *database,
                        GError          **error)
{
  g_autofree char *path = dup_path (self, database);
  g_autofree char *directory = path != NULL ? g_path_get_dirname (path) : NULL;

  if (path == NULL || !is_worth_saving (self, path))
    return TRUE;

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, "%s: %s", directory, g_strerror (errno));
      return FALSE;
    }
  if (!follow_to_end (self, database, error) || !bty_vector_index_save (self->vectors, path, self->stamp, error))
    return FALSE;
  self->n_changed = 0;

  return TRUE;
}

/**
 * bty_meaning_index_note_graph:
 * @self: an index that has a graph now
 *
 * Has the next save write it.
 */
void
bty_meaning_index_note_graph (BtyMeaningIndex *self)
{
  self->n_changed += SAVE_AFTER;
}

static gboolean
remove_file (const char  *directory,
             const char  *name,
             GError     **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  /* Translators: %1$s is the name of a file, %2$s says why */
  g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, _("“%1$s” could not be removed: %2$s"), path, g_strerror (errno));

  return FALSE;
}

/**
 * bty_meaning_index_drop:
 * @scope: whose
 * @database: the connection that writes, in a transaction that has something forgotten
 * @error: (out) (optional): why a file could not be removed
 *
 * Removes the files of the indexes of a scope, with all that they say of what is forgotten. They are written again
 * later, without it.
 *
 * Returns: whether they are gone
 */
gboolean
bty_meaning_index_drop (const char   *scope,
                        BtyDatabase  *database,
                        GError      **error)
{
  g_autofree char *directory = dup_directory (database);
  g_autofree char *prefix = dup_prefix (scope);
  g_autoptr(GDir) files = directory != NULL ? g_dir_open (directory, 0, NULL) : NULL;
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    if (g_str_has_prefix (name, prefix) && !remove_file (directory, name, error))
      return FALSE;

  return TRUE;
}

static gboolean
is_of_any (const char        *name,
           const char *const *models)
{
  for (guint i = 0; models[i] != NULL; i++)
    {
      g_autofree char *model = g_uri_escape_string (models[i], NULL, FALSE);
      g_autofree char *ending = g_strconcat ("-", model, ".idx", NULL);

      if (g_str_has_suffix (name, ending))
        return TRUE;
    }

  return FALSE;
}

/**
 * bty_meaning_index_drop_others:
 * @models: (array zero-terminated=1): the models that are used
 * @database: the connection that writes, in a transaction
 * @error: (out) (optional): why a file could not be removed
 *
 * Removes the files of the indexes of all other models.
 *
 * Returns: whether they are gone
 */
gboolean
bty_meaning_index_drop_others (const char *const  *models,
                               BtyDatabase        *database,
                               GError            **error)
{
  g_autofree char *directory = dup_directory (database);
  g_autoptr(GDir) files = directory != NULL ? g_dir_open (directory, 0, NULL) : NULL;
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    if (!is_of_any (name, models) && !remove_file (directory, name, error))
      return FALSE;

  return TRUE;
}
