/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-database.h"

#include "bty-config.h"
#include "bty-database-driver.h"
#include "bty-error.h"
#include "bty-record-sql.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  /* Owned */
  GHashTable *record_sql; /* GType -> BtyRecordSql */

  gboolean    retired;
} BtyDatabasePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (BtyDatabase, bty_database, G_TYPE_OBJECT)

static void
bty_database_finalize (GObject *object)
{
  BtyDatabasePrivate *private = bty_database_get_instance_private (BTY_DATABASE (object));

  g_clear_pointer (&private->record_sql, g_hash_table_unref);

  G_OBJECT_CLASS (bty_database_parent_class)->finalize (object);
}

static gboolean
run_as_it_is (BtyDatabase  *self,
              const char   *script,
              GError      **error)
{
  return BTY_DATABASE_GET_CLASS (self)->run_script (self, script, error);
}

static gboolean
commit (BtyDatabase  *self,
        GError      **error)
{
  return bty_database_execute (self, "COMMIT", BTY_NO_ARGS, error);
}

static void
roll_back (BtyDatabase *self)
{
  bty_database_execute (self, "ROLLBACK", BTY_NO_ARGS, NULL);
}

/* An engine that cannot compare vectors leaves it to the caller. */
static BtyRows *
list_vectors (BtyDatabase     *self,
              const char      *condition,
              const BtyValue  *args,
              const float     *values,
              guint            dimensions,
              gint64           limit,
              GError         **error)
{
  g_autofree char *sql = g_strconcat ("SELECT id, data, metadata FROM vectors WHERE ", condition, NULL);

  return bty_database_query (self, sql, args, error);
}

static void
bty_database_class_init (BtyDatabaseClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_database_finalize;

  class->run_portable_script = run_as_it_is;
  class->begin_migration = bty_database_begin;
  class->commit = commit;
  class->roll_back = roll_back;
  class->rank_vectors = list_vectors;
  class->store_many = bty_database_store_each;
}

static void
bty_database_init (BtyDatabase *self)
{
  BtyDatabasePrivate *private = bty_database_get_instance_private (self);

  private->record_sql = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) bty_record_sql_free);
}

/**
 * bty_database_get_record_sql:
 * @self: a connection
 * @class: the class of one kind of record
 *
 * Returns: (transfer none): its statements, made once
 */
const BtyRecordSql *
bty_database_get_record_sql (BtyDatabase    *self,
                             BtyRecordClass *class)
{
  BtyDatabasePrivate *private = bty_database_get_instance_private (self);
  gpointer type = GSIZE_TO_POINTER (G_TYPE_FROM_CLASS (class));
  BtyRecordSql *sql = g_hash_table_lookup (private->record_sql, type);

  if (sql == NULL)
    {
      sql = bty_record_sql_new (class);
      g_hash_table_insert (private->record_sql, type, sql);
    }

  return sql;
}

/**
 * bty_database_query:
 * @self: a connection
 * @sql: one statement with parameters $1…$n
 * @args: their values, copied
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the statement, standing before its first row
 */
BtyRows *
bty_database_query (BtyDatabase     *self,
                    const char      *sql,
                    const BtyValue  *args,
                    GError         **error)
{
  return BTY_DATABASE_GET_CLASS (self)->query (self, sql, args, error);
}

/**
 * bty_database_ask:
 * @self: a connection
 * @sql: one statement with parameters $1…$n that only reads
 * @args: their values, copied
 * @error: (out) (optional): where to say what went wrong
 *
 * As bty_database_query(), for what is not looked at at once: an engine that is another program finds the rows while
 * the caller does something else. What goes wrong may not be said before bty_rows_next().
 *
 * Returns: (transfer full) (nullable): the statement, standing before its first row
 */
BtyRows *
bty_database_ask (BtyDatabase     *self,
                  const char      *sql,
                  const BtyValue  *args,
                  GError         **error)
{
  BtyDatabaseClass *class = BTY_DATABASE_GET_CLASS (self);

  return class->ask != NULL ? class->ask (self, sql, args, error) : class->query (self, sql, args, error);
}

/**
 * bty_database_execute_counted:
 * @self: a connection
 * @sql: one statement with parameters $1…$n
 * @args: their values
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: how many rows it inserted, changed or deleted; -1 on error
 */
gint64
bty_database_execute_counted (BtyDatabase     *self,
                              const char      *sql,
                              const BtyValue  *args,
                              GError         **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (self, sql, args, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return -1;

  while (bty_rows_next (rows, &row_error))
    ;
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return -1;
    }

  return BTY_DATABASE_GET_CLASS (self)->count_changes (self);
}

/**
 * bty_database_execute:
 * @self: a connection
 * @sql: one statement with parameters $1…$n
 * @args: their values
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was carried out
 */
gboolean
bty_database_execute (BtyDatabase     *self,
                      const char      *sql,
                      const BtyValue  *args,
                      GError         **error)
{
  return bty_database_execute_counted (self, sql, args, error) >= 0;
}

/**
 * bty_database_query_integer:
 * @self: a connection
 * @sql: one statement with parameters $1…$n that gives one number
 * @args: their values
 * @value: (out): the number; 0 if there is no row
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was read
 */
gboolean
bty_database_query_integer (BtyDatabase     *self,
                            const char      *sql,
                            const BtyValue  *args,
                            gint64          *value,
                            GError         **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (self, sql, args, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return FALSE;

  *value = bty_rows_next (rows, &row_error) ? bty_rows_get_integer (rows, 0) : 0;
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return FALSE;
    }

  return TRUE;
}

/**
 * bty_database_begin:
 * @self: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Begins a transaction that may write.
 *
 * Returns: whether it has begun
 */
gboolean
bty_database_begin (BtyDatabase  *self,
                    GError      **error)
{
  BtyDatabasePrivate *private = bty_database_get_instance_private (self);

  if (private->retired)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED, _("The data are at another place now."));
      return FALSE;
    }

  return BTY_DATABASE_GET_CLASS (self)->begin (self, TRUE, error);
}

/**
 * bty_database_begin_read:
 * @self: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Begins a transaction that only reads and sees one state of the data.
 *
 * Returns: whether it has begun
 */
gboolean
bty_database_begin_read (BtyDatabase  *self,
                         GError      **error)
{
  return BTY_DATABASE_GET_CLASS (self)->begin (self, FALSE, error);
}

/**
 * bty_database_commit:
 * @self: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Ends the transaction. If this fails it must be rolled back.
 *
 * Returns: whether everything in it is on disk
 */
gboolean
bty_database_commit (BtyDatabase  *self,
                     GError      **error)
{
  return BTY_DATABASE_GET_CLASS (self)->commit (self, error);
}

/**
 * bty_database_rollback:
 * @self: a connection
 *
 * Undoes the transaction. The engine may have done so itself, when the disk was full for instance;
 * then there is nothing left to do, and that is no error.
 */
void
bty_database_rollback (BtyDatabase *self)
{
  BtyDatabasePrivate *private = bty_database_get_instance_private (self);

  private->retired = FALSE;
  BTY_DATABASE_GET_CLASS (self)->roll_back (self);
}

/**
 * bty_database_retire:
 * @self: a connection, in a transaction
 *
 * No transaction that writes begins after this one, because its data are used at another place from then on.
 */
void
bty_database_retire (BtyDatabase *self)
{
  BtyDatabasePrivate *private = bty_database_get_instance_private (self);

  private->retired = TRUE;
}

/**
 * bty_database_search:
 * @self: a connection
 * @words: anything that somebody typed
 * @bot_id: (nullable): only sessions with this bot
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Looks for messages and titles, leaving out deleted and private sessions.
 *
 * Returns: (transfer full) (nullable): best first: session id, message id (NULL = the title was found), session
 *   title, bot id, snippet with each found word between U+0002 and U+0003, time, score (higher is better)
 */
BtyRows *
bty_database_search (BtyDatabase  *self,
                     const char   *words,
                     const char   *bot_id,
                     gint64        limit,
                     GError      **error)
{
  return BTY_DATABASE_GET_CLASS (self)->search (self, words, bot_id, limit, error);
}

/**
 * bty_database_find_words:
 * @self: a connection
 * @texts: one of %BTY_FULL_TEXT_CHATS (messages), %BTY_FULL_TEXT_MEMORIES and %BTY_FULL_TEXT_FILES (pieces of files)
 * @words: (array zero-terminated=1): words, each with its other forms behind it, separated by blanks
 * @limit: how many texts at most
 * @counts: (out caller-allocates): gets in how many texts each word is in any of its forms, at most @limit + 1; a word
 *   that was in more may go on to count as such until the database is opened again
 * @n_texts: (out): the number of the newest text, which is about how many there are; 0 = there are none
 * @error: (out) (optional): where to say what went wrong
 *
 * Looks for the texts that have the rarest of some words: as many of the words, from the rarest on, as are together in
 * no more than @limit texts. If even one is in more, the newest of its texts are found. A word that is nowhere counts
 * as the beginning of a word. Which of the texts may be read, the caller must see to.
 *
 * Returns: (transfer full) (element-type BtyWordHit) (nullable): by word, from the rarest to the most frequent
 */
GArray *
bty_database_find_words (BtyDatabase        *self,
                         BtyFullTexts        texts,
                         const char *const  *words,
                         gint64              limit,
                         gint64             *counts,
                         gint64             *n_texts,
                         GError            **error)
{
  return BTY_DATABASE_GET_CLASS (self)->find_words (self, texts, words, limit, counts, n_texts, error);
}

/**
 * bty_database_match_memories:
 * @self: a connection
 * @words: anything that somebody typed
 * @prefer_all: whether memories with all the words are wanted, if there are any, instead of those with any word
 * @condition: of the WHERE of "memories AS m"
 * @args: the values of its parameters
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Looks for memories by their words.
 *
 * Returns: (transfer full) (nullable): best first: memory id, score (higher is better)
 */
BtyRows *
bty_database_match_memories (BtyDatabase     *self,
                             const char      *words,
                             gboolean         prefer_all,
                             const char      *condition,
                             const BtyValue  *args,
                             gint64           limit,
                             GError         **error)
{
  return BTY_DATABASE_GET_CLASS (self)->match_memories (self, words, prefer_all, condition, args, limit, error);
}

/**
 * bty_database_rank_vectors:
 * @self: a connection
 * @condition: of the WHERE of "vectors"; the vectors it lets through must have as many @dimensions
 * @args: the values of its parameters
 * @values: (array length=dimensions): what they are compared with
 * @dimensions: how many numbers it has
 * @limit: how many of the nearest are needed; -1 = all, because the caller looks at more than the engine knows of
 * @error: (out) (optional): where to say what went wrong
 *
 * Saves looking at every vector, where the engine can compare them by itself. Nearness is that of the cosine. The
 * caller compares what it gets once more: there may be more than @limit rows, in any order.
 *
 * Returns: (transfer full) (nullable): id, data, metadata
 */
BtyRows *
bty_database_rank_vectors (BtyDatabase     *self,
                           const char      *condition,
                           const BtyValue  *args,
                           const float     *values,
                           guint            dimensions,
                           gint64           limit,
                           GError         **error)
{
  return BTY_DATABASE_GET_CLASS (self)->rank_vectors (self, condition, args, values, dimensions, limit, error);
}

/**
 * bty_database_match_chunks:
 * @self: a connection
 * @words: anything that somebody typed
 * @bot_id: whose files
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Looks for pieces of files by their words and headings.
 *
 * Returns: (transfer full) (nullable): best first: chunk id, snippet with each found word between U+0002 and
 *   U+0003, score (higher is better)
 */
BtyRows *
bty_database_match_chunks (BtyDatabase  *self,
                           const char   *words,
                           const char   *bot_id,
                           gint64        limit,
                           GError      **error)
{
  return BTY_DATABASE_GET_CLASS (self)->match_chunks (self, words, bot_id, limit, error);
}

/**
 * bty_database_erase_residue:
 * @self: a connection, in a transaction that deleted something which must not be found on the disk any more
 * @texts: where words of it were found by
 * @error: (out) (optional): where to say what went wrong
 *
 * Takes deleted words out of the full text, and has the log emptied when the transaction is committed.
 *
 * Returns: whether that will be done
 */
gboolean
bty_database_erase_residue (BtyDatabase   *self,
                            BtyFullTexts   texts,
                            GError       **error)
{
  return BTY_DATABASE_GET_CLASS (self)->erase_residue (self, texts, error);
}

/**
 * bty_database_check:
 * @self: a connection
 * @problems: (element-type utf8): gets a sentence for everything that is not intact
 * @error: (out) (optional): why it could not be looked at
 *
 * Reads the whole database.
 *
 * Returns: whether it could be looked at
 */
gboolean
bty_database_check (BtyDatabase  *self,
                    GPtrArray    *problems,
                    GError      **error)
{
  return BTY_DATABASE_GET_CLASS (self)->check (self, problems, error);
}

/**
 * bty_database_get_version:
 * @self: a connection
 * @version: (out): the number of the last script that was applied
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was read
 */
gboolean
bty_database_get_version (BtyDatabase  *self,
                          gint64       *version,
                          GError      **error)
{
  return BTY_DATABASE_GET_CLASS (self)->get_version (self, version, error);
}

/**
 * bty_database_get_files_directory:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): where large contents belong that are files beside the database; it may
 *   have to be made. %NULL = there is no such place, and they belong into the database.
 */
const char *
bty_database_get_files_directory (BtyDatabase *self)
{
  BtyDatabaseClass *class = BTY_DATABASE_GET_CLASS (self);

  return class->get_files_directory != NULL ? class->get_files_directory (self) : NULL;
}

/**
 * bty_database_get_engine:
 * @self: a connection
 *
 * Returns: the name of what is underneath, for people and exports
 */
const char *
bty_database_get_engine (BtyDatabase *self)
{
  return BTY_DATABASE_GET_CLASS (self)->dialect;
}

/**
 * bty_database_get_size:
 * @self: a connection
 * @size: (out): bytes that the data take where they are; on a server those of this profile, without the indexes
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is known
 */
gboolean
bty_database_get_size (BtyDatabase  *self,
                       gint64       *size,
                       GError      **error)
{
  BtyDatabaseClass *class = BTY_DATABASE_GET_CLASS (self);
  g_autoptr(BtyRows) rows = NULL;
  g_autofree char *sql = NULL;

  if (class->make_size_query == NULL)
    return bty_database_query_integer (self, class->size_query, BTY_NO_ARGS, size, error);

  rows = bty_database_query (self, class->make_size_query, BTY_NO_ARGS, error);
  if (rows == NULL || !bty_rows_next (rows, error))
    return FALSE;
  sql = g_strdup (bty_rows_get_text (rows, 0));
  g_clear_pointer (&rows, bty_rows_free);

  return bty_database_query_integer (self, sql, BTY_NO_ARGS, size, error);
}

/**
 * bty_database_set_cancellable:
 * @self: a connection
 * @cancellable: (nullable): what interrupts its statements from now on
 *
 * A statement that is interrupted ends with %G_IO_ERROR_CANCELLED.
 */
void
bty_database_set_cancellable (BtyDatabase  *self,
                              GCancellable *cancellable)
{
  BTY_DATABASE_GET_CLASS (self)->set_cancellable (self, cancellable);
}
