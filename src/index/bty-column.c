/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-column.h"

#include <string.h>

#include "bty-pages.h"

/* So much memory is asked for at a time, if that is not more than so many chunks. */
#define MIN_LARGE (6 * 1024 * 1024)
#define MAX_SPARE 8

static gsize
get_chunk_bytes (const BtyColumn *self)
{
  return BTY_COLUMN_CHUNK * self->row_bytes;
}

/* Memory for the next chunks. One that is smaller than a large page would have none: some are made together. */
static void
make_spare (BtyColumn *self)
{
  gsize bytes = get_chunk_bytes (self);

  self->n_spare = CLAMP (MIN_LARGE / bytes, 1, MAX_SPARE);
  self->spare = bty_pages_new_large (self->n_spare * bytes);
}

/* A small index does without large pages; when there is a second chunk, the first has been filled. */
static guint8 *
make_chunk (BtyColumn *self,
            guint      n_before)
{
  gsize bytes = get_chunk_bytes (self);
  guint8 *chunk;

  if (n_before == 0)
    return bty_pages_new (bytes);

  if (n_before == 1 && self->n_mapped == 0)
    bty_pages_enlarge (self->chunks[0], bytes);
  if (self->n_spare == 0)
    make_spare (self);
  chunk = self->spare;
  self->spare += bytes;
  self->n_spare--;

  return chunk;
}

/**
 * bty_column_init:
 * @self: (out caller-allocates): the memory for it
 * @row_bytes: the size of a value
 *
 * Makes a column without rows.
 */
void
bty_column_init (BtyColumn *self,
                 gsize      row_bytes)
{
  /* All the pointers there can ever be: most of it is never touched, and it never moves. */
  *self = (BtyColumn) { .row_bytes = row_bytes };
  self->chunks = g_new0 (guint8 *, BTY_COLUMN_MAX_ROWS / BTY_COLUMN_CHUNK);
}

/**
 * bty_column_clear:
 * @self: a column
 *
 * Frees what it holds; a file stays mapped.
 */
void
bty_column_clear (BtyColumn *self)
{
  for (guint i = self->n_mapped; i < self->n_chunks; i++)
    bty_pages_free (self->chunks[i], get_chunk_bytes (self));
  if (self->n_spare > 0)
    bty_pages_free (self->spare, self->n_spare * get_chunk_bytes (self));
  g_clear_pointer (&self->chunks, g_free);
  self->n_spare = 0;
  self->n_chunks = 0;
  self->n_mapped = 0;
}

/**
 * bty_column_map:
 * @self: a column without rows
 * @bytes: (transfer none): @n_rows values in a file that is mapped; it must stay while the column is used
 * @n_rows: how many
 *
 * Uses the rows where they are. Writing to them is allowed if it is to @bytes.
 */
void
bty_column_map (BtyColumn *self,
                guint8    *bytes,
                guint      n_rows)
{
  self->n_chunks = (n_rows + BTY_COLUMN_CHUNK - 1) / BTY_COLUMN_CHUNK;
  self->n_mapped = self->n_chunks;
  for (guint i = 0; i < self->n_chunks; i++)
    self->chunks[i] = bytes + (gsize) i * BTY_COLUMN_CHUNK * self->row_bytes;
}

/**
 * bty_column_grow:
 * @self: a column
 * @n_rows: how many rows there shall be room for, counted from the first
 *
 * New rows are 0. Rows that are there stay where they are.
 */
void
bty_column_grow (BtyColumn *self,
                 guint      n_rows)
{
  g_return_if_fail (n_rows <= BTY_COLUMN_MAX_ROWS);

  while ((gsize) self->n_chunks * BTY_COLUMN_CHUNK < n_rows)
    {
      self->chunks[self->n_chunks] = make_chunk (self, self->n_chunks);
      self->n_chunks++;
    }
}

/**
 * bty_column_own_last:
 * @self: a column that was mapped
 * @n_rows: how many rows it has
 *
 * Copies the rows of the last chunk into memory: in the file there is no room for more.
 */
void
bty_column_own_last (BtyColumn *self,
                     guint      n_rows)
{
  guint rest = n_rows % BTY_COLUMN_CHUNK;
  guint8 *chunk;

  if (rest == 0 || self->n_mapped == 0 || self->n_mapped < self->n_chunks)
    return;

  chunk = make_chunk (self, self->n_chunks - 1);
  memcpy (chunk, self->chunks[self->n_chunks - 1], rest * self->row_bytes);
  self->n_mapped--;
  self->chunks[self->n_chunks - 1] = chunk;
}

/**
 * bty_column_get_owned:
 * @self: a column
 * @n_rows: how many rows it has
 *
 * Returns: the bytes of its rows that are in memory and not in a file
 */
gsize
bty_column_get_owned (const BtyColumn *self,
                      guint            n_rows)
{
  guint n_mapped = MIN (self->n_mapped * BTY_COLUMN_CHUNK, n_rows);

  return (n_rows - n_mapped) * self->row_bytes;
}
