/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-artifact-store.h"
#include "bty-attachment.h"
#include "bty-error.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define MIB (1024 * 1024)

static GBytes *
create_noise (gsize size)
{
  guint8 *data = g_malloc (size + 4);
  guint32 noise = g_test_rand_int ();

  for (gsize i = 0; i < size; i += 4)
    {
      noise = noise * 1664525 + 1013904223;
      memcpy (data + i, &noise, 4);
    }

  return g_bytes_new_take (data, size);
}

static BtyArtifact *
put (BtyDatabase *database,
     GBytes      *bytes)
{
  g_autoptr(GError) error = NULL;
  BtyArtifact *artifact = NULL;

  g_assert_true (bty_database_begin (database, &error));
  artifact = bty_artifact_store_put_bytes (database, bytes, &error);
  g_assert_no_error (error);
  g_assert_true (bty_database_commit (database, &error));

  return artifact;
}

/* Where the content is; NULL if it is not a file. */
static char *
find_file (BtyTestStorage *storage,
           BtyArtifact    *artifact)
{
  g_autofree char *folder = g_strndup (artifact->id, 2);
  g_autofree char *path = g_build_filename (storage->directory, "files", folder, artifact->id + 2, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

static guint
count_files (const char *path)
{
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;
  guint n_files = 0;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      n_files += g_file_test (child, G_FILE_TEST_IS_DIR) ? count_files (child) : 1;
    }

  return n_files;
}

static guint
count_large (BtyTestStorage *storage)
{
  g_autofree char *path = g_build_filename (storage->directory, "files", NULL);

  return count_files (path);
}

static void
remove_all (BtyTestStorage *storage)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (storage->directory, "files", NULL);

  bty_database_execute (storage->database, "DELETE FROM artifacts", BTY_NO_ARGS, &error);
  g_assert_no_error (error);
  g_assert_true (bty_artifact_store_sweep_files (storage->database, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_large (storage), ==, 0);
  g_rmdir (path);
}

/* What was put comes back, from a row, a file or pieces, and is kept once. */
static void
test_put (BtyTestStorage *storage,
          gconstpointer   unused)
{
  static const gsize sizes[] = { 0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 3 * MIB + 7 };
  gboolean in_file = bty_database_get_files_directory (storage->database) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) bytes = create_noise (sizes[i]);
      g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      g_autoptr(BtyArtifact) artifact = put (storage->database, bytes);
      g_autoptr(BtyArtifact) again = put (storage->database, bytes);
      g_autoptr(GBytes) read = bty_artifact_store_load (storage->database, artifact->id, &error);
      g_autofree char *path = find_file (storage, artifact);

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (read, bytes));
      g_assert_cmpstr (artifact->id, ==, sha256);
      g_assert_cmpint (artifact->size, ==, sizes[i]);
      g_assert_true (bty_record_equal (again, artifact));
      g_assert_cmpint (path != NULL, ==, in_file && sizes[i] > MIB);
    }
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM artifacts"), ==, G_N_ELEMENTS (sizes));
  remove_all (storage);
}

static void
test_too_large (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree guint8 *zeros = g_malloc0 (BTY_ARTIFACT_MAX_SIZE + 1);
  g_autoptr(GBytes) larger = g_bytes_new_static (zeros, BTY_ARTIFACT_MAX_SIZE + 1);

  g_assert_null (bty_artifact_store_put_bytes (storage->database, larger, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM artifacts"), ==, 0);
  remove_all (storage);
}

/* A content that is not what its name says is not given out. */
static void
test_damaged (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) small_bytes = g_bytes_new_static ("small", 5);
  g_autoptr(GBytes) large_bytes = create_noise (MIB + 1);
  g_autoptr(BtyArtifact) small = put (storage->database, small_bytes);
  g_autoptr(BtyArtifact) large = put (storage->database, large_bytes);
  g_autofree char *path = find_file (storage, large);
  g_autoptr(GBytes) read = NULL;

  g_assert_true (bty_database_execute (storage->database, "UPDATE artifacts SET data = $1 WHERE data IS NOT NULL",
                                       BTY_ARGS (BTY_BLOB ("smaIl", 5)), &error));
  g_assert_null (bty_artifact_store_load (storage->database, small->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  g_clear_error (&error);

  if (path != NULL)
    g_assert_cmpint (g_unlink (path), ==, 0);
  else
    g_assert_true (bty_database_execute (storage->database, "UPDATE artifact_pieces SET data = $1 WHERE position = 1",
                                         BTY_ARGS (BTY_BLOB ("x", 1)), &error));
  g_assert_null (bty_artifact_store_load (storage->database, large->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  g_clear_error (&error);

  /* A file that is lost is there again when somebody brings it. */
  if (path != NULL)
    {
      g_object_unref (put (storage->database, large_bytes));
      read = bty_artifact_store_load (storage->database, large->id, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (read, large_bytes));
    }
  g_assert_null (bty_artifact_store_load (storage->database, "nothing", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  remove_all (storage);
}

/* What is rolled back leaves a file at most, which is found; what is used is not swept. */
static void
test_sweep (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) lost_bytes = create_noise (MIB + 1);
  g_autoptr(GBytes) kept_bytes = create_noise (MIB + 1);
  g_autofree char *arriving = g_build_filename (storage->directory, "files", "arriving-abcdef", NULL);
  g_autoptr(BtyArtifact) lost = NULL;
  g_autoptr(BtyArtifact) kept = NULL;
  g_autoptr(GBytes) read = NULL;

  g_assert_true (bty_database_begin (storage->database, &error));
  lost = bty_artifact_store_put_bytes (storage->database, lost_bytes, &error);
  g_assert_no_error (error);
  bty_database_rollback (storage->database);
  kept = put (storage->database, kept_bytes);
  g_assert_true (bty_artifact_store_retain (storage->database, kept->id, &error));

  if (bty_database_get_files_directory (storage->database) != NULL)
    {
      g_assert_true (g_file_set_contents (arriving, "half", 4, &error));
      g_assert_cmpuint (count_large (storage), ==, 3);
    }
  g_assert_cmpint (bty_artifact_store_sweep (storage->database, &error), ==, 0);
  g_assert_true (bty_artifact_store_sweep_files (storage->database, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_large (storage), ==, bty_database_get_files_directory (storage->database) != NULL);
  read = bty_artifact_store_load (storage->database, kept->id, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (read, kept_bytes));
  remove_all (storage);
}

/* Held and released in any order by several, each content is there exactly as long as somebody holds it. */
static void
test_random_uses (BtyTestStorage *storage,
                  gconstpointer   unused)
{
  gint64 held[4] = { 0 };
  char *ids[4];

  for (int i = 0; i < 4; i++)
    {
      g_autofree char *text = g_strdup_printf ("content %d", i);
      g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

      ids[i] = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
    }
  for (int step = 0; step < 300; step++)
    {
      int i = g_test_rand_int_range (0, 4);
      g_autofree char *text = g_strdup_printf ("content %d", i);
      g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
      gint64 uses = -1;

      if (g_test_rand_bit ())
        {
          g_object_unref (put (storage->database, bytes));
          g_assert_true (bty_artifact_store_retain (storage->database, ids[i], NULL));
          held[i]++;
        }
      else
        {
          g_assert_cmpint (bty_artifact_store_release (storage->database, ids[i], NULL), ==, held[i] > 0);
          held[i] -= held[i] > 0;
        }
      g_assert_true (bty_artifact_store_count_uses (storage->database, ids[i], &uses, NULL));
      g_assert_cmpint (uses, ==, held[i]);
      bytes = (g_bytes_unref (bytes), bty_artifact_store_load (storage->database, ids[i], NULL));
      g_assert_cmpint (bytes != NULL, ==, held[i] > 0);
    }
  for (int i = 0; i < 4; i++)
    g_free (ids[i]);
}

/* What goes with a message keeps its content, and lets go of it when the conversation is gone. */
static void
test_attachment (BtyTestStorage *storage,
                 gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autoptr(BtyMessage) message = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "see");
  g_autoptr(GBytes) bytes = g_bytes_new_static ("text", 4);
  g_autoptr(BtyAttachment) attachment = bty_attachment_new ("a.txt", "text/plain", bytes);
  g_autoptr(BtyArtifact) artifact = put (storage->database, bytes);

  g_object_set (attachment, "message-id", message->id, "artifact-id", artifact->id, NULL);
  g_assert_true (bty_database_insert (storage->database, attachment, &error));
  g_assert_cmpint (bty_artifact_store_sweep (storage->database, &error), ==, 0);

  /* Nobody holds it by hand, so nobody can let go of it so. */
  g_assert_false (bty_artifact_store_release (storage->database, artifact->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (bty_database_delete (storage->database, BTY_TYPE_SESSION, session->id, &error));
  g_assert_cmpint (bty_artifact_store_sweep (storage->database, &error), ==, 1);
  g_assert_no_error (error);
}

/* An id that is no hash leads to no file: this one is a pipe, which nobody ever writes to. */
static void
test_odd_id (BtyTestStorage *storage,
             gconstpointer   unused)
{
  static const char *const ids[] = { "../pipe", "a", "..", "/" };
  g_autoptr(GBytes) large = create_noise (2 * MIB);
  g_autoptr(BtyArtifact) artifact = put (storage->database, large);
  g_autofree char *pipe = g_build_filename (storage->directory, "pipe", NULL);

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(BtyArtifact) odd = g_object_new (BTY_TYPE_ARTIFACT, "id", ids[i], "size", (gint64) 1, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_true (bty_database_insert (storage->database, odd, &error));
      g_assert_false (bty_artifact_store_verify (storage->database, ids[i], NULL, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
      g_clear_error (&error);
      g_assert_null (bty_artifact_store_load (storage->database, ids[i], &error));
      g_assert_nonnull (error);
    }
  remove_all (storage);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/artifact-store/put", test_put);
  bty_test_storage_add ("/artifact-store/too-large", test_too_large);
  bty_test_storage_add ("/artifact-store/damaged", test_damaged);
  bty_test_storage_add ("/artifact-store/odd-id", test_odd_id);
  bty_test_storage_add ("/artifact-store/sweep", test_sweep);
  bty_test_storage_add ("/artifact-store/random-uses", test_random_uses);
  bty_test_storage_add ("/artifact-store/attachment", test_attachment);

  return g_test_run ();
}
