/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyTestVectors:
 *
 * Vectors around centres, as texts lie around subjects; the same for the same seed on every machine.
 */
typedef struct
{
  guint64  state;
  float   *centres;
  guint    n_centres;
  guint    dimensions;
} BtyTestVectors;

void bty_test_vectors_init  (BtyTestVectors *self,
                             guint           dimensions,
                             guint           n_centres,
                             guint64         seed);
void bty_test_vectors_clear (BtyTestVectors *self);
void bty_test_vectors_next  (BtyTestVectors *self,
                             float          *vector);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BtyTestVectors, bty_test_vectors_clear)

G_END_DECLS
