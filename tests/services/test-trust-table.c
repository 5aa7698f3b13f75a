/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-memory.h"
#include "bty-test-wait.h"
#include "bty-trust-table.h"

/* What the page about sharing shows follows what is so: who trusts whom, how much is shared, which bots there are. */

typedef struct
{
  BtyTestProfile  base;
  BtyTrustTable  *table;
  BtyBot         *ada;
  BtyBot         *nora;
  guint           n_changes;
} Fixture;

static void
count_cb (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bty_test_profile_set_up (&fixture->base, data);
  fixture->ada = g_object_ref (bty_bot_service_find (bty_profile_get_bots (fixture->base.profile), NULL));
  fixture->nora = bty_test_memory_add_bot (fixture->base.profile, "Nora");
  fixture->table = bty_trust_table_new (bty_profile_get_memories (fixture->base.profile),
                                        bty_profile_get_bots (fixture->base.profile));
  g_signal_connect_swapped (fixture->table, "changed", G_CALLBACK (count_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->table);
  g_clear_object (&fixture->nora);
  g_clear_object (&fixture->ada);
  bty_test_profile_tear_down (&fixture->base, data);
}

/* It announces whatever it reads. */
#define await(fixture, condition)                     \
  G_STMT_START                                        \
  {                                                   \
    bty_test_wait_until (condition);                  \
    g_assert_cmpuint ((fixture)->n_changes, >, 0);    \
  }                                                   \
  G_STMT_END

static void
set_trusted (Fixture  *fixture,
             gboolean  trusted)
{
  BtyMemoryService *memories = bty_profile_get_memories (fixture->base.profile);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_memory_service_set_trusted_async (memories, fixture->ada->id, fixture->nora->id, trusted, NULL, NULL,
                                        bty_test_result_cb, &result);
  bty_memory_service_set_trusted_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
test_trust (Fixture       *fixture,
            gconstpointer  data)
{
  const char *ada = fixture->ada->id;
  const char *nora = fixture->nora->id;

  await (fixture, fixture->n_changes > 0);
  g_assert_false (bty_trust_table_is_trusted (fixture->table, ada, nora));
  set_trusted (fixture, TRUE);
  await (fixture, bty_trust_table_is_trusted (fixture->table, ada, nora));
  /* Trust has a direction, and a bot that is not there trusts nobody. */
  g_assert_false (bty_trust_table_is_trusted (fixture->table, nora, ada));
  g_assert_false (bty_trust_table_is_trusted (fixture->table, "nobody", nora));
  set_trusted (fixture, FALSE);
  await (fixture, !bty_trust_table_is_trusted (fixture->table, ada, nora));
}

static void
test_counts (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(BtyMemory) first = bty_test_memory_add (fixture->base.profile, fixture->nora, "The ferry leaves at seven.");
  g_autoptr(BtyMemory) second = bty_test_memory_add (fixture->base.profile, fixture->nora, "Lena collects old maps.");
  g_autoptr(BtyMemory) own = bty_test_memory_add (fixture->base.profile, fixture->ada, "The oven is broken.");
  BtyMemoryService *memories = bty_profile_get_memories (fixture->base.profile);
  const char *ids[] = { first->id, NULL };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  await (fixture, fixture->n_changes > 0);
  g_assert_cmpuint (bty_trust_table_get_n_shared (fixture->table, fixture->nora->id), ==, 0);
  bty_test_memory_share (fixture->base.profile, first, BTY_TRUST_TRUSTED);
  await (fixture, bty_trust_table_get_n_shared (fixture->table, fixture->nora->id) == 1);
  bty_test_memory_share (fixture->base.profile, second, BTY_TRUST_PUBLIC);
  await (fixture, bty_trust_table_get_n_shared (fixture->table, fixture->nora->id) == 2);
  g_assert_cmpuint (bty_trust_table_get_n_shared (fixture->table, fixture->ada->id), ==, 0);

  bty_memory_service_revoke_async (memories, ids, fixture->nora->id, NULL, NULL, bty_test_result_cb, &result);
  bty_memory_service_revoke_finish (memories, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  await (fixture, bty_trust_table_get_n_shared (fixture->table, fixture->nora->id) == 1);
}

static void
test_bots (Fixture       *fixture,
           gconstpointer  data)
{
  GListModel *bots = bty_trust_table_get_bots (fixture->table);
  g_autoptr(BtyBot) clara = NULL;

  await (fixture, g_list_model_get_n_items (bots) == 2 && fixture->n_changes > 0);
  clara = bty_test_memory_add_bot (fixture->base.profile, "Clara");
  await (fixture, g_list_model_get_n_items (bots) == 3);
  g_assert_false (bty_trust_table_is_trusted (fixture->table, clara->id, fixture->nora->id));
}

/* Whoever looks away while it is being read takes nothing with him. */
static void
test_gone_while_loading (Fixture       *fixture,
                         gconstpointer  data)
{
  BtyTrustTable *table = g_steal_pointer (&fixture->table);

  bty_trust_table_load (table);
  bty_trust_table_load (table);
  g_object_unref (table);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/trust-table/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("trust", test_trust);
  ADD ("counts", test_counts);
  ADD ("bots", test_bots);
  ADD ("gone-while-loading", test_gone_while_loading);
#undef ADD

  return bty_test_profile_run ();
}
