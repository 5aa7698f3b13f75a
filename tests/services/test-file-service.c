/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-file-service.h"
#include "bty-test-memory.h"
#include "bty-test-wait.h"

#include <string.h>

/* The documents of a bot, wherever the profile is: versions that can all be opened and put back, contents in a row and
 * larger than one, and text that is found by its words. */

#define LARGE (2 * 1024 * 1024 + 17) /* more than one row takes */

static BtyFileService *
get_service (BtyTestProfile *fixture)
{
  return bty_profile_get_files (fixture->profile);
}

static const char *
get_bot_id (BtyTestProfile *fixture)
{
  return BTY_BOT (bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL))->id;
}

static BtyFile *
save (BtyTestProfile *fixture,
      const char     *name,
      const char     *text,
      int             code)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) data = g_bytes_new (text, strlen (text));
  BtyFile *file;

  bty_file_service_save_async (get_service (fixture), get_bot_id (fixture), name, data, NULL, bty_test_result_cb,
                               &result);
  file = bty_file_service_save_finish (get_service (fixture), bty_test_wait (&result), &error);
  if (code == 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, BTY_ERROR, code);

  return file;
}

static GBytes *
open_version (BtyTestProfile *fixture,
              BtyFile        *file,
              gint64          version)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GBytes *data;

  bty_file_service_open_async (get_service (fixture), file->id, version, NULL, bty_test_result_cb, &result);
  data = bty_file_service_open_finish (get_service (fixture), bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return data;
}

static void
assert_text (BtyTestProfile *fixture,
             BtyFile        *file,
             gint64          version,
             const char     *expected)
{
  g_autoptr(GBytes) data = open_version (fixture, file, version);

  g_assert_cmpmem (g_bytes_get_data (data, NULL), g_bytes_get_size (data), expected, strlen (expected));
}

/* Which files have the words, the best first. */
static void
assert_found (BtyTestProfile *fixture,
              const char     *words,
              const char     *expected)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) names = g_string_new (NULL);
  g_autoptr(GPtrArray) hits = NULL;

  bty_file_service_search_async (get_service (fixture), get_bot_id (fixture), words, NULL, bty_test_result_cb,
                                 &result);
  hits = bty_file_service_search_finish (get_service (fixture), bty_test_wait (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < hits->len; i++)
    g_string_append_printf (names, "%s ", ((BtyFileHit *) g_ptr_array_index (hits, i))->file->name);
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_versions (BtyTestProfile *fixture,
               gconstpointer   unused)
{
  BtyFileService *service = get_service (fixture);
  g_autoptr(BtyFile) first = save (fixture, "notes.md", "# Trees\n\nThe oak is old.", 0);
  g_autoptr(BtyFile) second = save (fixture, "notes.md", "# Trees\n\nThe birch is young.", 0);
  g_autoptr(BtyFile) restored = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) versions = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (first->id, ==, second->id);
  g_assert_cmpint (second->version, ==, 2);
  assert_text (fixture, second, 1, "# Trees\n\nThe oak is old.");
  assert_text (fixture, second, 2, "# Trees\n\nThe birch is young.");
  assert_found (fixture, "birches", "notes.md ");
  assert_found (fixture, "oak", "");

  bty_file_service_restore_async (service, second->id, second->name, 1, NULL, bty_test_result_cb, &result);
  restored = bty_file_service_restore_finish (service, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_cmpint (restored->version, ==, 3);
  assert_text (fixture, restored, 3, "# Trees\n\nThe oak is old.");
  assert_found (fixture, "birches", "");
  assert_found (fixture, "oak", "notes.md ");

  bty_file_service_list_versions_async (service, second->id, NULL, bty_test_result_cb, &result);
  versions = bty_file_service_list_versions_finish (service, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, ==, 3);
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM file_versions WHERE restored_from = 1"), ==,
                   1);
}

/* A content that is there twice is kept once, and goes with the last that has it. */
static void
test_large (BtyTestProfile *fixture,
            gconstpointer   unused)
{
  BtyFileService *service = get_service (fixture);
  g_autofree char *data = g_malloc (LARGE);
  g_autoptr(GBytes) bytes = NULL;
  static const char *const names[] = { "one.bin", "two.bin" };

  for (gsize i = 0; i < LARGE; i++)
    data[i] = (char) ((i * 2654435761u) >> 11);
  bytes = g_bytes_new (data, LARGE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) found = NULL;
      g_autoptr(BtyFile) file = NULL;

      bty_file_service_save_async (service, get_bot_id (fixture), names[i], bytes, NULL, bty_test_result_cb, &result);
      file = bty_file_service_save_finish (service, bty_test_wait (&result), &error);
      g_assert_no_error (error);
      g_assert_cmpint (file->size, ==, LARGE);
      g_assert_false (file->searchable);
      found = open_version (fixture, file, 1);
      g_assert_true (g_bytes_equal (found, bytes));
    }
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM artifacts"), ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GAsyncResult) found_result = NULL;
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(BtyFile) file = NULL;
      g_autoptr(BtyFile) removed = NULL;

      bty_file_service_find_async (service, get_bot_id (fixture), names[i], NULL, bty_test_result_cb, &found_result);
      file = bty_file_service_find_finish (service, bty_test_wait (&found_result), &error);
      g_assert_no_error (error);
      bty_file_service_remove_async (service, file->id, NULL, bty_test_result_cb, &result);
      removed = bty_file_service_remove_finish (service, bty_test_wait (&result), &error);
      g_assert_no_error (error);
      g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM artifacts"), ==, 1 - (int) i);
    }
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM artifact_pieces"), ==, 0);
}

/* Text is cut into pieces with what they are near in meaning to, and all of that goes with the file. */
static void
test_pieces (BtyTestProfile *fixture,
             gconstpointer   unused)
{
  BtyFileService *service = get_service (fixture);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(BtyFile) file = NULL;
  g_autoptr(BtyFile) removed = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 n_chunks;

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, "## Chapter %u\n\n%s\n\n", i,
                            i == 13 ? "The zeppelin lands in Grünwald." : "Nothing much happens, and slowly at that.");
  file = save (fixture, "book.md", text->str, 0);
  g_assert_true (file->searchable);
  n_chunks = bty_test_profile_run_sql (fixture, "SELECT count(*) FROM file_chunks");
  g_assert_cmpint (n_chunks, >, 1);
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM vectors WHERE kind = 'chunk'"), ==,
                   n_chunks);
  assert_found (fixture, "grunwald zeppelins", "book.md ");

  bty_file_service_remove_async (service, file->id, NULL, bty_test_result_cb, &result);
  removed = bty_file_service_remove_finish (service, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  assert_found (fixture, "zeppelin", "");
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM file_chunks"), ==, 0);
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM vectors WHERE kind = 'chunk'"), ==, 0);
}

static void
test_refused (BtyTestProfile *fixture,
              gconstpointer   unused)
{
  static const char *const names[] = { "../notes.md", "a/b", "a\\b", "" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_null (save (fixture, names[i], "x", BTY_ERROR_INVALID));
  g_assert_cmpint (bty_test_profile_run_sql (fixture, "SELECT count(*) FROM files"), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) \
  g_test_add ("/file-service/" name, BtyTestProfile, NULL, bty_test_profile_set_up, func, bty_test_profile_tear_down)
  ADD ("versions", test_versions);
  ADD ("large", test_large);
  ADD ("pieces", test_pieces);
  ADD ("refused", test_refused);
#undef ADD

  return bty_test_profile_run ();
}
