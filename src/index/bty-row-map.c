/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-row-map.h"

#include "bty-mix.h"

#define MIN_SLOTS 64

/* At least twice as many slots as rows keep chains short. */
#define SLOTS_PER_ROW 2

static gsize
get_first_slot (const BtyRowMap *self,
                gint64           key)
{
  guint64 hash = (guint64) key * BTY_MIX_STEP;

  return (hash ^ hash >> 32) & (self->n_slots - 1);
}

/**
 * bty_row_map_clear:
 * @self: a map
 *
 * Frees all it holds.
 */
void
bty_row_map_clear (BtyRowMap *self)
{
  g_free (self->slots);
  *self = (BtyRowMap) { 0 };
}

/**
 * bty_row_map_make:
 * @self: a map
 * @table: a table
 *
 * Fills it with the live rows, anew if it was.
 */
void
bty_row_map_make (BtyRowMap            *self,
                  const BtyVectorTable *table)
{
  gsize n_slots = MIN_SLOTS;

  bty_row_map_clear (self);
  while (n_slots < ((gsize) table->n_live + 1) * SLOTS_PER_ROW * 2)
    n_slots *= 2;
  self->slots = g_new0 (guint32, n_slots);
  self->n_slots = n_slots;
  for (guint row = 0; row < table->n_rows; row++)
    if (bty_vector_table_is_live (table, row))
      bty_row_map_add (self, table, row);
}

/**
 * bty_row_map_add:
 * @self: a map that was made
 * @table: its table
 * @row: a live row whose key no other live row has
 *
 * Rows that are removed from the table need not be told: they are passed by.
 */
void
bty_row_map_add (BtyRowMap            *self,
                 const BtyVectorTable *table,
                 guint                 row)
{
  gsize slot;

  if ((self->n_used + 1) * SLOTS_PER_ROW > self->n_slots)
    {
      bty_row_map_make (self, table);
      return;
    }

  slot = get_first_slot (self, bty_vector_table_get_key (table, row));
  while (self->slots[slot] != 0)
    slot = (slot + 1) & (self->n_slots - 1);
  self->slots[slot] = row + 1;
  self->n_used++;
}

/**
 * bty_row_map_find:
 * @self: a map that was made
 * @table: its table
 * @key: what the caller calls a row
 * @row: (out): the row
 *
 * Returns: whether there is one
 */
gboolean
bty_row_map_find (const BtyRowMap      *self,
                  const BtyVectorTable *table,
                  gint64                key,
                  guint                *row)
{
  for (gsize slot = get_first_slot (self, key); self->slots[slot] != 0; slot = (slot + 1) & (self->n_slots - 1))
    {
      *row = self->slots[slot] - 1;
      if (bty_vector_table_get_key (table, *row) == key && bty_vector_table_is_live (table, *row))
        return TRUE;
    }

  return FALSE;
}
