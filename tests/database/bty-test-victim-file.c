/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-victim.h"

#include "bty-database-files.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* Every connection to a file, in the process that is killed, tells of each statement when it begins and when it ends.
 * A statement of a trigger only begins. */
static guint *moments;
static guint last_moment;

static int
pass_moment_cb (unsigned  event,
                void     *unused,
                void     *statement,
                void     *text)
{
  if (++*moments == last_moment)
    kill (getpid (), SIGKILL);

  return 0;
}

static int
watch_cb (sqlite3    *connection,
          char      **message,
          const void *unused)
{
  return sqlite3_trace_v2 (connection, SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, pass_moment_cb, NULL);
}

static void
arm (BtyTestVictim *self,
     guint          way,
     guint         *n_moments,
     guint          at)
{
  moments = n_moments;
  last_moment = at;
  sqlite3_auto_extension ((void (*) (void)) watch_cb);
}

static int
append_cb (void  *text,
           int    n_columns,
           char **values,
           char **names)
{
  for (int i = 0; i < n_columns; i++)
    g_string_append_printf (text, "%s\n", values[i] != NULL ? values[i] : "NULL");

  return 0;
}

static void
append_all (sqlite3    *connection,
            const char *sql,
            GString    *text)
{
  g_assert_cmpint (sqlite3_exec (connection, sql, append_cb, text, NULL), ==, SQLITE_OK);
}

/* Statements that read every row of every table, the full text's own among them. */
#define READ_TABLES \
  "SELECT 'SELECT ''' || name || ' '' || ' || (SELECT group_concat ('quote (\"' || name || '\")', ' || '','' || ')" \
  " FROM pragma_table_info (t.name)) || ' FROM \"' || name || '\" ORDER BY 1' FROM sqlite_schema AS t" \
  " WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_stat%' ORDER BY name"

static char *
read_file (const char *path)
{
  sqlite3 *connection;
  GString *text = g_string_new (NULL);
  g_autoptr(GString) statements = g_string_new (NULL);
  g_auto(GStrv) lines = NULL;

  g_assert_cmpint (sqlite3_open (path, &connection), ==, SQLITE_OK);
  append_all (connection, "PRAGMA integrity_check; PRAGMA foreign_key_check; PRAGMA user_version", text);
  append_all (connection, "SELECT type || ' ' || name || coalesce (sql, '') FROM sqlite_schema"
                          " WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name", text);
  append_all (connection, READ_TABLES, statements);
  lines = g_strsplit (g_strchomp (statements->str), "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    append_all (connection, lines[i], text);
  g_assert_cmpint (sqlite3_close (connection), ==, SQLITE_OK);

  return g_string_free (text, FALSE);
}

static void
copy_file (const char *from,
           const char *to)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  g_unlink (to);
  if (!g_file_test (from, G_FILE_TEST_EXISTS))
    return;
  g_assert_true (g_file_get_contents (from, &bytes, &size, &error));
  g_assert_true (g_file_set_contents (to, bytes, size, &error));
}

static char *
get_kept_path (BtyTestVictim *self)
{
  return g_build_filename (self->directory, "kept.db", NULL);
}

/* A copy is read, so that the next start finds file and log as they were left. */
static char *
read_all (BtyTestVictim *self)
{
  g_autofree char *copy = g_build_filename (self->directory, "killed.db.read", NULL);
  g_autofree char *copy_of_log = g_strconcat (copy, "-wal", NULL);
  g_autofree char *log = g_strconcat (self->uri, "-wal", NULL);

  copy_file (self->uri, copy);
  copy_file (log, copy_of_log);

  return read_file (copy);
}

/* Also what an earlier copy left. */
static void
remove_files (BtyTestVictim *self)
{
  g_autoptr(GDir) directory = g_dir_open (self->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->directory, name, NULL);

      if (g_str_has_prefix (name, "killed.db"))
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

static void
put_back (BtyTestVictim *self)
{
  g_autofree char *kept = get_kept_path (self);

  remove_files (self);
  copy_file (kept, self->uri);
}

static void
keep (BtyTestVictim *self)
{
  g_autofree char *kept = get_kept_path (self);
  sqlite3 *connection;

  g_assert_cmpint (sqlite3_open (self->uri, &connection), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (connection, "PRAGMA wal_checkpoint (TRUNCATE)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (connection);
  copy_file (self->uri, kept);
}

static void
check_copy (BtyTestVictim *self,
            gint64         version,
            const char    *text,
            gboolean       must_be)
{
  g_autofree char *path = g_strdup_printf ("%s.backup-v%" G_GINT64_FORMAT, self->uri, version);
  g_autofree char *found = NULL;

  if (!must_be && !g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  found = read_file (path);
  g_assert_cmpstr (found, ==, text);
}

/* Who is killed leaves nobody who works on. */
static void
wait_for_nobody (BtyTestVictim *self)
{
}

static void
free_file (BtyTestVictim *self)
{
  g_autofree char *kept = get_kept_path (self);

  remove_files (self);
  g_unlink (kept);
  g_free (self->uri);
  g_free (self->directory);
  g_free (self);
}

/**
 * bty_test_victim_new_file:
 * @directory: where it shall be
 * @fixture: (nullable): path of what it shall be a copy of; %NULL = there is nothing yet
 *
 * Returns: (transfer full): a file that is kept as it is
 */
BtyTestVictim *
bty_test_victim_new_file (const char *directory,
                          const char *fixture)
{
  static const char *const ways[] = { "killed", NULL };
  BtyTestVictim *self = g_new0 (BtyTestVictim, 1);
  g_autofree char *kept = NULL;

  self->uri = g_build_filename (directory, "killed.db", NULL);
  self->directory = g_strdup (directory);
  self->ways = ways;
  self->put_back = put_back;
  self->keep = keep;
  self->read = read_all;
  self->arm = arm;
  self->wait = wait_for_nobody;
  self->check_copy = check_copy;
  self->free = free_file;

  kept = get_kept_path (self);
  if (fixture != NULL)
    copy_file (fixture, kept);

  return self;
}
