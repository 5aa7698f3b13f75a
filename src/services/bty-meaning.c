/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-meaning.h"

#include "bty-error.h"
#include "bty-meaning-index.h"
#include "bty-vector-log.h"

/* Until its index is ready, a bot that has more vectors than this is searched by words alone: comparing each of them
 * costs a read of it. */
#define MAX_COMPARED 10000

/* A search takes up so many changes itself; what more there are is taken up meanwhile, on the thread for long work. */
#define MAX_FOLLOWED 500

/**
 * BtyMeaning:
 *
 * Finds what is near in meaning: an index for each scope and model, which follows the changes that the database notes.
 * It is a cache. It lies in the folder "index" beside the database, if that is a file, and is made anew when it is
 * missing, damaged or of another database; meanwhile every vector is compared. Where a scan takes long, a graph is
 * built beside it. It is made on the thread for long reading, loaded and searched on the one for reading, and saved on
 * the one that writes, so that what is forgotten is not written again; a lock lets one of them use it at a time.
 */
struct _BtyMeaning
{
  GObject       parent_instance;

  /* Owned */
  BtyWorker    *worker;
  GHashTable   *entries;     /* model and scope → Entry */
  GCancellable *closing;     /* no graph is built any more */

  gsize         max_scanned; /* bytes */

  GMutex        lock;        /* of entries and all that is in them */
  GCond         made;        /* an index that was waited for is there, or will not be */
};

G_DEFINE_FINAL_TYPE (BtyMeaning, bty_meaning, G_TYPE_OBJECT)

/* What is known of one scope and model. It lives as long as the BtyMeaning. */
typedef struct
{
  BtyMeaning      *owner;
  char            *scope;
  char            *model;
  guint            dimensions;
  BtyMeaningIndex *index;         /* (nullable): not ready */
  gboolean         is_preparing;
  gboolean         is_being_made; /* by a job that was given, and that is not done */
  gboolean         is_damaged;    /* its file */
  gboolean         is_building;   /* a graph of its index, which is not saved meanwhile */
} Entry;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->index, bty_meaning_index_free);
  g_free (entry->scope);
  g_free (entry->model);
  g_free (entry);
}

static Entry *
find_entry (BtyMeaning           *self,
            const BtyVectorQuery *query)
{
  g_autofree char *key = g_strconcat (query->model, "\n", query->scopes[0], NULL);
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->owner = self;
      entry->scope = g_strdup (query->scopes[0]);
      entry->model = g_strdup (query->model);
      entry->dimensions = query->dimensions;
      g_hash_table_insert (self->entries, g_steal_pointer (&key), entry);
    }

  return entry;
}

/* An index that is there already may be searched between two batches. */
static gboolean
catch_up (Entry        *entry,
          BtyDatabase  *database,
          GError      **error)
{
  gint n;

  do
    {
      g_mutex_lock (&entry->owner->lock);
      n = entry->index != NULL ? bty_meaning_index_follow (entry->index, database, MAX_FOLLOWED, error) : 0;
      g_mutex_unlock (&entry->owner->lock);
    }
  while (n == MAX_FOLLOWED);

  return n >= 0;
}

static gpointer
prepare_on_db (BtyDatabase   *database,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  Entry *entry = data;
  BtyMeaning *self = entry->owner;
  BtyMeaningIndex *index;
  gboolean is_there;
  gboolean is_damaged;

  g_mutex_lock (&self->lock);
  is_there = entry->index != NULL;
  is_damaged = entry->is_damaged;
  g_mutex_unlock (&self->lock);
  if (is_there)
    return GINT_TO_POINTER (catch_up (entry, database, error));

  index = bty_meaning_index_open (entry->scope, entry->model, entry->dimensions, !is_damaged, database, error);
  g_mutex_lock (&self->lock);
  entry->index = index;
  entry->is_being_made = FALSE;
  g_cond_broadcast (&self->made);
  g_mutex_unlock (&self->lock);

  return GINT_TO_POINTER (index != NULL);
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Entry *entry = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (bty_vector_index_verify_finish (BTY_VECTOR_INDEX (source), result, &error)
      || !g_error_matches (error, BTY_ERROR, BTY_ERROR_DAMAGED))
    return;

  g_message ("A search index is damaged and is made anew: %s", error->message);
  g_mutex_lock (&entry->owner->lock);
  entry->is_damaged = TRUE;
  if (entry->index != NULL && entry->index->vectors == BTY_VECTOR_INDEX (source))
    g_clear_pointer (&entry->index, bty_meaning_index_free);
  g_mutex_unlock (&entry->owner->lock);
}

/* A file that was loaded is read to its end now; what was made anew is saved. */
static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyMeaning *self = BTY_MEANING (source);
  Entry *entry = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  BtyVectorIndexStats stats = { 0 };

  if (!g_task_propagate_pointer (G_TASK (result), &error) && !g_error_matches (error, BTY_ERROR, BTY_ERROR_REFUSED))
    g_message ("Memories are searched without an index: %s", error->message);

  g_mutex_lock (&self->lock);
  entry->is_preparing = FALSE;
  if (entry->index != NULL)
    bty_vector_index_get_stats (entry->index->vectors, &stats);
  if (stats.mapped_bytes > 0)
    bty_vector_index_verify_async (entry->index->vectors, NULL, verified_cb, g_object_ref (result));
  g_mutex_unlock (&self->lock);
  if (error == NULL)
    bty_meaning_save (self);
}

/* Under the lock. */
static void
prepare (BtyMeaning *self,
         Entry      *entry)
{
  g_autoptr(GTask) task = NULL;

  if (entry->is_preparing)
    return;

  entry->is_preparing = TRUE;
  entry->is_being_made = entry->index == NULL;
  task = g_task_new (self, NULL, prepared_cb, NULL);
  g_task_set_source_tag (task, prepare);
  g_task_set_task_data (task, entry, NULL);
  bty_worker_read_long (self->worker, task, prepare_on_db, NULL);
  /* A database that is being closed refuses it. */
  if (g_task_had_error (task))
    entry->is_being_made = FALSE;
}

static GPtrArray *
search_all (BtyDatabase           *database,
            const BtyVectorQuery  *query,
            GError               **error)
{
  gboolean are_many;

  if (!bty_vector_log_is_longer (database, query->model, query->scopes[0], MAX_COMPARED, &are_many, error))
    return NULL;
  if (are_many)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) bty_vector_hit_free);

  return bty_vector_store_search (database, query, error);
}

static gboolean
is_any_being_made (BtyMeaning *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Entry *) value)->is_being_made)
      return TRUE;

  return FALSE;
}

/* Under the lock. A run of the program that ends at once would make an index each time, and never have one. Where there
 * is no folder for its file it is not waited for: then this may be the very thread that makes it. */
static void
wait_for_indexes (BtyMeaning  *self,
                  BtyDatabase *database)
{
  if (!g_cancellable_is_cancelled (self->closing) || bty_database_get_files_directory (database) == NULL)
    return;
  while (is_any_being_made (self))
    g_cond_wait (&self->made, &self->lock);
}

static gpointer
save_on_db (BtyDatabase   *database,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  BtyMeaning *self = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GHashTableIter iter;
  gpointer value;

  wait_for_indexes (self, database);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;
      g_autoptr(GError) own_error = NULL;

      if (entry->index == NULL || entry->is_building)
        continue;
      /* It is only a cache: without a file it is made anew next time. */
      if (bty_meaning_index_save (entry->index, database, &own_error))
        entry->is_damaged = FALSE;
      else
        g_message ("A search index was not saved: %s", own_error->message);
    }

  return GINT_TO_POINTER (TRUE);
}

static void
built_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyMeaning *self = g_task_get_source_object (task);
  Entry *entry = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  gboolean is_built;

  g_mutex_lock (&self->lock);
  entry->is_building = FALSE;
  is_built = bty_vector_index_build_finish (BTY_VECTOR_INDEX (source), result, &error);
  if (is_built && entry->index != NULL && entry->index->vectors == BTY_VECTOR_INDEX (source))
    bty_meaning_index_note_graph (entry->index);
  g_mutex_unlock (&self->lock);

  if (is_built && !g_cancellable_is_cancelled (self->closing))
    bty_meaning_save (self);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("A search index has no graph: %s", error->message);
}

/* One core is left for the person. */
static guint
count_threads (void)
{
  return MAX (1, g_get_num_processors () - 1);
}

/* What was saved is where it stays: now is the time for what takes a minute or more. */
static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  BtyMeaning *self = BTY_MEANING (source);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GHashTableIter iter;
  gpointer value;

  if (g_task_propagate_pointer (G_TASK (result), NULL) == NULL || g_cancellable_is_cancelled (self->closing))
    return;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;
      GTask *task;

      if (entry->index == NULL || entry->is_building
          || !bty_vector_index_wants_build (entry->index->vectors, self->max_scanned))
        continue;

      entry->is_building = TRUE;
      task = g_task_new (self, NULL, NULL, NULL);
      g_task_set_source_tag (task, saved_cb);
      g_task_set_task_data (task, entry, NULL);
      bty_vector_index_build_async (entry->index->vectors, count_threads (), self->closing, built_cb, task);
    }
}

static void
bty_meaning_finalize (GObject *object)
{
  BtyMeaning *self = BTY_MEANING (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->closing);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->made);

  G_OBJECT_CLASS (bty_meaning_parent_class)->finalize (object);
}

static void
bty_meaning_class_init (BtyMeaningClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_meaning_finalize;
}

static void
bty_meaning_init (BtyMeaning *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->made);
  self->closing = g_cancellable_new ();
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_entry);
}

/**
 * bty_meaning_new:
 * @worker: the profile's database
 * @max_scanned: bytes of codes of an index from which on a graph is built, such as %BTY_VECTOR_INDEX_MAX_SCANNED
 *
 * Returns: (transfer full): what finds by meaning there; no index is loaded yet
 */
BtyMeaning *
bty_meaning_new (BtyWorker *worker,
                 gsize      max_scanned)
{
  BtyMeaning *self = g_object_new (BTY_TYPE_MEANING, NULL);

  self->worker = g_object_ref (worker);
  self->max_scanned = max_scanned;

  return self;
}

/**
 * bty_meaning_follow:
 * @self: what finds by meaning
 * @database: a connection of the worker, in a job that reads
 * @query: what will be looked for: its model, dimensions and scope
 * @newest: see bty_vector_log_get_newest()
 * @error: (out) (optional): where to say what went wrong
 *
 * Takes up what has changed, so that all is found that @database sees. The first time in a scope loads its index, or
 * has it made.
 *
 * Returns: whether it could be seen
 */
gboolean
bty_meaning_follow (BtyMeaning            *self,
                    BtyDatabase           *database,
                    const BtyVectorQuery  *query,
                    gint64                 newest,
                    GError               **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = find_entry (self, query);
  gboolean was_there = entry->index != NULL;
  gint n = 0;

  if (!was_there && !entry->is_preparing && !entry->is_damaged)
    entry->index = bty_meaning_index_load (entry->scope, entry->model, entry->dimensions, MAX_FOLLOWED, database);
  else if (was_there && entry->index->seen < newest)
    n = bty_meaning_index_follow (entry->index, database, MAX_FOLLOWED, error);
  /* A file that was loaded is checked afterwards. */
  if (!was_there || n == MAX_FOLLOWED)
    prepare (self, entry);

  return n >= 0;
}

/**
 * bty_meaning_find:
 * @self: what finds by meaning
 * @query: what is looked for, in one scope, and at most %BTY_VALUE_LIST_MAX; its kind, metadata and
 *   times do not matter
 *
 * Asks the index alone, which has what bty_meaning_follow() saw.
 *
 * Returns: (transfer full) (element-type BtyIndexHit) (nullable): what may be near; %NULL if the index is not ready
 */
GArray *
bty_meaning_find (BtyMeaning           *self,
                  const BtyVectorQuery *query)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Entry *entry = find_entry (self, query);

  return entry->index != NULL ? bty_meaning_index_search (entry->index, query) : NULL;
}

/**
 * bty_meaning_read:
 * @self: what finds by meaning
 * @database: a connection of the worker, in a job that reads
 * @query: what is looked for
 * @found: (element-type BtyIndexHit) (nullable): what bty_meaning_find() gave
 * @rows: (nullable): these vectors, if they were asked for by bty_meaning_index_ask()
 * @error: (out) (optional): where to say what went wrong
 *
 * Compares in full what was found. Without an index every vector is compared, or nothing is found if these are very
 * many.
 *
 * Returns: (transfer full) (element-type BtyVectorHit) (nullable): what is near, the nearest first
 */
GPtrArray *
bty_meaning_read (BtyMeaning            *self,
                  BtyDatabase           *database,
                  const BtyVectorQuery  *query,
                  GArray                *found,
                  BtyRows               *rows,
                  GError               **error)
{
  if (found == NULL)
    return search_all (database, query, error);

  return rows != NULL ? bty_meaning_index_compare (rows, query, error)
                      : bty_meaning_index_look_up (database, found, query, error);
}

/**
 * bty_meaning_save:
 * @self: what finds by meaning
 *
 * Begins to write the files of indexes that have changed much, or have none; bty_worker_stop() waits until it is done.
 * Then graphs are built of those that want one.
 */
void
bty_meaning_save (BtyMeaning *self)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, saved_cb, NULL);

  g_task_set_source_tag (task, bty_meaning_save);
  g_task_set_task_data (task, self, NULL);
  bty_worker_write (self->worker, task, save_on_db, NULL);
}

/**
 * bty_meaning_close:
 * @self: what finds by meaning
 *
 * Saves what is worth it, and gives up building: the next run does it.
 */
void
bty_meaning_close (BtyMeaning *self)
{
  g_cancellable_cancel (self->closing);
  bty_meaning_save (self);
}
