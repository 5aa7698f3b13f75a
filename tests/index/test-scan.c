/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-scan.h"

#include <math.h>

#include "bty-test-vectors.h"

#define K 10
#define N_QUERIES 20

static const BtyVectorWish plain_wish = { .k = K, .min_score = -G_MAXFLOAT };

static void
fill (BtyVectorTable *table,
      BtyTestVectors *vectors,
      guint           n_rows)
{
  g_autofree float *vector = g_new (float, table->dimensions);

  for (guint i = 0; i < n_rows; i++)
    {
      bty_test_vectors_next (vectors, vector);
      bty_vector_table_append (table, 1000 + table->n_rows, vector);
    }
  bty_vector_table_prepare (table);
}

static GArray *
search (const BtyVectorTable *table,
        const float          *vector,
        const BtyVectorWish  *wish,
        gboolean              exact)
{
  BtyTableQuery query;
  GArray *hits;

  bty_table_query_init (&query, table, vector);
  hits = exact ? bty_scan_exact (table, &query, wish) : bty_scan_all (table, &query, wish);
  bty_table_query_clear (&query);

  return hits;
}

static guint
count_shared (GArray *a,
              GArray *b)
{
  guint n = 0;

  for (guint i = 0; i < a->len; i++)
    for (guint j = 0; j < b->len; j++)
      n += g_array_index (a, BtyIndexHit, i).key == g_array_index (b, BtyIndexHit, j).key;

  return n;
}

static const struct
{
  const char *name;
  BtyMetric   metric;
  guint       dimensions;
  guint       n_rows;
  double      recall;
  guint       n_centres;
} shapes[] = {
  { "few", BTY_METRIC_COSINE, 384, 100, 0.999 },
  { "one", BTY_METRIC_COSINE, 384, 1, 1 },
  { "coded", BTY_METRIC_COSINE, 384, 20000, 0.99 },
  /* Nothing is much nearer than the rest: bits say little, and more rows must be looked at. */
  { "scattered", BTY_METRIC_COSINE, 384, 20000, 0.8, 20000 },
  { "odd", BTY_METRIC_COSINE, 100, 14000, 0.98 },
  { "narrow", BTY_METRIC_COSINE, 7, 5000, 0.9 },
  { "wide", BTY_METRIC_COSINE, 1536, 13000, 0.99 },
  { "l2", BTY_METRIC_L2, 384, 6000, 0.99 },
  { "inner-product", BTY_METRIC_INNER_PRODUCT, 384, 6000, 0.99 },
};

static void
test_recall (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_auto(BtyTestVectors) vectors = { 0 };
  g_autofree float *vector = g_new (float, shapes[i].dimensions);
  BtyVectorTable table;
  guint found = 0, wanted = 0;

  bty_test_vectors_init (&vectors, shapes[i].dimensions, shapes[i].n_centres > 0 ? shapes[i].n_centres : 50, 7);
  bty_vector_table_init (&table, shapes[i].metric, shapes[i].dimensions);
  fill (&table, &vectors, shapes[i].n_rows);

  for (guint q = 0; q < N_QUERIES; q++)
    {
      g_autoptr(GArray) hits = NULL;
      g_autoptr(GArray) exact = NULL;

      bty_test_vectors_next (&vectors, vector);
      hits = search (&table, vector, &plain_wish, FALSE);
      exact = search (&table, vector, &plain_wish, TRUE);
      g_assert_cmpuint (hits->len, ==, MIN (K, shapes[i].n_rows));
      for (guint j = 1; j < hits->len; j++)
        g_assert_cmpfloat (g_array_index (hits, BtyIndexHit, j - 1).score, >=,
                           g_array_index (hits, BtyIndexHit, j).score);
      found += count_shared (hits, exact);
      wanted += exact->len;
    }
  g_test_message ("recall %.4f", (double) found / wanted);
  g_assert_cmpfloat (found, >=, wanted * shapes[i].recall);
  bty_vector_table_clear (&table);
}

/* What exact means: the definition, in doubles, on a few rows. */
static void
test_exact (void)
{
  static const float rows[3][2] = { { 3, 4 }, { 1, 0 }, { -2, 0 } };
  static const float query[2] = { 2, 0 };
  static const double scores[][3] = { { 0.6, 1, -1 }, { -4.123105625617661, -1, -4 }, { 6, 2, -4 } };

  for (guint metric = 0; metric < BTY_METRIC_LAST; metric++)
    {
      BtyVectorTable table;
      g_autoptr(GArray) hits = NULL;

      bty_vector_table_init (&table, metric, 2);
      for (guint i = 0; i < 3; i++)
        bty_vector_table_append (&table, i, rows[i]);
      hits = search (&table, query, &plain_wish, FALSE);
      g_assert_cmpuint (hits->len, ==, 3);
      for (guint i = 0; i < 3; i++)
        {
          BtyIndexHit *hit = &g_array_index (hits, BtyIndexHit, i);

          g_assert_cmpfloat_with_epsilon (hit->score, scores[metric][hit->key], 1e-5);
        }
      bty_vector_table_clear (&table);
    }
}

/* Removed rows are gone in the very next search, on every way, and nothing is left of them. */
static void
test_removed (void)
{
  g_auto(BtyTestVectors) vectors = { 0 };
  g_autofree float *vector = g_new (float, 64);
  BtyVectorTable table;

  bty_test_vectors_init (&vectors, 64, 10, 3);
  bty_vector_table_init (&table, BTY_METRIC_COSINE, 64);
  fill (&table, &vectors, 14000);
  for (guint round = 0; round < 50; round++)
    {
      g_autoptr(GArray) before = NULL;
      g_autoptr(GArray) after = NULL;

      bty_test_vectors_next (&vectors, vector);
      before = search (&table, vector, &plain_wish, FALSE);
      for (guint i = 0; i < before->len; i++)
        {
          guint row = g_array_index (before, BtyIndexHit, i).key - 1000;

          bty_vector_table_hide (&table, row);
          bty_vector_table_erase (&table, row);
        }
      after = search (&table, vector, &plain_wish, FALSE);
      g_assert_cmpuint (after->len, ==, K);
      g_assert_cmpuint (count_shared (before, after), ==, 0);
      g_assert_cmpuint (table.n_live, ==, 14000 - (round + 1) * K);
    }
  for (guint row = 0; row < 14000; row++)
    if (!bty_vector_table_is_live (&table, row))
      for (guint i = 0; i < 64; i++)
        g_assert_true (bty_vector_table_get_floats (&table, row)[i] == 0);
  bty_vector_table_clear (&table);
}

static gboolean
is_third (gint64   key,
          gpointer user_data)
{
  return key % 3 == 0;
}

static void
test_filters (void)
{
  g_auto(BtyTestVectors) vectors = { 0 };
  g_autofree float *vector = g_new (float, 384);
  g_autofree guint8 *allowed = g_new0 (guint8, 14000 / 8);
  g_autofree guint32 *rows = g_new (guint32, 14000);
  BtyVectorWish by_function = plain_wish, by_bits = plain_wish, by_score = plain_wish;
  BtyVectorTable table;
  guint n = 0;

  bty_test_vectors_init (&vectors, 384, 50, 11);
  bty_vector_table_init (&table, BTY_METRIC_COSINE, 384);
  fill (&table, &vectors, 14000);
  for (guint row = 0; row < 14000; row++)
    if ((1000 + row) % 3 == 0)
      {
        allowed[row / 8] |= 1 << row % 8;
        rows[n++] = row;
      }
  by_function.filter = is_third;
  by_bits.allowed = allowed;
  for (guint q = 0; q < N_QUERIES; q++)
    {
      g_autoptr(GArray) exact = NULL;
      g_autoptr(GArray) better = NULL;
      GArray *hits[3];
      BtyTableQuery query;

      bty_test_vectors_next (&vectors, vector);
      exact = search (&table, vector, &by_function, TRUE);
      hits[0] = search (&table, vector, &by_function, FALSE);
      hits[1] = search (&table, vector, &by_bits, FALSE);
      bty_table_query_init (&query, &table, vector);
      hits[2] = bty_scan_rows (&table, &query, &plain_wish, rows, n);
      bty_table_query_clear (&query);
      for (guint way = 0; way < 3; way++)
        {
          g_assert_cmpuint (hits[way]->len, ==, K);
          g_assert_cmpuint (count_shared (hits[way], exact), >=, K - 1);
          for (guint i = 0; i < K; i++)
            g_assert_cmpint (g_array_index (hits[way], BtyIndexHit, i).key % 3, ==, 0);
          g_array_unref (hits[way]);
        }

      by_score.min_score = g_array_index (exact, BtyIndexHit, 4).score;
      better = search (&table, vector, &by_score, FALSE);
      g_assert_cmpuint (better->len, >, 0);
      for (guint i = 0; i < better->len; i++)
        g_assert_cmpfloat (g_array_index (better, BtyIndexHit, i).score, >=, by_score.min_score);
    }
  bty_vector_table_clear (&table);
}

/* The same rows in the same order, to the bit, whatever the processor. */
static void
test_kinds (void)
{
  const BtyKernels *const *kinds = bty_kernels_get_available ();
  g_auto(BtyTestVectors) vectors = { 0 };
  g_autofree float *vector = g_new (float, 384);
  BtyVectorTable table;

  bty_test_vectors_init (&vectors, 384, 50, 13);
  bty_vector_table_init (&table, BTY_METRIC_COSINE, 384);
  fill (&table, &vectors, 14000);
  for (guint q = 0; q < N_QUERIES; q++)
    {
      g_autoptr(GArray) first = NULL;

      bty_test_vectors_next (&vectors, vector);
      table.kernels = kinds[0];
      first = search (&table, vector, &plain_wish, FALSE);
      for (guint k = 1; kinds[k] != NULL; k++)
        {
          g_autoptr(GArray) hits = NULL;

          table.kernels = kinds[k];
          hits = search (&table, vector, &plain_wish, FALSE);
          g_assert_cmpuint (hits->len, ==, first->len);
          for (guint i = 0; i < hits->len; i++)
            {
              g_assert_cmpint (g_array_index (hits, BtyIndexHit, i).key, ==,
                               g_array_index (first, BtyIndexHit, i).key);
              g_assert_true (g_array_index (hits, BtyIndexHit, i).score
                             == g_array_index (first, BtyIndexHit, i).score);
            }
        }
    }
  bty_vector_table_clear (&table);
}

/* As many equal rows as anybody likes: the first ones are found, and it ends. */
static void
test_equal_rows (void)
{
  float vector[384] = { 1, 2, 3 };
  BtyVectorTable table;
  g_autoptr(GArray) hits = NULL;

  bty_vector_table_init (&table, BTY_METRIC_COSINE, 384);
  for (guint i = 0; i < 20000; i++)
    bty_vector_table_append (&table, i, vector);
  bty_vector_table_prepare (&table);
  hits = search (&table, vector, &plain_wish, FALSE);
  g_assert_cmpuint (hits->len, ==, K);
  for (guint i = 0; i < K; i++)
    g_assert_cmpint (g_array_index (hits, BtyIndexHit, i).key, ==, i);
  bty_vector_table_clear (&table);
}

/* A part of the blocks that are looked at first is near, and nothing else, so that what they say is near enough leaves
 * over less than is wanted; or the other way round. */
static void
test_sorted_rows (void)
{
  /* So that one block of 180 is looked at first, as bty-bit-scan.c has it. */
  const BtyVectorWish wish = { .k = 24, .min_score = -G_MAXFLOAT };

  for (guint way = 0; way < 2; way++)
    {
      g_auto(BtyTestVectors) vectors = { 0 };
      g_autofree float *near = g_new (float, 384);
      g_autofree float *vector = g_new (float, 384);
      g_autoptr(GArray) hits = NULL;
      g_autoptr(GArray) exact = NULL;
      BtyVectorTable table;

      bty_test_vectors_init (&vectors, 384, 50, 17);
      bty_vector_table_init (&table, BTY_METRIC_COSINE, 384);
      bty_test_vectors_next (&vectors, near);
      for (guint row = 0; row < 30000; row++)
        {
          gboolean is_sampled = row / BTY_CODE_BLOCK % 180 == 90;
          gboolean is_near = is_sampled == (way == 0) && row % (way == 0 ? 3 : 24) == 0;

          bty_test_vectors_next (&vectors, vector);
          for (guint i = 0; i < 384 && is_near; i++)
            vector[i] = near[i] + vector[i] / 1.5f;
          bty_vector_table_append (&table, row, vector);
        }
      bty_vector_table_prepare (&table);
      hits = search (&table, near, &wish, FALSE);
      exact = search (&table, near, &wish, TRUE);
      g_test_message ("%u found, %u of them the nearest", hits->len, count_shared (hits, exact));
      g_assert_cmpuint (hits->len, ==, wish.k);
      g_assert_cmpuint (count_shared (hits, exact), >=, wish.k - 1);
      bty_vector_table_clear (&table);
    }
}

/* Many more rows than are left over are so near that only bits of numbers close to the centre differ. */
static void
test_very_near_rows (void)
{
  g_auto(BtyTestVectors) vectors = { 0 };
  g_autofree float *near = g_new (float, 384);
  g_autofree float *vector = g_new (float, 384);
  BtyVectorTable table;
  guint n_shared = 0;

  bty_test_vectors_init (&vectors, 384, 50, 19);
  bty_test_vectors_next (&vectors, near);
  bty_vector_table_init (&table, BTY_METRIC_COSINE, 384);
  fill (&table, &vectors, 14000);
  for (guint row = 0; row < 10000; row++)
    {
      bty_test_vectors_next (&vectors, vector);
      for (guint i = 0; i < 384; i++)
        vector[i] = near[i] + vector[i] / 8;
      bty_vector_table_append (&table, 100000 + row, vector);
    }
  for (guint q = 0; q < N_QUERIES; q++)
    {
      g_autoptr(GArray) hits = NULL;
      g_autoptr(GArray) exact = NULL;

      bty_test_vectors_next (&vectors, vector);
      for (guint i = 0; i < 384; i++)
        vector[i] = near[i] + vector[i] / 8;
      hits = search (&table, vector, &plain_wish, FALSE);
      exact = search (&table, vector, &plain_wish, TRUE);
      n_shared += count_shared (hits, exact);
    }
  g_test_message ("recall %.2f", n_shared / (double) (N_QUERIES * K));
  g_assert_cmpuint (n_shared, >=, N_QUERIES * K / 3);
  bty_vector_table_clear (&table);
}

static void
test_nothing (void)
{
  float zeros[384] = { 0 };
  BtyVectorWish none = { .k = 0 };
  BtyVectorTable table;
  g_autoptr(GArray) empty = NULL;
  g_autoptr(GArray) unwanted = NULL;
  g_autoptr(GArray) zero = NULL;

  bty_vector_table_init (&table, BTY_METRIC_COSINE, 384);
  empty = search (&table, zeros, &plain_wish, FALSE);
  g_assert_cmpuint (empty->len, ==, 0);
  bty_vector_table_append (&table, 1, zeros);
  unwanted = search (&table, zeros, &none, FALSE);
  g_assert_cmpuint (unwanted->len, ==, 0);
  zero = search (&table, zeros, &plain_wish, FALSE);
  g_assert_cmpuint (zero->len, ==, 1);
  g_assert_cmpfloat (g_array_index (zero, BtyIndexHit, 0).score, ==, 0);
  bty_vector_table_clear (&table);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path = g_strconcat ("/scan/recall/", shapes[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_recall);
    }
  g_test_add_func ("/scan/exact", test_exact);
  g_test_add_func ("/scan/removed", test_removed);
  g_test_add_func ("/scan/filters", test_filters);
  g_test_add_func ("/scan/kinds", test_kinds);
  g_test_add_func ("/scan/equal-rows", test_equal_rows);
  g_test_add_func ("/scan/sorted-rows", test_sorted_rows);
  g_test_add_func ("/scan/very-near-rows", test_very_near_rows);
  g_test_add_func ("/scan/nothing", test_nothing);

  return g_test_run ();
}
