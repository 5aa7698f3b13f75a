/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define PAGES_AT_ONCE 256 /* 1 MiB */

static int
find_problem (void  *found,
              int    n_columns,
              char **values,
              char **names)
{
  if (g_strcmp0 (values[0], "ok") != 0)
    *(gboolean *) found = TRUE;

  return 0;
}

static gboolean
copy_pages (sqlite3       *source,
            sqlite3       *target,
            BtyProgress   *progress,
            GCancellable  *cancellable,
            GError       **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target, "main", source, "main");
  int code;

  if (backup == NULL)
    return bty_sqlite_fail (target, sqlite3_extended_errcode (target), error);

  while ((code = sqlite3_backup_step (backup, PAGES_AT_ONCE)) == SQLITE_OK && !g_cancellable_is_cancelled (cancellable))
    bty_progress_set (progress, sqlite3_backup_pagecount (backup) - sqlite3_backup_remaining (backup),
                      sqlite3_backup_pagecount (backup));
  code = sqlite3_backup_finish (backup);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return code == SQLITE_OK || bty_sqlite_fail (target, code, error);
}

/* The copy is one file that needs no log beside it, and it has been read once from end to end. */
static gboolean
finish_copy (sqlite3  *target,
             GError  **error)
{
  gboolean is_damaged = FALSE;
  int code;

  code = sqlite3_exec (target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec (target, "PRAGMA integrity_check", find_problem, &is_damaged, NULL);
  if (code != SQLITE_OK)
    return bty_sqlite_fail (target, code, error);
  if (is_damaged)
    {
      bty_sqlite_set_error (SQLITE_CORRUPT, 0, "", error);
      return FALSE;
    }

  return TRUE;
}

/**
 * bty_sqlite_write_copy:
 * @source: a connection
 * @path: where the copy shall be
 * @progress: (nullable): pages
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): where to say what went wrong
 *
 * Copies one state of a database into a file that only the user may read, and reads the copy from end to end.
 *
 * Returns: whether it is there and intact
 */
gboolean
bty_sqlite_write_copy (sqlite3       *source,
                       const char    *path,
                       BtyProgress   *progress,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(sqlite3) target = NULL;
  int file = g_open (path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);

  if (file < 0)
    return bty_sqlite_fail_with_errno (errno, error);
  close (file);

  target = bty_sqlite_open (path, SQLITE_OPEN_READWRITE, error);

  return target != NULL
         && copy_pages (source, target, progress, cancellable, error) && finish_copy (target, error);
}

/**
 * bty_sqlite_sync_directory:
 * @path: of a file
 *
 * A new name is on disk only when its directory is.
 */
void
bty_sqlite_sync_directory (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  int file = g_open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (file < 0)
    return;
  fsync (file);
  close (file);
}

/* The large contents that are there before the rows are copied, and those that came meanwhile: every row of the copy
 * has its own. What the copy does not need is removed with it. */
static gboolean
write_all (BtySqliteDatabase  *self,
           const char         *unfinished,
           const char         *unfinished_files,
           BtyProgress        *progress,
           GCancellable       *cancellable,
           GError            **error)
{
  bty_sqlite_remove_contents (unfinished_files);

  return bty_sqlite_share_contents (self->files, unfinished_files, cancellable, error)
         && bty_sqlite_write_copy (self->connection, unfinished, progress, cancellable, error)
         && bty_sqlite_share_contents (self->files, unfinished_files, cancellable, error);
}

/* Contents first: a copy without some of its contents is never there. */
static gboolean
put_in_place (const char  *path,
              const char  *unfinished,
              const char  *unfinished_files,
              GError     **error)
{
  g_autofree char *files = bty_sqlite_dup_files_directory (path);

  bty_sqlite_remove_contents (files);
  if ((g_file_test (unfinished_files, G_FILE_TEST_IS_DIR) && g_rename (unfinished_files, files) != 0)
      || g_rename (unfinished, path) != 0)
    return bty_sqlite_fail_with_errno (errno, error);
  bty_sqlite_sync_directory (path);

  return TRUE;
}

/**
 * bty_sqlite_database_copy:
 *
 * See bty_database_copy(). The copy has its name only when it is whole.
 *
 * Returns: whether it is there and intact
 */
gboolean
bty_sqlite_database_copy (BtyDatabase   *database,
                          const char    *path,
                          BtyProgress   *progress,
                          GCancellable  *cancellable,
                          GError       **error)
{
  BtySqliteDatabase *self = BTY_SQLITE_DATABASE (database);
  g_autofree char *unfinished = g_strconcat (path, ".part", NULL);
  g_autofree char *unfinished_files = bty_sqlite_dup_files_directory (unfinished);

  if (write_all (self, unfinished, unfinished_files, progress, cancellable, error)
      && put_in_place (path, unfinished, unfinished_files, error))
    return TRUE;
  g_unlink (unfinished);
  bty_sqlite_remove_contents (unfinished_files);

  return FALSE;
}

/**
 * bty_sqlite_database_backup:
 * @database: a connection to a file
 * @version: the version of its schema
 * @error: (out) (optional): where to say what went wrong
 *
 * Copies the database to "<its file>.backup-v<version>" and verifies the copy before it gets that name.
 *
 * Returns: whether there is a copy; databases in memory need none
 */
gboolean
bty_sqlite_database_backup (BtyDatabase  *database,
                            gint64        version,
                            GError      **error)
{
  BtySqliteDatabase *self = BTY_SQLITE_DATABASE (database);
  g_autofree char *path = g_strdup_printf ("%s.backup-v%" G_GINT64_FORMAT, self->path, version);

  return g_str_equal (self->path, BTY_DATABASE_MEMORY)
         || bty_sqlite_database_copy (database, path, NULL, NULL, error);
}
