/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-private.h"
#include "bty-test-storage.h"

#include <math.h>

/* On a server that has the extension for it, few vectors are compared one by one and many looked for in a graph. Either
 * way the nearest are found, whatever condition stands beside. */

enum
{
  ROWS = 600,
  TOPICS = 20,
  SEARCHES = 10,
  NEAREST = 10,
  N = 384,
};

static void
make_vector (float *values,
             guint  topic)
{
  for (guint i = 0; i < N; i++)
    values[i] = ((i * 31 + topic * 17) % 23 < 11 ? 1 : -1) + g_test_rand_double_range (-1, 1);
}

static double
compare_plainly (const float *a,
                 const float *b)
{
  double product = 0;
  double length_a = 0;
  double length_b = 0;

  for (guint i = 0; i < N; i++)
    {
      product += a[i] * b[i];
      length_a += a[i] * a[i];
      length_b += b[i] * b[i];
    }

  return product / sqrt (length_a * length_b);
}

/* A row in twenty is of the scope "few". */
static float *
add_rows (BtyDatabase *database)
{
  float *values = g_new (float, ROWS * N);
  g_autoptr(GError) error = NULL;

  bty_database_begin (database, &error);
  for (guint i = 0; i < ROWS; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      make_vector (values + i * N, i % TOPICS);
      bty_database_execute (database,
                            "INSERT INTO vectors (id, scope, kind, subject_id, model, dimensions, data, created_at)"
                            " VALUES ($1, $2, 'memory', 'm', 'model', $3, $4, 1)",
                            BTY_ARGS (BTY_TEXT (id), BTY_TEXT (i % 20 == 0 ? "few" : "many"), BTY_INTEGER (N),
                                      BTY_BLOB (values + i * N, N * sizeof *values)), &error);
      g_assert_no_error (error);
    }
  bty_database_commit (database, &error);
  g_assert_no_error (error);

  return values;
}

/* Returns how many of the nearest are among the first rows that are proposed. */
static guint
count_found (BtyDatabase *database,
             const float *values,
             const float *wanted,
             gboolean     only_few)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyRows) rows = NULL;
  g_autoptr(GHashTable) proposed = g_hash_table_new (NULL, NULL);
  guint n_found = 0;

  rows = bty_database_rank_vectors (database, only_few ? "scope = $1" : "scope <> $1 OR scope = $1",
                                    BTY_ARGS (BTY_TEXT ("few")), wanted, N, NEAREST, &error);
  g_assert_no_error (error);
  while (bty_rows_next (rows, &error))
    g_hash_table_add (proposed, GUINT_TO_POINTER (g_ascii_strtoull (bty_rows_get_text (rows, 0), NULL, 10)));
  g_assert_no_error (error);

  for (guint i = 0; i < ROWS; i++)
    {
      double similarity = compare_plainly (values + i * N, wanted);
      guint n_nearer = 0;

      if (only_few && i % 20 != 0)
        continue;
      for (guint j = 0; j < ROWS; j++)
        if (!only_few || j % 20 == 0)
          n_nearer += compare_plainly (values + j * N, wanted) > similarity;
      if (n_nearer < NEAREST && g_hash_table_contains (proposed, GUINT_TO_POINTER (i)))
        n_found++;
    }

  return n_found;
}

static void
test_nearest (BtyTestStorage *storage,
              gconstpointer   unused)
{
  BtyDatabase *database = storage->database;
  g_autofree float *values = add_rows (database);
  float wanted[N];
  g_autoptr(GError) error = NULL;

  /* So few the server would compare one by one by itself. */
  BTY_DATABASE_GET_CLASS (database)->run_script (database, "SET enable_seqscan = off; SET enable_sort = off;"
                                                           " SET enable_bitmapscan = off", &error);
  g_assert_no_error (error);
  for (guint graph = 0; graph < 2; graph++)
    {
      guint n_found = 0;
      guint n_few = 0;

      BTY_POSTGRES_DATABASE (database)->max_compared = graph ? NEAREST : ROWS;
      for (guint i = 0; i < SEARCHES; i++)
        {
          make_vector (wanted, i % TOPICS);
          n_found += count_found (database, values, wanted, FALSE);
          n_few += count_found (database, values, wanted, TRUE);
        }
      g_test_message ("%s: %u and %u of %u", graph ? "graph" : "all", n_found, n_few, SEARCHES * NEAREST);
      g_assert_cmpuint (n_found, >=, graph ? SEARCHES * NEAREST * 95 / 100 : SEARCHES * NEAREST);
      g_assert_cmpuint (n_few, >=, graph ? SEARCHES * NEAREST * 95 / 100 : SEARCHES * NEAREST);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* What other tests have put into the graph would be in the way. */
  bty_test_storage_add_alone ("/postgres-vectors/nearest", test_nearest);

  return g_test_run ();
}
