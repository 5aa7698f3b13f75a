/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-kernels-private.h"

/* In this order in every kind: halves onto each other until one is left. */
static float
sum_lanes (float *lanes)
{
  for (guint half = LANES / 2; half > 0; half /= 2)
    for (guint i = 0; i < half; i++)
      lanes[i] += lanes[i + half];

  return lanes[0];
}

static float
dot (const float *a,
     const float *b,
     gsize        n)
{
  float lanes[LANES] = { 0 };
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    for (guint j = 0; j < LANES; j++)
      lanes[j] += a[i + j] * b[i + j];
  if (i < n)
    {
      float tail_a[LANES];
      float tail_b[LANES];

      fill_lanes (tail_a, a + i, n - i);
      fill_lanes (tail_b, b + i, n - i);
      for (guint j = 0; j < LANES; j++)
        lanes[j] += tail_a[j] * tail_b[j];
    }

  return sum_lanes (lanes);
}

static float
square (const float *a,
        const float *b,
        gsize        n)
{
  float lanes[LANES] = { 0 };
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    for (guint j = 0; j < LANES; j++)
      lanes[j] += (a[i + j] - b[i + j]) * (a[i + j] - b[i + j]);
  if (i < n)
    {
      float tail_a[LANES];
      float tail_b[LANES];

      fill_lanes (tail_a, a + i, n - i);
      fill_lanes (tail_b, b + i, n - i);
      for (guint j = 0; j < LANES; j++)
        lanes[j] += (tail_a[j] - tail_b[j]) * (tail_a[j] - tail_b[j]);
    }

  return sum_lanes (lanes);
}

static gint32
dot_int8 (const gint8 *a,
          const gint8 *b,
          gsize        n)
{
  return dot_int8_tail (a, b, 0, n);
}

static void
dot_rows (const gint8         *query,
          const gint8 * const *rows,
          gsize                n_rows,
          gsize                stride,
          gint32              *products)
{
  for (gsize i = 0; i < n_rows; i++)
    products[i] = dot_int8_tail (query, rows[i], 0, stride);
}

static gsize
scan (const BtyCodeScan *codes,
      gsize             *block,
      guint32            limit,
      guint64           *found,
      gsize              capacity)
{
  gsize n_found = 0;

  for (; *block < codes->n_blocks && n_found + BTY_CODE_BLOCK <= capacity; (*block)++)
    {
      const guint64 *words = codes->codes + *block * codes->n_words * BTY_CODE_BLOCK;
      guint64 distances[BTY_CODE_BLOCK] = { 0 };
      guint64 mask = 0;

      if (codes->allowed[*block] == 0)
        continue;
      for (gsize i = 0; i < codes->n_words; i++)
        for (guint j = 0; j < BTY_CODE_BLOCK; j++)
          distances[j] += __builtin_popcountll ((words[i * BTY_CODE_BLOCK + j] ^ codes->query[i]) & codes->counted[i]);
      for (guint j = 0; j < BTY_CODE_BLOCK; j++)
        mask |= (guint64) (distances[j] < limit) << j;
      n_found += take_found (mask & codes->allowed[*block], distances, *block * BTY_CODE_BLOCK, found + n_found);
    }

  return n_found;
}

const BtyKernels bty_kernels_plain = { "plain", dot, square, dot_int8, dot_rows, scan };

/**
 * bty_kernels_get_available:
 *
 * Returns: (array zero-terminated=1): the kinds that this processor can run, the plainest first
 */
const BtyKernels *const *
bty_kernels_get_available (void)
{
  static const BtyKernels *kinds[4];
  static gsize done;

  if (g_once_init_enter (&done))
    {
      guint n = 0;

      kinds[n++] = &bty_kernels_plain;
#if defined(__x86_64__)
      __builtin_cpu_init ();
      if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("popcnt"))
        kinds[n++] = &bty_kernels_avx2;
      if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw")
          && __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("avx512vnni")
          && __builtin_cpu_supports ("avx512vpopcntdq"))
        kinds[n++] = &bty_kernels_avx512;
#elif defined(__aarch64__)
      kinds[n++] = &bty_kernels_neon;
#endif
      g_once_init_leave (&done, n);
    }

  return kinds;
}

/**
 * bty_kernels_get:
 *
 * Returns: the fastest kind that this processor can run
 */
const BtyKernels *
bty_kernels_get (void)
{
  const BtyKernels *const *kinds = bty_kernels_get_available ();

  while (kinds[1] != NULL)
    kinds++;

  return *kinds;
}
