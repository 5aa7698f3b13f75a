/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-json.h"
#include "bty-migrator.h"
#include "bty-storage-report.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static gboolean
is_ok (JsonNode *report)
{
  return json_object_get_boolean_member (json_node_get_object (report), "ok");
}

static guint
count_problems (JsonNode *report)
{
  return json_array_get_length (json_object_get_array_member (json_node_get_object (report), "problems"));
}

static void
test_intact (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) open = bty_test_add_session (storage->database, bot->id, "Open", 1);
  g_autoptr(BtySession) private = bty_session_new (bot->id);
  g_autoptr(BtyMessage) said = bty_test_add_message (storage->database, open->id, BTY_ROLE_USER, "Hello");
  g_autoptr(BtyMessage) whispered = NULL;
  g_autoptr(BtyMessage) arriving = bty_message_new (open->id, said->id, BTY_ROLE_ASSISTANT, "Hel");
  g_autoptr(GPtrArray) migrations = bty_migrator_load (storage->database);
  g_autoptr(JsonNode) report = NULL;

  /* Not everything is in the full text, and that is not a fault. */
  g_object_set (private, "private", TRUE, NULL);
  g_assert_true (bty_database_insert (storage->database, private, &error));
  whispered = bty_test_add_message (storage->database, private->id, BTY_ROLE_USER, "Psst");
  g_object_set (arriving, "status", BTY_MESSAGE_STATUS_STREAMING, NULL);
  g_assert_true (bty_database_insert (storage->database, arriving, &error));

  report = bty_storage_report_new (storage->database, &error);
  g_assert_no_error (error);
  g_assert_true (is_ok (report));
  g_assert_cmpuint (count_problems (report), ==, 0);
  g_assert_cmpint (bty_json_get_int (report, "schema_version", -1), ==, migrations->len);
  g_assert_cmpint (bty_json_get_int (report, "counts.bots", -1), ==, 1);
  g_assert_cmpint (bty_json_get_int (report, "counts.messages", -1), ==, 3);
}

static void
test_orphan (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) report = NULL;

  g_assert_true (bty_database_execute (storage->database, "PRAGMA foreign_keys = OFF", BTY_NO_ARGS, &error));
  g_object_unref (bty_test_add_session (storage->database, "nobody", "s", 1));
  report = bty_storage_report_new (storage->database, &error);
  g_assert_no_error (error);
  g_assert_false (is_ok (report));
  g_assert_cmpuint (count_problems (report), ==, 1);
}

/* Overwrites the end of the file with noise. */
static void
damage (const char *path)
{
  int file = g_open (path, O_RDWR | O_CLOEXEC, 0);
  off_t size = lseek (file, 0, SEEK_END);
  g_autofree char *noise = g_strnfill (size / 8, '#');

  g_assert_cmpint (pwrite (file, noise, size / 8, size - size / 8), ==, size / 8);
  close (file);
}

static void
test_damaged (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) report = NULL;

  if (!bty_test_storage_is_file (storage))
    {
      g_test_skip ("Only files are damaged");
      return;
    }

  /* So many that the end of the file is theirs, and nothing that is needed to open it. */
  g_assert_true (bty_database_begin (storage->database, &error));
  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("bot%d", i);

      g_object_unref (bty_test_add_bot (storage->database, name));
    }
  g_assert_true (bty_database_commit (storage->database, &error));
  g_clear_object (&storage->database);
  damage (storage->path);
  storage->database = bty_database_open (storage->path, NULL, BTY_DATABASE_WRITE, &error);
  g_assert_no_error (error);

  report = bty_storage_report_new (storage->database, &error);
  g_assert_no_error (error);
  g_assert_false (is_ok (report));
  g_assert_cmpuint (count_problems (report), >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/storage-report/intact", test_intact);
  bty_test_storage_add_sqlite ("/storage-report/orphan", test_orphan);
  bty_test_storage_add_sqlite ("/storage-report/damaged", test_damaged);

  return g_test_run ();
}
