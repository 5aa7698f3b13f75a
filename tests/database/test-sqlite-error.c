/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-sqlite-private.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-worker.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/mount.h>
#include <unistd.h>

static const struct
{
  int code;
  int system_error;
  int expected;
} codes[] = {
  { SQLITE_FULL, 0, BTY_ERROR_FULL },
  { SQLITE_IOERR_WRITE, ENOSPC, BTY_ERROR_FULL },
  { SQLITE_IOERR_SHMSIZE, EDQUOT, BTY_ERROR_FULL },
  { SQLITE_READONLY, 0, BTY_ERROR_READ_ONLY },
  { SQLITE_READONLY_DIRECTORY, 0, BTY_ERROR_READ_ONLY },
  { SQLITE_CANTOPEN, EROFS, BTY_ERROR_READ_ONLY },
  { SQLITE_CANTOPEN, EACCES, BTY_ERROR_READ_ONLY },
  { SQLITE_CANTOPEN, ENOENT, BTY_ERROR_FAILED },
  { SQLITE_CORRUPT, 0, BTY_ERROR_DAMAGED },
  { SQLITE_CORRUPT_VTAB, 0, BTY_ERROR_DAMAGED },
  { SQLITE_NOTADB, 0, BTY_ERROR_DAMAGED },
  { SQLITE_IOERR_SHORT_READ, 0, BTY_ERROR_DAMAGED },
  { SQLITE_IOERR_READ, EIO, BTY_ERROR_FAILED },
  { SQLITE_IOERR_FSYNC, 0, BTY_ERROR_FAILED },
  { SQLITE_BUSY, 0, BTY_ERROR_BUSY },
  { SQLITE_BUSY_RECOVERY, 0, BTY_ERROR_BUSY },
  { SQLITE_LOCKED, 0, BTY_ERROR_BUSY },
  { SQLITE_CONSTRAINT_UNIQUE, 0, BTY_ERROR_EXISTS },
  { SQLITE_CONSTRAINT_PRIMARYKEY, 0, BTY_ERROR_EXISTS },
  { SQLITE_CONSTRAINT_FOREIGNKEY, 0, BTY_ERROR_NOT_FOUND },
  { SQLITE_CONSTRAINT_NOTNULL, 0, BTY_ERROR_INVALID },
  { SQLITE_TOOBIG, 0, BTY_ERROR_INVALID },
  { SQLITE_NOMEM, 0, BTY_ERROR_FAILED },
  { SQLITE_ERROR, 0, BTY_ERROR_FAILED },
};

static void
test_codes (void)
{
  g_autoptr(GError) cancelled = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr(GError) error = NULL;

      bty_sqlite_set_error (codes[i].code, codes[i].system_error, "details", &error);
      g_test_message ("%d: %s", codes[i].code, error->message);
      g_assert_error (error, BTY_ERROR, codes[i].expected);
      g_assert_true (g_str_has_suffix (error->message, "."));
    }

  bty_sqlite_set_error (SQLITE_INTERRUPT, 0, "", &cancelled);
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
write_much (BtyDatabase  *database,
            const char   *key,
            GError      **error)
{
  g_autofree char *text = g_strnfill (400000, 'x');

  return bty_database_execute (database,
                               "INSERT INTO settings (key, value, created_at, updated_at) VALUES ($1, $2, 1, 1)",
                               BTY_ARGS (BTY_TEXT (key), BTY_TEXT (text)), error);
}

/* When there is no space the transaction is gone as a whole, and when there is again all goes on. */
static void
test_full (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  bty_test_count (storage->database, "PRAGMA max_page_count = 150");
  g_assert_true (bty_database_begin (storage->database, &error));
  g_object_unref (bty_test_add_bot (storage->database, "grace"));
  while (error == NULL)
    {
      g_autofree char *key = g_strdup_printf ("%d", g_random_int ());

      write_much (storage->database, key, &error);
    }
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FULL);
  g_clear_error (&error);
  bty_database_rollback (storage->database);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM settings"), ==, 0);

  bty_test_count (storage->database, "PRAGMA max_page_count = 100000");
  g_assert_true (write_much (storage->database, "a", &error));
  g_assert_no_error (error);
  g_assert_true (bty_database_check (storage->database, problems, &error));
  g_assert_cmpuint (problems->len, ==, 0);
}

/* The same on a real file system that is full, with the log and the index beside the file. */
static void
test_full_disk (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *directory = g_build_filename (storage->directory, "disk", NULL);
  g_autofree char *path = g_build_filename (directory, "boternity.db", NULL);
  g_autofree char *ballast = g_build_filename (directory, "ballast", NULL);
  g_autofree char *ballast_bytes = g_strnfill (600000, 'x');
  g_autoptr(BtyWorker) worker = NULL;
  g_autoptr(BtyDatabase) database = NULL;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  gint64 n_stored = 0;

  g_mkdir (directory, 0700);
  if (mount ("none", directory, "tmpfs", 0, "size=2m") != 0)
    {
      g_rmdir (directory);
      g_test_skip ("A small file system cannot be mounted here");
      return;
    }
  g_assert_true (g_file_set_contents (ballast, ballast_bytes, 600000, NULL));
  worker = bty_worker_new (path, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&worker);

  database = bty_database_open (path, NULL, BTY_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  while (error == NULL)
    {
      g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, n_stored);

      n_stored += write_much (database, key, &error);
    }
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FULL);
  g_clear_error (&error);
  g_assert_cmpint (bty_test_count (database, "SELECT count(*) FROM settings"), ==, n_stored);

  g_assert_cmpint (g_unlink (ballast), ==, 0);
  g_assert_true (write_much (database, "more", &error));
  g_assert_no_error (error);
  g_assert_true (bty_database_check (database, problems, &error));
  g_assert_cmpuint (problems->len, ==, 0);

  g_clear_object (&database);
  g_assert_cmpint (umount (directory), ==, 0);
  g_rmdir (directory);
}

/* The super-user may write everywhere, so this looks with the eyes of somebody else. */
static void
test_read_only (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *new_path = g_build_filename (storage->directory, "new.db", NULL);
  uid_t user = geteuid ();
  BtyDatabase *opened;
  BtyDatabase *created;
  GError *create_error = NULL;

  g_clear_object (&storage->database);
  g_chmod (storage->path, 0444);
  g_chmod (storage->directory, 0555);
  if (user == 0)
    g_assert_cmpint (seteuid (65534), ==, 0);
  opened = bty_database_open (storage->path, NULL, BTY_DATABASE_WRITE, &error);
  created = bty_database_open (new_path, NULL, BTY_DATABASE_WRITE, &create_error);
  g_assert_cmpint (seteuid (user), ==, 0);
  g_chmod (storage->directory, 0700);

  g_assert_null (opened);
  g_assert_error (error, BTY_ERROR, BTY_ERROR_READ_ONLY);
  g_assert_null (created);
  g_assert_error (create_error, BTY_ERROR, BTY_ERROR_READ_ONLY);
  g_error_free (create_error);
}

static void
test_damaged (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *noise = g_strnfill (100000, '#');

  for (int i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("bot%d", i);

      g_object_unref (bty_test_add_bot (storage->database, name));
    }
  g_clear_object (&storage->database);
  g_assert_cmpint (truncate (storage->path, 40000), ==, 0);
  g_assert_null (bty_worker_new (storage->path, NULL, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (storage->path, noise, 100000, NULL));
  g_assert_null (bty_worker_new (storage->path, NULL, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
}

static void
test_busy (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDatabase) other = bty_database_open (storage->path, NULL, BTY_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  bty_test_count (other, "PRAGMA busy_timeout = 20");
  g_assert_true (bty_database_begin (storage->database, &error));
  g_assert_false (bty_database_begin (other, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_BUSY);
  bty_database_rollback (storage->database);
}

static void
test_no_directory (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (storage->directory, "nowhere", "boternity.db", NULL);

  g_assert_null (bty_database_open (path, NULL, BTY_DATABASE_WRITE, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (bty_database_open (path, NULL, BTY_DATABASE_READ, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
}

static void
add (const char         *path,
     BtyTestStorageFunc  func)
{
  g_test_add (path, BtyTestStorage, GINT_TO_POINTER (BTY_TEST_FILE), bty_test_storage_set_up, func,
              bty_test_storage_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sqlite-error/codes", test_codes);
  bty_test_storage_add_sqlite ("/sqlite-error/full", test_full);
  add ("/sqlite-error/full-disk", test_full_disk);
  add ("/sqlite-error/read-only", test_read_only);
  add ("/sqlite-error/damaged", test_damaged);
  add ("/sqlite-error/busy", test_busy);
  add ("/sqlite-error/no-directory", test_no_directory);

  return g_test_run ();
}
