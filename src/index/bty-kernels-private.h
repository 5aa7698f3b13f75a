/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-kernels.h"

#include <string.h>

G_BEGIN_DECLS

#define LANES 16

extern const BtyKernels bty_kernels_plain;
#if defined(__x86_64__)
extern const BtyKernels bty_kernels_avx2;
extern const BtyKernels bty_kernels_avx512;
#elif defined(__aarch64__)
extern const BtyKernels bty_kernels_neon;
#endif

/* The last @n numbers of a vector, filled up with zeros: every kind of processor adds the same zeros. */
static inline void
fill_lanes (float       *lanes,
            const float *tail,
            gsize        n)
{
  memset (lanes, 0, LANES * sizeof (float));
  memcpy (lanes, tail, n * sizeof (float));
}

/* What is left of an int8 product after the wide steps. */
static inline gint32
dot_int8_tail (const gint8 *a,
               const gint8 *b,
               gsize        from,
               gsize        n)
{
  gint32 sum = 0;

  for (gsize i = from; i < n; i++)
    sum += a[i] * b[i];

  return sum;
}

/* Writes the rows of @mask, of which the first is @row, with their distances. */
static inline gsize
take_found (guint64        mask,
            const guint64 *distances,
            guint64        row,
            guint64       *found)
{
  gsize n = 0;

  for (; mask != 0; mask &= mask - 1)
    {
      guint lane = __builtin_ctzll (mask);

      found[n++] = distances[lane] << 32 | (row + lane);
    }

  return n;
}

G_END_DECLS
