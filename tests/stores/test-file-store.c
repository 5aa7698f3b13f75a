/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-artifact-store.h"
#include "bty-chunker.h"
#include "bty-error.h"
#include "bty-file-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

#include <string.h>

/* Saves @text as a version of @file, as a job would. */
static BtyFileVersion *
save (BtyDatabase *database,
      BtyFile     *file,
      const char  *text,
      int          code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GPtrArray) chunks = bty_chunker_split (text, TRUE);
  g_autoptr(BtyArtifact) content = NULL;
  BtyFileVersion *version;

  g_assert_true (bty_database_begin (database, &error));
  content = bty_artifact_store_put_bytes (database, bytes, &error);
  g_assert_no_error (error);
  version = bty_file_store_save (database, file, content, BTY_UNSET, chunks, &error);
  if (version != NULL)
    g_assert_true (bty_database_commit (database, NULL));
  else
    {
      bty_database_rollback (database);
      g_assert_error (error, BTY_ERROR, code);
    }

  return version;
}

static void
add (BtyDatabase *database,
     const char  *bot_id,
     const char  *name,
     const char  *text)
{
  g_autoptr(BtyFile) file = bty_file_new (bot_id, name, "text/markdown");

  g_object_unref (save (database, file, text, 0));
}

static void
test_versions (BtyTestStorage *storage,
               gconstpointer   unused)
{
  BtyDatabase *database = storage->database;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (database, "ada");
  g_autoptr(BtyFile) file = bty_file_new (bot->id, "notes.md", "text/markdown");
  g_autoptr(BtyFileVersion) first = save (database, file, "one", 0);
  g_autoptr(BtyFileVersion) second = save (database, file, "two", 0);
  g_autoptr(BtyFileVersion) third = NULL;
  g_autoptr(BtyFileVersion) read = NULL;
  g_autoptr(BtyArtifact) content = NULL;
  g_autoptr(BtyFile) found = NULL;
  g_autoptr(GPtrArray) versions = NULL;
  g_autoptr(GBytes) bytes = NULL;

  read = bty_file_store_get_version (database, file->id, 1, &error);
  g_assert_no_error (error);
  g_assert_true (bty_record_equal (read, first));
  content = bty_artifact_store_get (database, first->artifact_id, &error);
  third = bty_file_store_save (database, file, content, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (third->version, ==, 3);
  g_assert_cmpstr (third->artifact_id, ==, first->artifact_id);
  g_assert_cmpint (third->restored_from, ==, 1);

  versions = bty_file_store_list_versions (database, file->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, ==, 3);
  g_assert_true (bty_record_equal (g_ptr_array_index (versions, 1), second));
  bytes = bty_artifact_store_load (database, second->artifact_id, &error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "two", 3);

  found = bty_file_store_find (database, bot->id, "notes.md", &error);
  g_assert_no_error (error);
  g_assert_true (bty_record_equal (found, file));
  g_assert_cmpint (found->version, ==, 3);
  g_assert_false (found->searchable);
  g_assert_null (bty_file_store_get_version (database, file->id, 4, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

static void
test_names (BtyTestStorage *storage,
            gconstpointer   unused)
{
  BtyDatabase *database = storage->database;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) ada = bty_test_add_bot (database, "ada");
  g_autoptr(BtyBot) bert = bty_test_add_bot (database, "bert");
  g_autoptr(BtyFile) twin = bty_file_new (ada->id, "a.txt", "text/plain");
  g_autoptr(BtyFile) outside = bty_file_new (ada->id, "../a.txt", "text/plain");
  g_autoptr(BtyFile) found = NULL;

  add (database, ada->id, "a.txt", "1");
  add (database, ada->id, "b.txt", "2");
  add (database, bert->id, "a.txt", "3");
  g_assert_null (save (database, twin, "4", BTY_ERROR_EXISTS));
  g_assert_null (save (database, outside, "5", BTY_ERROR_INVALID));

  found = bty_file_store_find (database, ada->id, "b.txt", &error);
  g_assert_no_error (error);
  g_assert_null (bty_file_store_find (database, bert->id, "b.txt", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_assert_cmpint (bty_test_count (database, "SELECT count(*) FROM files"), ==, 3);
}

static void
test_too_large (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyFile) file = bty_file_new (bot->id, "a.bin", "application/octet-stream");
  g_autoptr(BtyArtifact) content = g_object_new (BTY_TYPE_ARTIFACT, "id", "x",
                                                 "size", (gint64) BTY_FILE_MAX_SIZE + 1, NULL);

  g_assert_null (bty_file_store_save (storage->database, file, content, BTY_UNSET, NULL, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
  g_assert_cmpint (file->version, ==, 0);
}

/* Nothing of a file is left when it is removed, but for what another uses too. */
static void
test_delete (BtyTestStorage *storage,
             gconstpointer   unused)
{
  BtyDatabase *database = storage->database;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (database, "ada");
  g_autoptr(BtyFile) file = bty_file_new (bot->id, "a", "text/plain");
  g_autoptr(BtyFileVersion) first = save (database, file, "shared", 0);
  g_autoptr(BtyFileVersion) second = save (database, file, "own", 0);
  g_autoptr(GBytes) bytes = NULL;

  add (database, bot->id, "b", "shared");
  g_assert_true (bty_file_store_delete (database, file->id, &error));
  g_assert_cmpint (bty_artifact_store_sweep (database, &error), ==, 1);
  g_assert_cmpint (bty_test_count (database, "SELECT count(*) FROM file_versions"), ==, 1);
  g_assert_cmpint (bty_test_count (database, "SELECT count(*) FROM file_chunks"), ==, 1);
  bytes = bty_artifact_store_load (database, first->artifact_id, &error);
  g_assert_no_error (error);
  g_assert_false (bty_file_store_delete (database, file->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

static void
assert_found (BtyDatabase *database,
              const char  *bot_id,
              const char  *words,
              const char  *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) names = g_string_new (NULL);
  g_autoptr(GPtrArray) hits = bty_file_store_search (database, words, bot_id, 10, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < hits->len; i++)
    {
      BtyFileHit *hit = g_ptr_array_index (hits, i);

      g_assert_cmpstr (hit->chunk->file_id, ==, hit->file->id);
      g_string_append_printf (names, "%s ", hit->file->name);
    }
  g_assert_cmpstr (names->str, ==, expected);
}

/* The newest text is found by its words, and only by whose file it is. */
static void
test_search (BtyTestStorage *storage,
             gconstpointer   unused)
{
  BtyDatabase *database = storage->database;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) ada = bty_test_add_bot (database, "ada");
  g_autoptr(BtyBot) bert = bty_test_add_bot (database, "bert");
  g_autoptr(BtyFile) file = bty_file_new (ada->id, "garden.md", "text/markdown");
  g_autoptr(GPtrArray) hits = NULL;

  g_object_unref (save (database, file, "# Tomatoes\n\nWater them in the morning.", 0));
  add (database, bert->id, "kitchen.md", "Water boils.");
  assert_found (database, ada->id, "watering", "garden.md ");
  assert_found (database, ada->id, "tomato", "garden.md ");
  assert_found (database, ada->id, "boils", "");
  assert_found (database, bert->id, "water", "kitchen.md ");
  assert_found (database, bert->id, "' OR 1=1 --", "");
  assert_found (database, bert->id, "", "");
  hits = bty_file_store_search (database, "morning", ada->id, 1, &error);
  g_assert_nonnull (strstr (((BtyFileHit *) g_ptr_array_index (hits, 0))->snippet, "\x02morning\x03"));

  g_object_unref (save (database, file, "Roses need sun.", 0));
  assert_found (database, ada->id, "water", "");
  assert_found (database, ada->id, "roses", "garden.md ");
  g_assert_true (bty_file_store_delete (database, file->id, &error));
  assert_found (database, ada->id, "roses", "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/file-store/versions", test_versions);
  bty_test_storage_add ("/file-store/names", test_names);
  bty_test_storage_add ("/file-store/too-large", test_too_large);
  bty_test_storage_add ("/file-store/delete", test_delete);
  bty_test_storage_add ("/file-store/search", test_search);

  return g_test_run ();
}
