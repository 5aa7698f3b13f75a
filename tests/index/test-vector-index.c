/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-vector-index.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "bty-error.h"
#include "bty-index-file.h"
#include "bty-test-vectors.h"

#define DIMENSIONS 64
#define K 10

static const BtyVectorWish plain_wish = { .k = K, .min_score = -G_MAXFLOAT };

typedef struct
{
  BtyVectorIndex *index;
  BtyTestVectors  vectors;
  char           *directory;
  char           *path;
  float           vector[DIMENSIONS];
} Fixture;

static void
insert (Fixture *fixture,
        gint64   key)
{
  g_autoptr(GError) error = NULL;

  bty_test_vectors_next (&fixture->vectors, fixture->vector);
  bty_vector_index_insert (fixture->index, key, fixture->vector, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  guint n_rows = GPOINTER_TO_UINT (data);

  bty_test_vectors_init (&fixture->vectors, DIMENSIONS, 20, 9);
  fixture->directory = g_dir_make_tmp ("boternity-test-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->directory, "vectors", NULL);
  fixture->index = bty_vector_index_new ("test-64", DIMENSIONS, BTY_METRIC_COSINE);
  for (guint i = 0; i < n_rows; i++)
    insert (fixture, i * 7);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->index);
  bty_test_vectors_clear (&fixture->vectors);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_free (fixture->path);
  g_free (fixture->directory);
}

static BtyVectorIndex *
load (Fixture  *fixture,
      GError  **error)
{
  return bty_vector_index_load (fixture->path, "test-64", DIMENSIONS, BTY_METRIC_COSINE, error);
}

static void
reload (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  bty_vector_index_save (fixture->index, fixture->path, 42, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (fixture->index);
  fixture->index = load (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bty_vector_index_get_stamp (fixture->index), ==, 42);
}

static gboolean
is_found (GArray *hits,
          gint64  key)
{
  for (guint i = 0; i < hits->len; i++)
    if (g_array_index (hits, BtyIndexHit, i).key == key)
      return TRUE;

  return FALSE;
}

static guint
count_vectors (BtyVectorIndex *index)
{
  BtyVectorIndexStats stats;

  bty_vector_index_get_stats (index, &stats);

  return stats.n_vectors;
}

/* What is put in is found, replaced and taken out, and the next search knows. */
static void
test_change (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GArray) hits = NULL;
  g_autoptr(GArray) without = NULL;
  guint n = count_vectors (fixture->index);

  insert (fixture, -5);
  hits = bty_vector_index_search (fixture->index, fixture->vector, &plain_wish);
  g_assert_cmpint (g_array_index (hits, BtyIndexHit, 0).key, ==, -5);
  g_assert_cmpfloat_with_epsilon (g_array_index (hits, BtyIndexHit, 0).score, 1, 1e-5);

  insert (fixture, -5);
  g_assert_cmpuint (count_vectors (fixture->index), ==, n + 1);
  g_assert_true (bty_vector_index_remove (fixture->index, -5));
  g_assert_false (bty_vector_index_remove (fixture->index, -5));
  g_assert_false (bty_vector_index_contains (fixture->index, -5));
  without = bty_vector_index_search (fixture->index, fixture->vector, &plain_wish);
  g_assert_false (is_found (without, -5));
  g_assert_cmpuint (count_vectors (fixture->index), ==, n);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  static const float numbers[] = { NAN, INFINITY, -INFINITY, 1e30f };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GArray) hits = NULL;
      float vector[DIMENSIONS] = { 1, 2, numbers[i] };

      g_assert_false (bty_vector_index_insert (fixture->index, 1, vector, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
      hits = bty_vector_index_search (fixture->index, vector, &plain_wish);
      g_assert_cmpuint (hits->len, ==, 0);
    }
}

/* Few keys and many take different ways; both find exactly the best of what is allowed. */
static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  static const guint steps[] = { 2, 50, 5000 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr(GArray) hits = NULL;
      BtyVectorWish wish = plain_wish;

      for (gint64 key = 0; key < 7 * 6000; key += 7 * steps[i])
        g_array_append_val (keys, key);
      wish.keys = (const gint64 *) keys->data;
      wish.n_keys = keys->len;
      bty_test_vectors_next (&fixture->vectors, fixture->vector);
      hits = bty_vector_index_search (fixture->index, fixture->vector, &wish);
      g_assert_cmpuint (hits->len, ==, MIN (K, keys->len));
      for (guint j = 0; j < hits->len; j++)
        g_assert_cmpint (g_array_index (hits, BtyIndexHit, j).key % (7 * steps[i]), ==, 0);
    }
}

static void
compare (Fixture        *fixture,
         BtyVectorIndex *other)
{
  for (guint q = 0; q < 20; q++)
    {
      g_autoptr(GArray) hits = NULL;
      g_autoptr(GArray) again = NULL;

      bty_test_vectors_next (&fixture->vectors, fixture->vector);
      hits = bty_vector_index_search (fixture->index, fixture->vector, &plain_wish);
      again = bty_vector_index_search (other, fixture->vector, &plain_wish);
      g_assert_cmpuint (hits->len, ==, again->len);
      for (guint i = 0; i < hits->len; i++)
        {
          g_assert_cmpint (g_array_index (hits, BtyIndexHit, i).key, ==, g_array_index (again, BtyIndexHit, i).key);
          g_assert_true (g_array_index (hits, BtyIndexHit, i).score == g_array_index (again, BtyIndexHit, i).score);
        }
    }
}

/* From a file comes what went in, and it can be changed on; without what was removed. */
static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(BtyVectorIndex) other = NULL;
  g_autoptr(GError) error = NULL;
  guint n = count_vectors (fixture->index);

  bty_vector_index_save (fixture->index, fixture->path, 1, &error);
  g_assert_no_error (error);
  other = load (fixture, &error);
  g_assert_no_error (error);
  compare (fixture, other);
  g_clear_object (&other);

  for (gint64 key = 0; key < 7 * 100; key += 7)
    bty_vector_index_remove (fixture->index, key);
  reload (fixture);
  g_assert_cmpuint (count_vectors (fixture->index), ==, n - 100);
  g_assert_false (bty_vector_index_contains (fixture->index, 7));
  g_assert_true (bty_vector_index_contains (fixture->index, 7 * 100));
  for (guint i = 0; i < 200; i++)
    insert (fixture, 1000000 + i);
  test_change (fixture, NULL);
  reload (fixture);
  test_change (fixture, NULL);
  g_assert_cmpuint (count_vectors (fixture->index), ==, n + 100);
}

/* A graph goes through a file, takes and loses rows, and is given up when too many are gone. */
static void
test_graph (Fixture       *fixture,
            gconstpointer  data)
{
  BtyVectorIndexStats stats;

  g_assert_false (bty_vector_index_wants_build (fixture->index, BTY_VECTOR_INDEX_MAX_SCANNED));
  g_assert_true (bty_vector_index_build (fixture->index, 2, NULL, NULL));
  test_change (fixture, NULL);
  for (gint64 key = 0; key < 7 * 100; key += 7)
    bty_vector_index_remove (fixture->index, key);
  reload (fixture);
  bty_vector_index_get_stats (fixture->index, &stats);
  g_assert_true (stats.has_graph);
  test_change (fixture, NULL);
  g_assert_false (bty_vector_index_contains (fixture->index, 7));
  g_assert_true (bty_vector_index_contains (fixture->index, 7 * 100));

  for (gint64 key = 0; key < 7 * 4000; key += 7)
    bty_vector_index_remove (fixture->index, key);
  reload (fixture);
  bty_vector_index_get_stats (fixture->index, &stats);
  g_assert_false (stats.has_graph);
  g_assert_cmpuint (stats.n_removed, ==, 0);
  test_change (fixture, NULL);
}

static void
finish_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  bty_vector_index_build_finish (BTY_VECTOR_INDEX (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* While a graph is built all goes on: rows come and go, and are right when it takes over. */
static void
test_build_async (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  BtyVectorIndexStats stats;
  gboolean done = FALSE;
  gint64 key = 0;

  bty_vector_index_build_async (fixture->index, 2, NULL, finish_cb, &done);
  g_assert_false (bty_vector_index_save (fixture->index, fixture->path, 1, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_BUSY);
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr(GArray) hits = NULL;

      g_assert_true (bty_vector_index_remove (fixture->index, key));
      insert (fixture, 500000 + i);
      hits = bty_vector_index_search (fixture->index, fixture->vector, &plain_wish);
      g_assert_true (is_found (hits, 500000 + i));
      g_assert_false (is_found (hits, key));
      key += 7;
    }
  while (!done)
    g_main_context_iteration (NULL, TRUE);

  bty_vector_index_get_stats (fixture->index, &stats);
  g_assert_true (stats.has_graph);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr(GArray) hits = NULL;

      bty_test_vectors_next (&fixture->vectors, fixture->vector);
      hits = bty_vector_index_search (fixture->index, fixture->vector, &plain_wish);
      g_assert_cmpuint (hits->len, ==, K);
      for (guint j = 0; j < K; j++)
        g_assert_false (g_array_index (hits, BtyIndexHit, j).key < key);
    }
  while (g_main_context_iteration (NULL, FALSE));
  /* The thread that built may not have let go yet. */
  while (G_OBJECT (fixture->index)->ref_count > 1)
    g_thread_yield ();
}

/* Whatever happens to the file: it is refused when it is opened, or by the check of all of it, and searching what was
 * opened does no harm. */
static void
expect_damage (Fixture      *fixture,
               const guint8 *bytes,
               gsize         size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyVectorIndex) index = NULL;

  g_file_set_contents (fixture->path, (const char *) bytes, size, &error);
  g_assert_no_error (error);
  index = load (fixture, &error);
  if (index == NULL)
    {
      g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
      return;
    }

  g_assert_false (bty_index_file_verify (fixture->path, NULL, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(GArray) hits = NULL;

      bty_test_vectors_next (&fixture->vectors, fixture->vector);
      hits = bty_vector_index_search (index, fixture->vector, &plain_wish);
    }
}

static void
test_damage (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize size;

  g_assert_true (bty_vector_index_build (fixture->index, 1, NULL, NULL));
  bty_vector_index_save (fixture->index, fixture->path, 1, &error);
  g_assert_no_error (error);
  g_assert_true (bty_index_file_verify (fixture->path, NULL, &error));
  g_assert_true (g_file_get_contents (fixture->path, (char **) &bytes, &size, &error));

  for (gsize length = 0; length < size; length += length < 5000 ? 499 : 7919)
    expect_damage (fixture, bytes, length);
  for (gsize at = 0; at < size; at += at < 1000 ? 1 : 1009)
    {
      guint8 was = bytes[at];

      bytes[at] ^= 1 << at % 8;
      expect_damage (fixture, bytes, size);
      /* As large a number as can be. */
      bytes[at] = was == 0xff ? 0 : 0xff;
      expect_damage (fixture, bytes, size);
      bytes[at] = was;
    }
  g_unlink (fixture->path);
  g_assert_null (load (fixture, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_assert_true (bty_vector_index_verify_finish (BTY_VECTOR_INDEX (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

/* A file of another model or size is not used; one that cannot be written is said so. */
static void
test_other (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gboolean done = FALSE;

  reload (fixture);
  bty_vector_index_verify_async (fixture->index, NULL, verified_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (bty_vector_index_load (fixture->path, "other-64", DIMENSIONS, BTY_METRIC_COSINE, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (bty_vector_index_load (fixture->path, "test-64", DIMENSIONS + 1, BTY_METRIC_COSINE, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (bty_vector_index_load (fixture->path, "test-64", DIMENSIONS, BTY_METRIC_L2, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (bty_vector_index_load (fixture->directory, "test-64", DIMENSIONS, BTY_METRIC_L2, &error));
  g_clear_error (&error);
  g_assert_false (bty_vector_index_save (fixture->index, "/nowhere/at/all", 1, &error));
  g_assert_nonnull (error);
  while (G_OBJECT (fixture->index)->ref_count > 1)
    g_thread_yield ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, n, function) \
  g_test_add ("/vector-index/" path, Fixture, GUINT_TO_POINTER (n), set_up, function, tear_down)
  ADD ("change", 6000, test_change);
  ADD ("change/few", 3, test_change);
  ADD ("change/empty", 0, test_change);
  ADD ("refused", 10, test_refused);
  ADD ("keys", 6000, test_keys);
  ADD ("round-trip", 6000, test_round_trip);
  ADD ("round-trip/few", 120, test_round_trip);
  ADD ("round-trip/chunks", 40000, test_round_trip);
  ADD ("graph", 6000, test_graph);
  ADD ("build-async", 6000, test_build_async);
  ADD ("damage", 300, test_damage);
  ADD ("other", 100, test_other);

  return g_test_run ();
}
