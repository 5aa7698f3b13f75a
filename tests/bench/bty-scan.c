/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-scan.h"

#include "bty-kernels.h"

#include <math.h>

/**
 * bty_scan_plainly:
 * @values: vectors, one after the other
 * @n_vectors: how many
 * @dimensions: how many numbers each has
 * @query: what is looked for
 *
 * The simplest way to do it: every product, one after the other, and the best kept.
 *
 * Returns: the similarity of the nearest, times the length of @query
 */
double
bty_scan_plainly (const float *values,
                  guint        n_vectors,
                  guint        dimensions,
                  const float *query)
{
  double best = -1;

  for (guint i = 0; i < n_vectors; i++)
    {
      const float *one = values + (gsize) i * dimensions;
      float product = 0;
      float length = 0;

      for (guint j = 0; j < dimensions; j++)
        {
          product += one[j] * query[j];
          length += one[j] * one[j];
        }
      best = MAX (best, product / sqrtf (length));
    }

  return best;
}

/**
 * bty_scan_quickly:
 * @values: vectors, one after the other
 * @n_vectors: how many
 * @dimensions: how many numbers each has
 * @query: what is looked for
 * @nearest: (out) (array length=n_nearest): gets the similarities of the nearest, the best first
 * @n_nearest: how many
 *
 * The same with the loops of index/.
 */
void
bty_scan_quickly (const float *values,
                  guint        n_vectors,
                  guint        dimensions,
                  const float *query,
                  double      *nearest,
                  guint        n_nearest)
{
  const BtyKernels *kernels = bty_kernels_get ();
  double length = sqrt (kernels->dot (query, query, dimensions));

  for (guint i = 0; i < n_nearest; i++)
    nearest[i] = -2;
  for (guint i = 0; i < n_vectors; i++)
    {
      const float *one = values + (gsize) i * dimensions;
      double similarity = kernels->dot (one, query, dimensions) / sqrt (kernels->dot (one, one, dimensions)) / length;

      for (guint j = 0; j < n_nearest; j++)
        if (similarity > nearest[j])
          {
            double next = nearest[j];

            nearest[j] = similarity;
            similarity = next;
          }
    }
}
