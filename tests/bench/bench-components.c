/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-artifact-store.h"
#include "bty-bench.h"
#include "bty-bot.h"
#include "bty-database-driver.h"
#include "bty-event-store.h"
#include "bty-graph-walk.h"
#include "bty-kernels.h"
#include "bty-key-value-store.h"
#include "bty-migrator.h"
#include "bty-pattern-store.h"
#include "bty-scan.h"
#include "bty-session-store.h"
#include "bty-time.h"
#include "bty-vector-store.h"

#include <math.h>
#include <string.h>

/* What the storage components promise, on a file, on the servers that tests/support/with-postgres has started, and on
 * those whose URIs are given; their databases must be empty, and are not afterwards. */

#define REPEAT 200
#define SCOPE "bench"
#define N_ENTITIES 100000
#define N_RELATIONSHIPS 300000
#define N_EVENTS 100000
#define EVENTS_PER_TRANSACTION 500
#define N_SESSIONS 1000
#define DIMENSIONS 384
#define N_SEARCHES 20
#define NEAREST 10

typedef struct
{
  BtyDatabase *database;
  GRand       *random;
  guint        n_topics;  /* of vectors; 0 = they are spread evenly */
} Bench;

static void
check (GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static void
begin (Bench *self)
{
  GError *error = NULL;

  bty_database_begin (self->database, &error);
  check (error);
}

static void
commit (Bench *self)
{
  GError *error = NULL;

  bty_database_commit (self->database, &error);
  check (error);
}

static void
measure_values (Bench *self)
{
  g_autoptr(BtyBench) write = bty_bench_new ("value: durable write of 100 bytes");
  g_autoptr(BtyBench) read = bty_bench_new ("value: read");
  g_autofree char *text = g_strnfill (100, 'v');
  g_autoptr(GBytes) data = g_bytes_new_static (text, 100);
  GError *error = NULL;

  for (guint i = 0; i < REPEAT; i++)
    {
      g_autofree char *key = g_strdup_printf ("key/%u", i);
      g_autoptr(BtyKeyValue) value = bty_key_value_new (SCOPE, key, NULL, data);

      bty_bench_start (write);
      begin (self);
      bty_key_value_store_put (self->database, value, &error);
      commit (self);
      bty_bench_stop (write);
      check (error);
    }
  for (guint i = 0; i < REPEAT; i++)
    {
      g_autofree char *key = g_strdup_printf ("key/%u", i);
      g_autoptr(BtyKeyValue) value = NULL;

      bty_bench_start (read);
      value = bty_key_value_store_get (self->database, SCOPE, key, bty_time_now (), &error);
      bty_bench_stop (read);
      check (error);
    }
  bty_bench_print (read);
  bty_bench_print (write);
}

static void
measure_patterns (Bench *self)
{
  g_autoptr(BtyBench) bench = bty_bench_new ("pattern: durable count of a transition");
  GError *error = NULL;

  for (guint i = 0; i < REPEAT; i++)
    {
      g_autofree char *from = g_strdup_printf ("state %u", i % 50);

      bty_bench_start (bench);
      begin (self);
      bty_pattern_store_record (self->database, SCOPE, "prompt", from, "next", bty_time_now (), &error);
      commit (self);
      bty_bench_stop (bench);
      check (error);
    }
  bty_bench_print (bench);
}

static void
measure_sessions (Bench *self)
{
  g_autoptr(BtyBench) bench = bty_bench_new ("sessions: a page of 50 of 1,000");
  g_autoptr(BtyBot) bot = bty_bot_new ("Bench");
  GError *error = NULL;

  begin (self);
  g_object_set (bot, "slug", "bench", NULL);
  bty_database_insert (self->database, bot, &error);
  for (guint i = 0; i < N_SESSIONS && error == NULL; i++)
    {
      g_autoptr(BtySession) session = bty_session_new (bot->id);

      bty_session_store_insert (self->database, session, &error);
    }
  check (error);
  commit (self);
  for (guint i = 0; i < REPEAT; i++)
    {
      g_autoptr(GPtrArray) page = NULL;

      bty_bench_start (bench);
      page = bty_session_store_list (self->database, NULL, NULL, FALSE, NULL, 50, &error);
      bty_bench_stop (bench);
      check (error);
    }
  bty_bench_print (bench);
}

static void
measure_artifacts_of_size (Bench      *self,
                           const char *name,
                           gsize       size,
                           guint       repeat)
{
  g_autofree char *title = g_strdup_printf ("artifact: durable, %s", name);
  g_autoptr(BtyBench) put = bty_bench_new (title);
  g_autoptr(BtyBench) load = bty_bench_new ("  read and compared with its hash");
  GError *error = NULL;

  for (guint i = 0; i < repeat; i++)
    {
      guint32 *numbers = g_malloc (size);
      g_autoptr(GBytes) data = NULL;
      g_autoptr(GBytes) loaded = NULL;
      g_autoptr(BtyArtifact) artifact = NULL;

      for (gsize j = 0; j < size / sizeof *numbers; j++)
        numbers[j] = g_rand_int (self->random);
      data = g_bytes_new_take (numbers, size);
      bty_bench_start (put);
      begin (self);
      artifact = bty_artifact_store_put_bytes (self->database, data, &error);
      check (error);
      commit (self);
      bty_bench_stop (put);

      bty_bench_start (load);
      loaded = bty_artifact_store_load (self->database, artifact->id, &error);
      bty_bench_stop (load);
      check (error);
    }
  bty_bench_print (put);
  bty_bench_print (load);
}

static void
measure_events (Bench *self)
{
  static const char *const types[] = { "memory.added", "memory.edited", "file.added", "provider.failed" };
  g_autoptr(BtyBench) newest = bty_bench_new ("events: 100 newest of memory.*, of 100,000");
  g_autoptr(BtyBench) of_one = bty_bench_new ("events: all of one correlation");
  GError *error = NULL;

  begin (self);
  for (guint i = 0; i < N_EVENTS && error == NULL; i++)
    {
      g_autofree char *correlation_id = g_strdup_printf ("undertaking %u", i / 10);
      g_autoptr(BtyEvent) event = bty_event_new (types[i % 4], "bench", correlation_id, NULL);

      bty_event_store_append (self->database, event, &error);
      /* The row with the last number has a version for each until the transaction ends, which PostgreSQL walks. */
      if (i % EVENTS_PER_TRANSACTION == 0)
        {
          commit (self);
          begin (self);
        }
    }
  check (error);
  commit (self);

  for (guint i = 0; i < REPEAT; i++)
    {
      g_autofree char *correlation_id = g_strdup_printf ("undertaking %u", g_rand_int_range (self->random, 0, 10000));
      BtyEventQuery query = { .type = "memory.*", .newest_first = TRUE, .limit = 100 };
      BtyEventQuery one_query = { .correlation_id = correlation_id };
      g_autoptr(GPtrArray) events = NULL;
      g_autoptr(GPtrArray) one = NULL;

      bty_bench_start (newest);
      events = bty_event_store_list (self->database, &query, &error);
      bty_bench_stop (newest);
      check (error);
      bty_bench_start (of_one);
      one = bty_event_store_list (self->database, &one_query, &error);
      bty_bench_stop (of_one);
      check (error);
      g_assert_cmpuint (events->len, ==, 100);
      g_assert_cmpuint (one->len, ==, 10);
    }
  bty_bench_print (newest);
  bty_bench_print (of_one);
}

static char *
pick_entity (Bench *self)
{
  return g_strdup_printf ("01900000-0000-7000-8000-%012d", g_rand_int_range (self->random, 0, N_ENTITIES));
}

static void
add_graph (Bench *self)
{
  GError *error = NULL;

  begin (self);
  for (guint i = 0; i < N_RELATIONSHIPS && error == NULL; i++)
    {
      g_autofree char *from = pick_entity (self);
      g_autofree char *to = pick_entity (self);
      g_autoptr(BtyRelationship) relationship = bty_relationship_new (SCOPE, from, "knows", to, 1);

      bty_database_insert (self->database, relationship, &error);
    }
  check (error);
  commit (self);
}

static void
measure_walks (Bench *self)
{
  g_autoptr(BtyBench) out = bty_bench_new ("graph: 4 hops out, 100,000 nodes of 3 edges");
  g_autoptr(BtyBench) both = bty_bench_new ("graph: 4 hops both ways");
  double n_out = 0;
  double n_both = 0;

  add_graph (self);
  for (guint i = 0; i < REPEAT; i++)
    {
      BtyGraphWalk walk = { .scope = SCOPE, .direction = BTY_GRAPH_OUT, .max_hops = 4, .time = { 2, G_MAXINT64 } };
      g_autofree char *entity = pick_entity (self);
      g_autoptr(GPtrArray) steps = NULL;
      g_autoptr(GPtrArray) all_steps = NULL;
      GError *error = NULL;

      bty_bench_start (out);
      steps = bty_graph_walk_run (&walk, self->database, entity, &error);
      bty_bench_stop (out);
      check (error);
      walk.direction = BTY_GRAPH_BOTH;
      bty_bench_start (both);
      all_steps = bty_graph_walk_run (&walk, self->database, entity, &error);
      bty_bench_stop (both);
      check (error);
      n_out += steps->len;
      n_both += all_steps->len;
    }
  bty_bench_print (out);
  bty_bench_print (both);
  g_print ("  mean number of entities reached: %.0f out, %.0f both ways\n", n_out / REPEAT, n_both / REPEAT);
}

static void
make_direction (Bench *self,
                float *values)
{
  for (guint i = 0; i < DIMENSIONS; i++)
    values[i] = g_rand_double_range (self->random, -1, 1);
}

/* What embedders make is not spread evenly: there are topics. Beside each of these most of the length is the same. */
static void
make_vector (Bench *self,
             float *values)
{
  float topic[DIMENSIONS];
  GRand *own;

  make_direction (self, values);
  if (self->n_topics == 0)
    return;

  own = g_rand_new_with_seed (g_rand_int_range (self->random, 0, self->n_topics));
  for (guint i = 0; i < DIMENSIONS; i++)
    topic[i] = g_rand_double_range (own, -1, 1);
  g_rand_free (own);
  for (guint i = 0; i < DIMENSIONS; i++)
    values[i] = topic[i] + 0.7 * values[i];
}

/* A server that has the extension for it puts each vector into a graph; many at once are quicker without it, and the
 * graph is made when they are there. */
static gboolean
drop_graph (Bench *self)
{
  gint64 count = 0;

  if (g_str_equal (BTY_DATABASE_GET_CLASS (self->database)->dialect, "postgres"))
    bty_database_query_integer (self->database, "SELECT count(*) FROM pg_class WHERE relname = 'vectors_near_384'",
                                BTY_NO_ARGS, &count, NULL);
  if (count > 0)
    bty_database_execute (self->database, "DROP INDEX vectors_near_384", BTY_NO_ARGS, NULL);

  return count > 0;
}

static void
make_graph (Bench *self)
{
  GError *error = NULL;

  BTY_DATABASE_GET_CLASS (self->database)->run_script (self->database,
    "SET maintenance_work_mem = '512MB';"
    "CREATE INDEX vectors_near_384 ON vectors USING hnsw ((CAST (embedding AS vector(384))) vector_cosine_ops)"
    " WHERE dimensions = 384", &error);
  check (error);
}

static float *
add_vectors (Bench      *self,
             const char *model,
             guint       n_vectors)
{
  float *values = g_new (float, (gsize) n_vectors * DIMENSIONS);
  gboolean has_graph = drop_graph (self);
  GError *error = NULL;

  begin (self);
  for (guint i = 0; i < n_vectors; i++)
    {
      float *one = values + (gsize) i * DIMENSIONS;
      g_autoptr(BtyVector) vector = NULL;
      g_autoptr(GPtrArray) batch = g_ptr_array_new ();

      make_vector (self, one);
      vector = bty_vector_new (SCOPE, "memory", "m", model, one, DIMENSIONS);
      g_ptr_array_add (batch, vector);
      bty_vector_store_insert_batch (self->database, batch, &error);
      check (error);
    }
  commit (self);
  if (has_graph)
    make_graph (self);
  /* As the worker does when nobody waits for it. */
  bty_database_finish (self->database, &error);
  check (error);

  return values;
}

static guint
count_right (GPtrArray    *hits,
             const double *nearest)
{
  guint n_right = 0;

  for (guint i = 0; i < hits->len; i++)
    n_right += ((BtyVectorHit *) g_ptr_array_index (hits, i))->similarity >= nearest[NEAREST - 1] - 1e-5;

  return n_right;
}

static void
measure_vectors (Bench *self,
                 guint  n_vectors,
                 guint  n_topics)
{
  g_autofree char *title = g_strdup_printf ("vectors: nearest %d of %u x %d, %s", NEAREST, n_vectors, DIMENSIONS,
                                            n_topics > 0 ? "in topics" : "random");
  g_autoptr(BtyBench) store = bty_bench_new (title);
  g_autoptr(BtyBench) plain = bty_bench_new ("  beside it: plain C, in memory");
  g_autoptr(BtyBench) quick = bty_bench_new ("  beside it: the loops of index, in memory");
  g_autofree float *values = NULL;
  guint n_first = 0;
  guint n_right = 0;

  self->n_topics = n_topics;
  values = add_vectors (self, title, n_vectors);
  for (guint i = 0; i < N_SEARCHES; i++)
    {
      float query_values[DIMENSIONS];
      double nearest[NEAREST];
      double product;
      BtyVectorQuery query = { .model = title, .values = query_values, .dimensions = DIMENSIONS, .limit = NEAREST,
                               .min_similarity = -1 };
      g_autoptr(GPtrArray) hits = NULL;
      GError *error = NULL;

      make_vector (self, query_values);
      bty_bench_start (store);
      hits = bty_vector_store_search (self->database, &query, &error);
      bty_bench_stop (store);
      check (error);
      bty_bench_start (plain);
      product = bty_scan_plainly (values, n_vectors, DIMENSIONS, query_values);
      bty_bench_stop (plain);
      bty_bench_start (quick);
      bty_scan_quickly (values, n_vectors, DIMENSIONS, query_values, nearest, NEAREST);
      bty_bench_stop (quick);
      g_assert_cmpfloat_with_epsilon (product, nearest[0] * sqrt (bty_kernels_get ()->dot (query_values, query_values,
                                                                                         DIMENSIONS)), 1e-2);

      n_first += hits->len > 0 && ((BtyVectorHit *) g_ptr_array_index (hits, 0))->similarity >= nearest[0] - 1e-5;
      n_right += count_right (hits, nearest);
    }
  bty_bench_print (store);
  bty_bench_print (plain);
  bty_bench_print (quick);
  /* A graph may miss some. */
  g_print ("  the very nearest was found by %u of %u searches; recall@%d %.3f\n", n_first, N_SEARCHES, NEAREST,
           (double) n_right / (N_SEARCHES * NEAREST));
}

static void
measure_few_vectors (Bench *self)
{
  measure_vectors (self, 10000, 0);
}

static void
measure_many_vectors (Bench *self)
{
  measure_vectors (self, 100000, 0);
}

static void
measure_topics (Bench *self)
{
  measure_vectors (self, 100000, 1000);
}

static void
measure_artifacts (Bench *self)
{
  measure_artifacts_of_size (self, "64 KiB", 65536, REPEAT);
  measure_artifacts_of_size (self, "4 MiB", 4 * 1024 * 1024, 20);
}

static const struct
{
  const char *name;
  void      (*measure) (Bench *self);
} parts[] = {
  { "values", measure_values },
  { "patterns", measure_patterns },
  { "sessions", measure_sessions },
  { "artifacts", measure_artifacts },
  { "events", measure_events },
  { "graph", measure_walks },
  { "vectors", measure_few_vectors },
  { "many-vectors", measure_many_vectors },
  { "topics", measure_topics },
};

static void
open_database (Bench      *self,
               const char *uri)
{
  GError *error = NULL;
  gint64 version = 0;

  self->database = bty_database_open (uri, NULL, BTY_DATABASE_WRITE, &error);
  check (error);
  bty_database_get_version (self->database, &version, &error);
  check (error);
  if (version > 0)
    g_error ("%s is not empty", uri);
  bty_migrator_run (self->database, NULL, &error);
  check (error);
}

static void
measure_all (const char *uri,
             const char *title,
             char      **only)
{
  Bench self = { .random = g_rand_new_with_seed (7) };

  open_database (&self, uri);
  bty_bench_print_head (title);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (only == NULL || g_strv_contains ((const char *const *) only, parts[i].name))
      parts[i].measure (&self);

  g_object_unref (self.database);
  g_rand_free (self.random);
}

/* The servers that tests/support/with-postgres has started, if it has. */
static void
measure_servers (char **only)
{
  const char *text = g_getenv ("BTY_TEST_POSTGRES");
  g_auto(GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *uri = strchr (lines[i], ' ');
      g_autofree char *name = uri != NULL ? g_strndup (lines[i], uri - lines[i]) : NULL;

      if (uri != NULL)
        measure_all (uri + 1, name, only);
    }
}

int
main (int    argc,
      char **argv)
{
  g_auto(GStrv) only = NULL;
  const GOptionEntry entries[] = {
    { "only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &only, "Measure this part only; may be given several times", "PART" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GOptionContext) context = g_option_context_new ("[URI…]");
  g_autofree char *directory = g_dir_make_tmp ("boternity-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "boternity.db", NULL);
  GError *error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_parse (context, &argc, &argv, &error);
  check (error);

  measure_all (path, "a file", only);
  measure_servers (only);
  for (int i = 1; i < argc; i++)
    measure_all (argv[i], argv[i], only);
  bty_bench_remove (directory);

  return 0;
}
