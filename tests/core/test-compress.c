/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-compress.h"
#include "bty-error.h"

static void
test_round_trip (void)
{
  static const gsize sizes[] = { 0, 1, 16383, 16384, 16385, 300000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GError) error = NULL;
      guint8 *data = g_malloc (sizes[i] + 1);
      g_autoptr(GBytes) plain = NULL;
      g_autoptr(GBytes) compressed = NULL;
      g_autoptr(GBytes) read = NULL;

      for (gsize j = 0; j < sizes[i]; j++)
        data[j] = g_test_rand_int ();
      plain = g_bytes_new_take (data, sizes[i]);
      compressed = bty_compress (plain);
      read = bty_decompress (compressed, sizes[i], &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (read, plain));
    }
}

/* A few bytes that would become very many are not unpacked. */
static void
test_limit (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree guint8 *zeros = g_malloc0 (10000000);
  g_autoptr(GBytes) plain = g_bytes_new_static (zeros, 10000000);
  g_autoptr(GBytes) compressed = bty_compress (plain);

  g_assert_cmpuint (g_bytes_get_size (compressed), <, 20000);
  g_assert_null (bty_decompress (compressed, 9999999, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
}

static void
test_damaged (void)
{
  g_autoptr(GBytes) plain = g_bytes_new_static ("some words, some words", 22);
  g_autoptr(GBytes) compressed = bty_compress (plain);
  g_autoptr(GBytes) cut = g_bytes_new_from_bytes (compressed, 0, g_bytes_get_size (compressed) - 1);
  g_autoptr(GBytes) junk = g_bytes_new_static ("junk", 4);
  GBytes *const bad[] = { cut, junk, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (bty_decompress (bad[i], 1000, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/compress/round-trip", test_round_trip);
  g_test_add_func ("/compress/limit", test_limit);
  g_test_add_func ("/compress/damaged", test_damaged);

  return g_test_run ();
}
