/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-storage.h"

#include "bty-migrator.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* The servers, each "name uri"; empty where the tests are for SQLite. */
static char **
get_servers (void)
{
  static char **servers;

  if (servers == NULL)
    {
      gboolean is_wanted = g_strcmp0 (g_getenv ("BTY_TEST_ENGINE"), "postgres") == 0;
      g_autofree char *lines = g_strdup (is_wanted ? g_getenv ("BTY_TEST_POSTGRES") : NULL);

      servers = g_strsplit (lines != NULL ? g_strstrip (lines) : "", "\n", -1);
    }

  return servers;
}

static gboolean
is_for_servers (void)
{
  return g_strcmp0 (g_getenv ("BTY_TEST_ENGINE"), "postgres") == 0;
}

/**
 * bty_test_get_first_place:
 *
 * Returns: the first place in which the tests of this run are
 */
int
bty_test_get_first_place (void)
{
  return is_for_servers () ? BTY_TEST_SERVER : BTY_TEST_MEMORY;
}

/**
 * bty_test_get_last_place:
 *
 * Returns: the last place in which the tests of this run are; less than the first if there is no server
 */
int
bty_test_get_last_place (void)
{
  return is_for_servers () ? BTY_TEST_SERVER + (int) g_strv_length (get_servers ()) - 1 : BTY_TEST_FILE;
}

/**
 * bty_test_name_place:
 * @place: where data are
 *
 * Returns: (transfer full): a name for it
 */
char *
bty_test_name_place (int place)
{
  const char *server;

  if (place < BTY_TEST_SERVER)
    return g_strdup (place == BTY_TEST_FILE ? "file" : "memory");

  server = get_servers ()[place % BTY_TEST_ALONE - BTY_TEST_SERVER];

  return g_strndup (server, strchr (server, ' ') - server);
}

/**
 * bty_test_dup_server_uri:
 * @place: a server
 *
 * Returns: (transfer full): the URI of the database that all tests share
 */
char *
bty_test_dup_server_uri (int place)
{
  return g_strdup (strchr (get_servers ()[place % BTY_TEST_ALONE - BTY_TEST_SERVER], ' ') + 1);
}

/* A database of its own on the server. */
static char *
create_database (const char *server,
                 const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDatabase) database = bty_database_open (server, NULL, BTY_DATABASE_WRITE, &error);
  g_autofree char *sql = g_strdup_printf ("CREATE DATABASE \"%s\"", name);
  g_autofree char *folder = g_path_get_dirname (server);

  g_assert_no_error (error);
  bty_database_execute (database, sql, BTY_NO_ARGS, &error);
  g_assert_no_error (error);

  return g_strconcat (folder, "/", name, NULL);
}

static char *
create_path (BtyTestStorage *self)
{
  static int n_tests;
  g_autofree char *name = g_strdup_printf ("test-%d-%d", (int) getpid (), n_tests++);
  g_autofree char *server = NULL;

  if (self->place == BTY_TEST_MEMORY)
    return g_strdup (BTY_DATABASE_MEMORY);
  if (self->place == BTY_TEST_FILE)
    return g_build_filename (self->directory, "boternity.db", NULL);

  server = bty_test_dup_server_uri (self->place);

  return self->place >= BTY_TEST_ALONE ? create_database (server, name) : g_strconcat (server, "?tenant=", name, NULL);
}

/**
 * bty_test_storage_set_up:
 * @self: (out caller-allocates): the fixture
 * @place: where it shall be
 *
 * Makes an empty database.
 */
void
bty_test_storage_set_up (BtyTestStorage *self,
                         gconstpointer   place)
{
  g_autoptr(GError) error = NULL;

  self->place = GPOINTER_TO_INT (place);
  self->directory = g_dir_make_tmp ("bty-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = create_path (self);

  self->database = bty_database_open (self->path, NULL, BTY_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  bty_migrator_run (self->database, NULL, &error);
  g_assert_no_error (error);
}

/**
 * bty_test_storage_tear_down:
 * @self: the fixture
 * @place: where it is
 *
 * Removes the database; nothing may hold it any more. Servers are thrown away as a whole.
 */
void
bty_test_storage_tear_down (BtyTestStorage *self,
                            gconstpointer   place)
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

static void
add (const char         *path,
     BtyTestStorageFunc  func,
     int                 place,
     int                 extra)
{
  g_autofree char *place_name = bty_test_name_place (place);
  g_autofree char *name = g_strconcat (path, "/", place_name, NULL);

  g_test_add (name, BtyTestStorage, GINT_TO_POINTER (place + extra), bty_test_storage_set_up, func,
              bty_test_storage_tear_down);
}

/**
 * bty_test_storage_add:
 * @path: name of a test, with a slash before it
 * @func: the test
 *
 * Adds the test for each place: in memory and in a file, or on each server when the tests run for these.
 */
void
bty_test_storage_add (const char         *path,
                      BtyTestStorageFunc  func)
{
  for (int place = bty_test_get_first_place (); place <= bty_test_get_last_place (); place++)
    add (path, func, place, 0);
}

/**
 * bty_test_storage_add_alone:
 * @path: name of a test, with a slash before it
 * @func: the test, which may do to the schema what it likes
 *
 * The same with a database that no other test uses.
 */
void
bty_test_storage_add_alone (const char         *path,
                            BtyTestStorageFunc  func)
{
  for (int place = bty_test_get_first_place (); place <= bty_test_get_last_place (); place++)
    add (path, func, place, place >= BTY_TEST_SERVER ? BTY_TEST_ALONE : 0);
}

/**
 * bty_test_storage_add_sqlite:
 * @path: name of a test, with a slash before it
 * @func: the test
 *
 * Adds a test of something that only SQLite has, in memory and in a file.
 */
void
bty_test_storage_add_sqlite (const char         *path,
                             BtyTestStorageFunc  func)
{
  for (int place = bty_test_get_first_place (); place <= MIN (bty_test_get_last_place (), BTY_TEST_FILE); place++)
    add (path, func, place, 0);
}

/**
 * bty_test_storage_is_file:
 * @self: the fixture
 *
 * Returns: whether it is in a file
 */
gboolean
bty_test_storage_is_file (BtyTestStorage *self)
{
  return self->place == BTY_TEST_FILE;
}

/**
 * bty_test_storage_is_server:
 * @self: the fixture
 *
 * Returns: whether it is on a server
 */
gboolean
bty_test_storage_is_server (BtyTestStorage *self)
{
  return self->place >= BTY_TEST_SERVER;
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

/**
 * bty_test_count_indexed:
 * @self: the fixture
 * @table: a table of the full text
 *
 * Returns: how many rows have words in it
 */
gint64
bty_test_count_indexed (BtyTestStorage *self,
                        const char     *table)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s%s", table,
                                          bty_test_storage_is_server (self) ? "" : "_docsize");
  g_autofree char *setting = g_strconcat ("boternity.", table, NULL);

  /* A server shows only what is asked for: everything without a word that is nowhere. */
  if (bty_test_storage_is_server (self))
    bty_database_execute (self->database, "SELECT set_config ($1, '!nowhereatall', FALSE)",
                          BTY_ARGS (BTY_TEXT (setting)), &error);
  g_assert_no_error (error);

  return bty_test_count (self->database, sql);
}
