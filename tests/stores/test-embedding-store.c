/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-artifact-store.h"
#include "bty-bot-store.h"
#include "bty-chunker.h"
#include "bty-embedding-store.h"
#include "bty-file-store.h"
#include "bty-memory-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-vector-store.h"

/* Which vectors there are of memories and of pieces of files, and when they go. */

#define N 384

static const float values[N] = { 1 };

static BtyMemory *
add_memory (BtyTestStorage *storage,
            const char     *bot_id,
            BtyTrust        trust)
{
  BtyMemory *memory = bty_memory_new (bot_id, "Tea at four");
  g_autoptr(GError) error = NULL;

  g_object_set (memory, "trust", trust, NULL);
  g_assert_true (bty_memory_store_insert (storage->database, memory, "user", &error));
  g_assert_no_error (error);

  return memory;
}

static void
embed (BtyTestStorage *storage,
       BtyMemory      *memory,
       const char     *model)
{
  g_autoptr(GError) error = NULL;

  bty_embedding_store_set_memory (storage->database, memory, model, values, N, &error);
  g_assert_no_error (error);
}

#define COUNT(storage, condition) bty_test_count ((storage)->database, "SELECT count(*) FROM vectors WHERE " condition)

/* Others find what they may read; a second model beside the first takes nothing from it. */
static void
test_shared (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) memory = add_memory (storage, bot->id, BTY_TRUST_PUBLIC);
  g_autoptr(GError) error = NULL;

  embed (storage, memory, "one");
  embed (storage, memory, "one");
  embed (storage, memory, "two");
  g_assert_cmpint (COUNT (storage, "model = 'one' AND scope = ''"), ==, 1);
  g_assert_cmpint (COUNT (storage, "model = 'two' AND scope <> ''"), ==, 1);
  g_assert_cmpint (COUNT (storage, "1 = 1"), ==, 4);

  g_object_set (memory, "trust", BTY_TRUST_PRIVATE, NULL);
  g_assert_true (bty_embedding_store_share_memory (storage->database, memory, &error));
  g_assert_cmpint (COUNT (storage, "scope = ''"), ==, 0);
  g_assert_cmpint (COUNT (storage, "1 = 1"), ==, 2);

  g_object_set (memory, "trust", BTY_TRUST_TRUSTED, NULL);
  g_assert_true (bty_embedding_store_share_memory (storage->database, memory, &error));
  g_assert_true (bty_embedding_store_share_memory (storage->database, memory, &error));
  g_assert_cmpint (COUNT (storage, "scope = ''"), ==, 2);
  g_assert_cmpint (COUNT (storage, "1 = 1"), ==, 4);

  g_assert_cmpint (bty_embedding_store_remove_memory (storage->database, memory->id, &error), ==, 4);
  g_assert_cmpint (COUNT (storage, "1 = 1"), ==, 0);
}

static BtyFile *
save_file (BtyTestStorage *storage,
           BtyFile        *file,
           const char     *text)
{
  g_autoptr(GBytes) data = g_bytes_new (text, strlen (text));
  g_autoptr(GPtrArray) chunks = bty_chunker_split (text, FALSE);
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyArtifact) content = bty_artifact_store_put_bytes (storage->database, data, &error);
  g_autoptr(BtyFileVersion) version = NULL;
  g_autofree float *all_values = NULL;

  g_assert_no_error (error);
  version = bty_file_store_save (storage->database, file, content, BTY_UNSET, chunks, &error);
  g_assert_no_error (error);
  all_values = g_new (float, chunks->len * N);
  for (guint i = 0; i < chunks->len; i++)
    memcpy (all_values + i * N, values, sizeof values);
  bty_embedding_store_add_chunks (storage->database, file->bot_id, chunks, "one", all_values, N, &error);
  g_assert_no_error (error);

  return file;
}

/* A piece is found as long as it is in the newest version of a file that is there, of a bot that is there. */
static void
test_files (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyFile) tea = bty_file_new (bot->id, "tea.txt", "text/plain");
  g_autoptr(BtyFile) coffee = bty_file_new (bot->id, "coffee.txt", "text/plain");
  g_autoptr(GError) error = NULL;

  save_file (storage, tea, "Green tea");
  save_file (storage, coffee, "Black coffee");
  save_file (storage, tea, "White tea");
  g_assert_cmpint (COUNT (storage, "1 = 1"), ==, 2);
  g_assert_cmpint (COUNT (storage, "subject_id IN (SELECT id FROM file_chunks)"), ==, 2);

  g_assert_true (bty_file_store_delete (storage->database, coffee->id, &error));
  g_assert_cmpint (COUNT (storage, "1 = 1"), ==, 1);

  g_object_set (bot, "deleted-at", (gint64) 5, NULL);
  g_assert_true (bty_bot_store_update (storage->database, bot, &error));
  g_assert_cmpint (bty_bot_store_purge_deleted (storage->database, 4, &error), ==, 0);
  g_assert_cmpint (COUNT (storage, "1 = 1"), ==, 1);
  g_assert_cmpint (bty_bot_store_purge_deleted (storage->database, 5, &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpint (COUNT (storage, "1 = 1"), ==, 0);
}

static char *
dup_missing (BtyTestStorage *storage,
             const char     *model,
             BtyTrust        clearance,
             gboolean        is_local)
{
  BtyEmbeddingQuery query = { model, clearance, is_local, "", "", 2 };
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_embedding_item_free);
  g_auto(GStrv) texts = g_new0 (char *, 100);
  g_autoptr(GError) error = NULL;
  guint n_last;

  /* Two at a time, as far as there are some. */
  do
    {
      g_autoptr(GPtrArray) items = bty_embedding_store_list_missing (storage->database, &query, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (items->len, <=, 2);
      n_last = items->len;
      g_ptr_array_extend_and_steal (found, g_steal_pointer (&items));
      for (guint i = 0; i < found->len; i++)
        {
          BtyEmbeddingItem *item = g_ptr_array_index (found, i);

          *(item->is_memory ? &query.after_memory : &query.after_chunk) = item->id;
        }
    }
  while (n_last > 0);
  g_assert_cmpint (bty_embedding_store_count_missing (storage->database, &query, &error), ==, found->len);
  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    texts[i] = g_strdup (((BtyEmbeddingItem *) g_ptr_array_index (found, i))->text);

  return g_strjoinv (" ", texts);
}

static void
add_text (BtyTestStorage *storage,
          const char     *bot_id,
          const char     *text,
          BtyTrust        trust)
{
  g_autoptr(BtyMemory) memory = bty_memory_new (bot_id, text);
  g_autoptr(GError) error = NULL;

  g_object_set (memory, "trust", trust, NULL);
  g_assert_true (bty_memory_store_insert (storage->database, memory, "user", &error));
  g_assert_no_error (error);
}

/* All vectors of it are 1 at @position and else 0. */
static void
assert_vector (BtyTestStorage *storage,
               const char     *id,
               guint           position)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) vectors = NULL;

  vectors = bty_database_select (storage->database, BTY_TYPE_VECTOR, "WHERE subject_id = $1 AND model = 'two'",
                                 BTY_ARGS (BTY_TEXT (id)), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vectors->len, >, 0);
  for (guint i = 0; i < vectors->len; i++)
    {
      const float *found = g_bytes_get_data (((BtyVector *) g_ptr_array_index (vectors, i))->data, NULL);

      for (guint j = 0; j < N; j++)
        g_assert_cmpfloat (found[j], ==, j == position ? 1 : 0);
    }
}

/* What has no vector and may be sent, some at a time: by clearance, and nothing of a bot that is local only unless it
 * stays on this machine. */
static void
test_missing (BtyTestStorage *storage,
              gconstpointer   unused)
{
  static const struct
  {
    BtyTrust    clearance;
    gboolean    is_local;
    const char *missing;
  } cases[] = {
    { BTY_TRUST_PRIVATE, TRUE, "private trusted public local file" },
    { BTY_TRUST_PRIVATE, FALSE, "private trusted public file" },
    { BTY_TRUST_TRUSTED, TRUE, "trusted public local" },
    { BTY_TRUST_PUBLIC, TRUE, "public local" },
    { BTY_TRUST_PUBLIC, FALSE, "public" },
  };
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) bert = bty_test_add_bot (storage->database, "bert");
  g_autoptr(BtyBot) gone = bty_test_add_bot (storage->database, "gone");
  g_autoptr(BtyFile) file = bty_file_new (ada->id, "tea.txt", "text/plain");
  g_autoptr(GError) error = NULL;
  g_autofree char *left = NULL;
  BtyEmbeddingQuery all = { "two", BTY_TRUST_PRIVATE, TRUE, "", "", 100 };
  g_autoptr(GPtrArray) items = NULL;
  g_autofree float *all_values = NULL;

  add_text (storage, ada->id, "private", BTY_TRUST_PRIVATE);
  add_text (storage, ada->id, "trusted", BTY_TRUST_TRUSTED);
  add_text (storage, ada->id, "public", BTY_TRUST_PUBLIC);
  add_text (storage, bert->id, "local", BTY_TRUST_PUBLIC);
  add_text (storage, gone->id, "gone", BTY_TRUST_PUBLIC);
  save_file (storage, file, "file");
  g_object_set (bert, "local-only", TRUE, NULL);
  g_object_set (gone, "deleted-at", (gint64) 5, NULL);
  g_assert_true (bty_bot_store_update (storage->database, bert, &error));
  g_assert_true (bty_bot_store_update (storage->database, gone, &error));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *missing = dup_missing (storage, "two", cases[i].clearance, cases[i].is_local);

      g_assert_cmpstr (missing, ==, cases[i].missing);
    }

  /* What says something else by now gets no vector, each other one its own. */
  items = bty_embedding_store_list_missing (storage->database, &all, &error);
  g_assert_no_error (error);
  g_free (((BtyEmbeddingItem *) g_ptr_array_index (items, 0))->text);
  ((BtyEmbeddingItem *) g_ptr_array_index (items, 0))->text = g_strdup ("changed");
  g_ptr_array_insert (items, 1, g_new0 (BtyEmbeddingItem, 1));
  all_values = g_new0 (float, (items->len - 1) * N);
  for (guint i = 0; i < items->len - 1; i++)
    all_values[i * N + i] = 1;
  g_assert_true (bty_embedding_store_set (storage->database, items, "two", all_values, N, &error));
  g_assert_no_error (error);
  for (guint i = 2; i < items->len; i++)
    assert_vector (storage, ((BtyEmbeddingItem *) g_ptr_array_index (items, i))->id, i - 1);
  left = dup_missing (storage, "two", BTY_TRUST_PRIVATE, TRUE);
  g_assert_cmpstr (left, ==, "private");
  g_assert_cmpint (COUNT (storage, "model = 'two' AND scope = ''"), ==, 3);

  g_assert_cmpint (COUNT (storage, "model = 'one'"), ==, 1);
  g_assert_cmpint (bty_embedding_store_remove_others (storage->database, "builtin", "two", 10, &error), ==, 1);
  g_assert_cmpint (bty_embedding_store_remove_others (storage->database, "builtin", "none", 3, &error), ==, 3);
  g_assert_no_error (error);
  g_assert_cmpint (COUNT (storage, "model = 'two'"), ==, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/embedding-store/shared", test_shared);
  bty_test_storage_add ("/embedding-store/files", test_files);
  bty_test_storage_add ("/embedding-store/missing", test_missing);

  return g_test_run ();
}
