/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-hnsw.h"

#include "bty-test-vectors.h"

#define K 10
#define N_QUERIES 50

typedef struct
{
  BtyVectorTable table;
  BtyHnsw       graph;
  BtyTestVectors vectors;
} Fixture;

static void
set_up (Fixture  *fixture,
        BtyMetric metric,
        guint     dimensions,
        guint     n_rows)
{
  g_autofree float *vector = g_new (float, dimensions);

  bty_test_vectors_init (&fixture->vectors, dimensions, 50, 5);
  bty_vector_table_init (&fixture->table, metric, dimensions);
  for (guint i = 0; i < n_rows; i++)
    {
      bty_test_vectors_next (&fixture->vectors, vector);
      bty_vector_table_append (&fixture->table, i, vector);
    }
  bty_hnsw_init (&fixture->graph, &fixture->table);
}

static void
tear_down (Fixture *fixture)
{
  bty_hnsw_clear (&fixture->graph);
  bty_vector_table_clear (&fixture->table);
  bty_test_vectors_clear (&fixture->vectors);
}

/* The share of what the floats of all rows say is nearest; nothing that was removed is ever found. */
static double
measure_recall (Fixture *fixture,
                guint    ef)
{
  static const BtyVectorWish wish = { .k = K, .min_score = -G_MAXFLOAT };
  g_autofree float *vector = g_new (float, fixture->table.dimensions);
  guint found = 0, wanted = 0;

  for (guint q = 0; q < N_QUERIES; q++)
    {
      g_autoptr(GArray) exact = NULL;
      g_autoptr(GArray) hits = NULL;
      BtyTableQuery query;

      bty_test_vectors_next (&fixture->vectors, vector);
      bty_table_query_init (&query, &fixture->table, vector);
      exact = bty_scan_exact (&fixture->table, &query, &wish);
      hits = bty_hnsw_search (&fixture->graph, &query, &wish, ef);
      bty_table_query_clear (&query);
      g_assert_cmpuint (hits->len, <=, exact->len);
      for (guint i = 0; i < hits->len; i++)
        {
          gint64 key = g_array_index (hits, BtyIndexHit, i).key;

          g_assert_true (bty_vector_table_is_live (&fixture->table, key));
          for (guint j = 0; j < exact->len; j++)
            found += key == g_array_index (exact, BtyIndexHit, j).key;
        }
      wanted += exact->len;
    }

  return wanted > 0 ? (double) found / wanted : 1;
}

static const struct
{
  const char *name;
  BtyMetric   metric;
  guint       dimensions;
  guint       n_rows;
  guint       n_threads;
  double      recall;
} shapes[] = {
  { "cosine", BTY_METRIC_COSINE, 96, 4000, 1, 0.97 },
  { "l2", BTY_METRIC_L2, 96, 4000, 1, 0.97 },
  { "inner-product", BTY_METRIC_INNER_PRODUCT, 96, 4000, 1, 0.9 },
  { "two-threads", BTY_METRIC_COSINE, 96, 4000, 2, 0.97 },
  { "four-threads", BTY_METRIC_COSINE, 96, 4000, 4, 0.97 },
  { "one-row", BTY_METRIC_COSINE, 384, 1, 2, 1 },
  { "few-rows", BTY_METRIC_COSINE, 384, 20, 2, 1 },
  { "no-row", BTY_METRIC_COSINE, 384, 0, 2, 1 },
};

static void
test_recall (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  Fixture fixture;
  double recall;

  set_up (&fixture, shapes[i].metric, shapes[i].dimensions, shapes[i].n_rows);
  g_assert_true (bty_hnsw_build (&fixture.graph, shapes[i].n_rows, shapes[i].n_threads, NULL, NULL));
  g_assert_true (bty_hnsw_is_sound (&fixture.graph));
  recall = measure_recall (&fixture, 100);
  g_test_message ("recall %.4f", recall);
  g_assert_cmpfloat (recall, >=, shapes[i].recall);
  tear_down (&fixture);
}

/* Rows that come one by one are found as well as those that came at once, and each finds itself. */
static void
test_add (void)
{
  Fixture fixture;
  g_autofree float *vector = g_new (float, 64);

  set_up (&fixture, BTY_METRIC_COSINE, 64, 1000);
  g_assert_true (bty_hnsw_build (&fixture.graph, 500, 1, NULL, NULL));
  bty_hnsw_add (&fixture.graph);
  for (guint i = 0; i < 1000; i++)
    {
      bty_test_vectors_next (&fixture.vectors, vector);
      bty_vector_table_append (&fixture.table, 1000 + i, vector);
      bty_hnsw_add (&fixture.graph);
    }
  g_assert_cmpuint (fixture.graph.n_rows, ==, 2000);
  g_assert_true (bty_hnsw_is_sound (&fixture.graph));
  g_assert_cmpfloat (measure_recall (&fixture, 100), >=, 0.98);
  tear_down (&fixture);
}

static void
remove_row (Fixture *fixture,
            guint    row)
{
  bty_vector_table_hide (&fixture->table, row);
  bty_hnsw_remove (&fixture->graph, row);
  bty_vector_table_erase (&fixture->table, row);
}

/* However many are asked for, no row that was removed is among them. */
static void
check_all_live (Fixture *fixture)
{
  static const BtyVectorWish wish = { .k = 3000, .min_score = -G_MAXFLOAT };
  g_autofree float *vector = g_new (float, fixture->table.dimensions);
  g_autoptr(GArray) hits = NULL;
  BtyTableQuery query;

  bty_test_vectors_next (&fixture->vectors, vector);
  bty_table_query_init (&query, &fixture->table, vector);
  hits = bty_hnsw_search (&fixture->graph, &query, &wish, 3000);
  bty_table_query_clear (&query);
  g_assert_cmpuint (hits->len, >, fixture->table.n_live * 9 / 10);
  g_assert_cmpuint (hits->len, <=, fixture->table.n_live);
  for (guint i = 0; i < hits->len; i++)
    g_assert_true (bty_vector_table_is_live (&fixture->table, g_array_index (hits, BtyIndexHit, i).key));
}

/* Half of the rows go, the entry each time that it is met, and the rest still hangs together. */
static void
test_remove (void)
{
  Fixture fixture;

  set_up (&fixture, BTY_METRIC_COSINE, 96, 3000);
  g_assert_true (bty_hnsw_build (&fixture.graph, 3000, 1, NULL, NULL));
  for (guint row = 0; row < 3000; row += 2)
    remove_row (&fixture, row);
  for (guint i = 0; i < 20; i++)
    remove_row (&fixture, fixture.graph.entry);
  g_assert_true (bty_hnsw_is_sound (&fixture.graph));
  g_assert_true (bty_vector_table_is_live (&fixture.table, fixture.graph.entry));
  g_assert_cmpfloat (measure_recall (&fixture, 100), >=, 0.95);
  check_all_live (&fixture);

  for (guint row = 0; row < 3000; row++)
    if (row % 20 != 1 && bty_vector_table_is_live (&fixture.table, row))
      remove_row (&fixture, row);
  check_all_live (&fixture);
  g_assert_cmpfloat (measure_recall (&fixture, 100), >=, 0.85);

  for (guint row = 0; row < 3000; row++)
    if (bty_vector_table_is_live (&fixture.table, row))
      remove_row (&fixture, row);
  g_assert_cmpuint (fixture.graph.entry, ==, BTY_HNSW_NONE);
  measure_recall (&fixture, 100);
  tear_down (&fixture);
}

static gboolean
is_third (gint64   key,
          gpointer user_data)
{
  return key % 3 == 0;
}

static void
test_filter (void)
{
  static const BtyVectorWish wish = { .k = K, .min_score = 0.2f, .filter = is_third };
  g_autofree float *vector = g_new (float, 96);
  Fixture fixture;

  set_up (&fixture, BTY_METRIC_COSINE, 96, 3000);
  g_assert_true (bty_hnsw_build (&fixture.graph, 3000, 1, NULL, NULL));
  for (guint q = 0; q < N_QUERIES; q++)
    {
      g_autoptr(GArray) hits = NULL;
      BtyTableQuery query;

      bty_test_vectors_next (&fixture.vectors, vector);
      bty_table_query_init (&query, &fixture.table, vector);
      hits = bty_hnsw_search (&fixture.graph, &query, &wish, 200);
      bty_table_query_clear (&query);
      g_assert_cmpuint (hits->len, >, 0);
      for (guint i = 0; i < hits->len; i++)
        {
          g_assert_cmpint (g_array_index (hits, BtyIndexHit, i).key % 3, ==, 0);
          g_assert_cmpfloat (g_array_index (hits, BtyIndexHit, i).score, >=, 0.2f);
        }
    }
  tear_down (&fixture);
}

/* The same rows give the same links; so that a bug can be met again. */
static void
test_repeated (void)
{
  Fixture fixtures[2];

  for (guint i = 0; i < 2; i++)
    {
      set_up (&fixtures[i], BTY_METRIC_COSINE, 64, 1000);
      g_assert_true (bty_hnsw_build (&fixtures[i].graph, 1000, 1, NULL, NULL));
    }
  for (guint row = 0; row < 1000; row++)
    g_assert_cmpmem (bty_column_get (&fixtures[0].graph.links, row), BTY_HNSW_BOTTOM_LINKS * 4,
                     bty_column_get (&fixtures[1].graph.links, row), BTY_HNSW_BOTTOM_LINKS * 4);
  tear_down (&fixtures[0]);
  tear_down (&fixtures[1]);
}

static void
test_cancelled (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  Fixture fixture;

  set_up (&fixture, BTY_METRIC_COSINE, 64, 1000);
  g_cancellable_cancel (cancellable);
  g_assert_false (bty_hnsw_build (&fixture.graph, 1000, 2, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tear_down (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path = g_strconcat ("/hnsw/recall/", shapes[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_recall);
    }
  g_test_add_func ("/hnsw/add", test_add);
  g_test_add_func ("/hnsw/remove", test_remove);
  g_test_add_func ("/hnsw/filter", test_filter);
  g_test_add_func ("/hnsw/repeated", test_repeated);
  g_test_add_func ("/hnsw/cancelled", test_cancelled);

  return g_test_run ();
}
