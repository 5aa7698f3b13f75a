/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-vectors.h"

/* splitmix64 */
static guint64
draw (BtyTestVectors *self)
{
  guint64 bits = self->state += 0x9e3779b97f4a7c15;

  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;

  return bits ^ (bits >> 31);
}

/* Four numbers added are nearly normally distributed; the variance is 1. */
static float
draw_normal (BtyTestVectors *self)
{
  guint64 bits = draw (self);
  int sum = 0;

  for (guint i = 0; i < 4; i++)
    sum += (int) (bits >> (16 * i) & 0xffff) - 0x8000;

  return sum / 37837.0f;
}

/**
 * bty_test_vectors_init:
 * @self: (out caller-allocates): the memory for it
 * @dimensions: of each vector
 * @n_centres: around how many they lie
 * @seed: another seed gives other vectors
 */
void
bty_test_vectors_init (BtyTestVectors *self,
                       guint           dimensions,
                       guint           n_centres,
                       guint64         seed)
{
  *self = (BtyTestVectors) { .state = seed, .n_centres = n_centres, .dimensions = dimensions };
  self->centres = g_new (float, (gsize) n_centres * dimensions);
  for (gsize i = 0; i < (gsize) n_centres * dimensions; i++)
    self->centres[i] = draw_normal (self);
}

/**
 * bty_test_vectors_clear:
 * @self: vectors
 */
void
bty_test_vectors_clear (BtyTestVectors *self)
{
  g_clear_pointer (&self->centres, g_free);
}

/**
 * bty_test_vectors_next:
 * @self: vectors
 * @vector: (out caller-allocates): the next one: a centre and as much noise
 */
void
bty_test_vectors_next (BtyTestVectors *self,
                       float          *vector)
{
  const float *centre = self->centres + draw (self) % self->n_centres * self->dimensions;

  for (guint i = 0; i < self->dimensions; i++)
    vector[i] = centre[i] + draw_normal (self);
}
