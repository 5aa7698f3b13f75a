/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-event-store.h"
#include "bty-test-storage.h"

static void
append (BtyDatabase *database,
        const char  *type,
        const char  *correlation_id,
        gint64       at)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyEvent) event = bty_event_new (type, "test", correlation_id, NULL);

  g_object_set (event, "created-at", at, NULL);
  bty_event_store_append (database, event, &error);
  g_assert_no_error (error);
}

static void
test_list (BtyTestStorage *storage,
           gconstpointer   unused)
{
  const struct
  {
    BtyEventQuery query;
    const char   *expected;
  } cases[] = {
    { { 0 }, "1 2 3 4 5 6 " },
    { { .type = "memory.*" }, "1 2 4 " },
    { { .type = "memory.added" }, "1 4 " },
    { { .type = "*.added" }, "1 3 4 " },
    { { .type = "*" }, "1 2 3 4 5 6 " },
    { { .type = "memory" }, "" },
    { { .type = "a_*" }, "5 " },
    { { .type = "memory.*", .after = 1 }, "2 4 " },
    { { .after = 4, .limit = 1 }, "5 " },
    { { .newest_first = TRUE, .limit = 2 }, "6 5 " },
    { { .correlation_id = "x" }, "2 3 " },
    { { .since = 20, .until = 40 }, "2 3 " },
    { { .source = "test", .since = 60 }, "6 " },
    { { .source = "other" }, "" },
  };

  append (storage->database, "memory.added", NULL, 10);
  append (storage->database, "memory.edited", "x", 20);
  append (storage->database, "file.added", "x", 30);
  append (storage->database, "memory.added", NULL, 40);
  append (storage->database, "a_b", NULL, 50);
  append (storage->database, "acb", "y", 60);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) events = bty_event_store_list (storage->database, &cases[i].query, &error);
      g_autoptr(GString) sequences = g_string_new (NULL);

      g_assert_no_error (error);
      for (guint j = 0; j < events->len; j++)
        g_string_append_printf (sequences, "%d ", (int) ((BtyEvent *) g_ptr_array_index (events, j))->sequence);
      g_test_message ("case %u", i);
      g_assert_cmpstr (sequences->str, ==, cases[i].expected);
    }
}

/* What is rolled back leaves no gap, and what is purged is not numbered again. */
static void
test_sequence (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) events = NULL;
  BtyEventQuery query = { 0 };

  append (storage->database, "a", NULL, 1);
  g_assert_true (bty_database_begin (storage->database, &error));
  append (storage->database, "b", NULL, 2);
  append (storage->database, "c", NULL, 3);
  bty_database_rollback (storage->database);
  append (storage->database, "d", NULL, 4);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT max(sequence) FROM events"), ==, 2);

  g_assert_cmpint (bty_event_store_purge (storage->database, 5, &error), ==, 2);
  append (storage->database, "e", NULL, 5);
  events = bty_event_store_list (storage->database, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpint (((BtyEvent *) g_ptr_array_index (events, 0))->sequence, ==, 3);
}

static void
test_payload (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) payload = json_from_string ("{\"id\":\"𝄞\",\"n\":[9007199254740993,-0.5,null]}", NULL);
  g_autoptr(BtyEvent) event = bty_event_new ("memory.added", "test", NULL, payload);
  g_autoptr(BtyEvent) read = NULL;

  g_assert_true (bty_event_store_append (storage->database, event, &error));
  read = bty_database_get (storage->database, BTY_TYPE_EVENT, event->id, &error);
  g_assert_no_error (error);
  g_assert_true (bty_record_equal (read, event));
}

static void
test_refused (BtyTestStorage *storage,
              gconstpointer   unused)
{
  static const char *const bad[] = { "", "Memory", "memory added", "memory%", "memory.*", "é", "a'b" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(BtyEvent) event = bty_event_new (bad[i], "test", NULL, NULL);
      BtyEventQuery query = { .type = bad[i] };

      g_assert_false (bty_event_store_append (storage->database, event, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
      g_clear_error (&error);
      if (g_str_equal (bad[i], "memory.*"))
        continue;
      g_assert_null (bty_event_store_list (storage->database, &query, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
    }
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM events"), ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM counters"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/event-store/list", test_list);
  bty_test_storage_add ("/event-store/sequence", test_sequence);
  bty_test_storage_add ("/event-store/payload", test_payload);
  bty_test_storage_add ("/event-store/refused", test_refused);

  return g_test_run ();
}
