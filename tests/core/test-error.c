/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"

#include <gio/gio.h>

static void
test_nicks (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");
  g_autoptr(GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "x");
  g_autoptr(GError) beyond = g_error_new_literal (BTY_ERROR, BTY_ERROR_LAST, "x");

  for (int code = 0; code < BTY_ERROR_LAST; code++)
    {
      g_autoptr(GError) error = g_error_new_literal (BTY_ERROR, code, "x");
      const char *nick = bty_error_to_nick (error);

      g_assert_nonnull (nick);
      g_assert_true (g_hash_table_add (seen, (gpointer) nick));
    }
  g_assert_cmpstr (bty_error_to_nick (cancelled), ==, "cancelled");
  g_assert_cmpstr (bty_error_to_nick (other), ==, "failed");
  g_assert_cmpstr (bty_error_to_nick (beyond), ==, "failed");
}

static void
test_kinds (void)
{
  static const BtyError failing_over[] = {
    BTY_ERROR_PROVIDER, BTY_ERROR_STREAM, BTY_ERROR_RATE_LIMITED, BTY_ERROR_OVERLOADED, BTY_ERROR_TIMEOUT,
    BTY_ERROR_OFFLINE,
  };
  g_autoptr(GError) foreign = g_error_new_literal (G_IO_ERROR, BTY_ERROR_PROVIDER, "x");
  guint n_failing_over = 0;

  for (int code = 0; code < BTY_ERROR_LAST; code++)
    {
      g_autoptr(GError) error = g_error_new_literal (BTY_ERROR, code, "x");

      n_failing_over += bty_error_fails_over (error) ? 1 : 0;
      g_assert_cmpint (bty_error_sets_aside (error), ==,
                       code == BTY_ERROR_AUTHENTICATION || code == BTY_ERROR_QUOTA);
    }
  for (guint i = 0; i < G_N_ELEMENTS (failing_over); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (BTY_ERROR, failing_over[i], "x");

      g_assert_true (bty_error_fails_over (error));
    }
  g_assert_cmpuint (n_failing_over, ==, G_N_ELEMENTS (failing_over));
  g_assert_false (bty_error_fails_over (foreign));
  g_assert_false (bty_error_sets_aside (foreign));
}

static void
test_details (void)
{
  g_autoptr(GError) error = g_error_new_literal (BTY_ERROR, BTY_ERROR_CONTEXT_LENGTH, "x");
  g_autoptr(GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  g_autoptr(GError) copy = NULL;
  gint64 maximum;
  gint64 requested;

  g_assert_cmpint (bty_error_get_retry_after (error), ==, -1);
  g_assert_cmpint (bty_error_get_retry_after (foreign), ==, -1);
  g_assert_false (bty_error_get_context_length (error, &maximum, &requested));
  g_assert_false (bty_error_get_context_length (foreign, &maximum, &requested));

  bty_error_set_retry_after (error, 1500);
  bty_error_set_context_length (error, 8192, -1);
  copy = g_error_copy (error);
  g_assert_cmpint (bty_error_get_retry_after (copy), ==, 1500);
  g_assert_true (bty_error_get_context_length (copy, &maximum, &requested));
  g_assert_cmpint (maximum, ==, 8192);
  g_assert_cmpint (requested, ==, -1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/nicks", test_nicks);
  g_test_add_func ("/error/kinds", test_kinds);
  g_test_add_func ("/error/details", test_details);

  return g_test_run ();
}
