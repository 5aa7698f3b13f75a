/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-private.h"

#include "bty-config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Putting another file in the place of the one that was used. */

static const char magic[] = "SQLite format 3";

/**
 * bty_sqlite_is_copy:
 * @file: a path
 *
 * Returns: whether it begins as a database file does
 */
gboolean
bty_sqlite_is_copy (const char *file)
{
  g_autoptr(GFile) source = g_file_new_for_path (file);
  g_autoptr(GFileInputStream) stream = g_file_read (source, NULL, NULL);
  char head[sizeof magic] = "";
  gsize n_read = 0;

  return stream != NULL
         && g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &n_read, NULL, NULL)
         && n_read == sizeof head && memcmp (head, magic, sizeof magic) == 0;
}

/* What waits in the log belongs to the old file. If that cannot be read any more its log is set aside with it. */
static void
fold_log (const char *path)
{
  g_autoptr(sqlite3) connection = bty_sqlite_open (path, SQLITE_OPEN_READWRITE, NULL);

  if (connection != NULL)
    sqlite3_exec (connection, "PRAGMA wal_checkpoint (TRUNCATE)", NULL, NULL, NULL);
}

static char *
find_free_name (const char *path)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  char *name = g_strdup_printf ("%s.before-%s", path, time);

  for (guint i = 2; g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.before-%s-%u", path, time, i);
    }

  return name;
}

/* The old file gets a second name before the new one takes its first: at no moment there is none. */
static gboolean
set_aside (const char  *path,
           const char  *aside,
           GError     **error)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *log_aside = g_strconcat (aside, "-wal", NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);
  g_autofree char *files = bty_sqlite_dup_files_directory (path);
  g_autofree char *files_aside = bty_sqlite_dup_files_directory (aside);

  fold_log (path);
  if (!bty_sqlite_share_contents (files, files_aside, NULL, error))
    return FALSE;
  if (link (path, aside) != 0)
    return bty_sqlite_fail_with_errno (errno, error);
  /* A log that is left over would be taken for that of the new file. */
  if (g_file_test (log, G_FILE_TEST_EXISTS) && g_rename (log, log_aside) != 0)
    return bty_sqlite_fail_with_errno (errno, error);
  g_unlink (index);

  return TRUE;
}

/**
 * bty_sqlite_replace_file:
 * @path: the database file, which nobody has open
 * @replacement: another one, in the same directory
 * @aside: (out) (transfer full) (nullable): what the old one is called now; %NULL = there was none
 * @error: (out) (optional): where to say what went wrong
 *
 * Puts @replacement in the place of @path and keeps the old one.
 *
 * Returns: whether it is there
 */
gboolean
bty_sqlite_replace_file (const char  *path,
                         const char  *replacement,
                         char       **aside,
                         GError     **error)
{
  g_autofree char *name = g_file_test (path, G_FILE_TEST_EXISTS) ? find_free_name (path) : NULL;
  g_autofree char *files = bty_sqlite_dup_files_directory (path);
  g_autofree char *new_files = bty_sqlite_dup_files_directory (replacement);

  if ((name != NULL && !set_aside (path, name, error))
      || !bty_sqlite_share_contents (new_files, files, NULL, error))
    return FALSE;
  if (g_rename (replacement, path) != 0)
    return bty_sqlite_fail_with_errno (errno, error);
  bty_sqlite_sync_directory (path);
  bty_sqlite_remove_contents (new_files);
  *aside = g_steal_pointer (&name);

  return TRUE;
}

/**
 * bty_sqlite_remove_file:
 * @path: a database that is not needed
 *
 * Removes it and its large contents.
 */
void
bty_sqlite_remove_file (const char *path)
{
  g_autofree char *files = bty_sqlite_dup_files_directory (path);
  const char *endings[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (path, endings[i], NULL);

      g_unlink (file);
    }
  bty_sqlite_remove_contents (files);
}

/**
 * bty_sqlite_copy_file:
 * @file: a database file that nobody has open
 * @path: where the copy shall be
 * @progress: (nullable): pages
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): %BTY_ERROR_DAMAGED, or what else went wrong
 *
 * Copies it with its large contents, and reads the copy once from end to end.
 *
 * Returns: whether the copy is there and intact
 */
gboolean
bty_sqlite_copy_file (const char    *file,
                      const char    *path,
                      BtyProgress   *progress,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr(sqlite3) source = bty_sqlite_open (file, SQLITE_OPEN_READONLY, error);
  g_autofree char *from = bty_sqlite_dup_files_directory (file);
  g_autofree char *to = bty_sqlite_dup_files_directory (path);
  gboolean done;

  bty_sqlite_remove_contents (to);
  done = source != NULL
         && bty_sqlite_write_copy (source, path, progress, cancellable, error)
         && bty_sqlite_share_contents (from, to, cancellable, error);
  if (!done)
    bty_sqlite_remove_file (path);

  return done;
}
