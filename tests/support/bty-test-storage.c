/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-storage.h"

#include "bty-migrator.h"

#include <glib/gstdio.h>

/**
 * bty_test_storage_set_up:
 * @self: (out caller-allocates): the fixture
 * @in_file: whether it shall be in a file
 *
 * Makes an empty database.
 */
void
bty_test_storage_set_up (BtyTestStorage *self,
                         gconstpointer   in_file)
{
  g_autoptr(GError) error = NULL;

  self->directory = g_dir_make_tmp ("bty-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = in_file ? g_build_filename (self->directory, "boternity.db", NULL) : g_strdup (BTY_DATABASE_MEMORY);

  self->database = bty_database_open (self->path, NULL, BTY_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  bty_migrator_run (self->database, NULL, &error);
  g_assert_no_error (error);
}

/**
 * bty_test_storage_tear_down:
 * @self: the fixture
 * @unused: nothing
 *
 * Removes the database; nothing may hold it any more.
 */
void
bty_test_storage_tear_down (BtyTestStorage *self,
                            gconstpointer   unused)
{
  g_autoptr(GDir) directory = g_dir_open (self->directory, 0, NULL);
  const char *name;

  if (self->database != NULL)
    g_assert_finalize_object (self->database);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->directory, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->directory), ==, 0);
  g_free (self->directory);
  g_free (self->path);
}

/**
 * bty_test_storage_add:
 * @path: name of a test, with a slash before it
 * @func: the test
 *
 * Adds the test twice: in memory and in a file.
 */
void
bty_test_storage_add (const char         *path,
                      BtyTestStorageFunc  func)
{
  for (int in_file = 0; in_file < 2; in_file++)
    {
      g_autofree char *name = g_strconcat (path, in_file ? "/file" : "/memory", NULL);

      g_test_add (name, BtyTestStorage, GINT_TO_POINTER (in_file), bty_test_storage_set_up, func,
                  bty_test_storage_tear_down);
    }
}

/**
 * bty_test_count:
 * @database: a connection
 * @sql: a statement that gives one number
 *
 * Returns: the number
 */
gint64
bty_test_count (BtyDatabase *database,
                const char  *sql)
{
  g_autoptr(GError) error = NULL;
  gint64 count = -1;

  bty_database_query_integer (database, sql, BTY_NO_ARGS, &count, &error);
  g_assert_no_error (error);

  return count;
}
