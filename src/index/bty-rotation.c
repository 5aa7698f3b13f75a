/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-rotation.h"

#include "bty-mix.h"

#define ROUNDS 3

/* Sums and differences in pairs, ever further apart; @n is a power of two. Grows lengths by the root of @n. */
static void
transform (float *vector,
           guint  n)
{
  for (guint step = 1; step < n; step *= 2)
    for (guint start = 0; start < n; start += 2 * step)
      for (guint i = start; i < start + step; i++)
        {
          float a = vector[i];
          float b = vector[i + step];

          vector[i] = a + b;
          vector[i + step] = a - b;
        }
}

/* Signs that look accidental and are the same everywhere. */
static void
flip_signs (float *vector,
            guint  dimensions,
            guint  round)
{
  guint64 bits = 0;

  for (guint i = 0; i < dimensions; i++)
    {
      if (i % 64 == 0)
        bits = bty_mix (((guint64) round << 32 | (i / 64 + 1)) * BTY_MIX_STEP);
      vector[i] = (bits >> (i % 64)) & 1 ? -vector[i] : vector[i];
    }
}

/**
 * bty_rotation_apply:
 * @vector: (inout): numbers
 * @dimensions: how many
 *
 * Turns a vector so that what was in few of its numbers is spread over all: codes of a bit or a byte for each number
 * then lose little, whatever the model. Products and distances of vectors stay as they are. Signs are flipped and the
 * first and last numbers, as many as a power of two allows, go through a Hadamard transform, in turns ("fast
 * Johnson-Lindenstrauss transform", Ailon and Chazelle, 2006).
 */
void
bty_rotation_apply (float *vector,
                    guint  dimensions)
{
  guint n = 1;
  float scale = 1;

  if (dimensions < 2)
    return;

  while (n * 2 <= dimensions)
    n *= 2;
  /* The root of n, exactly where it is a whole number. */
  for (guint i = n; i >= 4; i /= 4)
    scale *= 0.5f;
  if (__builtin_ctz (n) % 2 == 1)
    scale *= 0.70710678f;

  for (guint round = 0; round < ROUNDS; round++)
    {
      float *part = round % 2 == 0 ? vector : vector + dimensions - n;

      flip_signs (vector, dimensions, round);
      transform (part, n);
      for (guint i = 0; i < n; i++)
        part[i] *= scale;
    }
}
