/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-rotation.h"

#include <math.h>

#include "bty-kernels.h"
#include "bty-test-vectors.h"

#define MAX_DIMENSIONS 3072

static void
check (guint dimensions)
{
  g_auto(BtyTestVectors) vectors = { 0 };
  const BtyKernels *kernels = bty_kernels_get ();
  float a[MAX_DIMENSIONS], b[MAX_DIMENSIONS];
  float dot, length;

  bty_test_vectors_init (&vectors, dimensions, 3, 1);
  bty_test_vectors_next (&vectors, a);
  bty_test_vectors_next (&vectors, b);
  dot = kernels->dot (a, b, dimensions);
  length = kernels->dot (a, a, dimensions);
  bty_rotation_apply (a, dimensions);
  bty_rotation_apply (b, dimensions);
  g_assert_cmpfloat_with_epsilon (kernels->dot (a, a, dimensions), length, length * 1e-4);
  g_assert_cmpfloat_with_epsilon (kernels->dot (a, b, dimensions), dot, length * 1e-3);
}

/* Lengths and products stay, whatever the number of dimensions. */
static void
test_products (void)
{
  static const guint models[] = { 384, 512, 768, 1536, 3072 };

  for (guint dimensions = 1; dimensions <= 140; dimensions++)
    check (dimensions);
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    check (models[i]);
}

/* What was in one number is in all: none is left with more than a small part. */
static void
test_spread (void)
{
  for (guint at = 0; at < 384; at += 17)
    {
      float vector[384] = { 0 };

      vector[at] = 1;
      bty_rotation_apply (vector, 384);
      for (guint i = 0; i < 384; i++)
        g_assert_cmpfloat (fabsf (vector[i]), <, 0.35f);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rotation/products", test_products);
  g_test_add_func ("/rotation/spread", test_spread);

  return g_test_run ();
}
