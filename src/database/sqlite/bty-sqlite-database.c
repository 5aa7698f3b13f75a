/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-database.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-sqlite-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/**
 * BtySqliteDatabase:
 *
 * A connection to an SQLite file, or to a database in memory. One connection writes and moves the
 * write-ahead log into the file; all others only read.
 */

#define BUSY_TIMEOUT_MS 5000
#define EMPTY_LOG_TIMEOUT_MS 1000        /* for those that read */
#define INSTRUCTIONS_BETWEEN_LOOKS 10000 /* at whether a query is cancelled: about a millisecond */
#define MANY_WAITING_PAGES 1000          /* 4 MiB */

G_DEFINE_FINAL_TYPE (BtySqliteDatabase, bty_sqlite_database, BTY_TYPE_DATABASE)

static int
is_cancelled_cb (void *cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static int
count_waiting_pages_cb (void       *user_data,
                        sqlite3    *connection,
                        const char *name,
                        int         pages)
{
  ((BtySqliteDatabase *) user_data)->waiting_pages = pages;

  return SQLITE_OK;
}

static BtyRows *
bty_sqlite_database_query (BtyDatabase     *database,
                           const char      *sql,
                           const BtyValue  *args,
                           GError         **error)
{
  return bty_sqlite_rows_new (BTY_SQLITE_DATABASE (database), sql, args, error);
}

static gint64
bty_sqlite_database_count_changes (BtyDatabase *database)
{
  return sqlite3_changes64 (BTY_SQLITE_DATABASE (database)->connection);
}

static gboolean
bty_sqlite_database_run_script (BtyDatabase  *database,
                                const char   *script,
                                GError      **error)
{
  sqlite3 *connection = BTY_SQLITE_DATABASE (database)->connection;
  int code = sqlite3_exec (connection, script, NULL, NULL, NULL);

  return code == SQLITE_OK || bty_sqlite_fail (connection, code, error);
}

static gboolean
bty_sqlite_database_begin (BtyDatabase  *database,
                           gboolean      write,
                           GError      **error)
{
  return bty_database_execute (database, write ? "BEGIN IMMEDIATE" : "BEGIN", BTY_NO_ARGS, error);
}

static gboolean
bty_sqlite_database_get_version (BtyDatabase  *database,
                                 gint64       *version,
                                 GError      **error)
{
  return bty_database_query_integer (database, "PRAGMA user_version", BTY_NO_ARGS, version, error);
}

static gboolean
bty_sqlite_database_set_version (BtyDatabase  *database,
                                 gint64        version,
                                 GError      **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, version);

  return bty_sqlite_database_run_script (database, sql, error);
}

/* Writes something that changes nothing to where the log ends. */
static gboolean
write_over (BtyDatabase *database)
{
  gint64 version;

  bty_database_rollback (database);
  if (bty_sqlite_database_get_version (database, &version, NULL)
      && bty_sqlite_database_begin (database, TRUE, NULL)
      && bty_sqlite_database_set_version (database, version, NULL)
      && bty_database_execute (database, "COMMIT", BTY_NO_ARGS, NULL))
    return TRUE;
  bty_database_rollback (database);

  return FALSE;
}

/* When all is in the log and only waiting for the disk fails, the log has a whole transaction in it, which the next
 * start would find although it was said to have failed. So it is written over; what cannot be is told as it is. */
static gboolean
bty_sqlite_database_commit (BtyDatabase  *database,
                            GError      **error)
{
  g_autoptr(GError) commit_error = NULL;

  if (bty_database_execute (database, "COMMIT", BTY_NO_ARGS, &commit_error))
    return TRUE;
  if (sqlite3_extended_errcode (BTY_SQLITE_DATABASE (database)->connection) != SQLITE_IOERR_FSYNC
      || write_over (database))
    g_propagate_error (error, g_steal_pointer (&commit_error));
  else
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_FAILED,
                         _("The disk failed while this was being saved. Whether it was saved can be seen when "
                           "Boternity is started again."));

  return FALSE;
}

/* Waits for those that read, but only once: while an export goes on, every change after it would wait as well. */
static int
empty_log (BtySqliteDatabase *self,
           gboolean           all)
{
  int code;

  if (!all)
    sqlite3_busy_timeout (self->connection, self->log_is_in_use ? 0 : EMPTY_LOG_TIMEOUT_MS);
  code = sqlite3_wal_checkpoint_v2 (self->connection, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  sqlite3_busy_timeout (self->connection, BUSY_TIMEOUT_MS);
  self->log_is_in_use = code != SQLITE_OK;
  if (code == SQLITE_OK)
    self->must_empty_log = FALSE;

  return code;
}

static gboolean
bty_sqlite_database_maintain (BtyDatabase  *database,
                              gboolean      all,
                              GError      **error)
{
  BtySqliteDatabase *self = BTY_SQLITE_DATABASE (database);
  gboolean is_emptied = all || self->must_empty_log;
  int code;

  if (!is_emptied && self->waiting_pages < MANY_WAITING_PAGES)
    return TRUE;

  self->waiting_pages = 0;
  code = is_emptied ? empty_log (self, all)
                    : sqlite3_wal_checkpoint_v2 (self->connection, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

  return code == SQLITE_OK || bty_sqlite_fail (self->connection, code, error);
}

/* The full text keeps deleted words until it is merged into one piece; rows are overwritten when they are deleted. */
static gboolean
bty_sqlite_database_erase_residue (BtyDatabase   *database,
                                   BtyFullTexts   texts,
                                   GError       **error)
{
  static const struct
  {
    BtyFullTexts  text;
    const char   *merge;
  } merges[] = {
    { BTY_FULL_TEXT_MEMORIES, "INSERT INTO memory_words (memory_words) VALUES ('optimize')" },
    { BTY_FULL_TEXT_CHATS, "INSERT INTO message_words (message_words) VALUES ('optimize')" },
    { BTY_FULL_TEXT_CHATS, "INSERT INTO session_words (session_words) VALUES ('optimize')" },
    { BTY_FULL_TEXT_FILES, "INSERT INTO chunk_words (chunk_words) VALUES ('optimize')" },
  };

  BTY_SQLITE_DATABASE (database)->must_empty_log = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (merges); i++)
    if ((texts & merges[i].text) && !bty_database_execute (database, merges[i].merge, BTY_NO_ARGS, error))
      return FALSE;

  return TRUE;
}

static gboolean
bty_sqlite_database_check (BtyDatabase  *database,
                           GPtrArray    *problems,
                           GError      **error)
{
  g_autoptr(BtyRows) lines = bty_database_query (database, "PRAGMA integrity_check", BTY_NO_ARGS, error);
  g_autoptr(BtyRows) orphans = NULL;
  GError *row_error = NULL;

  if (lines == NULL)
    return FALSE;
  while (bty_rows_next (lines, &row_error))
    if (g_strcmp0 (bty_rows_get_text (lines, 0), "ok") != 0)
      g_ptr_array_add (problems, g_strdup (bty_rows_get_text (lines, 0)));

  if (row_error == NULL)
    orphans = bty_database_query (database, "PRAGMA foreign_key_check", BTY_NO_ARGS, &row_error);
  while (orphans != NULL && row_error == NULL && bty_rows_next (orphans, &row_error))
    g_ptr_array_add (problems, g_strdup_printf (_("A row of “%s” belongs to nothing in “%s”."),
                                                bty_rows_get_text (orphans, 0),
                                                bty_rows_get_text (orphans, 2)));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return FALSE;
    }

  return TRUE;
}

static const char *
bty_sqlite_database_get_files_directory (BtyDatabase *database)
{
  return BTY_SQLITE_DATABASE (database)->files;
}

static void
bty_sqlite_database_set_cancellable (BtyDatabase  *database,
                                     GCancellable *cancellable)
{
  BtySqliteDatabase *self = BTY_SQLITE_DATABASE (database);

  g_set_object (&self->cancellable, cancellable);
  sqlite3_progress_handler (self->connection, cancellable != NULL ? INSTRUCTIONS_BETWEEN_LOOKS : 0,
                            cancellable != NULL ? is_cancelled_cb : NULL, cancellable);
}

static void
bty_sqlite_database_finalize (GObject *object)
{
  BtySqliteDatabase *self = BTY_SQLITE_DATABASE (object);

  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->connection, sqlite3_close);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->files, g_free);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bty_sqlite_database_parent_class)->finalize (object);
}

static void
bty_sqlite_database_class_init (BtySqliteDatabaseClass *class)
{
  BtyDatabaseClass *database_class = BTY_DATABASE_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bty_sqlite_database_finalize;

  database_class->dialect = "sqlite";
  database_class->query = bty_sqlite_database_query;
  database_class->count_changes = bty_sqlite_database_count_changes;
  database_class->run_script = bty_sqlite_database_run_script;
  database_class->begin = bty_sqlite_database_begin;
  database_class->commit = bty_sqlite_database_commit;
  database_class->size_query = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
  database_class->get_version = bty_sqlite_database_get_version;
  database_class->set_version = bty_sqlite_database_set_version;
  database_class->back_up = bty_sqlite_database_backup;
  database_class->copy = bty_sqlite_database_copy;
  database_class->salvage = bty_sqlite_database_salvage;
  database_class->maintain = bty_sqlite_database_maintain;
  database_class->check = bty_sqlite_database_check;
  database_class->set_cancellable = bty_sqlite_database_set_cancellable;
  database_class->get_files_directory = bty_sqlite_database_get_files_directory;
  database_class->search = bty_sqlite_database_search;
  database_class->find_words = bty_sqlite_database_find_words;
  database_class->match_chunks = bty_sqlite_database_match_chunks;
  database_class->match_memories = bty_sqlite_database_match_memories;
  database_class->rank_vectors = bty_sqlite_database_rank_vectors;
  database_class->erase_residue = bty_sqlite_database_erase_residue;
}

static void
bty_sqlite_database_init (BtySqliteDatabase *self)
{
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, bty_sqlite_statement_free);
}

/* Makes the file so that nobody else may read it; its log gets the same permissions from SQLite. */
static gboolean
create_file (const char  *path,
             GError     **error)
{
  int file = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

  if (file < 0)
    {
      bty_sqlite_set_error (SQLITE_CANTOPEN, errno, "", error);
      return FALSE;
    }
  close (file);

  return TRUE;
}

static gboolean
set_up (BtySqliteDatabase  *self,
        gboolean            write,
        GError            **error)
{
  BtyDatabase *database = BTY_DATABASE (self);

  sqlite3_busy_timeout (self->connection, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->connection, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->connection, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);

  if (!bty_sqlite_add_vector_functions (self, error))
    return FALSE;
  if (!bty_sqlite_database_run_script (database,
                                       "PRAGMA foreign_keys = ON;"
                                       "PRAGMA mmap_size = 0;"
                                       "PRAGMA temp_store = MEMORY;"
                                       "PRAGMA cache_size = -8000;", error))
    return FALSE;
  if (!write)
    return TRUE;

  /* What is deleted shall not lie around in the file. */
  if (!bty_sqlite_database_run_script (database,
                                       "PRAGMA journal_mode = WAL;"
                                       "PRAGMA synchronous = FULL;"
                                       "PRAGMA secure_delete = ON;"
                                       "PRAGMA wal_autocheckpoint = 0;", error))
    return FALSE;
  sqlite3_wal_hook (self->connection, count_waiting_pages_cb, self);

  return TRUE;
}

/**
 * bty_sqlite_open:
 * @path: a file
 * @flags: SQLITE_OPEN_READONLY, or what else it may do
 * @error: (out) (optional): where to say what went wrong
 *
 * The one way to a database file.
 *
 * Returns: (transfer full) (nullable): a connection for one thread at a time
 */
sqlite3 *
bty_sqlite_open (const char  *path,
                 int          flags,
                 GError     **error)
{
  g_autoptr(sqlite3) connection = NULL;
  int code = sqlite3_open_v2 (path, &connection, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

  if (code != SQLITE_OK)
    {
      bty_sqlite_fail (connection, code, error);
      return NULL;
    }

  return g_steal_pointer (&connection);
}

/**
 * bty_sqlite_database_new:
 * @path: a file, or %BTY_DATABASE_MEMORY
 * @mode: whether this is the connection that writes
 * @error: (out) (optional): where to say what went wrong
 *
 * Opens a database. While one connection of a file is open for reading, the one that writes must be
 * open too.
 *
 * Returns: (transfer full) (nullable): a connection
 */
BtyDatabase *
bty_sqlite_database_new (const char       *path,
                         BtyDatabaseMode   mode,
                         GError          **error)
{
  g_autoptr(BtySqliteDatabase) self = g_object_new (BTY_TYPE_SQLITE_DATABASE, NULL);

  self->path = g_strdup (path);
  if (!g_str_equal (path, BTY_DATABASE_MEMORY))
    self->files = bty_sqlite_dup_files_directory (path);
  if (mode == BTY_DATABASE_WRITE && !g_str_equal (path, BTY_DATABASE_MEMORY) && !create_file (path, error))
    return NULL;

  self->connection = bty_sqlite_open (path, mode == BTY_DATABASE_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                                       : SQLITE_OPEN_READONLY, error);
  if (self->connection == NULL)
    return NULL;
  if (!set_up (self, mode == BTY_DATABASE_WRITE, error))
    return NULL;

  return BTY_DATABASE (g_steal_pointer (&self));
}
