/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-artifact-spool.h"
#include "bty-artifact-store.h"
#include "bty-error.h"
#include "bty-test-wait.h"

#include <errno.h>
#include <glib/gstdio.h>

/* A large content on its way to its place beside the database: what can go wrong there, and what is left of it. */

#define LARGE (BTY_ARTIFACT_MAX_IN_ROW + 300000) /* bytes: in a file, and more than one step */

typedef struct
{
  char *directory;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  unused)
{
  self->directory = bty_test_make_dir ();
}

static void
tear_down (Fixture       *self,
           gconstpointer  unused)
{
  bty_test_remove (self->directory);
  g_free (self->directory);
}

static guint
count_files (const char *directory)
{
  g_autoptr(GDir) files = g_dir_open (directory, 0, NULL);
  guint n = 0;

  while (files != NULL && g_dir_read_name (files) != NULL)
    n++;

  return n;
}

/* Returns: (transfer full): a stream of @size bytes */
static GInputStream *
create_stream (gsize size)
{
  return g_memory_input_stream_new_from_data (g_strnfill (size, 'x'), size, g_free);
}

/* What the system says is said in a way that somebody can do something about. */
static void
test_codes (Fixture       *self,
            gconstpointer  unused)
{
  static const struct
  {
    int number;
    int code;
  } codes[] = {
    { ENOSPC, BTY_ERROR_FULL },
    { EDQUOT, BTY_ERROR_FULL },
    { EROFS, BTY_ERROR_READ_ONLY },
    { EACCES, BTY_ERROR_READ_ONLY },
    { EPERM, BTY_ERROR_READ_ONLY },
    { ENOENT, BTY_ERROR_DAMAGED },
    { EIO, BTY_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr(GError) error = NULL;

      bty_artifact_set_file_error (&error, codes[i].number);
      g_assert_error (error, BTY_ERROR, codes[i].code);
    }
}

/* What is read is what came, and its file goes with it unless it was moved. */
static void
test_moved (Fixture       *self,
            gconstpointer  unused)
{
  g_autofree char *path = g_build_filename (self->directory, "ab", "content", NULL);
  g_autofree char *bytes = g_strnfill (LARGE, 'x');
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, bytes, LARGE);
  g_autofree char *moved = NULL;
  gsize size;
  g_autoptr(GError) error = NULL;

  for (int is_moved = 0; is_moved < 2; is_moved++)
    {
      g_auto(BtyArtifactSpool) spool = { .file = -1 };
      g_autoptr(GInputStream) stream = create_stream (LARGE);

      g_assert_true (bty_artifact_spool_read (&spool, stream, self->directory, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpint (spool.size, ==, LARGE);
      g_assert_cmpstr (spool.sha256, ==, sha256);
      g_assert_cmpuint (count_files (self->directory), ==, 1);
      if (is_moved)
        g_assert_true (bty_artifact_spool_move (&spool, path, &error));
      else
        {
          bty_artifact_spool_clear (&spool);
          g_assert_cmpuint (count_files (self->directory), ==, 0);
        }
    }
  g_assert_true (g_file_get_contents (path, &moved, &size, &error));
  g_assert_cmpmem (moved, size, bytes, LARGE);
}

static void
assert_refused (GInputStream *stream,
                const char   *directory,
                GCancellable *cancellable,
                GQuark        domain,
                int           code)
{
  g_autoptr(GError) error = NULL;

  {
    g_auto(BtyArtifactSpool) spool = { .file = -1 };

    g_assert_false (bty_artifact_spool_read (&spool, stream, directory, cancellable, &error));
  }
  g_assert_true (g_error_matches (error, domain, code));
  g_assert_cmpuint (count_files (directory), ==, 0);
}

/* Returns: (transfer full): a stream of @size bytes, of which somebody can stop the reading */
static GInputStream *
create_file_stream (const char *path,
                    gsize       size)
{
  g_autofree char *bytes = g_strnfill (size, 'x');
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (path, bytes, size, &error));

  return G_INPUT_STREAM (g_file_read (file, NULL, &error));
}

/* Whatever stops it leaves nothing behind. */
static void
test_refused (Fixture       *self,
              gconstpointer  unused)
{
  g_autofree char *in_the_way = g_build_filename (self->directory, "in-the-way", NULL);
  g_autofree char *inside = g_build_filename (self->directory, "files", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *source = g_build_filename (self->directory, "source", NULL);
  g_autoptr(GInputStream) large = create_file_stream (source, LARGE);
  g_autoptr(GInputStream) too_large = create_stream (BTY_ARTIFACT_MAX_SIZE + 1);
  g_autoptr(GInputStream) closed = create_stream (LARGE);
  g_autoptr(GInputStream) other = create_stream (LARGE);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir (inside, 0700), ==, 0);
  assert_refused (too_large, inside, NULL, BTY_ERROR, BTY_ERROR_INVALID);
  g_assert_true (g_input_stream_close (closed, NULL, &error));
  assert_refused (closed, inside, NULL, BTY_ERROR, BTY_ERROR_FAILED);
  g_cancellable_cancel (cancellable);
  assert_refused (large, inside, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* A file where the directory should be. */
  g_assert_true (g_file_set_contents (in_the_way, "", 0, &error));
  assert_refused (other, in_the_way, NULL, BTY_ERROR, BTY_ERROR_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/artifact-spool/codes", Fixture, NULL, set_up, test_codes, tear_down);
  g_test_add ("/artifact-spool/moved", Fixture, NULL, set_up, test_moved, tear_down);
  g_test_add ("/artifact-spool/refused", Fixture, NULL, set_up, test_refused, tear_down);

  return g_test_run ();
}
