/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-kernels-private.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define TARGET __attribute__ ((target ("avx512f,avx512bw,avx512vl,avx512vnni,avx512vpopcntdq,popcnt")))

/* (a ^ b) & c, as the table of its eight results. */
#define DIFFERING_AND_COUNTED 0x28

/* Rows ahead of which memory is fetched: they lie anywhere. */
#define AHEAD 6

/* The order of sum_lanes() in bty-kernels.c. */
TARGET static float
sum_lanes (__m512 lanes)
{
  __m256 eight = _mm256_add_ps (_mm512_castps512_ps256 (lanes),
                                _mm256_castpd_ps (_mm512_extractf64x4_pd (_mm512_castps_pd (lanes), 1)));
  __m128 four = _mm_add_ps (_mm256_castps256_ps128 (eight), _mm256_extractf128_ps (eight, 1));
  __m128 two = _mm_add_ps (four, _mm_movehl_ps (four, four));

  return _mm_cvtss_f32 (_mm_add_ss (two, _mm_movehdup_ps (two)));
}

TARGET static float
dot (const float *a,
     const float *b,
     gsize        n)
{
  __m512 lanes = _mm512_setzero_ps ();
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    lanes = _mm512_add_ps (lanes, _mm512_mul_ps (_mm512_loadu_ps (a + i), _mm512_loadu_ps (b + i)));
  if (i < n)
    {
      __mmask16 rest = (1u << (n - i)) - 1;

      lanes = _mm512_add_ps (lanes, _mm512_mul_ps (_mm512_maskz_loadu_ps (rest, a + i),
                                                   _mm512_maskz_loadu_ps (rest, b + i)));
    }

  return sum_lanes (lanes);
}

TARGET static float
square (const float *a,
        const float *b,
        gsize        n)
{
  __m512 lanes = _mm512_setzero_ps ();
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    {
      __m512 difference = _mm512_sub_ps (_mm512_loadu_ps (a + i), _mm512_loadu_ps (b + i));

      lanes = _mm512_add_ps (lanes, _mm512_mul_ps (difference, difference));
    }
  if (i < n)
    {
      __mmask16 rest = (1u << (n - i)) - 1;
      __m512 difference = _mm512_sub_ps (_mm512_maskz_loadu_ps (rest, a + i), _mm512_maskz_loadu_ps (rest, b + i));

      lanes = _mm512_add_ps (lanes, _mm512_mul_ps (difference, difference));
    }

  return sum_lanes (lanes);
}

/* The instruction multiplies unsigned with signed bytes: 128 is added to each of @a and its share taken off again. */
TARGET static gint32
dot_int8 (const gint8 *a,
          const gint8 *b,
          gsize        n)
{
  const __m512i offset = _mm512_set1_epi8 ((char) 0x80);
  __m512i sum = _mm512_setzero_si512 ();
  __m512i excess = _mm512_setzero_si512 ();
  gsize i = 0;

  for (; i + 64 <= n; i += 64)
    {
      __m512i bytes = _mm512_loadu_si512 (b + i);

      sum = _mm512_dpbusd_epi32 (sum, _mm512_xor_si512 (_mm512_loadu_si512 (a + i), offset), bytes);
      excess = _mm512_dpbusd_epi32 (excess, offset, bytes);
    }

  return _mm512_reduce_add_epi32 (_mm512_sub_epi32 (sum, excess)) + dot_int8_tail (a, b, i, n);
}

TARGET static void
dot_rows (const gint8         *query,
          const gint8 * const *rows,
          gsize                n_rows,
          gsize                stride,
          gint32              *products)
{
  const __m512i offset = _mm512_set1_epi8 ((char) 0x80);
  __m512i excess = _mm512_setzero_si512 ();
  gint32 total_excess;
  gsize row = 0;

  for (gsize i = 0; i < stride; i += 64)
    excess = _mm512_dpbusd_epi32 (excess, offset, _mm512_loadu_si512 (query + i));
  total_excess = _mm512_reduce_add_epi32 (excess);

  for (; row + 2 <= n_rows; row += 2)
    {
      const gint8 *first = rows[row];
      const gint8 *second = rows[row + 1];
      __m512i sum_first = _mm512_setzero_si512 ();
      __m512i sum_second = _mm512_setzero_si512 ();

      if (row + AHEAD + 2 <= n_rows)
        for (gsize i = 0; i < stride; i += 64)
          {
            _mm_prefetch (rows[row + AHEAD] + i, _MM_HINT_T0);
            _mm_prefetch (rows[row + AHEAD + 1] + i, _MM_HINT_T0);
          }
      for (gsize i = 0; i < stride; i += 64)
        {
          __m512i bytes = _mm512_loadu_si512 (query + i);

          sum_first = _mm512_dpbusd_epi32 (sum_first, _mm512_xor_si512 (_mm512_loadu_si512 (first + i), offset),
                                           bytes);
          sum_second = _mm512_dpbusd_epi32 (sum_second, _mm512_xor_si512 (_mm512_loadu_si512 (second + i), offset),
                                            bytes);
        }
      products[row] = _mm512_reduce_add_epi32 (sum_first) - total_excess;
      products[row + 1] = _mm512_reduce_add_epi32 (sum_second) - total_excess;
    }
  if (row < n_rows)
    products[row] = dot_int8 (query, rows[row], stride);
}

/* One block after another, as memory is read fastest. With a number of words that is known beforehand the query stays
 * in registers: of 100,000 codes of 384 bits in 0.053 ms instead of 0.069. */
TARGET static inline __attribute__ ((always_inline)) gsize
scan_words (const BtyCodeScan *codes,
            gsize              n_words,
            gsize             *block,
            guint32            limit,
            guint64           *found,
            gsize              capacity)
{
  const __m512i limits = _mm512_set1_epi64 (limit);
  gsize n_blocks = codes->n_blocks;
  gsize n_found = 0;
  gsize at = *block;

  for (; at < n_blocks && n_found + BTY_CODE_BLOCK <= capacity; at++)
    {
      const guint64 *words = codes->codes + at * n_words * BTY_CODE_BLOCK;
      __m512i distances = _mm512_setzero_si512 ();
      guint mask = codes->allowed[at];

      if (G_UNLIKELY (mask == 0))
        continue;
      for (gsize i = 0; i < n_words; i++)
        {
          __m512i differing = _mm512_ternarylogic_epi64 (_mm512_loadu_si512 (words + i * BTY_CODE_BLOCK),
                                                         _mm512_set1_epi64 (codes->query[i]),
                                                         _mm512_set1_epi64 (codes->counted[i]), DIFFERING_AND_COUNTED);

          distances = _mm512_add_epi64 (distances, _mm512_popcnt_epi64 (differing));
        }
      mask &= _mm512_cmplt_epu64_mask (distances, limits);
      if (G_UNLIKELY (mask != 0))
        {
          guint64 stored[BTY_CODE_BLOCK];

          _mm512_storeu_si512 (stored, distances);
          n_found += take_found (mask, stored, at * BTY_CODE_BLOCK, found + n_found);
        }
    }
  *block = at;

  return n_found;
}

TARGET static gsize
scan (const BtyCodeScan *codes,
      gsize             *block,
      guint32            limit,
      guint64           *found,
      gsize              capacity)
{
  switch (codes->n_words)
    {
    case 5: /* of 384 numbers */
      return scan_words (codes, 5, block, limit, found, capacity);
    case 10: /* of 768 */
      return scan_words (codes, 10, block, limit, found, capacity);
    default:
      return scan_words (codes, codes->n_words, block, limit, found, capacity);
    }
}

const BtyKernels bty_kernels_avx512 = { "avx512", dot, square, dot_int8, dot_rows, scan };

#endif
