/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-pattern-store.h"
#include "bty-test-storage.h"

static void
record (BtyTestStorage *storage,
        const char     *from,
        const char     *to,
        guint           times,
        gint64          at)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < times; i++)
    {
      bty_pattern_store_record (storage->database, "bot", "prompt", from, to, at + i, &error);
      g_assert_no_error (error);
    }
}

static void
assert_patterns (GPtrArray  *patterns,
                 const char *expected)
{
  g_autoptr(GPtrArray) owned = patterns;
  g_autoptr(GString) text = g_string_new (NULL);

  g_assert_nonnull (owned);
  for (guint i = 0; i < owned->len; i++)
    {
      BtyTransition *transition = g_ptr_array_index (owned, i);

      g_string_append_printf (text, "%s>%s:%d@%d-%d ", transition->from_state, transition->to_state,
                              (int) transition->count, (int) transition->first_at, (int) transition->last_at);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* Twice is chance, three times is a pattern; the most frequent comes first, then the newest. */
static void
test_suggest (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;

  record (storage, "greet", "weather", 2, 10);
  assert_patterns (bty_pattern_store_suggest (storage->database, "bot", "prompt", "greet", 10, &error), "");
  record (storage, "greet", "weather", 1, 20);
  record (storage, "greet", "news", 4, 30);
  record (storage, "greet", "music", 3, 40);
  record (storage, "weather", "news", 3, 50);

  assert_patterns (bty_pattern_store_suggest (storage->database, "bot", "prompt", "greet", 10, &error),
                   "greet>news:4@30-33 greet>music:3@40-42 greet>weather:3@10-20 ");
  assert_patterns (bty_pattern_store_suggest (storage->database, "bot", "prompt", "greet", 1, &error),
                   "greet>news:4@30-33 ");
  assert_patterns (bty_pattern_store_suggest (storage->database, "bot", "provider", "greet", 10, &error), "");
  assert_patterns (bty_pattern_store_suggest (storage->database, "other", "prompt", "greet", 10, &error), "");
  assert_patterns (bty_pattern_store_list (storage->database, "bot", "prompt", 2, &error),
                   "greet>news:4@30-33 weather>news:3@50-52 ");
  g_assert_no_error (error);
}

static void
test_forget (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;

  record (storage, "a", "b", 3, 1);
  record (storage, "a", "c", 1, 1);
  g_assert_true (bty_pattern_store_record (storage->database, "bot", "provider", "", "p", 1, &error));
  g_assert_cmpint (bty_pattern_store_forget (storage->database, "bot", "prompt", &error), ==, 2);
  g_assert_cmpint (bty_pattern_store_forget (storage->database, "other", NULL, &error), ==, 0);
  g_assert_cmpint (bty_pattern_store_forget (storage->database, "bot", NULL, &error), ==, 1);
  g_assert_no_error (error);
}

static void
test_refused (BtyTestStorage *storage,
              gconstpointer   unused)
{
  static const char *const bad[][3] = { { "", "key", "to" }, { "scope", "", "to" }, { "scope", "key", "" } };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (bty_pattern_store_record (storage->database, bad[i][0], bad[i][1], "from", bad[i][2], 1, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
    }
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM transitions"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/pattern-store/suggest", test_suggest);
  bty_test_storage_add ("/pattern-store/forget", test_forget);
  bty_test_storage_add ("/pattern-store/refused", test_refused);

  return g_test_run ();
}
