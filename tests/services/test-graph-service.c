/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-entity-list.h"
#include "bty-test-memory.h"
#include "bty-test-wait.h"
#include "bty-time.h"

/* Whom and what a bot knows: written, renamed, related, ended and taken back; nothing that was said before is lost. */

static BtyGraphService *
get_service (BtyTestProfile *fixture)
{
  return bty_profile_get_graph (fixture->profile);
}

static const char *
get_bot_id (BtyTestProfile *fixture)
{
  return BTY_BOT (bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL))->id;
}

static void
put (BtyTestProfile *fixture,
     gpointer        first,
     gpointer        second)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (records, g_object_ref (first));
  if (second != NULL)
    g_ptr_array_add (records, g_object_ref (second));
  bty_graph_service_put_async (get_service (fixture), records, NULL, bty_test_result_cb, &result);
  bty_graph_service_put_finish (get_service (fixture), bty_test_wait (&result), &error);
  g_assert_no_error (error);
}

static BtyGraph *
get (BtyTestProfile *fixture,
     const char     *bot_id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyGraph *graph;

  bty_graph_service_get_async (get_service (fixture), bot_id, 100, NULL, bty_test_result_cb, &result);
  graph = bty_graph_service_get_finish (get_service (fixture), bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return graph;
}

static GPtrArray *
end (BtyTestProfile *fixture,
     gpointer        record)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *ended;

  bty_graph_service_end_async (get_service (fixture), record, NULL, bty_test_result_cb, &result);
  ended = bty_graph_service_end_finish (get_service (fixture), bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return ended;
}

static void
assert_holds (BtyTestProfile *fixture,
              const char     *names,
              guint           n_relationships)
{
  g_autoptr(BtyGraph) graph = get (fixture, get_bot_id (fixture));
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < graph->entities->len; i++)
    g_string_append_printf (found, "%s|", BTY_ENTITY (graph->entities->pdata[i])->name);
  g_assert_cmpstr (found->str, ==, names);
  g_assert_cmpuint (graph->relationships->len, ==, n_relationships);
}

/* One sees at once what another has written, and nobody sees what another bot knows. */
static void
test_put (BtyTestProfile *fixture,
          gconstpointer   data)
{
  g_autoptr(BtyBot) nora = bty_test_memory_add_bot (fixture->profile, "Nora");
  const char *bot_id = get_bot_id (fixture);
  gint64 now = bty_time_now ();
  g_autoptr(BtyEntity) lena = bty_entity_new (bot_id, "person", "Lena", now);
  g_autoptr(BtyEntity) berlin = bty_entity_new (bot_id, "place", "Berlin", now);
  g_autoptr(BtyEntity) other = bty_entity_new (nora->id, "person", "Somebody else", now);
  g_autoptr(BtyRelationship) home = bty_relationship_new (bot_id, lena->entity_id, "lives in", berlin->entity_id, now);
  g_autoptr(BtyGraph) of_nora = NULL;

  assert_holds (fixture, "", 0);
  put (fixture, lena, berlin);
  put (fixture, home, other);
  assert_holds (fixture, "Berlin|Lena|", 1);
  of_nora = get (fixture, nora->id);
  g_assert_cmpuint (of_nora->entities->len, ==, 1);
  g_assert_cmpuint (of_nora->relationships->len, ==, 0);
}

static void
test_rename (BtyTestProfile *fixture,
             gconstpointer   data)
{
  gint64 now = bty_time_now ();
  g_autoptr(BtyEntity) berlin = bty_entity_new (get_bot_id (fixture), "place", "Berlin", now - G_TIME_SPAN_DAY);
  g_autoptr(BtyEntity) hamburg = bty_record_copy (berlin);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) versions = NULL;
  g_autoptr(GError) error = NULL;
  gboolean keeps_former = FALSE;

  g_object_set (hamburg, "name", "Hamburg", "valid-from", now, NULL);
  put (fixture, berlin, NULL);
  put (fixture, hamburg, NULL);
  assert_holds (fixture, "Hamburg|", 0);

  bty_graph_service_list_versions_async (get_service (fixture), berlin->entity_id, NULL, bty_test_result_cb, &result);
  versions = bty_graph_service_list_versions_finish (get_service (fixture), bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, >=, 2);
  for (guint i = 0; i < versions->len; i++)
    keeps_former = keeps_former || g_str_equal (BTY_ENTITY (versions->pdata[i])->name, "Berlin");
  g_assert_true (keeps_former);
  g_assert_cmpstr (BTY_ENTITY (versions->pdata[versions->len - 1])->name, ==, "Hamburg");
}

/* An entity ends with what ties it to others; put again, all of it is back. */
static void
test_end_and_undo (BtyTestProfile *fixture,
                   gconstpointer   data)
{
  const char *bot_id = get_bot_id (fixture);
  gint64 now = bty_time_now ();
  g_autoptr(BtyEntity) lena = bty_entity_new (bot_id, "person", "Lena", now);
  g_autoptr(BtyEntity) berlin = bty_entity_new (bot_id, "place", "Berlin", now);
  g_autoptr(BtyRelationship) home = bty_relationship_new (bot_id, lena->entity_id, "lives in", berlin->entity_id, now);
  g_autoptr(GPtrArray) ended = NULL;
  g_autoptr(GPtrArray) tie = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  put (fixture, lena, berlin);
  put (fixture, home, NULL);
  ended = end (fixture, berlin);
  assert_holds (fixture, "Lena|", 0);
  g_assert_cmpuint (ended->len, ==, 2);

  bty_graph_service_put_async (get_service (fixture), ended, NULL, bty_test_result_cb, &result);
  bty_graph_service_put_finish (get_service (fixture), bty_test_wait (&result), &error);
  g_assert_no_error (error);
  assert_holds (fixture, "Berlin|Lena|", 1);

  tie = end (fixture, home);
  assert_holds (fixture, "Berlin|Lena|", 0);
  g_assert_cmpuint (tie->len, ==, 1);
}

static void
count_cb (guint *n_changes)
{
  ++*n_changes;
}

static void
test_changed (BtyTestProfile *fixture,
              gconstpointer   data)
{
  g_autoptr(BtyEntity) lena = bty_entity_new (get_bot_id (fixture), "person", "Lena", bty_time_now ());
  g_autoptr(GPtrArray) ended = NULL;
  guint n_changes = 0;
  gulong handler = g_signal_connect_swapped (get_service (fixture), "changed", G_CALLBACK (count_cb), &n_changes);

  put (fixture, lena, NULL);
  g_assert_cmpuint (n_changes, ==, 1);
  ended = end (fixture, lena);
  g_assert_cmpuint (n_changes, ==, 2);
  g_signal_handler_disconnect (get_service (fixture), handler);
}

/* What only a memory tells that was altered outside Boternity is not shown, and that it is not is known. */
static void
test_altered (BtyTestProfile *fixture,
              gconstpointer   data)
{
  gint64 now = bty_time_now ();
  g_autoptr(BtyEntity) by_hand = bty_entity_new (get_bot_id (fixture), "place", "Aachen", now);
  BtyBot *bot = BTY_BOT (bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL));
  g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, bot, "Lena lives in Bonn");
  g_autoptr(BtyMemory) other = bty_test_memory_add (fixture->profile, bot, "Lena is allergic to peanuts");
  g_autoptr(BtyGraph) graph = NULL;

  put (fixture, by_hand, NULL);
  assert_holds (fixture, "Aachen|Bonn|Lena|peanuts|", 2);
  bty_test_profile_run_sql (fixture, "UPDATE memories SET text = 'Lena lives in Rome' WHERE text LIKE '%Bonn'");
  assert_holds (fixture, "Aachen|Lena|peanuts|", 1);
  graph = get (fixture, get_bot_id (fixture));
  g_assert_cmpuint (graph->n_altered, ==, 2);
}

static BtyGraph *
list (BtyTestProfile *fixture,
      const char     *words,
      BtyEntity      *after,
      guint           n_wanted)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyGraph *graph;

  bty_graph_service_list_async (get_service (fixture), get_bot_id (fixture), words, after, n_wanted, NULL,
                                bty_test_result_cb, &result);
  graph = bty_graph_service_list_finish (get_service (fixture), bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return graph;
}

/* A name for each number; many are the same. */
static void
put_many (BtyTestProfile *fixture,
          guint           n_entities)
{
  g_autoptr(GPtrArray) entities = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < n_entities; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %u", i % 3 == 0 ? "Ærø" : "Place", i / 7);

      g_ptr_array_add (entities, bty_entity_new (get_bot_id (fixture), "place", name, bty_time_now ()));
    }
  bty_graph_service_put_async (get_service (fixture), entities, NULL, bty_test_result_cb, &result);
  bty_graph_service_put_finish (get_service (fixture), bty_test_wait (&result), &error);
  g_assert_no_error (error);
}

/* A page at a time, everything comes, once and in order. */
static void
test_pages (BtyTestProfile *fixture,
            gconstpointer   data)
{
  g_autoptr(BtyGraph) all = NULL;
  g_autoptr(BtyGraph) found = NULL;
  g_autoptr(BtyEntityList) list_of_all = bty_entity_list_new (get_service (fixture));
  BtyPagedList *pages = BTY_PAGED_LIST (list_of_all);
  guint n_pages = 1;
  guint n_found = 0;

  put_many (fixture, 1234);
  all = list (fixture, NULL, NULL, 10000);
  g_assert_cmpuint (all->entities->len, ==, 1234);

  bty_entity_list_set_filter (list_of_all, get_bot_id (fixture), NULL);
  for (;;)
    {
      gboolean loading = TRUE;

      while (g_object_get (pages, "loading", &loading, NULL), loading)
        g_main_context_iteration (NULL, TRUE);
      if (!bty_paged_list_has_more (pages))
        break;
      bty_paged_list_load_more (pages);
      n_pages++;
    }
  g_assert_cmpuint (n_pages, ==, 1234 / BTY_ENTITY_PAGE + 1);
  g_assert_cmpuint (bty_paged_list_get_size (pages), ==, 1234);
  for (guint i = 0; i < 1234; i++)
    g_assert_true (bty_record_equal (bty_paged_list_peek (pages, i), all->entities->pdata[i]));

  /* Words are looked for in all of them, and letters that SQL knows nothing of are. */
  found = list (fixture, "ÆRØ 17", NULL, 1000);
  for (guint i = 0; i < 1234; i++)
    if (g_str_has_prefix (BTY_ENTITY (all->entities->pdata[i])->name, "Ærø 17"))
      g_assert_true (bty_record_equal (found->entities->pdata[n_found++], all->entities->pdata[i]));
  g_assert_cmpuint (n_found, ==, found->entities->len);
  g_assert_cmpuint (n_found, >, 10);
}

/* Of many those are drawn that stand to most others; how one of them stands to many is told in part, and counted. */
static void
test_around (BtyTestProfile *fixture,
             gconstpointer   data)
{
  const char *bot_id = get_bot_id (fixture);
  gint64 now = bty_time_now ();
  g_autoptr(BtyEntity) hub = bty_entity_new (bot_id, "person", "Zoe", now);
  g_autoptr(BtyEntity) gone = bty_entity_new (bot_id, "place", "Atlantis", now);
  g_autoptr(BtyRelationship) to_gone = bty_relationship_new (bot_id, hub->entity_id, "a", gone->entity_id, now);
  g_autoptr(BtyGraph) all = NULL;
  g_autoptr(BtyGraph) drawn = NULL;
  g_autoptr(BtyGraph) around = NULL;
  g_autoptr(GPtrArray) ended = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) around_result = NULL;
  g_autoptr(GError) error = NULL;

  put_many (fixture, 30);
  put (fixture, hub, gone);
  all = list (fixture, "place", NULL, 100);
  for (guint i = 0; i < all->entities->len; i++)
    {
      g_autoptr(BtyRelationship) tie = bty_relationship_new (bot_id, hub->entity_id, "knows",
                                                             BTY_ENTITY (all->entities->pdata[i])->entity_id, now);

      put (fixture, tie, i == 0 ? to_gone : NULL);
    }

  bty_graph_service_get_async (get_service (fixture), bot_id, 5, NULL, bty_test_result_cb, &result);
  drawn = bty_graph_service_get_finish (get_service (fixture), bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (drawn->entities->len, ==, 5);
  g_assert_cmpuint (drawn->n_left, ==, 27);
  g_assert_cmpstr (BTY_ENTITY (drawn->entities->pdata[4])->name, ==, "Zoe");
  g_assert_cmpuint (drawn->relationships->len, ==, 4);

  ended = end (fixture, gone);
  bty_graph_service_get_around_async (get_service (fixture), hub->entity_id, 6, NULL, bty_test_result_cb,
                                      &around_result);
  around = bty_graph_service_get_around_finish (get_service (fixture), bty_test_wait (&around_result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (around->relationships->len, ==, 6);
  g_assert_cmpuint (around->entities->len, ==, 6);
  g_assert_cmpuint (around->n_left, ==, all->entities->len - 6);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) \
  g_test_add ("/graph-service/" name, BtyTestProfile, NULL, bty_test_profile_set_up, func, bty_test_profile_tear_down)
  ADD ("put", test_put);
  ADD ("rename", test_rename);
  ADD ("end-and-undo", test_end_and_undo);
  ADD ("changed", test_changed);
  ADD ("altered", test_altered);
  ADD ("pages", test_pages);
  ADD ("around", test_around);
#undef ADD

  return bty_test_profile_run ();
}
