/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-database-files.h"

#include "bty-config.h"
#include "bty-database-driver.h"
#include "bty-error.h"
#include "bty-migrator.h"
#include "bty-sqlite-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Copies of a database as a whole, where they are files. */

/**
 * bty_database_makes_copies:
 * @self: a connection
 *
 * Returns: whether bty_database_copy() works here
 */
gboolean
bty_database_makes_copies (BtyDatabase *self)
{
  return BTY_DATABASE_GET_CLASS (self)->copy != NULL;
}

/**
 * bty_database_copy:
 * @self: a connection
 * @path: where the copy shall be
 * @progress: (nullable): pages
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): where to say what went wrong
 *
 * Copies one state of the data while others go on, and reads the copy once from end to end. Large contents are in
 * "<path>.files".
 *
 * Returns: whether it is there and intact
 */
gboolean
bty_database_copy (BtyDatabase   *self,
                   const char    *path,
                   BtyProgress   *progress,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return BTY_DATABASE_GET_CLASS (self)->copy (self, path, progress, cancellable, error);
}

/**
 * bty_database_salvage:
 * @self: a connection to something that is damaged
 * @type: a kind of record
 * @func: (scope call): gets each record that can be read
 * @user_data: data for @func
 * @n_lost: (inout): grows by how many at least could not be read
 * @error: (out) (optional): what @func said
 *
 * Reads past what is damaged.
 *
 * Returns: whether @func always went on
 */
gboolean
bty_database_salvage (BtyDatabase     *self,
                      GType            type,
                      BtySalvageFunc   func,
                      gpointer         user_data,
                      gint64          *n_lost,
                      GError         **error)
{
  BtyDatabaseClass *class = BTY_DATABASE_GET_CLASS (self);

  if (class->salvage == NULL)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED, _("A server is repaired with its own tools."));
      return FALSE;
    }

  return class->salvage (self, type, func, user_data, n_lost, error);
}

/**
 * bty_database_finish:
 * @self: a connection that writes and that nobody else uses
 * @error: (out) (optional): where to say what went wrong
 *
 * Moves everything to its final place, so that the file alone is the database.
 *
 * Returns: whether it is there
 */
gboolean
bty_database_finish (BtyDatabase  *self,
                     GError      **error)
{
  return BTY_DATABASE_GET_CLASS (self)->maintain (self, TRUE, error);
}

/**
 * bty_database_is_copy:
 * @file: a path
 *
 * Returns: whether it looks like what bty_database_copy() makes
 */
gboolean
bty_database_is_copy (const char *file)
{
  return bty_sqlite_is_copy (file);
}

static gboolean
check_version (const char  *path,
               GError     **error)
{
  g_autoptr(BtyDatabase) database = bty_database_open (path, NULL, BTY_DATABASE_READ, error);
  gint64 version;

  if (database == NULL || !bty_database_get_version (database, &version, error))
    return FALSE;
  if (version == 0)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("This is no backup of Boternity."));
      return FALSE;
    }
  if (version > bty_migrator_get_newest ())
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_SCHEMA_TOO_NEW,
                   _("These data were written by a newer version of Boternity: schema %d, and this one knows %d."),
                   (int) version, (int) bty_migrator_get_newest ());
      return FALSE;
    }

  return TRUE;
}

/**
 * bty_database_check_copy:
 * @file: a copy of a database
 * @path: where another copy shall be, to be put in place
 * @progress: (nullable): pages
 * @cancellable: (nullable): to stop
 * @error: (out) (optional): what is wrong with @file
 *
 * Returns: whether @file is intact and of a version that is known, and is at @path now
 */
gboolean
bty_database_check_copy (const char    *file,
                         const char    *path,
                         BtyProgress   *progress,
                         GCancellable  *cancellable,
                         GError       **error)
{
  return bty_sqlite_copy_file (file, path, progress, cancellable, error) && check_version (path, error);
}

/**
 * bty_database_remove_file:
 * @path: a database that is not needed
 *
 * Removes it, and the large contents that belong to it.
 */
void
bty_database_remove_file (const char *path)
{
  bty_sqlite_remove_file (path);
}

/**
 * bty_database_replace:
 * @path: a database that nobody has open
 * @replacement: another, in the same directory
 * @aside: (out) (transfer full) (nullable): where the old one is now; %NULL = there was none
 * @error: (out) (optional): where to say what went wrong
 *
 * Puts another database in its place.
 *
 * Returns: whether it is there
 */
gboolean
bty_database_replace (const char  *path,
                      const char  *replacement,
                      char       **aside,
                      GError     **error)
{
  return bty_sqlite_replace_file (path, replacement, aside, error);
}
