/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-hnsw-private.h"

#include <string.h>

/* A cache line, and how far a processor should look ahead. */
#define LINE 64

/**
 * bty_hnsw_walk_new:
 *
 * Returns: (transfer full): what a walk needs, for any number of walks one after another
 */
BtyHnswWalk *
bty_hnsw_walk_new (void)
{
  return g_new0 (BtyHnswWalk, 1);
}

/**
 * bty_hnsw_walk_free:
 * @self: (transfer full): what a walk needs
 */
void
bty_hnsw_walk_free (BtyHnswWalk *self)
{
  g_free (self->visited);
  g_free (self->near);
  g_free (self);
}

static void
begin (BtyHnswWalk *self,
       guint        n_rows,
       guint        ef)
{
  gsize n_words = (n_rows + 63) / 64;

  if (n_words > self->n_words)
    {
      self->n_words = n_words + n_words / 2;
      g_free (self->visited);
      self->visited = g_new (guint64, self->n_words);
    }
  if (ef > self->capacity)
    {
      self->capacity = ef;
      self->near = g_renew (guint64, self->near, ef + 1);
    }
  memset (self->visited, 0, n_words * sizeof (guint64));
  self->n_near = 0;
}

static gboolean
visit (BtyHnswWalk *self,
       guint32      row)
{
  guint64 bit = 1ull << (row % 64);
  gboolean is_new = (self->visited[row / 64] & bit) == 0;

  self->visited[row / 64] |= bit;

  return is_new;
}

/* Puts a row in its place among the nearest; the farthest falls out. Returns the place, or @ef. */
static guint
keep (BtyHnswWalk *self,
      guint64      item,
      guint        ef)
{
  guint low = 0;
  guint high = self->n_near;

  if (self->n_near == ef && item >= self->near[ef - 1])
    return ef;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (self->near[middle] < item)
        low = middle + 1;
      else
        high = middle;
    }
  if (self->n_near < ef)
    self->n_near++;
  memmove (self->near + low + 1, self->near + low, (self->n_near - 1 - low) * sizeof (guint64));
  self->near[low] = item;

  return low;
}

/* The rows that @row is linked to and that were not seen yet; their codes are on their way when this returns. */
static guint
gather (BtyHnswWalk    *self,
        const BtyHnsw  *graph,
        guint32         row,
        guint           level,
        guint8         *locks,
        guint32        *rows,
        const gint8   **codes)
{
  const BtyVectorTable *table = graph->table;
  guint max = bty_hnsw_count_links (level);
  guint32 links[BTY_HNSW_BOTTOM_LINKS];
  guint n = 0;

  bty_hnsw_lock (locks, row);
  memcpy (links, bty_hnsw_get_links (graph, row, level), max * sizeof (guint32));
  bty_hnsw_unlock (locks, row);

  /* What a damaged file names beyond the last row is passed by. */
  for (guint i = 0; i < max && links[i] < graph->n_rows; i++)
    if (visit (self, links[i]) && bty_vector_table_is_live (table, links[i]))
      {
        rows[n] = links[i];
        codes[n] = bty_vector_table_get_int8 (table, links[i]);
        for (gsize at = 0; at < table->stride; at += LINE)
          __builtin_prefetch (codes[n] + at);
        n++;
      }

  return n;
}

/**
 * bty_hnsw_walk_run:
 * @self: what a walk needs
 * @graph: through which to walk
 * @target: what is looked for
 * @level: on which to stay
 * @start: a row of that level
 * @ef: how many near rows to keep in sight
 * @locks: (nullable): for each row, while others change links
 *
 * Follows the links of the nearest row whose links were not followed yet, until none of the @ef nearest is left.
 * They are then in @self, the nearest first.
 */
void
bty_hnsw_walk_run (BtyHnswWalk         *self,
                   const BtyHnsw       *graph,
                   const BtyHnswTarget *target,
                   guint                level,
                   guint32              start,
                   guint                ef,
                   guint8              *locks)
{
  const BtyVectorTable *table = graph->table;
  guint32 rows[BTY_HNSW_BOTTOM_LINKS] = { start };
  const gint8 *codes[BTY_HNSW_BOTTOM_LINKS] = { bty_vector_table_get_int8 (table, start) };
  gint32 products[BTY_HNSW_BOTTOM_LINKS];
  guint next = 0;
  guint n = 1;

  begin (self, graph->n_rows, ef);
  visit (self, start);
  while (TRUE)
    {
      guint first_kept = ef;

      table->kernels->dot_rows (target->code, codes, n, table->stride, products);
      for (guint i = 0; i < n; i++)
        {
          float distance = bty_vector_table_estimate (table, rows[i], target->scale, target->norm, products[i]);
          guint64 item = (guint64) bty_vector_table_to_order (distance) << 32 | rows[i] << 1;
          guint kept_at = keep (self, item, ef);

          first_kept = MIN (first_kept, kept_at);
        }
      next = MIN (next, first_kept);
      while (next < self->n_near && self->near[next] & 1)
        next++;
      if (next >= self->n_near)
        return;

      self->near[next] |= 1;
      n = gather (self, graph, bty_hnsw_item_get_row (self->near[next]), level, locks, rows, codes);
    }
}
