/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-wait.h"

#include <glib/gstdio.h>

/* A test that waits longer than this has gone wrong, however busy the machine is. */
#define LIMIT_S 240

/**
 * bty_test_result_cb:
 * @source: ignored
 * @result: what came
 * @user_data: a #GAsyncResult * that is set to it
 *
 * To be given to an asynchronous function before bty_test_wait().
 */
void
bty_test_result_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("Nothing came within %d s", LIMIT_S);
  return G_SOURCE_REMOVE;
}

/**
 * bty_test_set_limit:
 *
 * Fails the test if it is not done in time.
 *
 * Returns: the source of the main loop that does so, to be removed when it is
 */
guint
bty_test_set_limit (void)
{
  return g_timeout_add_seconds (LIMIT_S, too_late_cb, NULL);
}

/**
 * bty_test_wait:
 * @result: where bty_test_result_cb() puts the result
 *
 * Runs the main loop until the result is there.
 *
 * Returns: (transfer none): the result; kept until the place is cleared with g_clear_object()
 */
GAsyncResult *
bty_test_wait (GAsyncResult **result)
{
  bty_test_wait_until (*result != NULL);

  return *result;
}

/**
 * bty_test_settle:
 *
 * Runs what is ready on the main loop, so that nothing keeps a reference any more.
 */
void
bty_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/**
 * bty_test_make_dir:
 *
 * Returns: (transfer full): a new directory, to be removed with bty_test_remove()
 */
char *
bty_test_make_dir (void)
{
  g_autoptr(GError) error = NULL;
  char *path = g_dir_make_tmp ("boternity-test-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

/**
 * bty_test_remove:
 * @path: a directory, removed with all that is in it
 */
void
bty_test_remove (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      bty_test_remove (child);
    }
  g_remove (path);
}
