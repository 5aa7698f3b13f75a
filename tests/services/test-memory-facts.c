/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-store.h"
#include "bty-json.h"
#include "bty-memory-jobs.h"
#include "bty-memory-store.h"
#include "bty-memory-writing.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-time.h"

/* What memories say is in the graph as long as one of them says it, on every engine. */

#define FACT "My sister Lena is allergic to peanuts."

static BtyMemory *
remember (BtyTestStorage *storage,
          BtyBot         *bot,
          const char     *text,
          const char     *facts)
{
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, text);
  g_autoptr(JsonNode) node = facts != NULL ? bty_json_parse (facts, -1, NULL) : NULL;
  g_autoptr(BtyMemoryStored) stored = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (memory, "facts", node, NULL);
  stored = bty_memory_remember (storage->database, memory, NULL, 0, "user", BTY_AUDIT_ADD, &error);
  g_assert_no_error (error);

  return g_object_ref (stored->memory);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What the graph says now: "Lena allergic to peanuts; You sister Lena". */
static char *
describe (BtyTestStorage *storage,
          BtyBot         *bot)
{
  BtyGraphTime now = { bty_time_now (), BTY_GRAPH_LATEST };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entities = bty_graph_store_list_entities (storage->database, bot->id, NULL, &now, 100, &error);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  for (guint i = 0; i < entities->len; i++)
    {
      BtyEntity *entity = g_ptr_array_index (entities, i);
      g_autoptr(GPtrArray) out = bty_graph_store_list_relationships (storage->database, entity->entity_id,
                                                                     BTY_GRAPH_OUT, NULL, &now, &error);

      g_assert_no_error (error);
      for (guint j = 0; j < out->len; j++)
        {
          BtyRelationship *relationship = g_ptr_array_index (out, j);
          g_autoptr(BtyEntity) to = bty_graph_store_get_entity (storage->database, relationship->to_id, &now, &error);

          g_assert_no_error (error);
          g_ptr_array_add (lines, g_strdup_printf ("%s %s %s", entity->name, relationship->type, to->name));
        }
    }
  g_ptr_array_sort (lines, compare_texts);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("; ", (GStrv) lines->pdata);
}

#define assert_graph(storage, bot, text) \
  G_STMT_START { \
    g_autofree char *described = describe (storage, bot); \
    g_assert_cmpstr (described, ==, text); \
  } G_STMT_END

static void
forget (BtyTestStorage *storage,
        BtyMemory      *memory)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (bty_memory_forget (storage->database, memory->id, "user", &error), >=, 1);
  g_assert_no_error (error);
}

static void
assert_empty (BtyTestStorage *storage)
{
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM entities"), ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM relationships"), ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM graph_mentions"), ==, 0);
}

/* What two memories say stays when one of them is forgotten; what one alone said goes. */
static void
test_forgotten (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) first = remember (storage, bot, FACT, NULL);
  g_autoptr(BtyMemory) second = NULL;

  assert_graph (storage, bot, "Lena allergic to peanuts; You sister Lena");
  second = remember (storage, bot, "Lena lives in Berlin", NULL);
  assert_graph (storage, bot, "Lena allergic to peanuts; Lena lives in Berlin; You sister Lena");
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM entities WHERE name = 'Lena'"), ==, 1);

  forget (storage, first);
  assert_graph (storage, bot, "Lena lives in Berlin");
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM entities WHERE name = 'peanuts'"), ==, 0);
  forget (storage, second);
  assert_empty (storage);
}

/* A memory that says something else says it in the graph, too; what it said was so until then. */
static void
test_edited (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) memory = remember (storage, bot, FACT, NULL);
  g_autoptr(BtyMemory) changed = bty_record_copy (memory);
  g_autoptr(BtyMemory) stored = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (changed, "text", "My sister Lena is allergic to milk.", NULL);
  stored = bty_memory_change (storage->database, changed, "user", &error);
  g_assert_no_error (error);
  assert_graph (storage, bot, "Lena allergic to milk; You sister Lena");
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM entities WHERE name = 'peanuts'"), >, 0);

  forget (storage, memory);
  assert_empty (storage);
}

/* What does not hold any more is not in the graph of now. */
static void
test_superseded (BtyTestStorage *storage,
                 gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) first = remember (storage, bot, "I live in Berlin", NULL);
  g_autoptr(BtyMemory) second = remember (storage, bot, "I live in Hamburg", NULL);
  const char *ids[] = { first->id, NULL };
  BtyMemoryJob job = { .ids = (char **) ids, .actor = (char *) "user" };
  g_autoptr(GError) error = NULL;

  assert_graph (storage, bot, "You lives in Hamburg");
  g_assert_nonnull (bty_memory_restore_on_db (storage->database, &job, NULL, &error));
  assert_graph (storage, bot, "You lives in Berlin; You lives in Hamburg");
  g_assert_nonnull (bty_memory_delete_on_db (storage->database, &job, NULL, &error));
  assert_graph (storage, bot, "You lives in Hamburg");
  g_assert_nonnull (bty_memory_restore_on_db (storage->database, &job, NULL, &error));
  g_assert_no_error (error);
  assert_graph (storage, bot, "You lives in Berlin; You lives in Hamburg");
}

/* What a person wrote does not depend on a memory. */
static void
test_by_hand (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) memory = remember (storage, bot, FACT, NULL);
  BtyGraphTime time = { bty_time_now (), BTY_GRAPH_LATEST };
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(BtyEntity) cake = bty_entity_new (bot->id, "thing", "cake", time.valid_at);
  g_autoptr(BtyRelationship) likes = NULL;
  g_autoptr(GError) error = NULL;

  found = bty_graph_store_list_entities (storage->database, bot->id, "Lena", &time, 10, &error);
  g_assert_cmpuint (found->len, ==, 1);
  likes = bty_relationship_new (bot->id, ((BtyEntity *) g_ptr_array_index (found, 0))->entity_id, "likes",
                                cake->entity_id, time.valid_at);
  g_assert_true (bty_graph_store_put_entity (storage->database, cake, time.valid_at, &error));
  g_assert_true (bty_graph_store_put_relationship (storage->database, likes, time.valid_at, &error));
  g_assert_no_error (error);

  forget (storage, memory);
  assert_graph (storage, bot, "Lena likes cake");
}

/* Who is only called by a role is the one that has a name. */
static void
test_role (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) named = remember (storage, bot, "My sister is Lena", NULL);
  g_autoptr(BtyMemory) told = remember (storage, bot, "My sister lives in Bonn", NULL);
  g_autoptr(BtyMemory) other = remember (storage, bot, "My boss works at Siemens", NULL);

  assert_graph (storage, bot, "Lena lives in Bonn; You sister Lena; boss works at Siemens");
}

/* What a model found counts until somebody writes something else. */
static void
test_model (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) memory = remember (storage, bot, "Lena and Tom share a flat in Bonn",
                                          "[{\"from\": \"Lena\", \"type\": \"flatmate\", \"to\": \"Tom\"},"
                                          " {\"from\": \"Lena\", \"type\": \"owes\", \"to\": \"Mallory\"}]");
  g_autoptr(BtyMemory) changed = bty_record_copy (memory);
  g_autoptr(BtyMemory) stored = NULL;
  g_autoptr(GError) error = NULL;

  assert_graph (storage, bot, "Lena flatmate Tom");
  g_object_set (changed, "importance", (gint64) 5, NULL);
  stored = bty_memory_change (storage->database, changed, "user", &error);
  assert_graph (storage, bot, "Lena flatmate Tom");
  g_object_set (changed, "text", "Lena and Tom no longer share a flat", NULL);
  g_clear_object (&stored);
  stored = bty_memory_change (storage->database, changed, "user", &error);
  g_assert_no_error (error);
  assert_graph (storage, bot, "");
}

/* What a memory tells that was altered outside Boternity gets into the graph by no way. */
static void
test_altered (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) memory = remember (storage, bot, "Lena lives in Bonn", NULL);
  const char *ids[] = { memory->id, NULL };
  BtyMemoryJob job = { .actor = (char *) "user", .ids = (char **) ids };
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (bty_memory_delete_on_db (storage->database, &job, NULL, &error));
  g_assert_true (bty_database_execute (storage->database, "UPDATE memories SET text = 'Lena lives in Rome'"
                                       " WHERE id = $1", BTY_ARGS (BTY_TEXT (memory->id)), &error));
  g_assert_nonnull (bty_memory_restore_on_db (storage->database, &job, NULL, &error));
  g_assert_no_error (error);
  assert_graph (storage, bot, "");
}

/* What one bot was told is not in the graph of another. */
static void
test_apart (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) bob = bty_test_add_bot (storage->database, "bob");
  g_autoptr(BtyMemory) first = remember (storage, ada, "Lena lives in Bonn", NULL);
  g_autoptr(BtyMemory) second = remember (storage, bob, "Lena lives in Rome", NULL);

  assert_graph (storage, ada, "Lena lives in Bonn");
  assert_graph (storage, bob, "Lena lives in Rome");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/memory-facts/forgotten", test_forgotten);
  bty_test_storage_add ("/memory-facts/edited", test_edited);
  bty_test_storage_add ("/memory-facts/superseded", test_superseded);
  bty_test_storage_add ("/memory-facts/by-hand", test_by_hand);
  bty_test_storage_add ("/memory-facts/role", test_role);
  bty_test_storage_add ("/memory-facts/model", test_model);
  bty_test_storage_add ("/memory-facts/altered", test_altered);
  bty_test_storage_add ("/memory-facts/apart", test_apart);

  return g_test_run ();
}
