/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-test-storage.h"
#include "bty-vector-store.h"

#include <math.h>

#define MODEL "test-model"
#define N 384
#define N_MANY 600

static void
make_noise (float *values,
            guint  n_values)
{
  for (guint i = 0; i < n_values; i++)
    values[i] = g_test_rand_double_range (-1, 1);
}

static BtyVector *
create (const char *id,
        const char *scope,
        gint64      created_at,
        float       x,
        float       y)
{
  float values[N] = { x, y };
  BtyVector *vector = bty_vector_new (scope, "memory", id, MODEL, values, N);

  g_object_set (vector, "id", id, "created-at", created_at, NULL);

  return vector;
}

/* Returns: whether the batch was stored; undone as a job would if not */
static gboolean
insert (BtyDatabase *database,
        GPtrArray   *vectors,
        int          code)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_begin (database, &error));
  if (bty_vector_store_insert_batch (database, vectors, &error))
    return bty_database_commit (database, &error);
  g_assert_error (error, BTY_ERROR, code);
  bty_database_rollback (database);

  return FALSE;
}

static void
assert_found (BtyDatabase    *database,
              BtyVectorQuery  query,
              const char     *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) ids = g_string_new (NULL);
  g_autoptr(GPtrArray) hits = NULL;
  float values[N] = { 1, 0 };

  query.model = query.model != NULL ? query.model : MODEL;
  query.values = values;
  query.dimensions = N;
  query.limit = query.limit > 0 ? query.limit : 10;
  hits = bty_vector_store_search (database, &query, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < hits->len; i++)
    g_string_append_printf (ids, "%s ", ((BtyVectorHit *) g_ptr_array_index (hits, i))->vector->id);
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_search (BtyTestStorage *storage,
             gconstpointer   unused)
{
  BtyDatabase *database = storage->database;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) vectors = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) counts = NULL;
  g_autoptr(JsonNode) metadata = json_from_string ("{\"lang\":\"de\"}", NULL);
  static const char *const ada[] = { "ada", NULL };
  static const char *const ada_and_all[] = { "ada", "", NULL };
  static const char *const nobody[] = { "nobody", NULL };

  g_ptr_array_add (vectors, create ("same", "ada", 10, 5, 0));
  g_ptr_array_add (vectors, create ("near", "", 20, 1, 1));
  g_ptr_array_add (vectors, create ("across", "ada", 30, 0, 2));
  g_ptr_array_add (vectors, create ("against", "bert", 40, -1, 0));
  g_ptr_array_add (vectors, create ("gone", "ada", 50, 1, 0));
  g_ptr_array_add (vectors, create ("also-near", "bert", 60, 2, 2));
  g_object_set (g_ptr_array_index (vectors, 4), "expires-at", (gint64) 100, NULL);
  g_object_set (g_ptr_array_index (vectors, 2), "kind", "chunk", "metadata", metadata, NULL);
  g_assert_true (insert (database, vectors, 0));

  assert_found (database, (BtyVectorQuery) { .min_similarity = -1, .now = 100 }, "same also-near near across against ");
  assert_found (database, (BtyVectorQuery) { .min_similarity = -1, .now = 99 },
                "gone same also-near near across against ");
  assert_found (database, (BtyVectorQuery) { .min_similarity = 0.5, .now = 100 }, "same also-near near ");
  assert_found (database, (BtyVectorQuery) { .limit = 2, .now = 100 }, "same also-near ");
  assert_found (database, (BtyVectorQuery) { .scopes = ada, .now = 100 }, "same across ");
  assert_found (database, (BtyVectorQuery) { .scopes = ada_and_all, .now = 100 }, "same near across ");
  assert_found (database, (BtyVectorQuery) { .scopes = nobody, .now = 100 }, "");
  assert_found (database, (BtyVectorQuery) { .kind = "chunk", .now = 100 }, "across ");
  assert_found (database, (BtyVectorQuery) { .metadata_name = "lang", .metadata_value = "de", .now = 100 }, "across ");
  assert_found (database, (BtyVectorQuery) { .metadata_name = "lang", .metadata_value = "en", .now = 100 }, "");
  assert_found (database, (BtyVectorQuery) { .since = 20, .until = 60, .now = 100 }, "near across ");
  assert_found (database, (BtyVectorQuery) { .model = "other", .now = 100 }, "");

  counts = bty_vector_store_count (database, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts->len, ==, 2);
  g_assert_cmpstr (((BtyVectorCount *) g_ptr_array_index (counts, 1))->kind, ==, "memory");
  g_assert_cmpint (((BtyVectorCount *) g_ptr_array_index (counts, 1))->count, ==, 5);
  g_assert_cmpint (((BtyVectorCount *) g_ptr_array_index (counts, 1))->size, ==, 5 * N * 4);

  g_assert_cmpint (bty_vector_store_purge_expired (database, 100, &error), ==, 1);
  g_assert_cmpint (bty_vector_store_delete_scope (database, "ada", &error), ==, 2);
  g_assert_cmpint (bty_vector_store_delete_subject (database, "memory", "near", &error), ==, 1);
  assert_found (database, (BtyVectorQuery) { .min_similarity = -1, .now = 1 }, "also-near against ");
}

/* The similarity is one minus the cosine distance, whatever the lengths. */
static void
test_similarity (BtyTestStorage *storage,
                 gconstpointer   unused)
{
  static const guint dimensions[] = { 384, 768, 1536, 3072 };

  for (guint i = 0; i < G_N_ELEMENTS (dimensions); i++)
    {
      g_autoptr(GError) error = NULL;
      guint n = dimensions[i];
      g_autofree float *a = g_new (float, n);
      g_autofree float *b = g_new (float, n);
      g_autoptr(BtyVector) vector = NULL;
      g_autoptr(GPtrArray) vectors = g_ptr_array_new ();
      g_autoptr(GPtrArray) hits = NULL;
      BtyVectorQuery query = { .model = MODEL, .values = b, .dimensions = n, .limit = 1, .min_similarity = -1 };
      double product = 0;
      double length_a = 0;
      double length_b = 0;

      make_noise (a, n);
      make_noise (b, n);
      for (guint j = 0; j < n; j++)
        {
          product += (double) a[j] * b[j];
          length_a += (double) a[j] * a[j];
          length_b += (double) b[j] * b[j];
        }
      vector = bty_vector_new ("s", "memory", "m", MODEL, a, n);
      g_ptr_array_add (vectors, vector);
      g_assert_true (insert (storage->database, vectors, 0));
      hits = bty_vector_store_search (storage->database, &query, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (hits->len, ==, 1);
      g_assert_true (bty_record_equal (((BtyVectorHit *) g_ptr_array_index (hits, 0))->vector, vector));
      g_assert_cmpfloat_with_epsilon (((BtyVectorHit *) g_ptr_array_index (hits, 0))->similarity,
                                      product / sqrt (length_a * length_b), 1e-5);
    }
}

static int
compare_similarities (gconstpointer a,
                      gconstpointer b)
{
  return (*(const double *) a < *(const double *) b) - (*(const double *) a > *(const double *) b);
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
      product += (double) a[i] * b[i];
      length_a += (double) a[i] * a[i];
      length_b += (double) b[i] * b[i];
    }

  return product / sqrt (length_a * length_b);
}

/* How vectors may lie: anywhere, around some centres, about all at one place, each in few of its numbers. */
static void
make_lying (float      *values,
            const char *how,
            guint       i)
{
  guint centre = i % 7;

  make_noise (values, N);
  if (g_str_equal (how, "sparse"))
    for (guint j = 0; j < N; j++)
      values[j] = (i + j) % 53 == 0 ? 100 * values[j] : 0;
  if (g_str_equal (how, "clusters"))
    for (guint j = 0; j < N; j++)
      values[j] = 0.1f * values[j] + (j % 7 == centre ? 1 : -0.2f);
  if (g_str_equal (how, "crowd"))
    for (guint j = 0; j < N; j++)
      values[j] = 0.001f * values[j] + (j % 3 == 0 ? 1 : 0.1f);
}

/* Nothing that is near is missed, however the vectors lie. */
static void
test_nothing_is_missed (BtyTestStorage *storage,
                        gconstpointer   unused)
{
  enum { ROWS = 1200, LIMIT = 10, SEARCHES = 10 };
  static const char *const ways[] = { "anywhere", "clusters", "crowd", "sparse" };

  for (guint w = 0; w < G_N_ELEMENTS (ways); w++)
    {
      g_autofree float *values = g_new (float, ROWS * N);
      g_autoptr(GPtrArray) vectors = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = 0; i < ROWS; i++)
        {
          make_lying (values + i * N, ways[w], i);
          g_ptr_array_add (vectors, bty_vector_new ("s", "memory", "m", ways[w], values + i * N, N));
        }
      g_assert_true (insert (storage->database, vectors, 0));

      for (guint s = 0; s < SEARCHES; s++)
        {
          float wanted[N];
          double similarities[ROWS];
          g_autoptr(GError) error = NULL;
          g_autoptr(GPtrArray) hits = NULL;
          BtyVectorQuery query = { .model = ways[w], .values = wanted, .dimensions = N, .limit = LIMIT,
                                   .min_similarity = -1 };

          make_lying (wanted, ways[w], s);
          for (guint i = 0; i < ROWS; i++)
            similarities[i] = compare_plainly (wanted, values + i * N);
          qsort (similarities, ROWS, sizeof *similarities, compare_similarities);
          hits = bty_vector_store_search (storage->database, &query, &error);
          g_assert_no_error (error);
          g_test_message ("%s, search %u", ways[w], s);
          g_assert_cmpuint (hits->len, ==, LIMIT);
          for (guint i = 0; i < LIMIT; i++)
            g_assert_cmpfloat_with_epsilon (((BtyVectorHit *) g_ptr_array_index (hits, i))->similarity,
                                            similarities[i], 2e-6);
        }
    }
}

/* What an engine keeps of vectors in order to find them follows every change of them. */
static void
test_changed (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GPtrArray) vectors = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(BtyVector) turned = create ("b", "ada", 1, 2, 0);
  g_autoptr(GError) error = NULL;
  static const char *const bert[] = { "bert", NULL };

  g_ptr_array_add (vectors, create ("a", "ada", 1, 1, 1));
  g_ptr_array_add (vectors, create ("b", "ada", 1, 0, 1));
  g_assert_true (insert (storage->database, vectors, 0));
  assert_found (storage->database, (BtyVectorQuery) { .now = 1 }, "a b ");

  bty_database_update (storage->database, turned, &error);
  g_assert_no_error (error);
  assert_found (storage->database, (BtyVectorQuery) { .now = 1 }, "b a ");

  bty_database_execute (storage->database, "UPDATE vectors SET scope = 'bert', id = 'c' WHERE id = 'b'", BTY_NO_ARGS,
                        &error);
  g_assert_no_error (error);
  assert_found (storage->database, (BtyVectorQuery) { .now = 1, .scopes = bert }, "c ");
  bty_database_execute (storage->database, "UPDATE vectors SET expires_at = 5 WHERE id = 'c'", BTY_NO_ARGS, &error);
  g_assert_no_error (error);
  assert_found (storage->database, (BtyVectorQuery) { .now = 5 }, "a ");
  bty_database_execute (storage->database, "DELETE FROM vectors", BTY_NO_ARGS, &error);
  g_assert_no_error (error);
  assert_found (storage->database, (BtyVectorQuery) { .now = 1 }, "");
}

/* One vector that cannot be stored, and none of the batch is. */
static void
test_refused (BtyTestStorage *storage,
              gconstpointer   unused)
{
  static const struct
  {
    const char *property;
    gint64      dimensions;
    float       value;
    gsize       size;
    int         code;
  } cases[] = {
    { NULL, 383, 1, 383, BTY_ERROR_INVALID },
    { NULL, 384, 1, 383, BTY_ERROR_INVALID },
    { NULL, 768, 1, 384, BTY_ERROR_INVALID },
    { NULL, -384, 1, 384, BTY_ERROR_INVALID },
    { NULL, 0, 1, 0, BTY_ERROR_INVALID },
    { NULL, 384, NAN, 384, BTY_ERROR_INVALID },
    { NULL, 384, INFINITY, 384, BTY_ERROR_INVALID },
    { NULL, 384, 0, 384, BTY_ERROR_INVALID },
    { "same", 384, 1, 384, BTY_ERROR_EXISTS },
  };
  float short_query[] = { 1, 2, 3 };
  BtyVectorQuery query = { .model = MODEL, .values = short_query, .dimensions = 3, .limit = 1 };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) vectors = g_ptr_array_new_with_free_func (g_object_unref);
      BtyVector *bad = create ("bad", "s", 1, 1, 0);
      float values[N] = { cases[i].value };
      g_autoptr(GBytes) data = g_bytes_new (values, cases[i].size * sizeof *values);

      g_object_set (bad, "dimensions", cases[i].dimensions, "data", data, NULL);
      if (cases[i].property != NULL)
        g_object_set (bad, "id", cases[i].property, NULL);
      g_ptr_array_add (vectors, create ("same", "s", 1, 1, 0));
      g_ptr_array_add (vectors, bad);
      g_test_message ("case %u", i);
      g_assert_false (insert (storage->database, vectors, cases[i].code));
      g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM vectors"), ==, 0);
    }
  g_assert_null (bty_vector_store_search (storage->database, &query, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
}

/* More than are sent to a server at once: each is there with its own values, and a last one that is there already lets
 * none of them stay. */
static void
test_many (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(GPtrArray) vectors = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *id = g_strdup_printf ("%03u", i);

      g_ptr_array_add (vectors, create (id, "ada", i, i, N_MANY - i));
    }
  g_assert_true (insert (storage->database, vectors, 0));
  for (guint i = 0; i < N_MANY; i += 100)
    {
      BtyVector *expected = g_ptr_array_index (vectors, i);
      g_autoptr(BtyVector) found = bty_database_get (storage->database, BTY_TYPE_VECTOR, expected->id, &error);

      g_assert_no_error (error);
      g_assert_true (bty_record_equal (found, expected));
    }
  assert_found (storage->database, (BtyVectorQuery) { .limit = 3, .now = 1 }, "599 598 597 ");

  g_ptr_array_set_size (vectors, 0);
  for (guint i = 0; i <= N_MANY; i++)
    {
      g_autofree char *id = g_strdup_printf ("%03u", i < N_MANY ? N_MANY + i : 0);

      g_ptr_array_add (vectors, create (id, "ada", i, 1, 1));
    }
  g_assert_false (insert (storage->database, vectors, BTY_ERROR_EXISTS));
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM vectors"), ==, N_MANY);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM vector_changes"), ==, N_MANY);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/vector-store/search", test_search);
  bty_test_storage_add ("/vector-store/similarity", test_similarity);
  bty_test_storage_add ("/vector-store/nothing-is-missed", test_nothing_is_missed);
  bty_test_storage_add ("/vector-store/changed", test_changed);
  bty_test_storage_add ("/vector-store/refused", test_refused);
  bty_test_storage_add ("/vector-store/many", test_many);

  return g_test_run ();
}
