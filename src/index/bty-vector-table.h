/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-column.h"
#include "bty-kernels.h"

G_BEGIN_DECLS

/**
 * BtyMetric:
 *
 * What is near: the cosine of the angle, the distance, or the inner product of two vectors.
 */
typedef enum
{
  BTY_METRIC_COSINE,
  BTY_METRIC_L2,
  BTY_METRIC_INNER_PRODUCT,

  BTY_METRIC_LAST,
} BtyMetric;

/**
 * BtyVectorTable:
 *
 * Vectors in rows, each as floats and as shorter codes of it. A row that is removed keeps its number and is empty.
 * Rows can be read on any thread while others are added on one.
 */
typedef struct
{
  const BtyKernels *kernels;
  BtyMetric         metric;
  guint             dimensions;
  gsize             stride;      /* bytes of an int8 code */
  gsize             n_words;     /* of a bit code */
  guint             n_rows;      /* ever added */
  guint             n_live;      /* not removed */
  guint             n_coded;     /* that had been added when the centre was computed; 0 = no bit codes yet */
  float            *centre;      /* of the rotated vectors */
  guint64          *bits;        /* which of their first numbers are above those of the centre, in blocks of rows */
  gsize             bits_bytes;  /* that there is room for */

  BtyColumn         keys;        /* gint64, what the caller calls the row */
  BtyColumn         floats;      /* of length 1 if the metric is the cosine */
  BtyColumn         int8;        /* of the rotated vector */
  BtyColumn         scales;      /* float: what one step of the int8 code is worth */
  BtyColumn         norms;       /* float: the squared length */
  BtyColumn         live;        /* a bit for each row, in bytes: a row of this column is 8 rows */
} BtyVectorTable;

/**
 * BtyTableQuery:
 *
 * A vector that is looked for, in all the forms in which rows are kept.
 */
typedef struct
{
  float   *floats;
  gint8   *int8;
  guint64 *bits;
  guint64 *counted;   /* which of the bits say something */
  float    scale;
  float    norm;
} BtyTableQuery;

void     bty_vector_table_init        (BtyVectorTable       *self,
                                       BtyMetric             metric,
                                       guint                 dimensions);
void     bty_vector_table_clear       (BtyVectorTable       *self);
guint    bty_vector_table_append      (BtyVectorTable       *self,
                                       gint64                key,
                                       const float          *vector);
void     bty_vector_table_hide        (BtyVectorTable       *self,
                                       guint                 row);
void     bty_vector_table_erase       (BtyVectorTable       *self,
                                       guint                 row);
void     bty_vector_table_prepare     (BtyVectorTable       *self);
void     bty_vector_table_make_bits   (BtyVectorTable       *self,
                                       guint                 n_coded);
gsize    bty_vector_table_count_words (guint                 dimensions);
void     bty_vector_table_own_last    (BtyVectorTable       *self);

void     bty_table_query_init        (BtyTableQuery        *self,
                                      const BtyVectorTable *table,
                                      const float          *vector);
void     bty_table_query_clear       (BtyTableQuery        *self);
float    bty_table_query_score       (const BtyTableQuery  *self,
                                      const BtyVectorTable *table,
                                      guint                 row);

/**
 * bty_vector_table_get_bits:
 * @self: a table with bit codes
 * @row: one of its rows
 *
 * Returns: where its bit code begins; its words are %BTY_CODE_BLOCK words apart
 */
static inline guint64 *
bty_vector_table_get_bits (const BtyVectorTable *self,
                           guint                 row)
{
  return self->bits + row / BTY_CODE_BLOCK * self->n_words * BTY_CODE_BLOCK + row % BTY_CODE_BLOCK;
}

/**
 * bty_vector_table_is_live:
 * @self: a table
 * @row: one of its rows
 *
 * Returns: whether it has not been removed
 */
static inline gboolean
bty_vector_table_is_live (const BtyVectorTable *self,
                          guint                 row)
{
  return (__atomic_load_n ((guint8 *) bty_column_get (&self->live, row >> 3), __ATOMIC_RELAXED) >> (row & 7)) & 1;
}

/**
 * bty_vector_table_get_key:
 * @self: a table
 * @row: one of its rows
 *
 * Returns: what the caller calls it
 */
static inline gint64
bty_vector_table_get_key (const BtyVectorTable *self,
                          guint                 row)
{
  return *(gint64 *) bty_column_get (&self->keys, row);
}

/**
 * bty_vector_table_get_scale:
 * @self: a table
 * @row: one of its rows
 *
 * Returns: what one step of its int8 code is worth
 */
static inline float
bty_vector_table_get_scale (const BtyVectorTable *self,
                            guint                 row)
{
  return *(float *) bty_column_get (&self->scales, row);
}

/**
 * bty_vector_table_get_norm:
 * @self: a table
 * @row: one of its rows
 *
 * Returns: its squared length
 */
static inline float
bty_vector_table_get_norm (const BtyVectorTable *self,
                           guint                 row)
{
  return *(float *) bty_column_get (&self->norms, row);
}

/**
 * bty_vector_table_get_int8:
 * @self: a table
 * @row: one of its rows
 *
 * Returns: its int8 code
 */
static inline const gint8 *
bty_vector_table_get_int8 (const BtyVectorTable *self,
                           guint                 row)
{
  return bty_column_get (&self->int8, row);
}

/**
 * bty_vector_table_get_floats:
 * @self: a table
 * @row: one of its rows
 *
 * Returns: its numbers
 */
static inline const float *
bty_vector_table_get_floats (const BtyVectorTable *self,
                             guint                 row)
{
  return bty_column_get (&self->floats, row);
}

/**
 * bty_vector_table_estimate:
 * @self: a table
 * @row: one of its rows
 * @scale: of the int8 code it was multiplied with
 * @norm: the squared length of what it was multiplied with
 * @product: of the int8 codes
 *
 * Returns: the distance that this stands for; less is nearer
 */
static inline float
bty_vector_table_estimate (const BtyVectorTable *self,
                           guint                 row,
                           float                 scale,
                           float                 norm,
                           gint32                product)
{
  float dot = (float) product * scale * bty_vector_table_get_scale (self, row);

  if (self->metric == BTY_METRIC_L2)
    return norm + bty_vector_table_get_norm (self, row) - 2 * dot;

  return -dot;
}

/**
 * bty_vector_table_to_order:
 * @number: any float
 *
 * Returns: a whole number; those of greater floats are greater
 */
static inline guint32
bty_vector_table_to_order (float number)
{
  union { float number; guint32 bits; } value = { number };

  return value.bits & 0x80000000 ? ~value.bits : value.bits | 0x80000000;
}

G_END_DECLS
