/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-output-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is written out is whole or not there, and only the user may read it. */

typedef struct
{
  char *dir;
  char *path;
  char *unfinished;
  char *other;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  fixture->dir = g_dir_make_tmp ("boternity-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "export.json", NULL);
  fixture->unfinished = g_strconcat (fixture->path, ".part", NULL);
  fixture->other = g_build_filename (fixture->dir, "other", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_unlink (fixture->path);
  g_unlink (fixture->unfinished);
  g_unlink (fixture->other);
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->unfinished);
  g_free (fixture->other);
}

static void
assert_contents (const char *path,
                 const char *expected)
{
  g_autofree char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, NULL);
  g_assert_cmpstr (contents, ==, expected);
}

static void
write_out (Fixture    *fixture,
           const char *text,
           gboolean    commits)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyOutputFile) file = bty_output_file_new (fixture->path, &error);

  g_assert_no_error (error);
  g_output_stream_write_all (bty_output_file_get_stream (file), text, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
  if (commits)
    g_assert_true (bty_output_file_commit (file, &error));
}

static void
test_whole (Fixture       *fixture,
            gconstpointer  unused)
{
  write_out (fixture, "first", TRUE);
  write_out (fixture, "second", FALSE);
  assert_contents (fixture->path, "first");
  g_assert_false (g_file_test (fixture->unfinished, G_FILE_TEST_EXISTS));
  write_out (fixture, "third", TRUE);
  assert_contents (fixture->path, "third");
}

/* In a folder that others may write to, somebody may be there first: with a file that everybody can read, or with a
 * link to one that is not to be overwritten. */
static void
test_somebody_was_there (Fixture       *fixture,
                         gconstpointer  unused)
{
  struct stat status;

  g_assert_true (g_file_set_contents (fixture->unfinished, "theirs", -1, NULL));
  g_assert_cmpint (g_chmod (fixture->unfinished, 0666), ==, 0);
  write_out (fixture, "mine", TRUE);
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  g_assert_true (g_file_set_contents (fixture->other, "keep me", -1, NULL));
  g_assert_cmpint (symlink (fixture->other, fixture->unfinished), ==, 0);
  write_out (fixture, "mine again", TRUE);
  assert_contents (fixture->other, "keep me");
  assert_contents (fixture->path, "mine again");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/output-file/whole", Fixture, NULL, set_up, test_whole, tear_down);
  g_test_add ("/output-file/somebody-was-there", Fixture, NULL, set_up, test_somebody_was_there, tear_down);

  return g_test_run ();
}
