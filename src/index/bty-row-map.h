/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-vector-table.h"

G_BEGIN_DECLS

/**
 * BtyRowMap:
 *
 * Finds the rows of a table by their keys; it holds row numbers only.
 */
typedef struct
{
  guint32 *slots;     /* row + 1; 0 = free */
  gsize    n_slots;   /* a power of two; 0 = not made yet */
  gsize    n_used;
} BtyRowMap;

void     bty_row_map_make   (BtyRowMap            *self,
                             const BtyVectorTable *table);
void     bty_row_map_clear  (BtyRowMap            *self);
void     bty_row_map_add    (BtyRowMap            *self,
                             const BtyVectorTable *table,
                             guint                 row);
gboolean bty_row_map_find   (const BtyRowMap      *self,
                             const BtyVectorTable *table,
                             gint64                key,
                             guint                *row);

G_END_DECLS
