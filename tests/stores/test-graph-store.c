/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-graph-store.h"
#include "bty-graph-walk.h"
#include "bty-test-storage.h"
#include "bty-uuid.h"

#include <string.h>

/* A version of the entity @id that is valid from @since to @until, BTY_UNSET = open. */
static BtyEntity *
create_version (const char *id,
                const char *name,
                gint64      since,
                gint64      until)
{
  BtyEntity *entity = bty_entity_new ("bot", "person", name, since);

  g_object_set (entity, "entity-id", id, "valid-to", until, NULL);

  return entity;
}

static void
put (BtyDatabase *database,
     const char  *id,
     const char  *name,
     gint64       since,
     gint64       until,
     gint64       now)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyEntity) entity = create_version (id, name, since, until);

  bty_graph_store_put_entity (database, entity, now, &error);
  g_assert_no_error (error);
}

/* Returns: (transfer full) (nullable): the name that @id had at @valid_at, as it was known at @recorded_at */
static char *
find_name (BtyDatabase *database,
           const char  *id,
           gint64       valid_at,
           gint64       recorded_at)
{
  g_autoptr(GError) error = NULL;
  BtyGraphTime time = { valid_at, recorded_at };
  g_autoptr(BtyEntity) entity = bty_graph_store_get_entity (database, id, &time, &error);

  if (entity == NULL)
    g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);

  return entity != NULL ? g_strdup (entity->name) : NULL;
}

static void
assert_name (BtyDatabase *database,
             gint64       valid_at,
             gint64       recorded_at,
             const char  *expected)
{
  g_autofree char *name = find_name (database, "e", valid_at, recorded_at);

  g_assert_cmpstr (name, ==, expected);
}

static void
test_times (BtyTestStorage *storage,
            gconstpointer   unused)
{
  BtyDatabase *database = storage->database;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) versions = NULL;
  g_autoptr(GPtrArray) between = NULL;

  put (database, "e", "Anna", 100, BTY_UNSET, 1);
  put (database, "e", "Anna Berg", 200, BTY_UNSET, 2);
  put (database, "e", "Annie", 120, 150, 3);

  assert_name (database, 99, BTY_GRAPH_LATEST, NULL);
  assert_name (database, 100, BTY_GRAPH_LATEST, "Anna");
  assert_name (database, 120, BTY_GRAPH_LATEST, "Annie");
  assert_name (database, 149, BTY_GRAPH_LATEST, "Annie");
  assert_name (database, 150, BTY_GRAPH_LATEST, "Anna");
  assert_name (database, 200, BTY_GRAPH_LATEST, "Anna Berg");
  assert_name (database, 200, 1, "Anna");
  assert_name (database, 130, 2, "Anna");
  assert_name (database, 130, 0, NULL);

  g_assert_true (bty_graph_store_end_entity (database, "e", 300, 4, &error));
  assert_name (database, 299, BTY_GRAPH_LATEST, "Anna Berg");
  assert_name (database, 300, BTY_GRAPH_LATEST, NULL);
  assert_name (database, 300, 3, "Anna Berg");

  versions = bty_graph_store_list_versions (database, "e", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, ==, 7);
  between = bty_graph_store_list_between (database, "bot", 110, 150, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (between->len, ==, 2);
  g_assert_cmpstr (((BtyEntity *) g_ptr_array_index (between, 1))->name, ==, "Annie");
}

static void
test_refused (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyEntity) nothing = create_version ("e", "Anna", 100, 100);
  g_autoptr(BtyEntity) backwards = create_version ("e", "Anna", 100, 50);
  BtyGraphWalk far = { .direction = BTY_GRAPH_OUT, .max_hops = BTY_GRAPH_MAX_HOPS + 1 };

  put (storage->database, "e", "Anna", 10, BTY_UNSET, 1);
  g_assert_false (bty_graph_store_put_entity (storage->database, nothing, 2, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (bty_graph_store_put_entity (storage->database, backwards, 2, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (bty_graph_walk_run (&far, storage->database, "e", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
  assert_name (storage->database, 100, BTY_GRAPH_LATEST, "Anna");
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM entities"), ==, 1);
}

typedef struct
{
  char   *name;  /* NULL = it is no more */
  gint64  since;
  gint64  until;
  gint64  now;
} Saying;

static void
free_saying (gpointer data)
{
  g_free (((Saying *) data)->name);
  g_free (data);
}

/* The last that was said, by @recorded_at, about @valid_at. */
static const char *
find_said (GPtrArray *sayings,
           gint64     valid_at,
           gint64     recorded_at)
{
  for (guint i = sayings->len; i > 0; i--)
    {
      Saying *saying = g_ptr_array_index (sayings, i - 1);

      if (saying->now <= recorded_at && saying->since <= valid_at && valid_at < saying->until)
        return saying->name;
    }

  return NULL;
}

/* Whatever is said about whatever time, in any order: what was known when is what was said last until then. */
static void
test_random_times (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  g_autoptr(GPtrArray) sayings = g_ptr_array_new_with_free_func (free_saying);

  for (gint64 now = 1; now <= 60; now++)
    {
      Saying *saying = g_new0 (Saying, 1);
      gboolean is_end = g_test_rand_int_range (0, 6) == 0;
      gboolean is_open = is_end || g_test_rand_bit ();

      saying->name = is_end ? NULL : g_strdup_printf ("name %d", (int) now);
      saying->since = g_test_rand_int_range (0, 30);
      saying->until = is_open ? G_MAXINT64 : saying->since + g_test_rand_int_range (1, 10);
      saying->now = now;
      g_ptr_array_add (sayings, saying);

      if (is_end)
        g_assert_true (bty_graph_store_end_entity (storage->database, "e", saying->since, now, NULL));
      else
        put (storage->database, "e", saying->name, saying->since, is_open ? BTY_UNSET : saying->until, now);
    }
  for (gint64 recorded_at = 0; recorded_at <= 60; recorded_at += 5)
    for (gint64 valid_at = 0; valid_at < 42; valid_at++)
      assert_name (storage->database, valid_at, recorded_at, find_said (sayings, valid_at, recorded_at));
}

/* A clock that was set back does not make the newer older. */
static void
test_clock (BtyTestStorage *storage,
            gconstpointer   unused)
{
  put (storage->database, "e", "first", 1, BTY_UNSET, 100);
  put (storage->database, "e", "second", 1, BTY_UNSET, 50);
  assert_name (storage->database, 5, BTY_GRAPH_LATEST, "second");
  assert_name (storage->database, 5, 99, NULL);
}

static BtyRelationship *
relate (BtyDatabase *database,
        const char  *from,
        const char  *type,
        const char  *to,
        gint64       since)
{
  g_autoptr(GError) error = NULL;
  BtyRelationship *relationship = bty_relationship_new ("bot", from, type, to, since);

  bty_graph_store_put_relationship (database, relationship, since, &error);
  g_assert_no_error (error);

  return relationship;
}

static void
assert_relationships (BtyDatabase       *database,
                      BtyGraphDirection  direction,
                      const char        *type,
                      gint64             valid_at,
                      const char        *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  BtyGraphTime time = { valid_at, BTY_GRAPH_LATEST };
  g_autoptr(GPtrArray) found = bty_graph_store_list_relationships (database, "b", direction, type, &time, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      BtyRelationship *relationship = g_ptr_array_index (found, i);

      g_string_append_printf (text, "%s-%s-%s ", relationship->from_id, relationship->type, relationship->to_id);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_relationships (BtyTestStorage *storage,
                    gconstpointer   unused)
{
  BtyDatabase *database = storage->database;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyRelationship) knows = relate (database, "a", "knows", "b", 10);
  g_autoptr(BtyRelationship) likes = relate (database, "b", "likes", "c", 10);

  g_object_unref (relate (database, "b", "knows", "d", 20));
  assert_relationships (database, BTY_GRAPH_BOTH, NULL, 15, "a-knows-b b-likes-c ");
  assert_relationships (database, BTY_GRAPH_BOTH, NULL, 20, "a-knows-b b-knows-d b-likes-c ");
  assert_relationships (database, BTY_GRAPH_OUT, NULL, 20, "b-knows-d b-likes-c ");
  assert_relationships (database, BTY_GRAPH_IN, NULL, 20, "a-knows-b ");
  assert_relationships (database, BTY_GRAPH_BOTH, "knows", 20, "a-knows-b b-knows-d ");
  assert_relationships (database, BTY_GRAPH_BOTH, NULL, 9, "");

  g_assert_true (bty_graph_store_end_relationship (database, likes->relationship_id, 30, 30, &error));
  assert_relationships (database, BTY_GRAPH_OUT, NULL, 29, "b-knows-d b-likes-c ");
  assert_relationships (database, BTY_GRAPH_OUT, NULL, 30, "b-knows-d ");

  /* Old versions: the one that was superseded at 30, and the one that was over then. */
  g_assert_cmpint (bty_graph_store_delete_before (database, 29, &error), ==, 0);
  g_assert_cmpint (bty_graph_store_delete_before (database, 30, &error), ==, 2);
  assert_relationships (database, BTY_GRAPH_OUT, NULL, 29, "b-knows-d ");

  put (database, "b", "Bert", 1, BTY_UNSET, 1);
  g_assert_true (bty_graph_store_delete_entity (database, "b", &error));
  g_assert_cmpint (bty_test_count (database, "SELECT count(*) FROM relationships"), ==, 0);
  g_assert_false (bty_graph_store_delete_entity (database, "b", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

static void
assert_walk (BtyDatabase  *database,
             BtyGraphWalk  walk,
             const char   *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GPtrArray) steps = NULL;

  walk.time.recorded_at = BTY_GRAPH_LATEST;
  steps = bty_graph_walk_run (&walk, database, "a", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < steps->len; i++)
    {
      BtyGraphStep *step = g_ptr_array_index (steps, i);

      g_string_append_printf (text, "%s%u%s ", step->entity_id, step->hops, step->from_id != NULL ? step->from_id : "");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_walk (BtyTestStorage *storage,
           gconstpointer   unused)
{
  BtyDatabase *database = storage->database;
  g_autoptr(BtyRelationship) secret = NULL;
  g_autoptr(GError) error = NULL;

  /* A circle a b c a, something that hangs on it, something that points to it, and itself. */
  g_object_unref (relate (database, "a", "knows", "b", 10));
  g_object_unref (relate (database, "b", "knows", "c", 10));
  g_object_unref (relate (database, "c", "knows", "a", 10));
  g_object_unref (relate (database, "c", "likes", "d", 20));
  g_object_unref (relate (database, "x", "likes", "a", 10));
  g_object_unref (relate (database, "a", "knows", "a", 10));
  secret = relate (database, "b", "knows", "y", 10);
  g_object_set (secret, "scope", "other", NULL);
  g_assert_true (bty_database_update (database, secret, &error));

#define WALK(...) ((BtyGraphWalk) { .time = { 20, 0 }, __VA_ARGS__ })
  assert_walk (database, WALK (.direction = BTY_GRAPH_OUT, .max_hops = 0), "a0 ");
  assert_walk (database, WALK (.direction = BTY_GRAPH_OUT, .max_hops = 10), "a0 b1a c2b y2b d3c ");
  assert_walk (database, WALK (.direction = BTY_GRAPH_OUT, .max_hops = 2), "a0 b1a c2b y2b ");
  assert_walk (database, WALK (.direction = BTY_GRAPH_IN, .max_hops = 10), "a0 c1a x1a b2c ");
  assert_walk (database, WALK (.direction = BTY_GRAPH_BOTH, .max_hops = 1), "a0 b1a c1a x1a ");
  assert_walk (database, WALK (.direction = BTY_GRAPH_BOTH, .max_hops = 10, .type = "knows"), "a0 b1a c1a y2b ");
  assert_walk (database, WALK (.direction = BTY_GRAPH_OUT, .max_hops = 10, .scope = "bot"), "a0 b1a c2b d3c ");
  assert_walk (database, WALK (.direction = BTY_GRAPH_OUT, .max_hops = 10, .max_entities = 2), "a0 b1a ");
  assert_walk (database, (BtyGraphWalk) { .direction = BTY_GRAPH_OUT, .max_hops = 10, .time = { 19, 0 } },
               "a0 b1a c2b y2b ");
}

/* Distances in a random graph are those that asking edge by edge gives. */
static void
test_random_walk (BtyTestStorage *storage,
                  gconstpointer   unused)
{
  enum { N = 300, EDGES = 500, HOPS = 5 };
  static guint distances[N];
  static int ends[EDGES][2];
  BtyGraphWalk walk = { .direction = BTY_GRAPH_BOTH, .max_hops = HOPS, .time = { 1, BTY_GRAPH_LATEST } };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) steps = NULL;
  guint n_reached = 0;

  g_assert_true (bty_database_begin (storage->database, &error));
  for (int i = 0; i < EDGES; i++)
    {
      g_autofree char *from = g_strdup_printf ("%d", ends[i][0] = g_test_rand_int_range (0, N));
      g_autofree char *to = g_strdup_printf ("%d", ends[i][1] = g_test_rand_int_range (0, N));

      g_object_unref (relate (storage->database, from, "knows", to, 1));
    }
  g_assert_true (bty_database_commit (storage->database, &error));

  memset (distances, 0xff, sizeof distances);
  distances[0] = 0;
  for (guint hops = 0; hops < HOPS; hops++)
    for (int i = 0; i < EDGES; i++)
      for (int j = 0; j < 2; j++)
        if (distances[ends[i][j]] == hops)
          distances[ends[i][!j]] = MIN (distances[ends[i][!j]], hops + 1);
  for (int i = 0; i < N; i++)
    n_reached += distances[i] <= HOPS;

  steps = bty_graph_walk_run (&walk, storage->database, "0", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (steps->len, ==, n_reached);
  for (guint i = 0; i < steps->len; i++)
    {
      BtyGraphStep *step = g_ptr_array_index (steps, i);

      g_assert_cmpuint (step->hops, ==, distances[atoi (step->entity_id)]);
      if (i > 0)
        g_assert_cmpuint (distances[atoi (step->from_id)] + 1, ==, step->hops);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/graph-store/times", test_times);
  bty_test_storage_add ("/graph-store/refused", test_refused);
  bty_test_storage_add ("/graph-store/random-times", test_random_times);
  bty_test_storage_add ("/graph-store/clock", test_clock);
  bty_test_storage_add ("/graph-store/relationships", test_relationships);
  bty_test_storage_add ("/graph-store/walk", test_walk);
  bty_test_storage_add ("/graph-store/random-walk", test_random_walk);

  return g_test_run ();
}
