/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-database-driver.h"
#include "bty-error.h"
#include "bty-migrator.h"
#include "bty-sqlite-database.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_TABLES 60
#define N_KILLS 40

/* The scripts of this version and one more. */
static char **
add_script (const char *script)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) scripts = bty_migrator_load_scripts ();

  g_strv_builder_addv (builder, (const char **) scripts);
  g_strv_builder_add (builder, script);

  return g_strv_builder_end (builder);
}

static gint64
get_version (BtyDatabase *database)
{
  g_autoptr(GError) error = NULL;
  gint64 version = -1;

  bty_database_get_version (database, &version, &error);
  g_assert_no_error (error);

  return version;
}

static gboolean
is_in_file (BtyTestStorage *storage)
{
  return !g_str_equal (storage->path, BTY_SQLITE_MEMORY);
}

static void
test_up_to_date (BtyTestStorage *storage,
                 gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) scripts = bty_migrator_load_scripts ();
  g_autofree char *backup = g_strconcat (storage->path, ".backup-v1", NULL);
  gint64 n_scripts = g_strv_length (scripts);

  g_assert_cmpint (get_version (storage->database), ==, n_scripts);
  g_object_unref (bty_test_add_bot (storage->database, "ada"));
  g_assert_true (bty_migrator_run (storage->database, (const char *const *) scripts, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_version (storage->database), ==, n_scripts);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots"), ==, 1);
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
}

static void
test_newer (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) scripts = bty_migrator_load_scripts ();

  g_assert_true (BTY_DATABASE_GET_CLASS (storage->database)->set_version (storage->database, 99, &error));
  g_assert_false (bty_migrator_run (storage->database, (const char *const *) scripts, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_SCHEMA_TOO_NEW);
  g_assert_cmpint (get_version (storage->database), ==, 99);
}

/* Before the first change there is a copy of everything, which opens as it is. */
static void
test_backup (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) scripts = add_script ("CREATE TABLE added (id TEXT); DELETE FROM bots;");
  gint64 version = g_strv_length (scripts) - 1;
  g_autofree char *path = g_strdup_printf ("%s.backup-v%d", storage->path, (int) version);
  g_autofree char *unfinished = g_strconcat (path, ".part", NULL);
  g_autoptr(BtyDatabase) backup = NULL;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  g_object_unref (bty_test_add_bot (storage->database, "ada"));
  g_assert_true (bty_migrator_run (storage->database, (const char *const *) scripts, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_version (storage->database), ==, version + 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots"), ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM added"), ==, 0);

  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, is_in_file (storage));
  g_assert_false (g_file_test (unfinished, G_FILE_TEST_EXISTS));
  if (!is_in_file (storage))
    return;
  backup = bty_sqlite_database_new (path, BTY_SQLITE_READ, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_version (backup), ==, version);
  g_assert_cmpint (bty_test_count (backup, "SELECT count(*) FROM bots"), ==, 1);
  g_assert_true (bty_database_check (backup, problems, &error));
  g_assert_cmpuint (problems->len, ==, 0);
}

/* Without a copy nothing is changed. */
static void
test_no_backup (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) scripts = add_script ("CREATE TABLE added (id TEXT);");
  gint64 version = g_strv_length (scripts) - 1;
  g_autofree char *path = g_strdup_printf ("%s.backup-v%d", storage->path, (int) version);
  g_autofree char *unfinished = g_strconcat (path, ".part", NULL);

  if (!is_in_file (storage))
    {
      g_test_skip ("In memory nothing is backed up");
      return;
    }
  g_assert_cmpint (g_mkdir (unfinished, 0700), ==, 0);
  g_assert_false (bty_migrator_run (storage->database, (const char *const *) scripts, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_assert_cmpint (get_version (storage->database), ==, version);
  g_rmdir (unfinished);
  g_clear_error (&error);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (bty_migrator_run (storage->database, (const char *const *) scripts, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_assert_cmpint (get_version (storage->database), ==, version);
  g_rmdir (path);
}

static void
test_failing_script (BtyTestStorage *storage,
                     gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) scripts = add_script ("CREATE TABLE added (id TEXT); DELETE FROM bots; SELECT nonsense;");

  g_object_unref (bty_test_add_bot (storage->database, "ada"));
  g_assert_false (bty_migrator_run (storage->database, (const char *const *) scripts, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_assert_cmpint (get_version (storage->database), ==, g_strv_length (scripts) - 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM sqlite_schema WHERE name = 'added'"),
                   ==, 0);
}

static char *
create_long_script (void)
{
  GString *script = g_string_new (NULL);

  for (int i = 0; i < N_TABLES; i++)
    g_string_append_printf (script, "CREATE TABLE added%d (text TEXT);"
                                    "INSERT INTO added%d SELECT hex(randomblob(4000));", i, i);

  return g_string_free (script, FALSE);
}

/* Moves the schema up in another process, which is killed after some time. Returns whether it was done. */
static gboolean
run_killed (const char        *path,
            const char *const *scripts,
            gulong             microseconds)
{
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      BtyDatabase *database = bty_sqlite_database_new (path, BTY_SQLITE_WRITE, NULL);

      _exit (database != NULL && bty_migrator_run (database, scripts, NULL) ? 0 : 1);
    }
  g_usleep (microseconds);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) || WEXITSTATUS (status) == 0);

  return WIFEXITED (status);
}

static void
create_first_version (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDatabase) database = bty_sqlite_database_new (path, BTY_SQLITE_WRITE, &error);
  g_auto(GStrv) scripts = bty_migrator_load_scripts ();

  g_assert_no_error (error);
  bty_migrator_run (database, (const char *const *) scripts, &error);
  g_assert_no_error (error);
}

static void
test_killed (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autofree char *script = create_long_script ();
  g_auto(GStrv) scripts = add_script (script);
  gint64 version = g_strv_length (scripts) - 1;
  guint n_done = 0;

  if (!is_in_file (storage))
    {
      g_test_skip ("Memory does not survive");
      return;
    }
  g_clear_object (&storage->database);

  for (int i = 0; i < N_KILLS; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s-%d", storage->path, i);
      g_autoptr(BtyDatabase) database = NULL;
      g_autoptr(GError) error = NULL;
      gboolean is_done;
      gint64 n_tables;

      create_first_version (path);
      is_done = run_killed (path, (const char *const *) scripts, g_test_rand_int_range (0, 60000));
      database = bty_sqlite_database_new (path, BTY_SQLITE_WRITE, &error);
      g_assert_no_error (error);
      n_tables = bty_test_count (database, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'added%'");
      g_assert_cmpint (n_tables, ==, get_version (database) == version ? 0 : N_TABLES);
      if (is_done)
        g_assert_cmpint (n_tables, ==, N_TABLES);
      n_done += n_tables > 0;
    }
  g_test_message ("%u of %d were done before they were killed", n_done, N_KILLS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/migrator/up-to-date", test_up_to_date);
  bty_test_storage_add ("/migrator/newer", test_newer);
  bty_test_storage_add ("/migrator/backup", test_backup);
  bty_test_storage_add ("/migrator/no-backup", test_no_backup);
  bty_test_storage_add ("/migrator/failing-script", test_failing_script);
  bty_test_storage_add ("/migrator/killed", test_killed);

  return g_test_run ();
}
