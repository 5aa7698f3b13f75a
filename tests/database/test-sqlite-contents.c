/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-private.h"

#include "bty-error.h"

#include <glib/gstdio.h>
#include <string.h>

/* Large contents go with a database to wherever it is copied. */

#define ELSEWHERE "/dev/shm" /* as a rule another file system */
#define CONTENT "a large content"

typedef struct
{
  char *directory;
  char *from;
  char *to;
} Fixture;

static void
write_file (const char *directory,
            const char *subfolder,
            const char *name,
            const char *text)
{
  g_autofree char *folder = g_build_filename (directory, subfolder, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, &error));
}

static void
assert_file (const char *directory,
             const char *subfolder,
             const char *name,
             const char *text)
{
  g_autofree char *path = g_build_filename (directory, subfolder, name, NULL);
  g_autofree char *found = NULL;

  g_file_get_contents (path, &found, NULL, NULL);
  g_assert_cmpstr (found, ==, text);
}

static void
assert_nothing_arriving (const char *directory)
{
  g_autoptr(GDir) files = g_dir_open (directory, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    g_assert_cmpuint (strlen (name), ==, 2);
}

static void
set_up (Fixture       *self,
        gconstpointer  unused)
{
  g_autoptr(GError) error = NULL;

  self->directory = g_dir_make_tmp ("boternity-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->from = g_build_filename (self->directory, "from", NULL);
  self->to = g_build_filename (self->directory, "to", NULL);
  write_file (self->from, "ab", "abcd", CONTENT);
  write_file (self->from, "ef", "ef01", "another");
}

static void
remove_all (const char *path)
{
  g_autoptr(GDir) files = g_dir_open (path, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      remove_all (inside);
    }
  g_remove (path);
}

static void
tear_down (Fixture       *self,
           gconstpointer  unused)
{
  remove_all (self->directory);
  g_free (self->directory);
  g_free (self->from);
  g_free (self->to);
}

static void
share (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_sqlite_share_contents (self->from, self->to, NULL, &error));
  g_assert_no_error (error);
  assert_file (self->to, "ab", "abcd", CONTENT);
  assert_file (self->to, "ef", "ef01", "another");
  assert_nothing_arriving (self->to);
}

/* It costs no room, and what is there already, and may be damaged, is replaced. */
static void
test_shared (Fixture       *self,
             gconstpointer  unused)
{
  g_autofree char *source = g_build_filename (self->from, "ab", "abcd", NULL);
  GStatBuf status;

  write_file (self->to, "ab", "abcd", "damaged");
  share (self);
  g_assert_cmpint (g_stat (source, &status), ==, 0);
  g_assert_cmpint (status.st_nlink, ==, 2);
  share (self);
  assert_file (self->from, "ab", "abcd", CONTENT);
}

/* Where a second name is not possible it is copied. */
static void
test_elsewhere (Fixture       *self,
                gconstpointer  unused)
{
  g_autofree char *elsewhere = g_strdup (ELSEWHERE "/boternity-test-XXXXXX");
  GStatBuf here, there;

  if (g_mkdtemp (elsewhere) == NULL)
    {
      g_test_skip ("There is no other place to write to");
      return;
    }
  g_free (self->to);
  self->to = g_build_filename (elsewhere, "to", NULL);
  write_file (self->to, "ab", "abcd", "damaged");
  share (self);
  g_assert_cmpint (g_stat (self->from, &here), ==, 0);
  g_assert_cmpint (g_stat (elsewhere, &there), ==, 0);
  if (here.st_dev == there.st_dev)
    g_test_skip ("It is the same file system");
  remove_all (elsewhere);
}

static void
test_nothing (Fixture       *self,
              gconstpointer  unused)
{
  g_autofree char *missing = g_build_filename (self->directory, "missing", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_sqlite_share_contents (missing, self->to, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (self->to, G_FILE_TEST_EXISTS));
}

static void
test_cancelled (Fixture       *self,
                gconstpointer  unused)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (bty_sqlite_share_contents (self->from, self->to, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_file (self->to, "ab", "abcd", NULL);
}

/* A file where the directory should be, and a directory where the file should be. */
static void
test_in_the_way (Fixture       *self,
                 gconstpointer  unused)
{
  g_autofree char *inside = g_build_filename (self->to, "ab", "abcd", NULL);
  g_autoptr(GError) error = NULL;

  write_file (self->directory, ".", "to", "in the way");
  g_assert_false (bty_sqlite_share_contents (self->from, self->to, NULL, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_clear_error (&error);
  g_remove (self->to);
  write_file (inside, "deeper", "file", "in the way");
  g_assert_false (bty_sqlite_share_contents (self->from, self->to, NULL, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sqlite-contents/shared", Fixture, NULL, set_up, test_shared, tear_down);
  g_test_add ("/sqlite-contents/elsewhere", Fixture, NULL, set_up, test_elsewhere, tear_down);
  g_test_add ("/sqlite-contents/nothing", Fixture, NULL, set_up, test_nothing, tear_down);
  g_test_add ("/sqlite-contents/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/sqlite-contents/in-the-way", Fixture, NULL, set_up, test_in_the_way, tear_down);

  return g_test_run ();
}
