/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A disk on which everything can be written, and waiting until it is there fails: what is told of a transaction then is
 * true, also for whoever finds the files as they are at that moment. */

static guint n_failing;

static int
wait_for_disk (long call,
               int  file)
{
  if (n_failing == 0)
    return (int) syscall (call, file);
  n_failing--;
  errno = EIO;

  return -1;
}

int
fsync (int file)
{
  return wait_for_disk (SYS_fsync, file);
}

int
fdatasync (int file)
{
  return wait_for_disk (SYS_fdatasync, file);
}

static void
copy_file (const char *from,
           const char *to,
           const char *suffix)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *source = g_strconcat (from, suffix, NULL);
  g_autofree char *target = g_strconcat (to, suffix, NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_file_get_contents (source, &bytes, &size, &error);
  g_assert_no_error (error);
  g_file_set_contents (target, bytes, size, &error);
  g_assert_no_error (error);
}

/* How many bots are there for a program that starts now, this one having been killed. */
static gint64
count_after_kill (BtyTestStorage *storage)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *copy = g_strconcat (storage->path, ".copy", NULL);
  g_autofree char *lock = g_strconcat (copy, "-shm", NULL);
  g_autoptr(BtyDatabase) database = NULL;

  g_unlink (lock);
  copy_file (storage->path, copy, "");
  copy_file (storage->path, copy, "-wal");
  database = bty_database_open (copy, NULL, BTY_DATABASE_WRITE, &error);
  g_assert_no_error (error);

  return bty_test_count (database, "SELECT count(*) FROM bots");
}

static void
fail_to_commit (BtyTestStorage *storage,
                guint           n,
                gboolean        is_known)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_begin (storage->database, &error));
  g_object_unref (bty_test_add_bot (storage->database, "bert"));
  n_failing = n;
  g_assert_false (bty_database_commit (storage->database, &error));
  n_failing = 0;
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_test_message ("%s", error->message);
  g_assert_cmpint (strstr (error->message, "Whether it was saved") == NULL, ==, is_known);
  bty_database_rollback (storage->database);
}

static void
test_no_wait (BtyTestStorage *storage,
              gconstpointer   unused)
{
  const char *count = "SELECT count(*) FROM bots";

  g_object_unref (bty_test_add_bot (storage->database, "ada"));

  /* Once: it is not saved, as is said. */
  fail_to_commit (storage, 1, TRUE);
  g_assert_cmpint (count_after_kill (storage), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, count), ==, 1);

  /* From then on always: what the disk has then nobody knows, as is said. */
  fail_to_commit (storage, 1000, FALSE);
  g_assert_cmpint (count_after_kill (storage), <=, 2);

  /* When the disk works again, so does everything. */
  g_object_unref (bty_test_add_bot (storage->database, "cleo"));
  g_assert_cmpint (bty_test_count (storage->database, count), ==, 2);
  g_assert_cmpint (count_after_kill (storage), ==, 2);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots WHERE slug = 'cleo'"), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sqlite-commit/no-wait", BtyTestStorage, GINT_TO_POINTER (BTY_TEST_FILE), bty_test_storage_set_up,
              test_no_wait, bty_test_storage_tear_down);

  return g_test_run ();
}
