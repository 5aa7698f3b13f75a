/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-database-driver.h"
#include "bty-database-files.h"
#include "bty-error.h"
#include "bty-migrator.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_TABLES 60
#define N_KILLS 40

/* The steps of this version and one more. */
static GPtrArray *
add_migration (BtyDatabase *database,
               const char  *script)
{
  GPtrArray *migrations = bty_migrator_load (database);

  g_ptr_array_add (migrations, bty_migration_new (script, NULL));

  return migrations;
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

static void
test_up_to_date (BtyTestStorage *storage,
                 gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) migrations = bty_migrator_load (storage->database);
  g_autofree char *backup = g_strconcat (storage->path, ".backup-v1", NULL);
  gint64 n_migrations = migrations->len;

  g_assert_cmpint (get_version (storage->database), ==, n_migrations);
  g_object_unref (bty_test_add_bot (storage->database, "ada"));
  g_assert_true (bty_migrator_run (storage->database, migrations, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_version (storage->database), ==, n_migrations);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots"), ==, 1);
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
}

static void
test_newer (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) migrations = bty_migrator_load (storage->database);

  g_assert_true (BTY_DATABASE_GET_CLASS (storage->database)->set_version (storage->database, 99, &error));
  g_assert_false (bty_migrator_run (storage->database, migrations, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_SCHEMA_TOO_NEW);
  g_assert_cmpint (get_version (storage->database), ==, 99);
}

/* With their folders. */
static void
remove_databases (const char *directory)
{
  g_autoptr(GDir) files = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && !g_str_has_prefix (name, "boternity"))
        bty_database_remove_file (path);
    }
}

/* A content of 5 MiB that is a file beside the database: the copy before the upgrade has it too, and gives it back when
 * the file is gone. */
static void
test_large_content (BtyTestStorage *storage,
                    gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (storage->directory, "older.db", NULL);
  g_autofree char *copy = g_strconcat (path, ".backup-v2", NULL);
  g_autofree char *restoring = g_strconcat (path, ".restoring", NULL);
  g_autoptr(BtyDatabase) database = bty_database_open (path, NULL, BTY_DATABASE_WRITE, &error);
  g_autoptr(GPtrArray) migrations = bty_migrator_load (database);
  g_autoptr(GPtrArray) older = bty_migrator_load (database);
  g_autofree char *content = g_strnfill (5 * 1024 * 1024, 'x');
  g_autofree char *id = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  g_autofree char *folder = g_strdup_printf ("%s/%.2s", bty_database_get_files_directory (database), id);
  g_autofree char *file = g_build_filename (folder, id + 2, NULL);
  g_autofree char *found = NULL;
  g_autofree char *aside = NULL;

  g_ptr_array_set_size (older, 2);
  g_assert_true (bty_migrator_run (database, older, &error));
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, content, -1, &error));
  bty_database_execute (database, "INSERT INTO artifacts (id, size, uses, created_at) VALUES ($1, 5242880, 1, 1)",
                        BTY_ARGS (BTY_TEXT (id)), &error);
  g_assert_no_error (error);
  g_assert_true (bty_migrator_run (database, migrations, &error));
  g_assert_no_error (error);
  g_clear_object (&database);

  /* It is lost, and so is everything else there. */
  bty_database_remove_file (path);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  g_assert_true (bty_database_check_copy (copy, restoring, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (bty_database_replace (path, restoring, &aside, &error));
  g_assert_null (aside);
  g_assert_true (g_file_get_contents (file, &found, NULL, &error));
  g_assert_cmpstr (found, ==, content);

  /* What is set aside keeps its own, whatever happens to the other. */
  g_assert_true (bty_database_check_copy (copy, restoring, NULL, NULL, &error));
  g_assert_true (bty_database_replace (path, restoring, &aside, &error));
  g_assert_nonnull (aside);
  bty_database_remove_file (path);
  g_assert_true (bty_database_check_copy (aside, restoring, NULL, NULL, &error));
  g_free (aside);
  g_assert_true (bty_database_replace (path, restoring, &aside, &error));
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (restoring, G_FILE_TEST_EXISTS));
  remove_databases (storage->directory);
}

/* Before the first change there is a copy of everything, which opens as it is. */
static void
test_backup (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) migrations = add_migration (storage->database,
                                                          "CREATE TABLE added (id TEXT); DELETE FROM bots;");
  gint64 version = migrations->len - 1;
  g_autofree char *path = g_strdup_printf ("%s.backup-v%d", storage->path, (int) version);
  g_autofree char *unfinished = g_strconcat (path, ".part", NULL);
  g_autoptr(BtyDatabase) backup = NULL;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  g_object_unref (bty_test_add_bot (storage->database, "ada"));
  g_assert_true (bty_migrator_run (storage->database, migrations, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_version (storage->database), ==, version + 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots"), ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM added"), ==, 0);

  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, bty_test_storage_is_file (storage));
  g_assert_false (g_file_test (unfinished, G_FILE_TEST_EXISTS));
  if (!bty_test_storage_is_file (storage))
    return;
  backup = bty_database_open (path, NULL, BTY_DATABASE_READ, &error);
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
  g_autoptr(GPtrArray) migrations = add_migration (storage->database, "CREATE TABLE added (id TEXT);");
  gint64 version = migrations->len - 1;
  g_autofree char *path = g_strdup_printf ("%s.backup-v%d", storage->path, (int) version);
  g_autofree char *unfinished = g_strconcat (path, ".part", NULL);

  if (!bty_test_storage_is_file (storage))
    {
      g_test_skip ("In memory nothing is backed up");
      return;
    }
  g_assert_cmpint (g_mkdir (unfinished, 0700), ==, 0);
  g_assert_false (bty_migrator_run (storage->database, migrations, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_assert_cmpint (get_version (storage->database), ==, version);
  g_rmdir (unfinished);
  g_clear_error (&error);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (bty_migrator_run (storage->database, migrations, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_assert_cmpint (get_version (storage->database), ==, version);
  g_rmdir (path);
}

static void
test_failing_script (BtyTestStorage *storage,
                     gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) migrations = add_migration (storage->database,
                                                          "CREATE TABLE added (id TEXT); DELETE FROM bots;"
                                                          "SELECT nonsense;");

  g_object_unref (bty_test_add_bot (storage->database, "ada"));
  g_assert_false (bty_migrator_run (storage->database, migrations, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_assert_cmpint (get_version (storage->database), ==, migrations->len - 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots"), ==, 1);
  g_assert_false (bty_database_execute (storage->database, "SELECT * FROM added", BTY_NO_ARGS, NULL));
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
run_killed (const char *path,
            GPtrArray  *migrations,
            gulong      microseconds)
{
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      BtyDatabase *database = bty_database_open (path, NULL, BTY_DATABASE_WRITE, NULL);

      _exit (database != NULL && bty_migrator_run (database, migrations, NULL) ? 0 : 1);
    }
  g_usleep (microseconds);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) || WEXITSTATUS (status) == 0);

  return WIFEXITED (status);
}

static void
create_current_version (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDatabase) database = bty_database_open (path, NULL, BTY_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  bty_migrator_run (database, NULL, &error);
  g_assert_no_error (error);
}

static void
test_killed (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autofree char *script = create_long_script ();
  g_autoptr(GPtrArray) migrations = add_migration (storage->database, script);
  gint64 version = migrations->len - 1;
  guint n_done = 0;

  if (!bty_test_storage_is_file (storage))
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

      create_current_version (path);
      is_done = run_killed (path, migrations, g_test_rand_int_range (0, 60000));
      database = bty_database_open (path, NULL, BTY_DATABASE_WRITE, &error);
      g_assert_no_error (error);
      n_tables = bty_test_count (database, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'added%'");
      g_assert_cmpint (n_tables, ==, get_version (database) == version ? 0 : N_TABLES);
      if (is_done)
        g_assert_cmpint (n_tables, ==, N_TABLES);
      n_done += n_tables > 0;
    }
  g_test_message ("%u of %d were done before they were killed", n_done, N_KILLS);
}

static char *
read_all (BtyDatabase *database,
          const char  *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyRows) rows = bty_database_query (database, sql, BTY_NO_ARGS, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  while (bty_rows_next (rows, &error))
    g_string_append_printf (text, "%s\n", bty_rows_get_text (rows, 0));
  g_assert_no_error (error);

  return g_string_free (text, FALSE);
}

/* What every table of the first version held, as one text: after moving up it is the same. */
static char *
read_first_version (BtyDatabase *database)
{
  return read_all (database,
                   "SELECT 'bot ' || id || slug || name || emoji || tags || created_at FROM bots"
                   " UNION ALL SELECT 'soul ' || id || bot_id || version || text || sha256 FROM souls"
                   " UNION ALL SELECT 'session ' || seq || ' ' || id || bot_id || title || draft FROM sessions"
                   " UNION ALL SELECT 'message ' || seq || ' ' || id || session_id || role || content FROM messages"
                   " UNION ALL SELECT 'attachment ' || id || message_id || name || hex(data) FROM attachments"
                   " UNION ALL SELECT 'provider ' || id || name || type || price_input FROM providers"
                   " UNION ALL SELECT 'health ' || id || provider_id || state || latencies FROM provider_health"
                   " UNION ALL SELECT 'setting ' || key || value FROM settings ORDER BY 1");
}

static BtyDatabase *
open_copy (const char *fixture,
           const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "fixtures", "databases", fixture, NULL);
  g_autofree char *bytes = NULL;
  gsize size;
  BtyDatabase *database;

  g_assert_true (g_file_get_contents (source, &bytes, &size, &error));
  g_assert_true (g_file_set_contents (path, bytes, size, &error));
  database = bty_database_open (path, NULL, BTY_DATABASE_WRITE, &error);
  g_assert_no_error (error);

  return database;
}

/* A database as the first version left it. The schema that its script makes now is the same to the letter, and
 * nothing in it is lost on the way up. */
static void
test_released_schema (BtyTestStorage *storage,
                      gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *old_path = g_build_filename (storage->directory, "old.db", NULL);
  g_autofree char *new_path = g_build_filename (storage->directory, "new.db", NULL);
  g_autoptr(BtyDatabase) old = open_copy ("version-1.db", old_path);
  g_autoptr(BtyDatabase) new = bty_database_open (new_path, NULL, BTY_DATABASE_WRITE, &error);
  g_autoptr(GPtrArray) migrations = bty_migrator_load (new);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *before = read_first_version (old);
  g_autofree char *old_schema = read_all (old, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
  g_autofree char *new_schema = NULL;
  g_autofree char *after = NULL;
  gint64 version = migrations->len;

  g_assert_true (bty_migrator_run (old, migrations, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_version (old), ==, version);
  after = read_first_version (old);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (bty_database_check (old, problems, &error));
  g_assert_cmpuint (problems->len, ==, 0);

  g_ptr_array_set_size (migrations, 1);
  g_assert_true (bty_migrator_run (new, migrations, &error));
  g_assert_no_error (error);
  new_schema = read_all (new, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
  g_assert_cmpstr (new_schema, ==, old_schema);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add_alone ("/migrator/up-to-date", test_up_to_date);
  bty_test_storage_add_alone ("/migrator/newer", test_newer);
  bty_test_storage_add_alone ("/migrator/backup", test_backup);
  bty_test_storage_add_sqlite ("/migrator/large-content", test_large_content);
  bty_test_storage_add_alone ("/migrator/no-backup", test_no_backup);
  bty_test_storage_add_alone ("/migrator/failing-script", test_failing_script);
  bty_test_storage_add_sqlite ("/migrator/killed", test_killed);
  bty_test_storage_add_sqlite ("/migrator/released-schema", test_released_schema);

  return g_test_run ();
}
