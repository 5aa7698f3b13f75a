/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyInt8Code:
 * @numbers: a byte for each dimension of the rotated vector
 * @scale: what one step of them is worth, the vector being of length 1
 * @error: at most so long is the difference between that vector and what the code stands for
 *
 * The direction of a vector in a quarter of its bytes, and how much that is wrong.
 */
typedef struct
{
  const gint8 *numbers;
  float        scale;
  float        error;
} BtyInt8Code;

GBytes   *bty_int8_code_make    (const float       *values,
                                 guint              dimensions) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_int8_code_read    (BtyInt8Code       *self,
                                 gconstpointer      bytes,
                                 gsize              size,
                                 guint              dimensions);
double    bty_int8_code_compare (const BtyInt8Code *self,
                                 const BtyInt8Code *other,
                                 guint              dimensions,
                                 double            *error);

G_END_DECLS
