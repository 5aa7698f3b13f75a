/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/*
 * Contents that are too large for a row are files in a directory beside the database, named by their hash. They never
 * change, so that another database that has the same content in it shares the file by a second name: a copy costs no
 * room on the same disk, and stays whole when the original is removed.
 */

#define DEFAULT_NAME "boternity.db"
#define SUBFOLDER_LENGTH 2
#define ARRIVING "arriving-copy"

/**
 * bty_sqlite_dup_files_directory:
 * @path: of a database file
 *
 * Returns: (transfer full): where its large contents are; no two databases have the same place
 */
char *
bty_sqlite_dup_files_directory (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);

  return g_str_equal (name, DEFAULT_NAME) ? g_build_filename (directory, "files", NULL)
                                          : g_strconcat (path, ".files", NULL);
}

/* Where a second name is not possible, the content itself. */
static gboolean
copy_bytes (const char    *from,
            const char    *to,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(GFile) source = g_file_new_for_path (from);
  g_autoptr(GFile) target = g_file_new_for_path (to);
  g_autoptr(GError) copy_error = NULL;
  int file;
  gboolean synced;

  if (!g_file_copy (source, target, G_FILE_COPY_NONE, cancellable, NULL, NULL, &copy_error))
    {
      if (g_error_matches (copy_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&copy_error));
      else
        bty_sqlite_set_error (g_error_matches (copy_error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? SQLITE_FULL
                                                                                            : SQLITE_CANTOPEN,
                              0, copy_error->message, error);
      return FALSE;
    }
  file = g_open (to, O_RDONLY | O_CLOEXEC, 0);
  synced = file >= 0 && fsync (file) == 0;
  if (file >= 0)
    close (file);

  return synced || bty_sqlite_fail_with_errno (errno, error);
}

/* What has the name already may be damaged: it is replaced. */
static gboolean
share_file (const char    *from,
            const char    *to,
            const char    *arriving,
            GCancellable  *cancellable,
            GError       **error)
{
  g_unlink (arriving);
  if (link (from, arriving) != 0)
    {
      if (errno == ENOENT)
        return TRUE;
      if (!copy_bytes (from, arriving, cancellable, error))
        {
          g_unlink (arriving);
          return FALSE;
        }
    }
  if (g_rename (arriving, to) != 0)
    return bty_sqlite_fail_with_errno (errno, error);
  /* Two names of one file are left as they are by that. */
  g_unlink (arriving);

  return TRUE;
}

static gboolean
share_subfolder (const char    *from,
                 const char    *to,
                 const char    *arriving,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr(GDir) files = g_dir_open (from, 0, NULL);
  g_autofree char *inside = g_build_filename (to, "file", NULL);
  const char *name;

  if (files != NULL && g_mkdir_with_parents (to, 0700) != 0)
    return bty_sqlite_fail_with_errno (errno, error);
  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !share_file (source, target, arriving, cancellable, error))
        return FALSE;
    }
  bty_sqlite_sync_directory (inside);

  return TRUE;
}

/**
 * bty_sqlite_share_contents:
 * @from: a directory of large contents; it may be missing
 * @to: another; it is made when there is something for it
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether everything in @from is in @to as well, on disk
 */
gboolean
bty_sqlite_share_contents (const char    *from,
                           const char    *to,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr(GDir) subfolders = g_dir_open (from, 0, NULL);
  g_autofree char *arriving = g_build_filename (to, ARRIVING, NULL);
  const char *name;

  while (subfolders != NULL && (name = g_dir_read_name (subfolders)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);

      if (strlen (name) == SUBFOLDER_LENGTH && !share_subfolder (source, target, arriving, cancellable, error))
        return FALSE;
    }
  bty_sqlite_sync_directory (arriving);

  return TRUE;
}

/**
 * bty_sqlite_remove_contents:
 * @directory: of large contents of a database that is not used any more; it may be missing
 *
 * Removes it, and what is in it.
 */
void
bty_sqlite_remove_contents (const char *directory)
{
  g_autoptr(GDir) subfolders = g_dir_open (directory, 0, NULL);
  const char *name;

  while (subfolders != NULL && (name = g_dir_read_name (subfolders)) != NULL)
    {
      g_autofree char *subfolder = g_build_filename (directory, name, NULL);
      g_autoptr(GDir) files = g_dir_open (subfolder, 0, NULL);
      const char *file;

      while (files != NULL && (file = g_dir_read_name (files)) != NULL)
        {
          g_autofree char *path = g_build_filename (subfolder, file, NULL);

          g_unlink (path);
        }
      g_remove (subfolder);
    }
  g_rmdir (directory);
}
