/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-int8-code.h"

#include <math.h>
#include <string.h>

#define MAX_DIMENSIONS 3072

static double
compare (const float *a,
         const float *b,
         guint        n)
{
  double product = 0;
  double length_a = 0;
  double length_b = 0;

  for (guint i = 0; i < n; i++)
    {
      product += (double) a[i] * b[i];
      length_a += (double) a[i] * a[i];
      length_b += (double) b[i] * b[i];
    }

  return product / sqrt (length_a * length_b);
}

static void
make (float *values,
      guint  n,
      guint  way)
{
  for (guint i = 0; i < n; i++)
    values[i] = (float) g_test_rand_double_range (-1, 1);
  if (way == 1)
    values[g_test_rand_int_range (0, (gint32) n)] = 1e6f;
  if (way == 2)
    for (guint i = 0; i < n; i++)
      values[i] = values[i] * 1e-6f + 1;
  if (way == 3)
    for (guint i = 0; i < n; i++)
      values[i] *= 1e-18f;
}

/* What a code says is never further from the truth than it says itself, and that is little. */
static void
test_error (void)
{
  static const guint sizes[] = { 1, 2, 5, 64, 100, 384, 768, 1536, 3072 };
  static float a[MAX_DIMENSIONS];
  static float b[MAX_DIMENSIONS];

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint i = 0; i < 400; i++)
      {
        guint n = sizes[s];
        g_autoptr(GBytes) bytes_a = NULL;
        g_autoptr(GBytes) bytes_b = NULL;
        BtyInt8Code code_a;
        BtyInt8Code code_b;
        double similarity;
        double error;

        make (a, n, i % 4);
        make (b, n, i / 4 % 4);
        if (i % 5 == 0)
          memcpy (b, a, sizeof b);
        bytes_a = bty_int8_code_make (a, n);
        bytes_b = bty_int8_code_make (b, n);
        g_assert_true (bty_int8_code_read (&code_a, g_bytes_get_data (bytes_a, NULL), g_bytes_get_size (bytes_a), n));
        g_assert_true (bty_int8_code_read (&code_b, g_bytes_get_data (bytes_b, NULL), g_bytes_get_size (bytes_b), n));
        similarity = bty_int8_code_compare (&code_a, &code_b, n, &error);
        g_assert_cmpfloat (error, <, 0.03);
        g_assert_cmpfloat (fabs (similarity - compare (a, b, n)), <=, error);
      }
}

/* What is no direction has no code, and what is none is not read as one. */
static void
test_refused (void)
{
  const float zeros[8] = { 0 };
  const float strange[][2] = { { NAN, 1 }, { INFINITY, 1 }, { 1, -INFINITY } };
  g_autoptr(GBytes) bytes = bty_int8_code_make ((const float[]) { 1, 2 }, 2);
  BtyInt8Code code;

  g_assert_null (bty_int8_code_make (zeros, 8));
  g_assert_null (bty_int8_code_make (zeros, 0));
  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    g_assert_null (bty_int8_code_make (strange[i], 2));

  g_assert_false (bty_int8_code_read (&code, NULL, 0, 2));
  g_assert_false (bty_int8_code_read (&code, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 3));
  g_assert_false (bty_int8_code_read (&code, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) - 1, 2));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/int8-code/error", test_error);
  g_test_add_func ("/int8-code/refused", test_refused);

  return g_test_run ();
}
