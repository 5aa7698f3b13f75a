/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows are kept in chunks of this many; a chunk never moves, so that rows can be read while others are added. */
#define BTY_COLUMN_SHIFT 14
#define BTY_COLUMN_CHUNK (1u << BTY_COLUMN_SHIFT)

#define BTY_COLUMN_MAX_ROWS (1u << 28)

/**
 * BtyColumn:
 *
 * One value of a fixed size for each row, in memory or in a file that is mapped.
 */
typedef struct
{
  guint8 **chunks;
  gsize    row_bytes;
  guint    n_chunks;   /* that there are */
  guint    n_mapped;   /* of them in the file */
  guint8  *spare;      /* where the next chunks will be */
  guint    n_spare;    /* how many of them */
} BtyColumn;

void  bty_column_init      (BtyColumn       *self,
                            gsize            row_bytes);
void  bty_column_clear     (BtyColumn       *self);
void  bty_column_map       (BtyColumn       *self,
                            guint8          *bytes,
                            guint            n_rows);
void  bty_column_grow      (BtyColumn       *self,
                            guint            n_rows);
void  bty_column_own_last  (BtyColumn       *self,
                            guint            n_rows);
gsize bty_column_get_owned (const BtyColumn *self,
                            guint            n_rows);

/**
 * bty_column_get:
 * @self: a column
 * @row: one that is there
 *
 * Returns: where its value is
 */
static inline gpointer
bty_column_get (const BtyColumn *self,
                guint            row)
{
  return self->chunks[row >> BTY_COLUMN_SHIFT] + (row & (BTY_COLUMN_CHUNK - 1)) * self->row_bytes;
}

G_END_DECLS
