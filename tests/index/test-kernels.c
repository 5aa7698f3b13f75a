/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-kernels.h"

#include <math.h>
#include <string.h>

/* Every kind of processor must give the same bits, or a search would depend on the machine. */

#define MAX_NUMBERS 3100
#define MAX_WORDS 48
#define N_BLOCKS 37

static guint32
bits_of (float number)
{
  guint32 bits;

  memcpy (&bits, &number, sizeof bits);

  return bits;
}

static void
fill_floats (float *numbers)
{
  for (guint i = 0; i < MAX_NUMBERS; i++)
    numbers[i] = (float) (g_test_rand_double_range (-1, 1) * exp2 (g_test_rand_int_range (-20, 5)));
}

/* All lengths around the width of a step, and those of models. */
static guint
get_length (guint i)
{
  static const guint models[] = { 384, 768, 1536, 3072 };

  return i < 140 ? i : models[i - 140];
}

static void
test_floats (void)
{
  const BtyKernels *const *kinds = bty_kernels_get_available ();
  float a[MAX_NUMBERS], b[MAX_NUMBERS];

  for (guint i = 0; i < 144; i++)
    {
      guint n = get_length (i);
      double sum = 0, squares = 0, size = 0;

      fill_floats (a);
      fill_floats (b);
      for (guint j = 0; j < n; j++)
        {
          sum += (double) a[j] * b[j];
          squares += ((double) a[j] - b[j]) * ((double) a[j] - b[j]);
          size += fabs ((double) a[j] * b[j]);
        }
      g_assert_cmpfloat_with_epsilon (kinds[0]->dot (a, b, n), sum, size * 1e-5 + 1e-12);
      g_assert_cmpfloat_with_epsilon (kinds[0]->square (a, b, n), squares, squares * 1e-5 + 1e-12);
      for (guint k = 1; kinds[k] != NULL; k++)
        {
          g_assert_cmphex (bits_of (kinds[k]->dot (a, b, n)), ==, bits_of (kinds[0]->dot (a, b, n)));
          g_assert_cmphex (bits_of (kinds[k]->square (a, b, n)), ==, bits_of (kinds[0]->square (a, b, n)));
        }
    }
}

static void
test_negative_zero (void)
{
  const BtyKernels *const *kinds = bty_kernels_get_available ();
  float a[20], b[20];

  for (guint i = 0; i < 20; i++)
    {
      a[i] = -0.0f;
      b[i] = 1;
    }
  for (guint k = 1; kinds[k] != NULL; k++)
    for (guint n = 0; n <= 20; n++)
      g_assert_cmphex (bits_of (kinds[k]->dot (a, b, n)), ==, bits_of (kinds[0]->dot (a, b, n)));
}

static void
fill_bytes (gint8 *bytes,
            guint  n)
{
  for (guint i = 0; i < n; i++)
    bytes[i] = g_test_rand_int_range (-128, 128);
}

static void
test_int8 (void)
{
  const BtyKernels *const *kinds = bty_kernels_get_available ();
  gint8 a[MAX_NUMBERS], b[MAX_NUMBERS];

  for (guint i = 0; i < 144; i++)
    {
      guint n = get_length (i);
      gint32 sum = 0;

      fill_bytes (a, n);
      fill_bytes (b, n);
      /* The largest products there are. */
      if (i % 3 == 0)
        memset (a, -128, n);
      if (i % 6 == 0)
        memset (b, -128, n);
      for (guint j = 0; j < n; j++)
        sum += a[j] * b[j];
      for (guint k = 0; kinds[k] != NULL; k++)
        g_assert_cmpint (kinds[k]->dot_int8 (a, b, n), ==, sum);
    }
}

static void
test_rows (void)
{
  const BtyKernels *const *kinds = bty_kernels_get_available ();
  gint8 query[384], codes[20 * 384];
  static const guint starts[] = { 3, 19, 0, 7, 7, 12, 1 };
  const gint8 *rows[G_N_ELEMENTS (starts)];
  gint32 products[G_N_ELEMENTS (starts)];

  fill_bytes (query, sizeof query);
  fill_bytes (codes, sizeof codes);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    rows[i] = codes + starts[i] * 384;
  for (guint k = 0; kinds[k] != NULL; k++)
    for (guint stride = BTY_INT8_ALIGN; stride <= 384; stride += BTY_INT8_ALIGN)
      for (guint n = 0; n <= G_N_ELEMENTS (rows); n++)
        {
          kinds[k]->dot_rows (query, rows, n, stride, products);
          for (guint i = 0; i < n; i++)
            g_assert_cmpint (products[i], ==, kinds[0]->dot_int8 (query, rows[i], stride));
        }
}

static void
fill_words (guint64 *words,
            guint    n)
{
  for (guint i = 0; i < n; i++)
    words[i] = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
}

/* In how many bits a code differs from the query, of those that count. */
static guint32
count_differing (const BtyCodeScan *codes,
                 guint              row)
{
  const guint64 *words = codes->codes + row / BTY_CODE_BLOCK * codes->n_words * BTY_CODE_BLOCK + row % BTY_CODE_BLOCK;
  guint32 count = 0;

  for (guint i = 0; i < codes->n_words; i++)
    for (guint bit = 0; bit < 64; bit++)
      if ((codes->counted[i] >> bit) & 1)
        count += ((codes->query[i] ^ words[i * BTY_CODE_BLOCK]) >> bit) & 1;

  return count;
}

/* Each row below the limit and allowed is found once, in its order, in as many steps as there is room for. */
static void
check_scan (const BtyKernels  *kind,
            const BtyCodeScan *codes,
            guint32            limit,
            gsize              capacity)
{
  guint64 found[N_BLOCKS * BTY_CODE_BLOCK + 1];
  gsize n_found = 0, block = 0, at = 0;

  while (block < codes->n_blocks)
    {
      gsize n;

      found[n_found + capacity] = 42;
      n = kind->scan (codes, &block, limit, found + n_found, capacity);
      g_assert_cmpuint (n, <=, capacity);
      g_assert_cmpuint (found[n_found + capacity], ==, 42);
      n_found += n;
      capacity = MIN (capacity, N_BLOCKS * BTY_CODE_BLOCK - n_found);
    }

  for (guint row = 0; row < codes->n_blocks * BTY_CODE_BLOCK; row++)
    {
      guint64 distance = count_differing (codes, row);

      if (distance < limit && (codes->allowed[row / 8] >> row % 8) & 1)
        {
          g_assert_cmpuint (at, <, n_found);
          g_assert_cmphex (found[at++], ==, distance << 32 | row);
        }
    }
  g_assert_cmpuint (at, ==, n_found);
}

static void
test_scan (void)
{
  const BtyKernels *const *kinds = bty_kernels_get_available ();
  static guint64 codes[N_BLOCKS * BTY_CODE_BLOCK * MAX_WORDS];
  guint64 query[MAX_WORDS], counted[2][MAX_WORDS];
  guint8 allowed[N_BLOCKS];
  static const guint words[] = { 1, 2, 5, 6, 10, 24, 32, 48 };

  fill_words (codes, G_N_ELEMENTS (codes));
  fill_words (query, MAX_WORDS);
  /* About half of the bits, and all of them: no sum may overflow. */
  fill_words (counted[0], MAX_WORDS);
  memset (counted[1], 0xff, sizeof counted[1]);
  for (guint i = 0; i < N_BLOCKS; i++)
    allowed[i] = i >= 8 && i < 20 ? 0 : g_test_rand_int_range (0, 256);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint n_blocks = 0; n_blocks <= N_BLOCKS; n_blocks += i + 1)
      for (guint k = 0; kinds[k] != NULL; k++)
        for (guint all = 0; all < 2; all++)
          {
            BtyCodeScan scan = { codes, query, counted[all], allowed, words[i], n_blocks };

            check_scan (kinds[k], &scan, words[i] * (all ? 32 : 16) + 3, N_BLOCKS * BTY_CODE_BLOCK);
            check_scan (kinds[k], &scan, words[i] * 64 + 1, N_BLOCKS * BTY_CODE_BLOCK);
            check_scan (kinds[k], &scan, words[i] * (all ? 30 : 15), 32);
            check_scan (kinds[k], &scan, 0, 32);
          }
}

static void
test_choice (void)
{
  const BtyKernels *const *kinds = bty_kernels_get_available ();
  guint n = 0;

  g_assert_cmpstr (kinds[0]->name, ==, "plain");
  while (kinds[n] != NULL)
    g_test_message ("%s", kinds[n++]->name);
  g_assert_true (bty_kernels_get () == kinds[n - 1]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/choice", test_choice);
  g_test_add_func ("/kernels/floats", test_floats);
  g_test_add_func ("/kernels/negative-zero", test_negative_zero);
  g_test_add_func ("/kernels/int8", test_int8);
  g_test_add_func ("/kernels/rows", test_rows);
  g_test_add_func ("/kernels/scan", test_scan);

  return g_test_run ();
}
