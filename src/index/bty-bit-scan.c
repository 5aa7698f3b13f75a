/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bit-scan.h"

#include <string.h>

/* Some blocks are looked at first, to know about how near is near enough: rows that would be thrown out again need not
 * be kept at all. So many rows should be near enough in the sample. */
#define SAMPLED_LEFT 20

/* Rows that differ in less than one of so many bits of those that count are better told apart by all bits. */
#define MIN_DIFFERING 40

/* The limit of the distance is brought up to date after so many rows. */
#define BATCH 128

#define BLOCKS_PER_CHUNK (BTY_COLUMN_CHUNK / BTY_CODE_BLOCK)

/* The @wanted nearest codes by the bits of @counted: all rows that were nearer than the limit when they came, and how
 * many there are of each distance. Rows come in their order, so the first of equally near ones stay. */
typedef struct
{
  const BtyVectorTable *table;
  const BtyTableQuery  *query;
  const BtyVectorWish  *wish;
  const guint64        *counted;
  guint64              *rows;          /* distance << 32 | row */
  gsize                 n_rows;
  gsize                 capacity;
  gsize                 wanted;
  guint32              *counts;        /* by distance */
  gsize                 n_distances;   /* that there can be */
  gsize                 n_nearer;      /* rows nearer than @limit */
  guint32               limit;         /* a row must be nearer */
} Nearest;

static void
begin (Nearest       *nearest,
       const guint64 *counted)
{
  memset (nearest->counts, 0, nearest->n_distances * sizeof (guint32));
  nearest->counted = counted;
  nearest->n_rows = 0;
  nearest->n_nearer = 0;
  nearest->limit = nearest->n_distances;
}

/* What is no longer near enough is thrown out when there is no room. */
static void
tidy (Nearest *nearest)
{
  gsize room_at_limit = nearest->wanted - nearest->n_nearer;
  gsize n = 0;

  for (gsize i = 0; i < nearest->n_rows; i++)
    {
      guint64 item = nearest->rows[i];
      gboolean at_limit = (item >> 32) == nearest->limit && room_at_limit > 0;

      nearest->rows[n] = item;
      n += (item >> 32) < nearest->limit || at_limit;
      room_at_limit -= at_limit;
    }
  nearest->n_rows = n;
}

static void
take_batch (Nearest *nearest,
            guint64  first_row,
            gsize    n_found)
{
  const BtyVectorWish *wish = nearest->wish;
  guint64 *found = nearest->rows + nearest->n_rows;
  gsize n_taken = 0;

  for (gsize i = 0; i < n_found; i++)
    {
      guint64 item = found[i] + first_row;

      if (wish->filter != NULL
          && !wish->filter (bty_vector_table_get_key (nearest->table, (guint32) item), wish->filter_data))
        continue;
      found[n_taken++] = item;
      nearest->counts[item >> 32]++;
      nearest->n_nearer += (item >> 32) < nearest->limit;
    }
  nearest->n_rows += n_taken;
  while (nearest->limit > 0 && nearest->n_nearer >= nearest->wanted)
    nearest->n_nearer -= nearest->counts[--nearest->limit];
  if (nearest->n_rows + BATCH > nearest->capacity)
    tidy (nearest);
}

/* The codes of @n_blocks blocks that lie in one chunk. */
static BtyCodeScan
get_blocks (const Nearest *nearest,
            guint          first,
            guint          n_blocks)
{
  const BtyVectorTable *table = nearest->table;
  const guint8 *allowed = nearest->wish->allowed;

  return (BtyCodeScan) {
    .codes = bty_vector_table_get_bits (table, first * BTY_CODE_BLOCK),
    .query = nearest->query->bits,
    .counted = nearest->counted,
    .allowed = allowed != NULL ? allowed + first : bty_column_get (&table->live, first),
    .n_words = table->n_words,
    .n_blocks = n_blocks,
  };
}

/* Lowers the limit to about the distance within which the wanted rows are; a little more, for it is a guess. */
static void
guess_limit (Nearest *nearest)
{
  guint n_blocks = nearest->table->n_rows / BTY_CODE_BLOCK;
  guint step = nearest->wanted * 5 / 4 / SAMPLED_LEFT;
  guint32 limit = 0;
  gsize n_nearer = 0;

  if (nearest->wish->filter != NULL)
    return;

  for (guint block = step / 2; block < n_blocks; block += step)
    {
      guint64 found[BTY_CODE_BLOCK];
      BtyCodeScan scan = get_blocks (nearest, block, 1);
      gsize at = 0;
      gsize n = nearest->table->kernels->scan (&scan, &at, nearest->limit, found, BTY_CODE_BLOCK);

      for (gsize i = 0; i < n; i++)
        nearest->counts[found[i] >> 32]++;
    }
  while (limit < nearest->limit && n_nearer < SAMPLED_LEFT)
    n_nearer += nearest->counts[limit++];
  memset (nearest->counts, 0, nearest->n_distances * sizeof (guint32));
  nearest->limit = limit;
}

static void
scan (Nearest *nearest)
{
  guint n_blocks = (nearest->table->n_rows + BTY_CODE_BLOCK - 1) / BTY_CODE_BLOCK;

  for (guint first = 0; first < n_blocks; first += BLOCKS_PER_CHUNK)
    {
      BtyCodeScan blocks = get_blocks (nearest, first, MIN (n_blocks - first, BLOCKS_PER_CHUNK));
      gsize block = 0;

      while (block < blocks.n_blocks)
        take_batch (nearest, first * BTY_CODE_BLOCK,
                    nearest->table->kernels->scan (&blocks, &block, nearest->limit,
                                                   nearest->rows + nearest->n_rows, BATCH));
    }
  tidy (nearest);
}

/* Whether those that are left over hardly differ from the query in the bits that count. */
static gboolean
are_very_near (const Nearest *nearest)
{
  guint n_counted = 0;

  for (gsize i = 0; i < nearest->table->n_words; i++)
    n_counted += __builtin_popcountll (nearest->counted[i]);

  return nearest->limit * MIN_DIFFERING < n_counted;
}

/**
 * bty_bit_scan_find:
 * @table: a table with bit codes
 * @query: what is looked for in it
 * @wish: what else is asked for
 * @n_wanted: how many rows
 * @n_found: (out): how many there are, at most as many
 *
 * Looks at the bit code of every row, in the bits that count for the query; and once more, in all bits, when more rows
 * than are wanted hardly differ in those.
 *
 * Returns: (transfer full) (array length=n_found): the nearest rows in their order, as distance << 32 | row
 */
guint64 *
bty_bit_scan_find (const BtyVectorTable *table,
                   const BtyTableQuery  *query,
                   const BtyVectorWish  *wish,
                   gsize                 n_wanted,
                   gsize                *n_found)
{
  gsize capacity = n_wanted * 4 + 2 * BATCH;
  gsize n_distances = table->n_words * 64 + 1;
  g_autofree guint64 *rows = g_new (guint64, capacity);
  g_autofree guint32 *counts = g_new (guint32, n_distances);
  Nearest nearest = { .table = table, .query = query, .wish = wish, .rows = rows, .capacity = capacity,
                      .wanted = n_wanted, .counts = counts, .n_distances = n_distances };

  begin (&nearest, query->counted);
  guess_limit (&nearest);
  scan (&nearest);
  if (nearest.n_rows < n_wanted / 2 && nearest.n_rows < table->n_live)
    {
      /* The sample was not like the rest, or most rows are not allowed. */
      begin (&nearest, query->counted);
      scan (&nearest);
    }
  if (are_very_near (&nearest))
    {
      g_autofree guint64 *all = g_malloc (table->n_words * sizeof (guint64));

      memset (all, 0xff, table->n_words * sizeof (guint64));
      begin (&nearest, all);
      scan (&nearest);
    }
  *n_found = nearest.n_rows;

  return g_steal_pointer (&rows);
}
