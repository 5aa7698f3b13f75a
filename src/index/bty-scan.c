/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-scan.h"

#include "bty-bit-scan.h"
#include "bty-nearest.h"

/* How many rows the bit codes, and of those the int8 codes, leave over: for each that is wanted, and at least. With
 * the built-in embedder, 60,000 pieces of documentation and questions of 60 letters the ten nearest were found to
 * 0.94 with 300 rows left, 0.97 with 600, 0.98 with 1,000, 0.99 with 1,500. */
#define CODED_PER_HIT 120
#define MIN_CODED_LEFT 1200
#define INT8_PER_HIT 2
#define MIN_INT8_LEFT 24

/* Among more rows more are about as near: one of so many is left over as well. */
#define ROWS_PER_CODED 2000

/* Where more than one row in so many would be left over, comparing all int8 codes takes hardly longer. */
#define MIN_ROWS_PER_CODED 10

/* Of those that the bit codes leave over, so many and one of ROWS_PER_CODED are compared first; and the others, unless
 * all the best are among this part of them. */
#define FIRST_CODED 300
#define SURE_PART 3

/* Rows whose int8 codes are compared in one go. */
#define INT8_BATCH 256

/* The rows of @items by the scores of their floats, and their order. */
static GArray *
rank_all (const BtyVectorTable *table,
          const BtyTableQuery  *query,
          const BtyVectorWish  *wish,
          guint64              *items,
          gsize                 n)
{
  GArray *hits = g_array_sized_new (FALSE, FALSE, sizeof (BtyIndexHit), MIN (n, wish->k));

  for (gsize i = 0; i < n; i++)
    {
      guint32 row = (guint32) items[i];
      float score = bty_table_query_score (query, table, row);

      items[i] = (guint64) bty_vector_table_to_order (-score) << 32 | row;
    }
  bty_nearest_sort (items, n);
  for (gsize i = 0; i < n && hits->len < wish->k; i++)
    {
      guint32 row = (guint32) items[i];
      BtyIndexHit hit = { bty_vector_table_get_key (table, row), bty_table_query_score (query, table, row) };

      if (hit.score >= wish->min_score)
        g_array_append_val (hits, hit);
    }

  return hits;
}

/* From the distances of the int8 codes to scores of the floats: the best of @items. */
static GArray *
rank (const BtyVectorTable *table,
      const BtyTableQuery  *query,
      const BtyVectorWish  *wish,
      guint64              *items,
      gsize                 n_items)
{
  gsize n = MIN (n_items, MAX ((gsize) wish->k * INT8_PER_HIT, MIN_INT8_LEFT));

  bty_nearest_select (items, n_items, n);

  return rank_all (table, query, wish, items, n);
}

/* Writes the rows' distances by their int8 codes over @items, which are row numbers. */
static void
estimate (const BtyVectorTable *table,
          const BtyTableQuery  *query,
          guint64              *items,
          gsize                 n_items)
{
  const gint8 *codes[INT8_BATCH];
  gint32 products[INT8_BATCH];

  for (gsize start = 0; start < n_items; start += INT8_BATCH)
    {
      gsize n = MIN (INT8_BATCH, n_items - start);

      for (gsize i = 0; i < n; i++)
        codes[i] = bty_vector_table_get_int8 (table, (guint32) items[start + i]);
      table->kernels->dot_rows (query->int8, codes, n, table->stride, products);
      for (gsize i = 0; i < n; i++)
        {
          guint32 row = (guint32) items[start + i];
          float distance = bty_vector_table_estimate (table, row, query->scale, query->norm, products[i]);

          items[start + i] = (guint64) bty_vector_table_to_order (distance) << 32 | row;
        }
    }
}

/* Whether none of the best @k by int8 codes of all @n items is among those from @first on. */
static gboolean
are_best_before (const guint64 *items,
                 gsize          n,
                 gsize          first,
                 gsize          k)
{
  g_autofree guint64 *best = g_memdup2 (items, n * sizeof (guint64));
  guint64 worst = 0;

  bty_nearest_select (best, n, k);
  for (gsize i = 0; i < k; i++)
    worst = MAX (worst, best[i]);
  for (gsize i = first; i < n; i++)
    if (items[i] <= worst)
      return FALSE;

  return TRUE;
}

/* The int8 codes of the rows whose bits are nearest; of the rest only if some of the best were not among the very
 * nearest of those: then bits say little about what is near. Returns how many rows are left, at the front. */
static gsize
estimate_nearest (const BtyVectorTable *table,
                  const BtyTableQuery  *query,
                  const BtyVectorWish  *wish,
                  guint64              *items,
                  gsize                 n_items)
{
  gsize n_first = FIRST_CODED + table->n_live / ROWS_PER_CODED;

  if (n_first < n_items && n_first / SURE_PART > wish->k)
    {
      bty_nearest_select (items, n_items, n_first);
      bty_nearest_select (items, n_first, n_first / SURE_PART);
      estimate (table, query, items, n_first);
      if (are_best_before (items, n_first, n_first / SURE_PART, wish->k))
        return n_first;
    }
  else
    {
      n_first = 0;
    }
  estimate (table, query, items + n_first, n_items - n_first);

  return n_items;
}

/**
 * bty_scan_is_allowed:
 * @table: a table
 * @wish: what is asked for
 * @row: one of its rows
 *
 * Returns: whether the row may be found
 */
gboolean
bty_scan_is_allowed (const BtyVectorTable *table,
                     const BtyVectorWish  *wish,
                     guint32               row)
{
  if (wish->allowed != NULL && !((wish->allowed[row >> 3] >> (row & 7)) & 1))
    return FALSE;

  return bty_vector_table_is_live (table, row)
         && (wish->filter == NULL || wish->filter (bty_vector_table_get_key (table, row), wish->filter_data));
}

/* Compares the int8 codes of all rows; keeps the best in two halves of which one is thrown away when both are full. */
static GArray *
scan_int8 (const BtyVectorTable *table,
           const BtyTableQuery  *query,
           const BtyVectorWish  *wish)
{
  gsize wanted = MAX ((gsize) wish->k * INT8_PER_HIT, MIN_INT8_LEFT);
  gsize capacity = wanted * 2 + INT8_BATCH * 2;
  g_autofree guint64 *items = g_new (guint64, capacity);
  gsize n_items = 0;
  gsize n_new = 0;

  for (guint32 row = 0; row < table->n_rows; row++)
    {
      if (bty_scan_is_allowed (table, wish, row))
        items[n_items + n_new++] = row;
      if (n_new < INT8_BATCH && row + 1 < table->n_rows)
        continue;

      estimate (table, query, items + n_items, n_new);
      n_items += n_new;
      n_new = 0;
      if (n_items + INT8_BATCH > capacity)
        {
          bty_nearest_select (items, n_items, wanted);
          n_items = wanted;
        }
    }

  return rank (table, query, wish, items, n_items);
}

/**
 * bty_scan_all:
 * @table: a table on which bty_vector_table_prepare() was called
 * @query: what is looked for in it
 * @wish: what else is asked for
 *
 * Looks at every row, at less and less of them more and more closely: the bits in which the codes differ, then the
 * products of the int8 codes, then the floats. Where bits say little about what is near, or there are few rows, it
 * begins with the int8 codes.
 *
 * Returns: (transfer full) (element-type BtyIndexHit): the best, the nearest first
 */
GArray *
bty_scan_all (const BtyVectorTable *table,
              const BtyTableQuery  *query,
              const BtyVectorWish  *wish)
{
  gsize n_left = MAX ((gsize) wish->k * CODED_PER_HIT, MIN_CODED_LEFT) + table->n_live / ROWS_PER_CODED;
  g_autofree guint64 *items = NULL;

  if (table->n_coded == 0 || n_left * MIN_ROWS_PER_CODED > table->n_rows)
    return scan_int8 (table, query, wish);

  items = bty_bit_scan_find (table, query, wish, n_left, &n_left);

  return rank (table, query, wish, items, estimate_nearest (table, query, wish, items, n_left));
}

/**
 * bty_scan_rows:
 * @table: a table
 * @query: what is looked for in it
 * @wish: what else is asked for; all of @rows are allowed if they are live
 * @rows: (array length=n_rows): rows of the table
 * @n_rows: how many
 *
 * Looks at some rows only, as is best when they are a small part.
 *
 * Returns: (transfer full) (element-type BtyIndexHit): the best of them, the nearest first
 */
GArray *
bty_scan_rows (const BtyVectorTable *table,
               const BtyTableQuery  *query,
               const BtyVectorWish  *wish,
               const guint32        *rows,
               gsize                 n_rows)
{
  g_autofree guint64 *items = g_new (guint64, n_rows + 1);
  gsize n_items = 0;

  for (gsize i = 0; i < n_rows; i++)
    if (bty_scan_is_allowed (table, wish, rows[i]))
      items[n_items++] = rows[i];
  estimate (table, query, items, n_items);

  return rank (table, query, wish, items, n_items);
}

/**
 * bty_scan_ranked:
 * @table: a table
 * @query: what is looked for in it
 * @wish: what else is asked for; all of @rows are allowed
 * @rows: (array length=n_rows): rows of the table
 * @n_rows: how many
 *
 * Returns: (transfer full) (element-type BtyIndexHit): the best of them by their floats, the nearest first
 */
GArray *
bty_scan_ranked (const BtyVectorTable *table,
                 const BtyTableQuery  *query,
                 const BtyVectorWish  *wish,
                 const guint32        *rows,
                 gsize                 n_rows)
{
  g_autofree guint64 *items = g_new (guint64, n_rows + 1);

  for (gsize i = 0; i < n_rows; i++)
    items[i] = rows[i];

  return rank_all (table, query, wish, items, n_rows);
}

/**
 * bty_scan_exact:
 * @table: a table
 * @query: what is looked for in it
 * @wish: what else is asked for
 *
 * Compares the floats of every row: what the faster ways are measured against.
 *
 * Returns: (transfer full) (element-type BtyIndexHit): the best, the nearest first
 */
GArray *
bty_scan_exact (const BtyVectorTable *table,
                const BtyTableQuery  *query,
                const BtyVectorWish  *wish)
{
  g_autofree guint64 *items = g_new (guint64, table->n_rows + 1);
  gsize n_items = 0;

  for (guint32 row = 0; row < table->n_rows; row++)
    if (bty_scan_is_allowed (table, wish, row))
      items[n_items++] = (guint64) bty_vector_table_to_order (-bty_table_query_score (query, table, row)) << 32 | row;

  return rank (table, query, wish, items, n_items);
}
