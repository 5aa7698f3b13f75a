/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-artifact-store.h"
#include "bty-attachment.h"
#include "bty-content-check.h"
#include "bty-error.h"
#include "bty-file-store.h"
#include "bty-message-store.h"
#include "bty-soul-store.h"
#include "bty-state-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

#include <string.h>

/* What is altered behind the program's back is found, and named by what people know it by. */

static const struct
{
  const char *name;
  const char *sql;     /* $1 is "altered", and $2 the bytes of that */
  const char *part;    /* NULL = nothing is wrong */
  const char *sentence;
} cases[] = {
  { "intact", "UPDATE bots SET name = $1", NULL, NULL },
  { "content", "UPDATE artifacts SET data = $2 WHERE size = 11", BTY_PART_CONTENTS, "notes.md" },
  { "size", "UPDATE file_versions SET size = size + LENGTH ($1)", BTY_PART_FILES, "notes.md" },
  { "attachment", "UPDATE attachments SET sha256 = $1", BTY_PART_ATTACHMENTS, "picture.png" },
  { "soul", "UPDATE souls SET text = $1", BTY_PART_SOULS, "1" },
  { "state", "UPDATE agent_states SET data = $1", BTY_PART_STATES, "" },
};

/* One of everything that is looked at. */
static void
fill (BtyDatabase *database)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (database, "ada");
  g_autoptr(BtySoul) soul = bty_soul_new (bot->id, 1, "You are Ada.");
  g_autoptr(BtyAgentState) state = bty_agent_state_new (bot->id, 1, "{\"mood\": \"good\"}");
  g_autoptr(BtySession) session = bty_test_add_session (database, bot->id, "Talk", 1);
  g_autoptr(BtyMessage) message = bty_test_add_message (database, session->id, BTY_ROLE_USER, "Look");
  g_autoptr(GBytes) picture = g_bytes_new_static ("a picture", 9);
  g_autoptr(GBytes) notes = g_bytes_new_static ("what I know", 11);
  g_autoptr(BtyAttachment) attachment = bty_attachment_new ("picture.png", "image/png", picture);
  g_autoptr(BtyFile) file = bty_file_new (bot->id, "notes.md", "text/markdown");
  g_autoptr(BtyArtifact) content = NULL;
  g_autoptr(BtyFileVersion) version = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_soul_store_append (database, soul, &error));
  g_assert_true (bty_state_store_save (database, state, &error));
  g_object_set (attachment, "message-id", message->id, NULL);
  g_assert_true (bty_message_store_insert_attachment (database, attachment, &error));
  content = bty_artifact_store_put_bytes (database, notes, &error);
  g_assert_no_error (error);
  version = bty_file_store_save (database, file, content, BTY_UNSET, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_part (JsonObject *part,
             const char *damaged,
             const char *sentence)
{
  const char *name = json_object_get_string_member (part, "part");
  JsonArray *problems = json_object_get_array_member (part, "problems");
  gboolean is_damaged = g_strcmp0 (name, damaged) == 0;

  g_test_message ("%s", name);
  g_assert_cmpint (json_object_get_boolean_member (part, "ok"), ==, !is_damaged);
  g_assert_cmpuint (json_array_get_length (problems), ==, is_damaged ? 1 : 0);
  g_assert_cmpint (json_object_get_int_member (part, "count"), >=, 1);
  if (is_damaged)
    g_assert_nonnull (strstr (json_array_get_string_element (problems, 0), sentence));
}

static void
test_altered (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_begin (storage->database, &error));
  fill (storage->database);
  g_assert_true (bty_database_commit (storage->database, &error));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) report = NULL;
      JsonArray *parts;

      g_test_message ("%s", cases[i].name);
      g_assert_true (bty_database_begin (storage->database, &error));
      g_assert_true (bty_database_execute (storage->database, cases[i].sql,
                                           BTY_ARGS (BTY_TEXT ("altered"), BTY_BLOB ("altered", 7)), &error));
      report = bty_content_check_new (storage->database, NULL, &error);
      g_assert_no_error (error);
      parts = json_object_get_array_member (report, "parts");
      g_assert_cmpuint (json_array_get_length (parts), ==, 6);
      for (guint j = 0; j < json_array_get_length (parts); j++)
        assert_part (json_array_get_object_element (parts, j), cases[i].part, cases[i].sentence);
      bty_database_rollback (storage->database);
    }
}

static void
test_cancelled (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  fill (storage->database);
  g_cancellable_cancel (cancellable);
  g_assert_null (bty_content_check_new (storage->database, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/content-check/altered", test_altered);
  bty_test_storage_add ("/content-check/cancelled", test_cancelled);

  return g_test_run ();
}
