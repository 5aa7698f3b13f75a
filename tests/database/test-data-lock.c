/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-data-lock.h"
#include "bty-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *parent;
  char *directory;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  fixture->parent = g_dir_make_tmp ("bty-test-XXXXXX", NULL);
  fixture->directory = g_build_filename (fixture->parent, "a", "b", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autofree char *lock = g_build_filename (fixture->directory, "lock", NULL);
  g_autofree char *middle = g_path_get_dirname (fixture->directory);

  g_unlink (lock);
  g_rmdir (fixture->directory);
  g_rmdir (middle);
  g_assert_cmpint (g_rmdir (fixture->parent), ==, 0);
  g_free (fixture->parent);
  g_free (fixture->directory);
}

static void
test_one_owner (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDataLock) lock = bty_data_lock_new (fixture->directory, &error);
  g_autofree char *process = g_strdup_printf ("%d", (int) getpid ());
  GStatBuf status;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->directory, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);

  g_assert_null (bty_data_lock_new (fixture->directory, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, process));
  g_clear_error (&error);

  g_clear_pointer (&lock, bty_data_lock_free);
  lock = bty_data_lock_new (fixture->directory, &error);
  g_assert_no_error (error);
}

/* A file that says nothing useful does not make the refusal fail. */
static void
test_unknown_owner (Fixture       *fixture,
                    gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDataLock) lock = bty_data_lock_new (fixture->directory, &error);
  g_autofree char *path = g_build_filename (fixture->directory, "lock", NULL);

  g_assert_no_error (error);
  g_assert_cmpint (truncate (path, 0), ==, 0);
  g_assert_null (bty_data_lock_new (fixture->directory, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
}

/* Owns the directory in another process until that is killed. */
static void
test_killed_owner (Fixture       *fixture,
                   gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDataLock) lock = NULL;
  int ready[2];
  char byte = 0;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0)
    {
      BtyDataLock *owned = bty_data_lock_new (fixture->directory, NULL);

      byte = owned != NULL;
      if (write (ready[1], &byte, 1) == 1)
        pause ();
      _exit (1);
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  g_assert_cmpint (byte, ==, 1);
  g_assert_null (bty_data_lock_new (fixture->directory, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
  g_clear_error (&error);

  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  lock = bty_data_lock_new (fixture->directory, &error);
  g_assert_no_error (error);
  close (ready[0]);
  close (ready[1]);
}

/* A program that is started meanwhile does not own the directory too. */
static void
test_not_inherited (Fixture       *fixture,
                    gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDataLock) lock = bty_data_lock_new (fixture->directory, &error);
  const char *command[] = { "sleep", "30", NULL };
  GPid child;

  g_assert_no_error (error);
  g_spawn_async (NULL, (char **) command, NULL,
                 G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_LEAVE_DESCRIPTORS_OPEN, NULL, NULL, &child,
                 &error);
  g_assert_no_error (error);
  g_clear_pointer (&lock, bty_data_lock_free);
  lock = bty_data_lock_new (fixture->directory, &error);
  g_assert_no_error (error);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
}

static void
test_unusable (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->parent, "file", NULL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_null (bty_data_lock_new (path, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_unlink (path);
  g_clear_error (&error);

  g_assert_null (bty_data_lock_new ("/proc/1/fdinfo", &error));
  g_assert_nonnull (error);
}

/* The super-user may write everywhere, so this looks with the eyes of somebody else. */
static void
test_read_only (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;
  uid_t user = geteuid ();

  g_assert_cmpint (g_chmod (fixture->parent, 0555), ==, 0);
  if (user == 0)
    g_assert_cmpint (seteuid (65534), ==, 0);
  g_assert_null (bty_data_lock_new (fixture->directory, &error));
  g_assert_cmpint (seteuid (user), ==, 0);
  g_assert_error (error, BTY_ERROR, BTY_ERROR_READ_ONLY);
  g_chmod (fixture->parent, 0700);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/data-lock/one-owner", Fixture, NULL, set_up, test_one_owner, tear_down);
  g_test_add ("/data-lock/unknown-owner", Fixture, NULL, set_up, test_unknown_owner, tear_down);
  g_test_add ("/data-lock/killed-owner", Fixture, NULL, set_up, test_killed_owner, tear_down);
  g_test_add ("/data-lock/not-inherited", Fixture, NULL, set_up, test_not_inherited, tear_down);
  g_test_add ("/data-lock/unusable", Fixture, NULL, set_up, test_unusable, tear_down);
  g_test_add ("/data-lock/read-only", Fixture, NULL, set_up, test_read_only, tear_down);

  return g_test_run ();
}
