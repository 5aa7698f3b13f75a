/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-file.h"

#include <string.h>

static void
test_names (void)
{
  static const char *const good[] = { "a", "notes.md", "Größe 𝄞.txt", ".hidden", "a.b.c", "CON" };
  static const char *const bad[] = {
    "", ".", "..", "../a", "a/b", "/", "a\\b", "a..b", "a\nb", "a\tb", "\x7f", "\xc2\x85", "\xff", "a/..",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (bty_file_check_name (good[i], &error));
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("name %u", i);
      g_assert_false (bty_file_check_name (bad[i], &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
    }
  g_assert_false (bty_file_check_name (NULL, NULL));
}

static void
test_length (void)
{
  g_autofree char *longest = g_strnfill (BTY_FILE_MAX_NAME, 'n');
  g_autofree char *longer = g_strnfill (BTY_FILE_MAX_NAME + 1, 'n');

  g_assert_true (bty_file_check_name (longest, NULL));
  g_assert_false (bty_file_check_name (longer, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/file/names", test_names);
  g_test_add_func ("/file/length", test_length);

  return g_test_run ();
}
