/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-hnsw.h"

#include <string.h>

#include "bty-hnsw-private.h"
#include "bty-mix.h"

/* What the walk found by int8 codes is ranked by floats: so many for each that is wanted, and at least. */
#define RANKED_PER_HIT 2
#define MIN_RANKED 20

/**
 * bty_hnsw_init:
 * @self: (out caller-allocates): the memory for it
 * @table: the rows; it must stay while the graph is used
 *
 * Makes a graph without rows.
 */
void
bty_hnsw_init (BtyHnsw              *self,
               const BtyVectorTable *table)
{
  *self = (BtyHnsw) { .table = table, .entry = BTY_HNSW_NONE, .n_upper = 1 };
  bty_column_init (&self->links, BTY_HNSW_BOTTOM_LINKS * sizeof (guint32));
  bty_column_init (&self->upper, sizeof (guint32));
}

/**
 * bty_hnsw_clear:
 * @self: a graph
 *
 * Frees all it holds.
 */
void
bty_hnsw_clear (BtyHnsw *self)
{
  bty_column_clear (&self->links);
  bty_column_clear (&self->upper);
  g_clear_pointer (&self->upper_links, g_free);
  g_clear_pointer ((BtyHnswWalk **) &self->scratch, bty_hnsw_walk_free);
}

/**
 * bty_hnsw_count_links:
 * @level: 0 = the bottom
 *
 * Returns: how many links a row can have there
 */
guint
bty_hnsw_count_links (guint level)
{
  return level == 0 ? BTY_HNSW_BOTTOM_LINKS : BTY_HNSW_UPPER_LINKS;
}

/* The highest level on which a row shall be: each is reached by one in sixteen of the one below. Drawn from the number
 * of the row, so that building again gives the same graph. */
static guint
draw_level (guint32 row)
{
  guint64 bits = bty_mix (((guint64) row + 1) * BTY_MIX_STEP);

  return MIN ((guint) __builtin_ctzll (bits | 1ull << 63) / 4, MAX_LEVEL);
}

/**
 * bty_hnsw_get_level:
 * @self: a graph
 * @row: a row that is in it
 *
 * Returns: the highest level on which it is
 */
guint
bty_hnsw_get_level (const BtyHnsw *self,
                    guint32        row)
{
  guint32 start = *(guint32 *) bty_column_get (&self->upper, row);

  return start == 0 ? 0 : self->upper_links[start];
}

/**
 * bty_hnsw_get_links:
 * @self: a graph
 * @row: a row that is in it
 * @level: one on which it is
 *
 * Returns: its links there, filled up with %BTY_HNSW_NONE
 */
guint32 *
bty_hnsw_get_links (const BtyHnsw *self,
                    guint32        row,
                    guint          level)
{
  guint32 start;

  if (level == 0)
    return bty_column_get (&self->links, row);

  start = *(guint32 *) bty_column_get (&self->upper, row);

  return self->upper_links + start + 1 + (level - 1) * BTY_HNSW_UPPER_LINKS;
}

/**
 * bty_hnsw_get_target:
 * @self: a graph
 * @row: a row of its table
 *
 * Returns: what to look for to find what is near the row
 */
BtyHnswTarget
bty_hnsw_get_target (const BtyHnsw *self,
                     guint32        row)
{
  return (BtyHnswTarget) { bty_vector_table_get_int8 (self->table, row),
                           bty_vector_table_get_scale (self->table, row),
                           bty_vector_table_get_norm (self->table, row) };
}

/* Down to @level by the nearest row of each level above. */
static guint32
descend (const BtyHnsw       *self,
         BtyHnswWalk         *walk,
         const BtyHnswTarget *target)
{
  guint32 row = self->entry;

  for (guint level = self->top_level; level > 0; level--)
    {
      bty_hnsw_walk_run (walk, self, target, level, row, 1, NULL);
      if (walk->n_near > 0)
        row = bty_hnsw_item_get_row (walk->near[0]);
    }

  return row;
}

/**
 * bty_hnsw_search:
 * @self: a graph
 * @query: what is looked for in its table
 * @wish: what else is asked for; with a filter fewer may be found than there are
 * @ef: how many near rows to keep in sight, at least; more find better and take longer
 *
 * Returns: (transfer full) (element-type BtyIndexHit): the best, the nearest first
 */
GArray *
bty_hnsw_search (BtyHnsw             *self,
                 const BtyTableQuery *query,
                 const BtyVectorWish *wish,
                 guint                ef)
{
  BtyHnswTarget target = { query->int8, query->scale, query->norm };
  guint wanted = MAX (wish->k * RANKED_PER_HIT, MIN_RANKED);
  BtyHnswWalk *walk;
  BtyHnswWalk *other;
  g_autofree guint32 *rows = g_new (guint32, wanted);
  guint n_rows = 0;

  if (self->entry == BTY_HNSW_NONE || wish->k == 0)
    return g_array_new (FALSE, FALSE, sizeof (BtyIndexHit));

  /* Each thread that searches needs its own; the last one is kept. */
  walk = g_atomic_pointer_exchange (&self->scratch, NULL);
  if (walk == NULL)
    walk = bty_hnsw_walk_new ();
  bty_hnsw_walk_run (walk, self, &target, 0, descend (self, walk, &target), MAX (ef, wish->k), NULL);
  for (guint i = 0; i < walk->n_near && n_rows < wanted; i++)
    if (bty_scan_is_allowed (self->table, wish, bty_hnsw_item_get_row (walk->near[i])))
      rows[n_rows++] = bty_hnsw_item_get_row (walk->near[i]);
  other = g_atomic_pointer_exchange (&self->scratch, walk);
  g_clear_pointer (&other, bty_hnsw_walk_free);

  return bty_scan_ranked (self->table, query, wish, rows, n_rows);
}

/* A row at the highest level there is, when the one where walks began is gone. */
static void
choose_entry (BtyHnsw *self)
{
  self->entry = BTY_HNSW_NONE;
  self->top_level = 0;
  for (guint32 row = 0; row < self->n_rows; row++)
    if (bty_vector_table_is_live (self->table, row)
        && (self->entry == BTY_HNSW_NONE || bty_hnsw_get_level (self, row) > self->top_level))
      {
        self->entry = row;
        self->top_level = bty_hnsw_get_level (self, row);
      }
}

/* The links of @row without @removed, and what @removed was linked to instead. */
static void
bridge (BtyHnsw *self,
        guint32  row,
        guint32  removed,
        guint    level)
{
  guint32 candidates[2 * BTY_HNSW_BOTTOM_LINKS];
  const guint32 *links = bty_hnsw_get_links (self, row, level);
  const guint32 *others = bty_hnsw_get_links (self, removed, level);
  guint max = bty_hnsw_count_links (level);
  gboolean was_linked = FALSE;
  guint n = 0;

  for (guint i = 0; i < max && links[i] != BTY_HNSW_NONE; i++)
    if (links[i] == removed)
      was_linked = TRUE;
    else if (bty_vector_table_is_live (self->table, links[i]))
      candidates[n++] = links[i];
  if (!was_linked)
    return;

  for (guint i = 0; i < max && others[i] != BTY_HNSW_NONE; i++)
    {
      gboolean known = others[i] == row || !bty_vector_table_is_live (self->table, others[i]);

      for (guint j = 0; j < n && !known; j++)
        known = candidates[j] == others[i];
      if (!known)
        candidates[n++] = others[i];
    }
  bty_hnsw_link_anew (self, row, level, candidates, n);
}

/**
 * bty_hnsw_remove:
 * @self: a graph
 * @row: a row that is in it, already not live, its vector still there
 *
 * Removes a row: those that were linked with it are linked with each other instead. Links to it from rows to which it
 * had none stay, and are passed by.
 */
void
bty_hnsw_remove (BtyHnsw *self,
                 guint    row)
{
  for (guint level = 0; level <= bty_hnsw_get_level (self, row); level++)
    {
      guint32 *links = bty_hnsw_get_links (self, row, level);
      guint max = bty_hnsw_count_links (level);

      for (guint i = 0; i < max && links[i] != BTY_HNSW_NONE; i++)
        if (bty_vector_table_is_live (self->table, links[i]))
          bridge (self, links[i], row, level);
      memset (links, 0xff, max * sizeof (guint32));
    }
  if (row == self->entry)
    choose_entry (self);
}

/**
 * bty_hnsw_make_room:
 * @self: a graph
 * @n_rows: how many rows it shall have
 *
 * Gives new rows their levels and empty links.
 */
void
bty_hnsw_make_room (BtyHnsw *self,
                    guint    n_rows)
{
  bty_column_own_last (&self->links, self->n_rows);
  bty_column_own_last (&self->upper, self->n_rows);
  bty_column_grow (&self->links, n_rows);
  bty_column_grow (&self->upper, n_rows);
  for (guint32 row = self->n_rows; row < n_rows; row++)
    {
      guint level = draw_level (row);
      gsize needed = self->n_upper + 1 + level * BTY_HNSW_UPPER_LINKS;

      memset (bty_column_get (&self->links, row), 0xff, self->links.row_bytes);
      if (level == 0)
        continue;
      if (needed > self->upper_capacity)
        {
          self->upper_capacity = MAX (needed, self->upper_capacity * 3 / 2);
          self->upper_links = g_renew (guint32, self->upper_links, self->upper_capacity);
        }
      *(guint32 *) bty_column_get (&self->upper, row) = self->n_upper;
      memset (self->upper_links + self->n_upper, 0xff, (needed - self->n_upper) * sizeof (guint32));
      self->upper_links[self->n_upper] = level;
      self->n_upper = needed;
    }
  self->n_rows = n_rows;
}

/**
 * bty_hnsw_is_sound:
 * @self: a graph that was read from a file
 *
 * Returns: whether no walk through it can leave it
 */
gboolean
bty_hnsw_is_sound (const BtyHnsw *self)
{
  if (self->entry != BTY_HNSW_NONE
      && (self->entry >= self->n_rows || self->top_level > bty_hnsw_get_level (self, self->entry)))
    return FALSE;

  for (guint32 row = 0; row < self->n_rows; row++)
    {
      gsize start = *(guint32 *) bty_column_get (&self->upper, row);

      if (start == 0)
        continue;
      if (start >= self->n_upper || self->upper_links[start] > MAX_LEVEL
          || start + 1 + self->upper_links[start] * BTY_HNSW_UPPER_LINKS > self->n_upper)
        return FALSE;
      for (guint level = 1; level <= self->upper_links[start]; level++)
        for (guint i = 0; i < BTY_HNSW_UPPER_LINKS; i++)
          {
            guint32 link = bty_hnsw_get_links (self, row, level)[i];

            if (link != BTY_HNSW_NONE && (link >= self->n_rows || bty_hnsw_get_level (self, link) < level))
              return FALSE;
          }
    }

  return TRUE;
}
