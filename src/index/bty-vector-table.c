/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-vector-table.h"

#include <math.h>
#include <string.h>

#include "bty-pages.h"
#include "bty-rotation.h"

/* Below this many rows, or bits in a code, the int8 codes are compared at once. */
#define MIN_CODED 4096
#define MIN_BITS 64

/* Of so many words of bits for all numbers of a vector, so many make up its code. */
#define WORDS_OF 6
#define WORDS_CODED 5

/* Bits of a query count where its numbers are so far from the centre, in standard deviations. Of three steps, -1, 0
 * and 1, the middle one should end at 0.61 for normally distributed numbers (J. Max, "Quantizing for minimum
 * distortion", 1960). Texts are found as well with this, and rows that are very near better. */
#define LEAST_COUNTED 0.5f

/* The centre is computed anew when there are so many times more rows. */
#define RECODE_FACTOR 2

/* Rows whose mean is the centre, at most: it does not get better with more. */
#define MAX_SAMPLE 20000

/**
 * bty_vector_table_init:
 * @self: (out caller-allocates): the memory for it
 * @metric: what is near
 * @dimensions: of each vector
 *
 * Makes a table without rows.
 */
void
bty_vector_table_init (BtyVectorTable *self,
                       BtyMetric       metric,
                       guint           dimensions)
{
  *self = (BtyVectorTable) { .kernels = bty_kernels_get (), .metric = metric, .dimensions = dimensions };
  self->stride = (dimensions + BTY_INT8_ALIGN - 1) / BTY_INT8_ALIGN * BTY_INT8_ALIGN;
  self->n_words = bty_vector_table_count_words (dimensions);
  self->centre = g_new0 (float, dimensions);
  bty_column_init (&self->keys, sizeof (gint64));
  bty_column_init (&self->floats, dimensions * sizeof (float));
  bty_column_init (&self->int8, self->stride);
  bty_column_init (&self->scales, sizeof (float));
  bty_column_init (&self->norms, sizeof (float));
  bty_column_init (&self->live, 1);
}

/**
 * bty_vector_table_clear:
 * @self: a table
 *
 * Frees all it holds.
 */
void
bty_vector_table_clear (BtyVectorTable *self)
{
  bty_column_clear (&self->keys);
  bty_column_clear (&self->floats);
  bty_column_clear (&self->int8);
  bty_column_clear (&self->scales);
  bty_column_clear (&self->norms);
  bty_column_clear (&self->live);
  bty_pages_free (self->bits, self->bits_bytes);
  self->bits = NULL;
  g_clear_pointer (&self->centre, g_free);
}

/* Returns what one step of the code is worth. */
static float
encode_int8 (const BtyVectorTable *self,
             const float          *rotated,
             gint8                *code)
{
  float largest = 0;

  for (guint i = 0; i < self->dimensions; i++)
    largest = fabsf (rotated[i]) > largest ? fabsf (rotated[i]) : largest;
  memset (code, 0, self->stride);
  if (!(largest > 0) || !isfinite (largest))
    return 0;

  for (guint i = 0; i < self->dimensions; i++)
    code[i] = (gint8) lrintf (rotated[i] * (127 / largest));

  return largest / 127;
}

/* The words of a code are %BTY_CODE_BLOCK words apart. */
static void
encode_bits (const BtyVectorTable *self,
             const float          *rotated,
             guint64              *code)
{
  for (guint word = 0; word < self->n_words; word++)
    {
      guint end = MIN (64, self->dimensions - word * 64);
      guint64 bits = 0;

      for (guint i = 0; i < end; i++)
        bits |= (guint64) (rotated[word * 64 + i] > self->centre[word * 64 + i]) << i;
      code[word * BTY_CODE_BLOCK] = bits;
    }
}

/* Of a number near the centre the side on which it lies says little: such bits do not count. Among 1,000,000 pieces of
 * documentation 0.983 of the nearest ten are left over by 5 words then, and 0.975 by 6 words that count as a whole. */
static void
encode_query (BtyTableQuery        *query,
              const BtyVectorTable *table,
              const float          *rotated)
{
  guint n = MIN (table->n_words * 64, table->dimensions);
  float squares = 0, least;

  for (guint i = 0; i < n; i++)
    squares += (rotated[i] - table->centre[i]) * (rotated[i] - table->centre[i]);
  least = LEAST_COUNTED * sqrtf (squares / n);
  for (guint i = 0; i < n; i++)
    {
      float number = rotated[i] - table->centre[i];

      query->bits[i / 64] |= (guint64) (number > 0) << i % 64;
      query->counted[i / 64] |= (guint64) (fabsf (number) > least) << i % 64;
    }
}

/* Returns the squared length of what is written to @floats. */
static float
take_vector (const BtyVectorTable *self,
             const float          *vector,
             float                *floats)
{
  float norm = self->kernels->dot (vector, vector, self->dimensions);

  memcpy (floats, vector, self->dimensions * sizeof (float));
  if (self->metric != BTY_METRIC_COSINE || !(norm > 0))
    return norm;

  for (guint i = 0; i < self->dimensions; i++)
    floats[i] /= sqrtf (norm);

  return 1;
}

/* The int8 codes are near enough to the vectors to say what is usual and what lies above it. */
static void
decode (const BtyVectorTable *self,
        guint                 row,
        float                *rotated)
{
  const gint8 *code = bty_vector_table_get_int8 (self, row);
  float scale = bty_vector_table_get_scale (self, row);

  for (guint i = 0; i < self->dimensions; i++)
    rotated[i] = code[i] * scale;
}

static void
compute_centre (BtyVectorTable *self)
{
  g_autofree float *rotated = g_new (float, self->dimensions);
  g_autofree double *sums = g_new0 (double, self->dimensions);
  guint step = MAX (self->n_rows / MAX_SAMPLE, 1);
  guint n = 0;

  for (guint row = 0; row < self->n_rows; row += step)
    if (bty_vector_table_is_live (self, row))
      {
        decode (self, row, rotated);
        for (guint i = 0; i < self->dimensions; i++)
          sums[i] += rotated[i];
        n++;
      }
  for (guint i = 0; i < self->dimensions; i++)
    self->centre[i] = n > 0 ? (float) (sums[i] / n) : 0;
}

/**
 * bty_vector_table_count_words:
 * @dimensions: of vectors
 *
 * A scan of many rows takes as long as it takes to read their codes. Once vectors are rotated, a part of their numbers
 * is as good as any other.
 *
 * Returns: of how many words their bit codes are
 */
gsize
bty_vector_table_count_words (guint dimensions)
{
  gsize n_words = (dimensions + 63) / 64;

  return (n_words * WORDS_CODED + WORDS_OF - 1) / WORDS_OF;
}

/**
 * bty_vector_table_make_bits:
 * @self: a table
 * @n_coded: how many rows have codes
 *
 * Makes room for their bit codes, and for those of the rows that come before all are coded anew.
 */
void
bty_vector_table_make_bits (BtyVectorTable *self,
                            guint           n_coded)
{
  gsize n_blocks = ((gsize) n_coded * RECODE_FACTOR + BTY_CODE_BLOCK - 1) / BTY_CODE_BLOCK;

  bty_pages_free (self->bits, self->bits_bytes);
  self->bits_bytes = n_blocks * BTY_CODE_BLOCK * self->n_words * sizeof (guint64);
  self->bits = bty_pages_new_large (self->bits_bytes);
  self->n_coded = n_coded;
}

/**
 * bty_vector_table_prepare:
 * @self: a table
 *
 * Makes bit codes when rows have become many, and anew when they have become many more: then the centre may have
 * moved. Called before rows are looked for, and not while they are; it takes about 0.1 s per 100,000 rows, each time
 * that the rows double.
 */
void
bty_vector_table_prepare (BtyVectorTable *self)
{
  g_autofree float *rotated = NULL;

  if (self->metric != BTY_METRIC_COSINE || self->dimensions < MIN_BITS || self->n_rows < MIN_CODED
      || self->n_rows < self->n_coded * RECODE_FACTOR)
    return;

  rotated = g_new (float, self->dimensions);
  bty_vector_table_make_bits (self, self->n_rows);
  compute_centre (self);
  for (guint row = 0; row < self->n_rows; row++)
    {
      decode (self, row, rotated);
      encode_bits (self, rotated, bty_vector_table_get_bits (self, row));
    }
}

static void
grow (BtyVectorTable *self,
      guint           n_rows)
{
  bty_vector_table_own_last (self);
  bty_column_grow (&self->keys, n_rows);
  bty_column_grow (&self->floats, n_rows);
  bty_column_grow (&self->int8, n_rows);
  bty_column_grow (&self->scales, n_rows);
  bty_column_grow (&self->norms, n_rows);
  bty_column_grow (&self->live, (n_rows + 7) / 8);
}

/**
 * bty_vector_table_append:
 * @self: a table with less than %BTY_COLUMN_MAX_ROWS rows
 * @key: what the caller calls the row
 * @vector: as many numbers as the table has dimensions
 *
 * Adds a row.
 *
 * Returns: its number
 */
guint
bty_vector_table_append (BtyVectorTable *self,
                         gint64          key,
                         const float    *vector)
{
  g_autofree float *rotated = g_new (float, self->dimensions);
  guint row = self->n_rows;
  float *floats;

  grow (self, row + 1);
  floats = bty_column_get (&self->floats, row);
  *(gint64 *) bty_column_get (&self->keys, row) = key;
  *(float *) bty_column_get (&self->norms, row) = take_vector (self, vector, floats);
  memcpy (rotated, floats, self->dimensions * sizeof (float));
  bty_rotation_apply (rotated, self->dimensions);
  *(float *) bty_column_get (&self->scales, row) = encode_int8 (self, rotated, bty_column_get (&self->int8, row));
  if (row < self->n_coded * RECODE_FACTOR)
    {
      /* From the int8 code, as when all are coded anew: the code of a row does not depend on when it came. */
      decode (self, row, rotated);
      encode_bits (self, rotated, bty_vector_table_get_bits (self, row));
    }
  *(guint8 *) bty_column_get (&self->live, row >> 3) |= 1 << (row & 7);
  self->n_rows++;
  self->n_live++;

  return row;
}

/**
 * bty_vector_table_hide:
 * @self: a table
 * @row: one that is live
 *
 * The row is not found any more. What is left of it is to be erased when nobody else reads it.
 */
void
bty_vector_table_hide (BtyVectorTable *self,
                       guint           row)
{
  __atomic_fetch_and ((guint8 *) bty_column_get (&self->live, row >> 3), ~(1 << (row & 7)), __ATOMIC_RELAXED);
  self->n_live--;
}

/**
 * bty_vector_table_erase:
 * @self: a table
 * @row: one that was hidden
 *
 * Nothing is left of its vector in memory.
 */
void
bty_vector_table_erase (BtyVectorTable *self,
                        guint           row)
{
  *(gint64 *) bty_column_get (&self->keys, row) = 0;
  memset (bty_column_get (&self->floats, row), 0, self->floats.row_bytes);
  memset (bty_column_get (&self->int8, row), 0, self->int8.row_bytes);
  *(float *) bty_column_get (&self->scales, row) = 0;
  *(float *) bty_column_get (&self->norms, row) = 0;
  if (row < self->n_coded * RECODE_FACTOR)
    for (guint word = 0; word < self->n_words; word++)
      bty_vector_table_get_bits (self, row)[word * BTY_CODE_BLOCK] = 0;
}

/**
 * bty_vector_table_own_last:
 * @self: a table whose columns are mapped
 *
 * Takes the last rows out of the file, so that more can follow.
 */
void
bty_vector_table_own_last (BtyVectorTable *self)
{
  bty_column_own_last (&self->keys, self->n_rows);
  bty_column_own_last (&self->floats, self->n_rows);
  bty_column_own_last (&self->int8, self->n_rows);
  bty_column_own_last (&self->scales, self->n_rows);
  bty_column_own_last (&self->norms, self->n_rows);
  bty_column_own_last (&self->live, (self->n_rows + 7) / 8);
}

/**
 * bty_table_query_init:
 * @self: (out caller-allocates): the memory for it
 * @table: where it will be looked for
 * @vector: as many numbers as the table has dimensions
 */
void
bty_table_query_init (BtyTableQuery        *self,
                      const BtyVectorTable *table,
                      const float          *vector)
{
  g_autofree float *rotated = g_new (float, table->dimensions);

  self->floats = g_new (float, table->dimensions);
  self->int8 = g_new (gint8, table->stride);
  self->bits = g_new0 (guint64, table->n_words);
  self->counted = g_new0 (guint64, table->n_words);
  self->norm = take_vector (table, vector, self->floats);
  memcpy (rotated, self->floats, table->dimensions * sizeof (float));
  bty_rotation_apply (rotated, table->dimensions);
  self->scale = encode_int8 (table, rotated, self->int8);
  encode_query (self, table, rotated);
}

/**
 * bty_table_query_clear:
 * @self: a query
 *
 * Frees all it holds.
 */
void
bty_table_query_clear (BtyTableQuery *self)
{
  g_clear_pointer (&self->floats, g_free);
  g_clear_pointer (&self->int8, g_free);
  g_clear_pointer (&self->bits, g_free);
  g_clear_pointer (&self->counted, g_free);
}

/**
 * bty_table_query_score:
 * @self: a query
 * @table: the table it was made for
 * @row: a row
 *
 * Returns: how near the row is, from its floats: the cosine, the inner product, or minus the distance
 */
float
bty_table_query_score (const BtyTableQuery  *self,
                       const BtyVectorTable *table,
                       guint                 row)
{
  const float *floats = bty_vector_table_get_floats (table, row);

  if (table->metric == BTY_METRIC_L2)
    return -sqrtf (table->kernels->square (self->floats, floats, table->dimensions));

  return table->kernels->dot (self->floats, floats, table->dimensions);
}
