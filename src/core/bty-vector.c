/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-vector.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-time.h"
#include "bty-uuid.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/**
 * BtyVector:
 *
 * The meaning of something as a direction in space. Only vectors of one model can be compared.
 */

G_DEFINE_FINAL_TYPE (BtyVector, bty_vector, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyVector, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyVector, scope, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyVector, kind, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyVector, subject_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyVector, model, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyVector, dimensions, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyVector, data, BLOB, BTY_FIELD_NONE),
  BTY_FIELD (BtyVector, text, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyVector, metadata, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyVector, created_at, TIME, BTY_FIELD_NONE),
  BTY_FIELD (BtyVector, expires_at, TIME, BTY_FIELD_NULLABLE),
};

static void
bty_vector_class_init (BtyVectorClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "vectors", fields, G_N_ELEMENTS (fields));
}

static void
bty_vector_init (BtyVector *self)
{
}

/**
 * bty_vector_are_dimensions:
 * @dimensions: a number
 *
 * Returns: whether vectors may have so many
 */
gboolean
bty_vector_are_dimensions (gint64 dimensions)
{
  return dimensions == 384 || dimensions == 768 || dimensions == 1536 || dimensions == 3072;
}

/* Returns: (transfer full): the bytes that are stored for a vector on every machine */
static GBytes *
pack (const float *values,
      guint        dimensions)
{
  guint32 *packed = g_new (guint32, dimensions);

  memcpy (packed, values, dimensions * sizeof *packed);
  for (guint i = 0; i < dimensions; i++)
    packed[i] = GUINT32_TO_LE (packed[i]);

  return g_bytes_new_take (packed, dimensions * sizeof *packed);
}

/**
 * bty_vector_unpack:
 * @data: what is stored for a vector
 * @dimensions: how many
 * @values: (array length=dimensions) (out caller-allocates): gets the vector
 */
void
bty_vector_unpack (gconstpointer  data,
                   guint          dimensions,
                   float         *values)
{
  for (guint i = 0; i < dimensions; i++)
    {
      guint32 bits;

      memcpy (&bits, (const guint8 *) data + i * sizeof bits, sizeof bits);
      bits = GUINT32_FROM_LE (bits);
      memcpy (&values[i], &bits, sizeof bits);
    }
}

/**
 * bty_vector_new:
 * @scope: who may find it
 * @kind: what it stands for
 * @subject_id: which one
 * @model: what made it
 * @values: (array length=dimensions): its direction
 * @dimensions: how many
 *
 * Returns: (transfer full): a vector that does not expire
 */
BtyVector *
bty_vector_new (const char  *scope,
                const char  *kind,
                const char  *subject_id,
                const char  *model,
                const float *values,
                guint        dimensions)
{
  g_autofree char *id = bty_uuid_new ();
  g_autoptr(GBytes) data = pack (values, dimensions);

  return g_object_new (BTY_TYPE_VECTOR,
                       "id", id,
                       "scope", scope,
                       "kind", kind,
                       "subject-id", subject_id,
                       "model", model,
                       "dimensions", (gint64) dimensions,
                       "data", data,
                       "created-at", bty_time_now (),
                       NULL);
}

/**
 * bty_vector_check_values:
 * @values: (array length=dimensions): numbers
 * @dimensions: how many
 * @error: (out) (optional): %BTY_ERROR_INVALID, which says why not
 *
 * Returns: whether they are a direction that can be compared
 */
gboolean
bty_vector_check_values (const float  *values,
                         guint         dimensions,
                         GError      **error)
{
  double length = 0;

  if (!bty_vector_are_dimensions (dimensions))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                   _("A vector has 384, 768, 1536 or 3072 dimensions, not %u."), dimensions);
      return FALSE;
    }
  for (guint i = 0; i < dimensions; i++)
    length += (double) values[i] * values[i];
  if (!isfinite (length) || length <= 0)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID,
                         _("A vector is made of finite numbers, not all of them zero."));

  return isfinite (length) && length > 0;
}

/**
 * bty_vector_check:
 * @self: a vector
 * @error: (out) (optional): %BTY_ERROR_INVALID, which says why not
 *
 * Returns: whether it can be stored and compared
 */
gboolean
bty_vector_check (BtyVector  *self,
                  GError    **error)
{
  gsize size = self->data != NULL ? g_bytes_get_size (self->data) : 0;
  g_autofree float *values = NULL;

  if (!bty_vector_are_dimensions (self->dimensions) || size != self->dimensions * sizeof *values)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                   _("A vector has 384, 768, 1536 or 3072 dimensions and as many numbers, not %d and %d."),
                   (int) self->dimensions, (int) (size / sizeof *values));
      return FALSE;
    }
  values = g_new (float, self->dimensions);
  bty_vector_unpack (g_bytes_get_data (self->data, NULL), self->dimensions, values);

  return bty_vector_check_values (values, self->dimensions, error);
}
