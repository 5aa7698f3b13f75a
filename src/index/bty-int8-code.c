/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-int8-code.h"

#include <math.h>
#include <string.h>

#include "bty-kernels.h"
#include "bty-rotation.h"

/* A code in bytes: scale and error, the lowest byte first, and the numbers. */
#define HEAD (2 * sizeof (guint32))

#define LARGEST 127

/* What the rotation and the products of floats may be wrong, added to every error. */
#define SLACK 2e-5f

static void
write_float (guint8 *bytes,
             float   number)
{
  guint32 bits;

  memcpy (&bits, &number, sizeof bits);
  bits = GUINT32_TO_LE (bits);
  memcpy (bytes, &bits, sizeof bits);
}

static float
read_float (const guint8 *bytes)
{
  guint32 bits;
  float number;

  memcpy (&bits, bytes, sizeof bits);
  bits = GUINT32_FROM_LE (bits);
  memcpy (&number, &bits, sizeof number);

  return number;
}

/* Whether there is a direction, which is then of length 1 and turned so that its numbers are about as large. */
static gboolean
turn (const float *values,
      guint        dimensions,
      float       *turned)
{
  double length = 0;

  for (guint i = 0; i < dimensions; i++)
    length += (double) values[i] * values[i];
  length = sqrt (length);
  if (!isfinite (length) || !(length > 0))
    return FALSE;

  for (guint i = 0; i < dimensions; i++)
    turned[i] = (float) (values[i] / length);
  bty_rotation_apply (turned, dimensions);

  return TRUE;
}

/**
 * bty_int8_code_make:
 * @values: (array length=dimensions): a vector
 * @dimensions: how many numbers it has
 *
 * Returns: (transfer full) (nullable): its code, the same on every machine but for the last bit of a float; %NULL if
 *   the numbers are no direction
 */
GBytes *
bty_int8_code_make (const float *values,
                    guint        dimensions)
{
  g_autofree float *turned = g_new (float, dimensions);
  guint8 *bytes;
  float largest = 0;
  double error = 0;

  if (!turn (values, dimensions, turned))
    return NULL;

  bytes = g_malloc (HEAD + dimensions);
  for (guint i = 0; i < dimensions; i++)
    largest = MAX (largest, fabsf (turned[i]));
  for (guint i = 0; i < dimensions; i++)
    {
      gint8 number = (gint8) lrintf (turned[i] * (LARGEST / largest));
      double difference = turned[i] - (double) number * (largest / LARGEST);

      bytes[HEAD + i] = (guint8) number;
      error += difference * difference;
    }
  write_float (bytes, largest / LARGEST);
  write_float (bytes + sizeof (guint32), (float) sqrt (error) + SLACK);

  return g_bytes_new_take (bytes, HEAD + dimensions);
}

/**
 * bty_int8_code_read:
 * @self: (out caller-allocates): gets the code; used while @bytes are there
 * @bytes: (array length=size) (nullable): what bty_int8_code_make() made
 * @size: how many
 * @dimensions: of the vector
 *
 * Returns: whether they are the code of such a vector
 */
gboolean
bty_int8_code_read (BtyInt8Code   *self,
                    gconstpointer  bytes,
                    gsize          size,
                    guint          dimensions)
{
  if (bytes == NULL || size != HEAD + dimensions)
    return FALSE;

  self->scale = read_float (bytes);
  self->error = read_float ((const guint8 *) bytes + sizeof (guint32));
  self->numbers = (const gint8 *) bytes + HEAD;

  return TRUE;
}

/**
 * bty_int8_code_compare:
 * @self: a code
 * @other: another one
 * @dimensions: of both vectors
 * @error: (out): how much that may be wrong, either way
 *
 * The vectors are u = a + r and v = b + s, where a and b are what the codes stand for, so that u·v - a·b = r·v + a·s.
 * Of that no more can come than |r| + (1 + |r|) |s|.
 *
 * Returns: about the cosine of the angle between the vectors
 */
double
bty_int8_code_compare (const BtyInt8Code *self,
                       const BtyInt8Code *other,
                       guint              dimensions,
                       double            *error)
{
  gint32 product = bty_kernels_get ()->dot_int8 (self->numbers, other->numbers, dimensions);

  *error = self->error + (1 + self->error) * other->error;

  return (double) product * self->scale * other->scale;
}
