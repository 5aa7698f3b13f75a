/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-hnsw-private.h"

#include <string.h>

#include "bty-nearest.h"

/* Rows that a thread takes at a time. */
#define SHARE 64

/* Links compared with a candidate in one go: most candidates fail at one of the first. */
#define COMPARED 4

/* Building, by one thread or several: what they share. */
typedef struct
{
  BtyHnsw      *graph;
  GCancellable *cancellable;
  guint8       *locks;       /* one for each row, and one for the entry; %NULL = one thread */
  guint         n_rows;
  guint         next;        /* atomic: the first row that no thread has taken */
  guint         n_running;   /* atomic */
} Build;

/**
 * bty_hnsw_lock:
 * @locks: (nullable): a byte for each row
 * @row: a row
 *
 * Waits until no other thread has it. It is held for less than a microsecond and there are as many as rows, so that
 * trying again costs less than sleeping; a mutex for each row would be as large as its links.
 */
void
bty_hnsw_lock (guint8  *locks,
               guint32  row)
{
  if (locks == NULL)
    return;

  for (guint tries = 1; __atomic_exchange_n (&locks[row], 1, __ATOMIC_ACQUIRE) != 0; tries++)
    if (tries % 64 == 0)
      g_thread_yield ();
}

/**
 * bty_hnsw_unlock:
 * @locks: (nullable): a byte for each row
 * @row: one that this thread has locked
 */
void
bty_hnsw_unlock (guint8  *locks,
                 guint32  row)
{
  if (locks != NULL)
    __atomic_store_n (&locks[row], 0, __ATOMIC_RELEASE);
}

/* Whether @row is nearer to one of the @links than to what they are links of, @limit away. */
static gboolean
is_covered (const BtyHnsw  *self,
            guint32         row,
            guint32         limit,
            const gint8   **codes,
            const guint32  *links,
            guint           n_links)
{
  const BtyVectorTable *table = self->table;
  BtyHnswTarget target = bty_hnsw_get_target (self, row);
  gint32 products[COMPARED];

  for (guint start = 0; start < n_links; start += COMPARED)
    {
      guint n = MIN (COMPARED, n_links - start);

      table->kernels->dot_rows (target.code, codes + start, n, table->stride, products);
      for (guint i = 0; i < n; i++)
        if (bty_vector_table_to_order (bty_vector_table_estimate (table, links[start + i], target.scale, target.norm,
                                                                  products[i])) < limit)
          return TRUE;
    }

  return FALSE;
}

/* Chooses up to @max links into all directions from @items, which are as a walk leaves them: a row is left out if it is
 * nearer to one that was chosen already. What is left of @links is filled up with BTY_HNSW_NONE; returns how many were
 * chosen. */
static guint
choose_links (const BtyHnsw *self,
              guint64       *items,
              guint          n_items,
              guint          max,
              guint32       *links)
{
  const gint8 *codes[BTY_HNSW_BOTTOM_LINKS];
  guint n = 0;

  for (guint i = 0; i < n_items && n < max; i++)
    {
      guint32 row = bty_hnsw_item_get_row (items[i]);

      if (is_covered (self, row, items[i] >> 32, codes, links, n))
        continue;
      codes[n] = bty_vector_table_get_int8 (self->table, row);
      links[n++] = row;
    }
  for (guint i = n; i < max; i++)
    links[i] = BTY_HNSW_NONE;

  return n;
}

/**
 * bty_hnsw_link_anew:
 * @self: a graph
 * @row: a row that is in it
 * @level: one on which it is
 * @candidates: (array length=n_candidates): other rows of that level, each once
 * @n_candidates: at most twice as many as there can be links
 *
 * Chooses its links from some rows.
 */
void
bty_hnsw_link_anew (BtyHnsw       *self,
                    guint32        row,
                    guint          level,
                    const guint32 *candidates,
                    guint          n_candidates)
{
  const BtyVectorTable *table = self->table;
  BtyHnswTarget target = bty_hnsw_get_target (self, row);
  const gint8 *codes[2 * BTY_HNSW_BOTTOM_LINKS];
  gint32 products[2 * BTY_HNSW_BOTTOM_LINKS];
  guint64 items[2 * BTY_HNSW_BOTTOM_LINKS];
  guint32 links[BTY_HNSW_BOTTOM_LINKS];
  guint max = bty_hnsw_count_links (level);

  for (guint i = 0; i < n_candidates; i++)
    codes[i] = bty_vector_table_get_int8 (table, candidates[i]);
  table->kernels->dot_rows (target.code, codes, n_candidates, table->stride, products);
  for (guint i = 0; i < n_candidates; i++)
    {
      float distance = bty_vector_table_estimate (table, candidates[i], target.scale, target.norm, products[i]);

      items[i] = (guint64) bty_vector_table_to_order (distance) << 32 | candidates[i] << 1;
    }
  bty_nearest_sort (items, n_candidates);
  choose_links (self, items, n_candidates, max, links);
  memcpy (bty_hnsw_get_links (self, row, level), links, max * sizeof (guint32));
}

/* A link back to a new row, if there is room or it is better than one that is there. */
static void
link_back (BtyHnsw *self,
           guint32  row,
           guint32  new_row,
           guint    level,
           guint8  *locks)
{
  guint32 candidates[BTY_HNSW_BOTTOM_LINKS + 1];
  guint max = bty_hnsw_count_links (level);
  guint32 *links;
  guint n = 0;

  bty_hnsw_lock (locks, row);
  links = bty_hnsw_get_links (self, row, level);
  while (n < max && links[n] != BTY_HNSW_NONE)
    n++;
  if (n < max)
    {
      links[n] = new_row;
    }
  else
    {
      memcpy (candidates, links, max * sizeof (guint32));
      candidates[max] = new_row;
      bty_hnsw_link_anew (self, row, level, candidates, max + 1);
    }
  bty_hnsw_unlock (locks, row);
}

/* Finds the links of @row on its levels, from the top down; sets them; and links back, from the bottom up, so that who
 * comes to the row on an upper level finds its way down. */
static void
insert (BtyHnsw     *self,
        BtyHnswWalk *walk,
        guint32      row,
        guint32      entry,
        guint        top_level,
        guint8      *locks)
{
  BtyHnswTarget target = bty_hnsw_get_target (self, row);
  guint level = bty_hnsw_get_level (self, row);
  guint32 links[MAX_LEVEL + 1][BTY_HNSW_UPPER_LINKS];
  guint n_links[MAX_LEVEL + 1] = { 0 };
  guint32 start = entry;

  for (int at = top_level; at >= 0; at--)
    {
      bty_hnsw_walk_run (walk, self, &target, at, start, at > (int) level ? 1 : BTY_HNSW_EF_CONSTRUCTION, locks);
      start = bty_hnsw_item_get_row (walk->near[0]);
      if (at <= (int) level)
        n_links[at] = choose_links (self, walk->near, walk->n_near, BTY_HNSW_UPPER_LINKS, links[at]);
    }
  for (guint at = 0; at <= MIN (level, top_level); at++)
    {
      bty_hnsw_lock (locks, row);
      memcpy (bty_hnsw_get_links (self, row, at), links[at], n_links[at] * sizeof (guint32));
      bty_hnsw_unlock (locks, row);
    }
  for (guint at = 0; at <= MIN (level, top_level); at++)
    for (guint i = 0; i < n_links[at]; i++)
      link_back (self, links[at][i], row, at, locks);
}

/* Where to begin is decided by one at a time. Who brings a new top level keeps others out until it is linked. */
static void
insert_locked (Build       *build,
               BtyHnswWalk *walk,
               guint32      row)
{
  BtyHnsw *graph = build->graph;
  guint level = bty_hnsw_get_level (graph, row);
  gboolean is_higher;
  guint32 entry;
  guint top_level;

  if (!bty_vector_table_is_live (graph->table, row))
    return;

  bty_hnsw_lock (build->locks, build->n_rows);
  entry = graph->entry;
  top_level = graph->top_level;
  is_higher = entry == BTY_HNSW_NONE || level > top_level;
  if (!is_higher)
    bty_hnsw_unlock (build->locks, build->n_rows);

  if (entry != BTY_HNSW_NONE)
    insert (graph, walk, row, entry, top_level, build->locks);

  if (is_higher)
    {
      graph->entry = row;
      graph->top_level = level;
      bty_hnsw_unlock (build->locks, build->n_rows);
    }
}

static void
take_shares (gpointer data,
             gpointer user_data)
{
  Build *build = user_data;
  BtyHnswWalk *walk = bty_hnsw_walk_new ();
  guint first;

  while ((first = __atomic_fetch_add (&build->next, SHARE, __ATOMIC_ACQ_REL)) < build->n_rows
         && !g_cancellable_is_cancelled (build->cancellable))
    for (guint row = first; row < MIN (first + SHARE, build->n_rows); row++)
      insert_locked (build, walk, row);
  bty_hnsw_walk_free (walk);
  __atomic_sub_fetch (&build->n_running, 1, __ATOMIC_ACQ_REL);
}

/**
 * bty_hnsw_build:
 * @self: a graph without rows
 * @n_rows: how many rows of the table to take
 * @n_threads: how many threads may work at once
 * @cancellable: (nullable): to give up
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Links all live rows. The caller may add rows to the table meanwhile, but not change or remove any. With one thread
 * the same rows give the same graph.
 *
 * Returns: whether it is complete; if not, the graph must be cleared
 */
gboolean
bty_hnsw_build (BtyHnsw       *self,
                guint          n_rows,
                guint          n_threads,
                GCancellable  *cancellable,
                GError       **error)
{
  Build build = { .graph = self, .cancellable = cancellable, .n_rows = n_rows, .n_running = MAX (n_threads, 1) };

  bty_hnsw_make_room (self, n_rows);
  if (n_threads <= 1)
    {
      take_shares (NULL, &build);
    }
  else
    {
      GThreadPool *pool;

      build.locks = g_new0 (guint8, n_rows + 1);
      pool = g_thread_pool_new (take_shares, &build, n_threads, TRUE, NULL);
      for (guint i = 0; i < n_threads; i++)
        g_thread_pool_push (pool, GUINT_TO_POINTER (i + 1), NULL);
      g_thread_pool_free (pool, FALSE, TRUE);
      while (__atomic_load_n (&build.n_running, __ATOMIC_ACQUIRE) > 0)
        g_thread_yield ();
      g_free (build.locks);
    }

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * bty_hnsw_add:
 * @self: a graph
 *
 * Links the rows that were added to the table since.
 */
void
bty_hnsw_add (BtyHnsw *self)
{
  BtyHnswWalk *walk = bty_hnsw_walk_new ();
  Build build = { .graph = self };
  guint first = self->n_rows;

  bty_hnsw_make_room (self, self->table->n_rows);
  for (guint row = first; row < self->n_rows; row++)
    insert_locked (&build, walk, row);
  bty_hnsw_walk_free (walk);
}
