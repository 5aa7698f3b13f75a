/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-store.h"
#include "bty-embedding-store.h"
#include "bty-meaning-index.h"
#include "bty-meaning.h"
#include "bty-memory-store.h"
#include "bty-memory-writing.h"
#include "bty-test-profile.h"
#include "bty-test-wait.h"
#include "bty-time.h"
#include "bty-vector-log.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* The index finds what comparing every vector finds, follows each change, is made anew when its file is not right, and
 * nothing of what is forgotten is left in that file. */

#define DIMENSIONS 384
#define MODEL "test"
#define N_MEMORIES 1200
#define N_CANARIES 20

typedef struct
{
  char        *dir;
  char        *uri;
  BtyDatabase *database;
  BtyBot      *bot;
  GPtrArray   *memories;
  GRand       *rand;
} Fixture;

/* A canary has a length of exactly 1, so that its bytes stay as they are: four times 0.5, where no other has it. */
static void
make_vector (Fixture *fixture,
             guint    i,
             float   *values)
{
  if (i < N_CANARIES)
    {
      memset (values, 0, DIMENSIONS * sizeof *values);
      for (guint j = 0; j < 4; j++)
        values[i * 8 + j] = 0.5f;
    }
  else
    for (guint j = 0; j < DIMENSIONS; j++)
      values[j] = (float) g_rand_double_range (fixture->rand, -1, 1);
}

static void
add_memory (Fixture *fixture,
            guint    i)
{
  g_autofree char *text = g_strdup_printf ("Memory number %u", i);
  BtyMemory *memory = bty_memory_new (fixture->bot->id, text);
  float values[DIMENSIONS];
  g_autoptr(GError) error = NULL;

  make_vector (fixture, i, values);
  bty_memory_store_insert (fixture->database, memory, "user", &error);
  g_assert_no_error (error);
  bty_memory_note (fixture->database, "user", BTY_AUDIT_ADD, NULL, memory, NULL, &error);
  g_assert_no_error (error);
  bty_embedding_store_set_memory (fixture->database, memory, MODEL, values, DIMENSIONS, &error);
  g_assert_no_error (error);
  g_ptr_array_add (fixture->memories, memory);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->dir = bty_test_make_dir ();
  fixture->uri = bty_test_profile_create_uri (fixture->dir);
  fixture->rand = g_rand_new_with_seed (7);
  fixture->memories = g_ptr_array_new_with_free_func (g_object_unref);
  g_object_unref (bty_worker_new (fixture->uri, NULL, &error));
  g_assert_no_error (error);
  fixture->database = bty_database_open (fixture->uri, NULL, BTY_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  fixture->bot = bty_bot_new ("Ada");
  bty_database_begin (fixture->database, &error);
  bty_bot_store_insert (fixture->database, fixture->bot, &error);
  for (guint i = 0; i < N_MEMORIES; i++)
    add_memory (fixture, i);
  bty_database_commit (fixture->database, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->database);
  g_clear_object (&fixture->bot);
  g_ptr_array_unref (fixture->memories);
  g_rand_free (fixture->rand);
  bty_test_remove (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->uri);
}

static BtyMeaningIndex *
open_index (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  BtyMeaningIndex *index = bty_meaning_index_open (fixture->bot->id, MODEL, DIMENSIONS, TRUE, fixture->database,
                                                   &error);

  g_assert_no_error (error);

  return index;
}

static char *
dup_file (Fixture *fixture)
{
  return g_strdup_printf ("%s/index/%s-" MODEL ".idx", fixture->dir, fixture->bot->id);
}

static void
save (Fixture         *fixture,
      BtyMeaningIndex *index)
{
  g_autofree char *file = dup_file (fixture);
  g_autoptr(GError) error = NULL;

  bty_meaning_index_save (index, fixture->database, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
}

static gboolean
is_mapped (BtyMeaningIndex *index)
{
  BtyVectorIndexStats stats;

  bty_vector_index_get_stats (index->vectors, &stats);

  return stats.mapped_bytes > 0;
}

static void
forget (Fixture *fixture,
        guint    i)
{
  BtyMemory *memory = g_ptr_array_index (fixture->memories, i);
  g_autoptr(GError) error = NULL;

  bty_database_begin (fixture->database, &error);
  g_assert_cmpint (bty_memory_forget (fixture->database, memory->id, "user", &error), ==, 1);
  g_assert_no_error (error);
  bty_database_commit (fixture->database, &error);
  g_assert_no_error (error);
}

/* Whether the file has these bytes in it; it need not exist. */
static gboolean
has_vector (Fixture     *fixture,
            const float *values)
{
  g_autofree char *file = dup_file (fixture);
  g_autofree char *contents = NULL;
  gsize length = 0;

  return g_file_get_contents (file, &contents, &length, NULL)
         && memmem (contents, length, values, DIMENSIONS * sizeof *values) != NULL;
}

static gboolean
has_canary (Fixture *fixture,
            guint    i)
{
  float values[DIMENSIONS];

  make_vector (fixture, i, values);

  return has_vector (fixture, values);
}

static void
test_forgotten (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(BtyMeaningIndex) index = open_index (fixture);
  g_autoptr(BtyMeaningIndex) again = NULL;
  g_autofree char *file = dup_file (fixture);

  save (fixture, index);
  for (guint i = 0; i < N_CANARIES; i++)
    g_assert_true (has_canary (fixture, i));
  for (guint i = 0; i < N_CANARIES; i++)
    forget (fixture, i);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));

  /* The index has not heard of it before it is saved. */
  save (fixture, index);
  for (guint i = 0; i < N_CANARIES; i++)
    g_assert_false (has_canary (fixture, i));
  again = open_index (fixture);
  g_assert_true (is_mapped (again));
}

/* What a memory said before it was corrected is not left in the file either. */
static void
test_corrected (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(BtyMeaningIndex) index = NULL;
  g_autoptr(BtyMemory) changed = bty_record_copy (g_ptr_array_index (fixture->memories, 100));
  g_autoptr(BtyMemory) stored = NULL;
  g_autoptr(GError) error = NULL;
  float values[DIMENSIONS] = { 0 };

  /* As for a canary, but no part of a row of them and the next one is alike. */
  for (guint i = 0; i < 16; i++)
    values[300 + i] = 0.25f;
  bty_embedding_store_set_memory (fixture->database, changed, MODEL, values, DIMENSIONS, &error);
  g_assert_no_error (error);
  index = open_index (fixture);
  save (fixture, index);
  g_assert_true (has_vector (fixture, values));

  g_object_set (changed, "importance", (gint64) 5, NULL);
  stored = bty_memory_change (fixture->database, changed, "user", &error);
  g_assert_no_error (error);
  g_assert_true (has_vector (fixture, values));
  g_clear_object (&stored);

  g_object_set (changed, "text", "Something else", NULL);
  stored = bty_memory_change (fixture->database, changed, "user", &error);
  g_assert_no_error (error);
  g_assert_false (has_vector (fixture, values));
  save (fixture, index);
  g_assert_false (has_vector (fixture, values));
  g_assert_true (has_canary (fixture, 8));
}

static void
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BtyMeaningIndex) index = open_index (fixture);
  BtyMemory *memory = g_ptr_array_index (fixture->memories, N_MEMORIES - 1);
  BtyVectorIndexStats stats;
  float values[DIMENSIONS];
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) hits = NULL;

  /* The newest of all is replaced: its number must not be given again. */
  make_vector (fixture, 3, values);
  values[300] = 0.01f;
  bty_embedding_store_set_memory (fixture->database, memory, MODEL, values, DIMENSIONS, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bty_meaning_index_follow (index, fixture->database, 100, &error), ==, 2);
  g_assert_cmpint (bty_meaning_index_follow (index, fixture->database, 100, &error), ==, 0);
  bty_vector_index_get_stats (index->vectors, &stats);
  g_assert_cmpuint (stats.n_vectors, ==, N_MEMORIES);
  hits = bty_vector_index_search (index->vectors, values, &(BtyVectorWish) { .k = 2, .min_score = 0.9f });
  g_assert_cmpuint (hits->len, ==, 2);
}

/* A file of another state of the data, and one that is cut off. */
static void
test_wrong_file (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *file = dup_file (fixture);
  g_autoptr(BtyMeaningIndex) index = open_index (fixture);
  g_autoptr(BtyMeaningIndex) other = NULL;
  g_autoptr(BtyMeaningIndex) cut = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (is_mapped (index));
  save (fixture, index);
  index->stamp += 100;
  bty_vector_index_save (index->vectors, file, index->stamp, &error);
  g_assert_no_error (error);
  other = open_index (fixture);
  g_assert_false (is_mapped (other));

  g_assert_cmpint (truncate (file, 1000), ==, 0);
  cut = open_index (fixture);
  g_assert_false (is_mapped (cut));
}

typedef struct
{
  BtyMeaning *meaning;
  Fixture    *fixture;
  gboolean    by_index;
} Search;

static gpointer
search_on_db (BtyDatabase   *database,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  Search *search = data;
  const char *scopes[] = { search->fixture->bot->id, NULL };
  float values[DIMENSIONS];
  BtyVectorQuery query = { .model = MODEL, .values = values, .dimensions = DIMENSIONS, .scopes = scopes,
                           .now = bty_time_now (), .min_similarity = 0.3, .limit = 20 };

  g_autoptr(GArray) found = NULL;
  gint64 newest;

  make_vector (search->fixture, 5, values);
  values[44] = 0.4f;
  if (!bty_vector_log_get_newest (database, &newest, error)
      || !bty_meaning_follow (search->meaning, database, &query, newest, error))
    return NULL;
  found = bty_meaning_find (search->meaning, &query);
  search->by_index = found != NULL;

  return bty_meaning_read (search->meaning, database, &query, found, NULL, error);
}

static GPtrArray *
search (Search    *search,
        BtyWorker *worker)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GTask) task = g_task_new (NULL, NULL, bty_test_result_cb, &result);
  g_autoptr(GError) error = NULL;
  GPtrArray *hits;

  g_task_set_task_data (task, search, NULL);
  bty_worker_read (worker, task, search_on_db, (GDestroyNotify) g_ptr_array_unref);
  hits = g_task_propagate_pointer (G_TASK (bty_test_wait (&result)), &error);
  g_assert_no_error (error);

  return hits;
}

/* By comparing all, by the index, and after a change: the same answer, and never what has gone. */
static void
test_searched (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyWorker) worker = bty_worker_new (fixture->uri, NULL, &error);
  g_autoptr(BtyMeaning) meaning = bty_meaning_new (worker, BTY_VECTOR_INDEX_MAX_SCANNED);
  Search wanted = { meaning, fixture };
  g_autofree char *file = dup_file (fixture);
  g_autoptr(GPtrArray) first = search (&wanted, worker);
  g_autoptr(GPtrArray) second = NULL;
  g_autoptr(GPtrArray) third = NULL;
  BtyVectorHit *best;

  g_assert_cmpuint (first->len, >, 0);
  while (!bty_test_profile_is_on_server () && !g_file_test (file, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  second = search (&wanted, worker);
  g_assert_cmpuint (second->len, ==, first->len);
  for (guint i = 0; i < first->len; i++)
    g_assert_cmpstr (((BtyVectorHit *) g_ptr_array_index (first, i))->vector->id, ==,
                     ((BtyVectorHit *) g_ptr_array_index (second, i))->vector->id);

  best = g_ptr_array_index (first, 0);
  forget (fixture, 5);
  third = search (&wanted, worker);
  for (guint i = 0; i < third->len; i++)
    g_assert_cmpstr (((BtyVectorHit *) g_ptr_array_index (third, i))->vector->id, !=, best->vector->id);
  bty_worker_stop (worker);
}

/* One question, and the program ends: the next run has the index, from its file, at once. */
static void
test_short_runs (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *file = dup_file (fixture);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(BtyWorker) worker = bty_worker_new (fixture->uri, NULL, &error);
      g_autoptr(BtyMeaning) meaning = bty_meaning_new (worker, BTY_VECTOR_INDEX_MAX_SCANNED);
      Search wanted = { meaning, fixture };
      g_autoptr(GPtrArray) hits = search (&wanted, worker);

      g_assert_cmpuint (hits->len, >, 0);
      g_assert_cmpint (wanted.by_index, ==, i == 1);
      bty_meaning_close (meaning);
      bty_worker_stop (worker);
      bty_test_settle ();
      g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
    }
}

static gboolean
has_graph (Fixture *fixture)
{
  g_autofree char *file = dup_file (fixture);
  g_autoptr(BtyVectorIndex) index = bty_vector_index_load (file, MODEL, DIMENSIONS, BTY_METRIC_COSINE, NULL);
  BtyVectorIndexStats stats = { 0 };

  if (index != NULL)
    bty_vector_index_get_stats (index, &stats);

  return stats.has_graph;
}

/* Where a scan would take long a graph is built beside it, and saved; it finds the same, and not what was forgotten. */
static void
test_graph (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyWorker) worker = bty_worker_new (fixture->uri, NULL, &error);
  g_autoptr(BtyMeaning) meaning = bty_meaning_new (worker, 1000);
  Search wanted = { meaning, fixture };
  g_autoptr(GPtrArray) scanned = search (&wanted, worker);
  g_autoptr(GPtrArray) walked = NULL;
  g_autoptr(GPtrArray) after = NULL;
  g_autofree char *best = NULL;

  while (!has_graph (fixture))
    g_main_context_iteration (NULL, TRUE);
  walked = search (&wanted, worker);
  g_assert_cmpuint (walked->len, ==, scanned->len);
  for (guint i = 0; i < scanned->len; i++)
    g_assert_cmpstr (((BtyVectorHit *) g_ptr_array_index (walked, i))->vector->id, ==,
                     ((BtyVectorHit *) g_ptr_array_index (scanned, i))->vector->id);

  best = g_strdup (((BtyVectorHit *) g_ptr_array_index (walked, 0))->vector->id);
  forget (fixture, 5);
  after = search (&wanted, worker);
  for (guint i = 0; i < after->len; i++)
    g_assert_cmpstr (((BtyVectorHit *) g_ptr_array_index (after, i))->vector->id, !=, best);
  bty_meaning_close (meaning);
  bty_worker_stop (worker);
  bty_test_settle ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  /* Beside a server there is no place for a file. */
  if (!bty_test_profile_is_on_server ())
    {
      g_test_add ("/meaning/forgotten", Fixture, NULL, set_up, test_forgotten, tear_down);
      g_test_add ("/meaning/corrected", Fixture, NULL, set_up, test_corrected, tear_down);
      g_test_add ("/meaning/short-runs", Fixture, NULL, set_up, test_short_runs, tear_down);
      g_test_add ("/meaning/graph", Fixture, NULL, set_up, test_graph, tear_down);
      g_test_add ("/meaning/wrong-file", Fixture, NULL, set_up, test_wrong_file, tear_down);
    }
  g_test_add ("/meaning/follows", Fixture, NULL, set_up, test_follows, tear_down);
  g_test_add ("/meaning/searched", Fixture, NULL, set_up, test_searched, tear_down);

  return bty_test_profile_run ();
}
