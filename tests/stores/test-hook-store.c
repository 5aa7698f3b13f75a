/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-hook-store.h"
#include "bty-test-storage.h"

#define DAY (24 * G_TIME_SPAN_HOUR)

static BtyHookRun *
add (BtyDatabase     *database,
     const char      *hook,
     BtyHookPriority  priority,
     gboolean         sensitive,
     const char      *json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) context = json_from_string (json, NULL);
  BtyHookRun *run = bty_hook_run_new (hook, "reply.finished", priority, sensitive, context);

  bty_hook_store_insert (database, run, &error);
  g_assert_no_error (error);

  return run;
}

static void
test_context (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *words = g_strnfill (100000, 'w');
  g_autofree char *json = g_strdup_printf ("{\"text\":\"%s\"}", words);
  g_autoptr(BtyHookRun) run = add (storage->database, "a", BTY_HOOK_PRIORITY_LOW, FALSE, json);
  g_autoptr(BtyHookRun) read = bty_database_get (storage->database, BTY_TYPE_HOOK_RUN, run->id, &error);
  g_autoptr(JsonNode) context = NULL;

  g_assert_no_error (error);
  g_assert_true (bty_record_equal (read, run));
  g_assert_cmpuint (g_bytes_get_size (read->context), <, 1000);
  context = bty_hook_run_dup_context (read, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (context), "text"), ==, words);
}

/* How long a run is kept depends on its priority, and hardly at all when it is sensitive. */
static void
test_purge (BtyTestStorage *storage,
            gconstpointer   unused)
{
  const struct
  {
    BtyHookPriority priority;
    gboolean        sensitive;
    int             days;
  } cases[] = {
    { BTY_HOOK_PRIORITY_LOW, FALSE, 90 },
    { BTY_HOOK_PRIORITY_NORMAL, FALSE, 180 },
    { BTY_HOOK_PRIORITY_HIGH, FALSE, 365 },
    { BTY_HOOK_PRIORITY_LOW, TRUE, 30 },
    { BTY_HOOK_PRIORITY_HIGH, TRUE, 30 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(BtyHookRun) run = add (storage->database, "a", cases[i].priority, cases[i].sensitive, "{}");
      gint64 end = run->created_at + cases[i].days * DAY;

      g_assert_cmpint (bty_hook_store_purge (storage->database, end - 1, &error), ==, 0);
      g_assert_cmpint (bty_hook_store_purge (storage->database, end, &error), ==, 1);
      g_assert_no_error (error);
    }
}

static gboolean
remember_cb (BtyHookRun  *run,
             JsonNode    *context,
             gpointer     user_data,
             GError     **error)
{
  g_autofree char *json = json_to_string (context, FALSE);

  if (g_str_equal (run->hook, "bad"))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_FAILED, "no");
      return FALSE;
    }
  g_string_append_printf (user_data, "%s%s ", run->hook, json);

  return TRUE;
}

static void
test_replay (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyHookRun) first = add (storage->database, "a", BTY_HOOK_PRIORITY_LOW, FALSE, "1");
  g_autoptr(BtyHookRun) second = add (storage->database, "bad", BTY_HOOK_PRIORITY_LOW, FALSE, "2");
  g_autoptr(BtyHookRun) third = add (storage->database, "a", BTY_HOOK_PRIORITY_LOW, FALSE, "3");
  g_autoptr(GString) done = g_string_new (NULL);
  g_autoptr(GPtrArray) dry = NULL;
  g_autoptr(GPtrArray) wet = NULL;
  BtyHookQuery all = { 0 };
  BtyHookQuery some = { .hook = "a", .event = "reply.finished" };
  BtyHookQuery early = { .until = first->created_at };

  dry = bty_hook_store_replay (storage->database, &all, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dry->len, ==, 3);
  g_assert_true (bty_record_equal (g_ptr_array_index (dry, 1), second));

  wet = bty_hook_store_replay (storage->database, &some, remember_cb, done, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wet->len, ==, 2);
  g_assert_cmpstr (done->str, ==, "a1 a3 ");

  g_assert_null (bty_hook_store_replay (storage->database, &all, remember_cb, done, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_clear_error (&error);
  g_clear_pointer (&dry, g_ptr_array_unref);
  dry = bty_hook_store_list (storage->database, &early, &error);
  g_assert_cmpuint (dry->len, ==, 0);

  /* What cannot be read is found before anything is run. */
  g_assert_true (bty_database_execute (storage->database, "UPDATE hook_runs SET context = $1 WHERE id = $2",
                                       BTY_ARGS (BTY_BLOB ("junk", 4), BTY_TEXT (third->id)), &error));
  g_string_truncate (done, 0);
  g_assert_null (bty_hook_store_replay (storage->database, &some, remember_cb, done, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  g_assert_cmpstr (done->str, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/hook-store/context", test_context);
  bty_test_storage_add ("/hook-store/purge", test_purge);
  bty_test_storage_add ("/hook-store/replay", test_replay);

  return g_test_run ();
}
