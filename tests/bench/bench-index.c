/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bty-hnsw.h"
#include "bty-index-file.h"
#include "bty-test-vectors.h"

#ifdef HAVE_HNSWLIB
#include "bench-hnswlib.h"
#endif

/* Searching N vectors of DIMS numbers around 1,000 centres: by scan, by our graph, and by hnswlib where it is
 * installed, which take turns. Times are of the processor, and by the clock in parentheses: other programs disturb
 * the clock. */

#define K 10
#define N_CENTRES 1000
#define N_QUERIES 300
#define REPEAT 3

typedef struct
{
  guint           n_rows;
  guint           dimensions;
  float          *vectors;
  float          *queries;
  GArray         *exact[N_QUERIES];
  BtyVectorTable  table;
} Bench;

typedef struct
{
  double cpu;   /* milliseconds */
  double wall;
} Times;

/* A way to search: writes keys of at most K. */
typedef guint (*SearchFunc) (gpointer     index,
                             Bench       *bench,
                             const float *vector,
                             guint        ef,
                             gint64      *keys);

typedef struct
{
  const char *name;
  SearchFunc  search;
  gpointer    index;
  Times       times[N_QUERIES * REPEAT];
  guint       n_times;
  guint       n_found;
} Way;

static double
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return time.tv_sec * 1000.0 + time.tv_nsec / 1000000.0;
}

static Times
read_times (void)
{
  return (Times) { read_clock (CLOCK_PROCESS_CPUTIME_ID), read_clock (CLOCK_MONOTONIC) };
}

static Times
since (Times start)
{
  Times now = read_times ();

  return (Times) { now.cpu - start.cpu, now.wall - start.wall };
}

static void
normalize (float *vector,
           guint  n)
{
  double squares = 0;

  for (guint i = 0; i < n; i++)
    squares += vector[i] * vector[i];
  for (guint i = 0; i < n; i++)
    vector[i] = (float) (vector[i] / sqrt (squares));
}

static void
make_vectors (Bench *bench)
{
  g_auto(BtyTestVectors) vectors = { 0 };
  gsize n = bench->dimensions;

  bty_test_vectors_init (&vectors, n, N_CENTRES, 1);
  bench->vectors = g_new (float, bench->n_rows * n);
  bench->queries = g_new (float, N_QUERIES * n);
  for (gsize i = 0; i < bench->n_rows; i++)
    {
      bty_test_vectors_next (&vectors, bench->vectors + i * n);
      normalize (bench->vectors + i * n, n);
    }
  for (gsize i = 0; i < N_QUERIES; i++)
    {
      bty_test_vectors_next (&vectors, bench->queries + i * n);
      normalize (bench->queries + i * n, n);
    }
}

static GArray *
ask (Bench       *bench,
     const float *vector,
     BtyHnsw     *graph,
     guint        ef,
     gboolean     exact)
{
  static const BtyVectorWish wish = { .k = K, .min_score = -G_MAXFLOAT };
  BtyTableQuery query;
  GArray *hits;

  bty_table_query_init (&query, &bench->table, vector);
  if (exact)
    hits = bty_scan_exact (&bench->table, &query, &wish);
  else if (graph != NULL)
    hits = bty_hnsw_search (graph, &query, &wish, ef);
  else
    hits = bty_scan_all (&bench->table, &query, &wish);
  bty_table_query_clear (&query);

  return hits;
}

static guint
take_keys (GArray *hits,
           gint64 *keys)
{
  guint n = hits->len;

  for (guint i = 0; i < n; i++)
    keys[i] = g_array_index (hits, BtyIndexHit, i).key;
  g_array_unref (hits);

  return n;
}

static guint
search_scan (gpointer     index,
             Bench       *bench,
             const float *vector,
             guint        ef,
             gint64      *keys)
{
  return take_keys (ask (bench, vector, NULL, 0, FALSE), keys);
}

static guint
search_graph (gpointer     index,
              Bench       *bench,
              const float *vector,
              guint        ef,
              gint64      *keys)
{
  return take_keys (ask (bench, vector, index, ef, FALSE), keys);
}

#ifdef HAVE_HNSWLIB
static guint
search_hnswlib (gpointer     index,
                Bench       *bench,
                const float *vector,
                guint        ef,
                gint64      *keys)
{
  bench_hnswlib_search (index, vector, K, ef, keys);

  return K;
}
#endif

static int
compare_cpu (gconstpointer a,
             gconstpointer b)
{
  double time_a = ((const Times *) a)->cpu;
  double time_b = ((const Times *) b)->cpu;

  return (time_a > time_b) - (time_a < time_b);
}

static void
run_one (Way   *way,
         Bench *bench,
         guint  query,
         guint  ef)
{
  GArray *exact = bench->exact[query];
  gint64 keys[K];
  Times start = read_times ();
  guint n = way->search (way->index, bench, bench->queries + (gsize) query * bench->dimensions, ef, keys);

  way->times[way->n_times++] = since (start);
  for (guint i = 0; i < exact->len; i++)
    for (guint j = 0; j < n; j++)
      way->n_found += g_array_index (exact, BtyIndexHit, i).key == keys[j];
}

static double
get_recall (const Way *way)
{
  return (double) way->n_found / (way->n_times * K);
}

/* Each query goes to each way in turn. */
static void
run (Way   *ways,
     guint  n_ways,
     Bench *bench,
     guint  ef)
{
  for (guint i = 0; i < n_ways; i++)
    ways[i].n_times = ways[i].n_found = 0;
  for (guint repeat = 0; repeat < REPEAT; repeat++)
    for (guint query = 0; query < N_QUERIES; query++)
      for (guint i = 0; i < n_ways; i++)
        run_one (&ways[i], bench, query, ef);
  for (guint i = 0; i < n_ways; i++)
    qsort (ways[i].times, ways[i].n_times, sizeof (Times), compare_cpu);
}

static void
print_way (const Way *way,
           guint      ef,
           double     floor)
{
  guint n = way->n_times;

  g_print ("%-8s recall>=%.2f ef %3u recall@10 %.4f p50 %.4f ms p99 %.4f ms (%.4f)\n", way->name, floor, ef,
           get_recall (way), way->times[n / 2].cpu, way->times[n * 99 / 100].cpu, way->times[n / 2].wall);
}

/* The least that each way needs for two levels of recall. */
static void
print_searches (Way   *ways,
                guint  n_ways,
                Bench *bench)
{
  static const double floors[] = { 0.95, 0.99 };
  static const guint efs[] = { 10, 12, 15, 20, 25, 30, 40, 50, 70, 100, 150, 200, 300, 400, 600, 800 };

  for (guint f = 0; f < G_N_ELEMENTS (floors); f++)
    {
      guint done = 0;

      for (guint e = 0; e < G_N_ELEMENTS (efs) && done != (1u << n_ways) - 1; e++)
        {
          run (ways, n_ways, bench, efs[e]);
          for (guint i = 0; i < n_ways; i++)
            if (!(done >> i & 1) && get_recall (&ways[i]) >= floors[f])
              {
                done |= 1 << i;
                print_way (&ways[i], efs[e], floors[f]);
              }
        }
    }
}

/* What the process holds, in KiB: memory of its own, and pages of files. */
static void
read_resident (guint64 *own,
               guint64 *file)
{
  g_autofree char *status = NULL;

  *own = *file = 0;
  if (g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    {
      const char *anonymous = strstr (status, "RssAnon:");
      const char *mapped = strstr (status, "RssFile:");

      *own = anonymous != NULL ? g_ascii_strtoull (anonymous + 8, NULL, 10) : 0;
      *file = mapped != NULL ? g_ascii_strtoull (mapped + 8, NULL, 10) : 0;
    }
}

static void
print_build (const char *name,
             guint       n_threads,
             Times       times)
{
  g_print ("%-8s build %u thread%s %.2f s (%.2f s)\n", name, n_threads, n_threads == 1 ? "" : "s", times.cpu / 1000,
           times.wall / 1000);
}

/* Builds with two threads, then with one; the second is kept. */
static void
build_graph (Bench   *bench,
             BtyHnsw *graph)
{
  for (guint n_threads = 2; n_threads > 0; n_threads--)
    {
      Times start = read_times ();

      bty_hnsw_init (graph, &bench->table);
      bty_hnsw_build (graph, bench->n_rows, n_threads, NULL, NULL);
      print_build ("graph", n_threads, since (start));
      if (n_threads > 1)
        bty_hnsw_clear (graph);
    }
}

/* From now on the table and the graph are in the file. */
static BtyIndexFile *
load_graph (Bench      *bench,
            BtyHnsw    *graph,
            const char *path)
{
  g_autoptr(GError) error = NULL;
  BtyIndexFile *file;
  guint64 own, own_before, mapped, mapped_before;
  gsize floats = bench->n_rows * (gsize) bench->dimensions * sizeof (float);
  Times start;

  bty_index_file_write (path, "bench", 0, &bench->table, graph, &error);
  g_assert_no_error (error);
  bty_hnsw_clear (graph);
  bty_vector_table_clear (&bench->table);
  read_resident (&own_before, &mapped_before);
  start = read_times ();
  file = bty_index_file_open (path, "bench", BTY_METRIC_COSINE, bench->dimensions, &error);
  g_assert_no_error (error);
  bty_vector_table_init (&bench->table, BTY_METRIC_COSINE, bench->dimensions);
  bty_hnsw_init (graph, &bench->table);
  bty_index_file_fill_table (file, &bench->table);
  g_assert_true (bty_index_file_fill_graph (file, graph));
  start = since (start);
  g_print ("graph    load %.2f ms (%.2f ms)\n", start.cpu, start.wall);
  for (guint i = 0; i < N_QUERIES; i++)
    g_array_unref (ask (bench, bench->queries + (gsize) i * bench->dimensions, graph, BTY_HNSW_EF, FALSE));
  read_resident (&own, &mapped);
  g_print ("graph    memory %.1f MiB: codes, links and keys; the floats, %.1f MiB, stay in the file\n"
           "graph    resident after %u searches: %.1f MiB its own, %.1f MiB of the file\n",
           (bty_index_file_get_bytes (file) - floats) / 1048576.0, floats / 1048576.0, N_QUERIES,
           ((double) own - own_before) / 1024, ((double) mapped - mapped_before) / 1024);

  return file;
}

#ifdef HAVE_HNSWLIB
static BenchHnswlib *
build_hnswlib (Bench      *bench,
               const char *path)
{
  BenchHnswlib *index = NULL;
  Times start;

  for (guint n_threads = 2; n_threads > 0; n_threads--)
    {
      start = read_times ();
      index = bench_hnswlib_new (bench->dimensions, bench->n_rows, BTY_HNSW_UPPER_LINKS, BTY_HNSW_EF_CONSTRUCTION);
      bench_hnswlib_build (index, bench->vectors, bench->n_rows, n_threads);
      print_build ("hnswlib", n_threads, since (start));
      if (n_threads > 1)
        bench_hnswlib_free (index);
    }
  bench_hnswlib_save (index, path);
  bench_hnswlib_free (index);
  start = read_times ();
  index = bench_hnswlib_load (path, bench->dimensions);
  start = since (start);
  g_print ("hnswlib  load %.2f ms (%.2f ms)\nhnswlib  memory %.1f MiB\n", start.cpu, start.wall,
           bench_hnswlib_get_bytes (index) / 1048576.0);

  return index;
}
#endif

static void
fill_table (Bench *bench)
{
  Times start = read_times ();

  bty_vector_table_init (&bench->table, BTY_METRIC_COSINE, bench->dimensions);
  for (guint i = 0; i < bench->n_rows; i++)
    bty_vector_table_append (&bench->table, i, bench->vectors + (gsize) i * bench->dimensions);
  bty_vector_table_prepare (&bench->table);
  print_build ("scan", 1, since (start));
  for (guint i = 0; i < N_QUERIES; i++)
    bench->exact[i] = ask (bench, bench->queries + (gsize) i * bench->dimensions, NULL, 0, TRUE);
}

/* Our graph, and hnswlib where it is installed: how long it takes to build them, to load them, and to search. */
static void
compare_graphs (Bench *bench)
{
  static Way ways[2] = { { .name = "graph", .search = search_graph } };
  g_autofree char *directory = g_dir_make_tmp ("boternity-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "graph", NULL);
  g_autofree char *other = g_build_filename (directory, "hnswlib", NULL);
  BtyIndexFile *file;
  BtyHnsw graph;
  guint n_ways = 1;

  build_graph (bench, &graph);
  file = load_graph (bench, &graph, path);
  ways[0].index = &graph;
#ifdef HAVE_HNSWLIB
  ways[1] = (Way) { .name = "hnswlib", .search = search_hnswlib, .index = build_hnswlib (bench, other) };
  n_ways = 2;
#endif
  print_searches (ways, n_ways, bench);
#ifdef HAVE_HNSWLIB
  bench_hnswlib_free (ways[1].index);
#endif
  bty_hnsw_clear (&graph);
  bty_vector_table_clear (&bench->table);
  bty_index_file_free (file);
  g_unlink (path);
  g_unlink (other);
  g_rmdir (directory);
}

int
main (int   argc,
      char *argv[])
{
  Bench bench = { 0 };
  Way scan = { .name = "scan", .search = search_scan };
  gboolean only_scan = argc > 3 && g_str_equal (argv[3], "scan");

  bench.n_rows = argc > 1 ? strtoul (argv[1], NULL, 10) : 0;
  bench.dimensions = argc > 2 ? strtoul (argv[2], NULL, 10) : 0;
  if (bench.n_rows < N_QUERIES || bench.dimensions == 0)
    {
      g_printerr ("Usage: bench-index N DIMS [scan]\n");
      return 2;
    }

  g_print ("%u vectors of %u numbers, %s; times of the processor (by the clock)\n", bench.n_rows, bench.dimensions,
           bty_kernels_get ()->name);
  make_vectors (&bench);
  fill_table (&bench);
  run (&scan, 1, &bench, 0);
  print_way (&scan, 0, 0);
  if (only_scan)
    bty_vector_table_clear (&bench.table);
  else
    compare_graphs (&bench);
  for (guint i = 0; i < N_QUERIES; i++)
    g_array_unref (bench.exact[i]);
  g_free (bench.vectors);
  g_free (bench.queries);

  return 0;
}
