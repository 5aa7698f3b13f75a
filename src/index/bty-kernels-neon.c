/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-kernels-private.h"

#if defined(__aarch64__)

#include <arm_neon.h>

/* The order of sum_lanes() in bty-kernels.c. */
static float
sum_lanes (const float32x4_t *lanes)
{
  float32x4_t four = vaddq_f32 (vaddq_f32 (lanes[0], lanes[2]), vaddq_f32 (lanes[1], lanes[3]));
  float32x2_t two = vadd_f32 (vget_low_f32 (four), vget_high_f32 (four));

  return vget_lane_f32 (two, 0) + vget_lane_f32 (two, 1);
}

static inline void
add_products (float32x4_t *lanes,
              const float *a,
              const float *b)
{
  for (guint i = 0; i < 4; i++)
    lanes[i] = vaddq_f32 (lanes[i], vmulq_f32 (vld1q_f32 (a + i * 4), vld1q_f32 (b + i * 4)));
}

static inline void
add_squares (float32x4_t *lanes,
             const float *a,
             const float *b)
{
  for (guint i = 0; i < 4; i++)
    {
      float32x4_t difference = vsubq_f32 (vld1q_f32 (a + i * 4), vld1q_f32 (b + i * 4));

      lanes[i] = vaddq_f32 (lanes[i], vmulq_f32 (difference, difference));
    }
}

static float
dot (const float *a,
     const float *b,
     gsize        n)
{
  float32x4_t lanes[4] = { vdupq_n_f32 (0), vdupq_n_f32 (0), vdupq_n_f32 (0), vdupq_n_f32 (0) };
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    add_products (lanes, a + i, b + i);
  if (i < n)
    {
      float tail_a[LANES];
      float tail_b[LANES];

      fill_lanes (tail_a, a + i, n - i);
      fill_lanes (tail_b, b + i, n - i);
      add_products (lanes, tail_a, tail_b);
    }

  return sum_lanes (lanes);
}

static float
square (const float *a,
        const float *b,
        gsize        n)
{
  float32x4_t lanes[4] = { vdupq_n_f32 (0), vdupq_n_f32 (0), vdupq_n_f32 (0), vdupq_n_f32 (0) };
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    add_squares (lanes, a + i, b + i);
  if (i < n)
    {
      float tail_a[LANES];
      float tail_b[LANES];

      fill_lanes (tail_a, a + i, n - i);
      fill_lanes (tail_b, b + i, n - i);
      add_squares (lanes, tail_a, tail_b);
    }

  return sum_lanes (lanes);
}

static gint32
dot_int8 (const gint8 *a,
          const gint8 *b,
          gsize        n)
{
  int32x4_t sum = vdupq_n_s32 (0);
  gsize i = 0;

  for (; i + 16 <= n; i += 16)
    {
      int8x16_t bytes_a = vld1q_s8 (a + i);
      int8x16_t bytes_b = vld1q_s8 (b + i);

      sum = vpadalq_s16 (sum, vmull_s8 (vget_low_s8 (bytes_a), vget_low_s8 (bytes_b)));
      sum = vpadalq_s16 (sum, vmull_high_s8 (bytes_a, bytes_b));
    }

  return vaddvq_s32 (sum) + dot_int8_tail (a, b, i, n);
}

static void
dot_rows (const gint8         *query,
          const gint8 * const *rows,
          gsize                n_rows,
          gsize                stride,
          gint32              *products)
{
  for (gsize i = 0; i < n_rows; i++)
    products[i] = dot_int8 (query, rows[i], stride);
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
      guint64 distances[BTY_CODE_BLOCK];
      guint64 mask = 0;

      if (codes->allowed[*block] == 0)
        continue;
      for (guint j = 0; j < BTY_CODE_BLOCK; j += 2)
        {
          uint64x2_t sum = vdupq_n_u64 (0);

          for (gsize i = 0; i < codes->n_words; i++)
            {
              uint64x2_t differing = veorq_u64 (vdupq_n_u64 (codes->query[i]),
                                                vld1q_u64 ((const uint64_t *) words + i * BTY_CODE_BLOCK + j));

              differing = vandq_u64 (differing, vdupq_n_u64 (codes->counted[i]));
              sum = vpadalq_u32 (sum, vpaddlq_u16 (vpaddlq_u8 (vcntq_u8 (vreinterpretq_u8_u64 (differing)))));
            }
          vst1q_u64 ((uint64_t *) distances + j, sum);
          mask |= (guint64) (distances[j] < limit) << j | (guint64) (distances[j + 1] < limit) << (j + 1);
        }
      n_found += take_found (mask & codes->allowed[*block], distances, *block * BTY_CODE_BLOCK, found + n_found);
    }

  return n_found;
}

const BtyKernels bty_kernels_neon = { "neon", dot, square, dot_int8, dot_rows, scan };

#endif
