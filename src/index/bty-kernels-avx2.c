/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-kernels-private.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define TARGET __attribute__ ((target ("avx2,popcnt")))

/* A byte counts the bits of this many words without overflow: 31 times 8 is 248. */
#define WORDS_PER_BYTE 31

/* The order of sum_lanes() in bty-kernels.c. */
TARGET static float
sum_lanes (__m256 low,
           __m256 high)
{
  __m256 eight = _mm256_add_ps (low, high);
  __m128 four = _mm_add_ps (_mm256_castps256_ps128 (eight), _mm256_extractf128_ps (eight, 1));
  __m128 two = _mm_add_ps (four, _mm_movehl_ps (four, four));

  return _mm_cvtss_f32 (_mm_add_ss (two, _mm_movehdup_ps (two)));
}

TARGET static inline __m256
add_product (__m256       lanes,
             const float *a,
             const float *b)
{
  return _mm256_add_ps (lanes, _mm256_mul_ps (_mm256_loadu_ps (a), _mm256_loadu_ps (b)));
}

TARGET static inline __m256
add_square (__m256       lanes,
            const float *a,
            const float *b)
{
  __m256 difference = _mm256_sub_ps (_mm256_loadu_ps (a), _mm256_loadu_ps (b));

  return _mm256_add_ps (lanes, _mm256_mul_ps (difference, difference));
}

TARGET static float
dot (const float *a,
     const float *b,
     gsize        n)
{
  __m256 low = _mm256_setzero_ps ();
  __m256 high = _mm256_setzero_ps ();
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    {
      low = add_product (low, a + i, b + i);
      high = add_product (high, a + i + 8, b + i + 8);
    }
  if (i < n)
    {
      float tail_a[LANES];
      float tail_b[LANES];

      fill_lanes (tail_a, a + i, n - i);
      fill_lanes (tail_b, b + i, n - i);
      low = add_product (low, tail_a, tail_b);
      high = add_product (high, tail_a + 8, tail_b + 8);
    }

  return sum_lanes (low, high);
}

TARGET static float
square (const float *a,
        const float *b,
        gsize        n)
{
  __m256 low = _mm256_setzero_ps ();
  __m256 high = _mm256_setzero_ps ();
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    {
      low = add_square (low, a + i, b + i);
      high = add_square (high, a + i + 8, b + i + 8);
    }
  if (i < n)
    {
      float tail_a[LANES];
      float tail_b[LANES];

      fill_lanes (tail_a, a + i, n - i);
      fill_lanes (tail_b, b + i, n - i);
      low = add_square (low, tail_a, tail_b);
      high = add_square (high, tail_a + 8, tail_b + 8);
    }

  return sum_lanes (low, high);
}

/* Widened to 16 bits, so that no product of two bytes is too large. */
TARGET static gint32
dot_int8 (const gint8 *a,
          const gint8 *b,
          gsize        n)
{
  __m256i sum = _mm256_setzero_si256 ();
  __m128i half;
  gsize i = 0;

  for (; i + 16 <= n; i += 16)
    {
      __m256i wide_a = _mm256_cvtepi8_epi16 (_mm_loadu_si128 ((const __m128i *) (a + i)));
      __m256i wide_b = _mm256_cvtepi8_epi16 (_mm_loadu_si128 ((const __m128i *) (b + i)));

      sum = _mm256_add_epi32 (sum, _mm256_madd_epi16 (wide_a, wide_b));
    }
  half = _mm_add_epi32 (_mm256_castsi256_si128 (sum), _mm256_extracti128_si256 (sum, 1));
  half = _mm_add_epi32 (half, _mm_shuffle_epi32 (half, 0x4e));
  half = _mm_add_epi32 (half, _mm_shuffle_epi32 (half, 0xb1));

  return _mm_cvtsi128_si32 (half) + dot_int8_tail (a, b, i, n);
}

TARGET static void
dot_rows (const gint8         *query,
          const gint8 * const *rows,
          gsize                n_rows,
          gsize                stride,
          gint32              *products)
{
  for (gsize i = 0; i < n_rows; i++)
    products[i] = dot_int8 (query, rows[i], stride);
}

/* The bits of each byte, by looking up its halves; W. Muła, N. Kurz, D. Lemire, "Faster population counts", 2018. */
TARGET static inline __m256i
count_bits (__m256i bytes)
{
  const __m256i table = _mm256_setr_epi8 (0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
                                          0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  const __m256i low_half = _mm256_set1_epi8 (0x0f);

  return _mm256_add_epi8 (_mm256_shuffle_epi8 (table, _mm256_and_si256 (bytes, low_half)),
                          _mm256_shuffle_epi8 (table, _mm256_and_si256 (_mm256_srli_epi16 (bytes, 4), low_half)));
}

/* Half a block: the distances of four rows. */
TARGET static inline __m256i
compare_rows (const BtyCodeScan *codes,
              const guint64     *words)
{
  const __m256i zero = _mm256_setzero_si256 ();
  __m256i distances = zero;

  for (gsize i = 0; i < codes->n_words;)
    {
      __m256i bytes = zero;

      for (gsize end = MIN (i + WORDS_PER_BYTE, codes->n_words); i < end; i++)
        {
          __m256i rows = _mm256_loadu_si256 ((const __m256i *) (words + i * BTY_CODE_BLOCK));
          __m256i differing = _mm256_xor_si256 (_mm256_set1_epi64x (codes->query[i]), rows);

          differing = _mm256_and_si256 (differing, _mm256_set1_epi64x (codes->counted[i]));
          bytes = _mm256_add_epi8 (bytes, count_bits (differing));
        }
      distances = _mm256_add_epi64 (distances, _mm256_sad_epu8 (bytes, zero));
    }

  return distances;
}

TARGET static gsize
scan (const BtyCodeScan *codes,
      gsize             *block,
      guint32            limit,
      guint64           *found,
      gsize              capacity)
{
  __m256i limits = _mm256_set1_epi64x (limit);
  gsize n_found = 0;

  for (; *block < codes->n_blocks && n_found + BTY_CODE_BLOCK <= capacity; (*block)++)
    {
      const guint64 *words = codes->codes + *block * codes->n_words * BTY_CODE_BLOCK;
      __m256i distances[2];
      guint mask;

      if (codes->allowed[*block] == 0)
        continue;
      distances[0] = compare_rows (codes, words);
      distances[1] = compare_rows (codes, words + 4);
      mask = _mm256_movemask_pd (_mm256_castsi256_pd (_mm256_cmpgt_epi64 (limits, distances[0])));
      mask |= _mm256_movemask_pd (_mm256_castsi256_pd (_mm256_cmpgt_epi64 (limits, distances[1]))) << 4;
      mask &= codes->allowed[*block];
      if (G_UNLIKELY (mask != 0))
        {
          guint64 stored[BTY_CODE_BLOCK];

          _mm256_storeu_si256 ((__m256i *) stored, distances[0]);
          _mm256_storeu_si256 ((__m256i *) (stored + 4), distances[1]);
          n_found += take_found (mask, stored, *block * BTY_CODE_BLOCK, found + n_found);
        }
    }

  return n_found;
}

const BtyKernels bty_kernels_avx2 = { "avx2", dot, square, dot_int8, dot_rows, scan };

#endif
