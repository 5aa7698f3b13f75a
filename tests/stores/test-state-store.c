/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-state-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

static void
test_save (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyAgentState) state = bty_agent_state_new (bot->id, 2, "{ \"mood\": 1.0, \"𝄞\": [] }");
  g_autoptr(BtyAgentState) read = NULL;
  g_autoptr(BtyAgentState) again = NULL;

  g_assert_null (bty_state_store_get (storage->database, bot->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (bty_state_store_save (storage->database, state, &error));
  g_assert_cmpint (state->data_version, ==, 1);
  read = bty_state_store_get (storage->database, bot->id, &error);
  g_assert_no_error (error);
  g_assert_true (bty_record_equal (read, state));
  g_assert_cmpint (read->schema_version, ==, 2);

  bty_agent_state_set_data (read, 3, "null");
  g_assert_true (bty_state_store_save (storage->database, read, &error));
  again = bty_state_store_get (storage->database, bot->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->data_version, ==, 2);
  g_assert_cmpint (again->schema_version, ==, 3);
  g_assert_cmpstr (again->data, ==, "null");
  g_assert_cmpint (again->created_at, ==, state->created_at);
}

/* Who has read an older state does not undo what was saved since. */
static void
test_stale (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyAgentState) first = bty_agent_state_new (bot->id, 1, "1");
  g_autoptr(BtyAgentState) second = bty_agent_state_new (bot->id, 1, "2");
  g_autoptr(BtyAgentState) old = NULL;
  g_autoptr(BtyAgentState) read = NULL;

  g_assert_true (bty_state_store_save (storage->database, first, &error));
  g_assert_false (bty_state_store_save (storage->database, second, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
  g_clear_error (&error);

  old = bty_state_store_get (storage->database, bot->id, &error);
  bty_agent_state_set_data (first, 1, "3");
  g_assert_true (bty_state_store_save (storage->database, first, &error));
  bty_agent_state_set_data (old, 1, "4");
  g_assert_false (bty_state_store_save (storage->database, old, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_cmpint (old->data_version, ==, 1);

  read = bty_state_store_get (storage->database, bot->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->data, ==, "3");
}

static void
test_altered (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyAgentState) state = bty_agent_state_new (bot->id, 1, "{\"a\":1}");

  g_assert_true (bty_state_store_save (storage->database, state, &error));
  g_assert_true (bty_database_execute (storage->database, "UPDATE agent_states SET data = $1",
                                       BTY_ARGS (BTY_TEXT ("{\"a\":2}")), &error));
  g_assert_null (bty_state_store_get (storage->database, bot->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  g_clear_error (&error);

  g_assert_true (bty_state_store_delete (storage->database, bot->id, &error));
  g_assert_false (bty_state_store_delete (storage->database, bot->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

static void
test_refused (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  static const char *const bad[] = { "", "{", "not JSON" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(BtyAgentState) state = bty_agent_state_new (bot->id, 1, bad[i]);

      g_assert_false (bty_state_store_save (storage->database, state, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
      g_assert_cmpint (state->data_version, ==, 0);
    }
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM agent_states"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/state-store/save", test_save);
  bty_test_storage_add ("/state-store/stale", test_stale);
  bty_test_storage_add ("/state-store/altered", test_altered);
  bty_test_storage_add ("/state-store/refused", test_refused);

  return g_test_run ();
}
