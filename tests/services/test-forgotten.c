/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-store.h"
#include "bty-export.h"
#include "bty-forgotten.h"
#include "bty-import.h"
#include "bty-memory-tombstone.h"
#include "bty-memory-use.h"
#include "bty-memory-writing.h"
#include "bty-message-forgetting.h"
#include "bty-message-store.h"
#include "bty-reply-prompt.h"
#include "bty-session-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-trust-store.h"

/* What was forgotten does not come back with older data, on every engine. */

static BtyMemory *
remember (BtyTestStorage *storage,
          BtyBot         *bot,
          const char     *text)
{
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, text);
  g_autoptr(BtyMemoryStored) stored = NULL;
  g_autoptr(GError) error = NULL;

  stored = bty_memory_remember (storage->database, memory, NULL, 0, "user", BTY_AUDIT_ADD, &error);
  g_assert_no_error (error);

  return g_object_ref (stored->memory);
}

static GBytes *
export (BtyTestStorage *storage)
{
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr(GError) error = NULL;

  bty_export_write (storage->database, stream, 1, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, NULL);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

/* As an import does it. */
static void
import (BtyTestStorage *storage,
        GBytes         *bytes,
        BtyImportMode   mode,
        gint64          n_memories,
        gint64          n_messages)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyForgotten) forgotten = bty_forgotten_new (storage->database, &error);
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr(JsonNode) summary = NULL;
  g_autoptr(BtyAuditVerifier) verifier = bty_audit_verifier_new ();
  g_autoptr(BtyAuditReport) report = NULL;
  gint64 counts[2] = { -1, -1 };

  g_assert_no_error (error);
  summary = bty_import_read (storage->database, stream, g_bytes_get_size (bytes), mode, NULL, NULL, &error);
  g_assert_no_error (error);
  bty_forgotten_apply (forgotten, storage->database, &counts[0], &counts[1], &error);
  g_assert_no_error (error);
  g_assert_cmpint (counts[0], ==, n_memories);
  g_assert_cmpint (counts[1], ==, n_messages);

  bty_audit_store_verify (storage->database, verifier, &error);
  g_assert_no_error (error);
  report = bty_audit_verifier_end (verifier);
  g_assert_cmpstr (report->problem, ==, NULL);
  g_assert_null (bty_audit_store_find_orphan (storage->database, &error));
  g_assert_no_error (error);
}

static gint64
count (BtyTestStorage *storage,
       const char     *sql)
{
  return bty_test_count (storage->database, sql);
}

/* What a reply was made with, and was sent for it. */
static void
use (BtyTestStorage *storage,
     BtyBot         *bot,
     BtyMessage     *reply,
     BtyMemory      *memory)
{
  g_autoptr(GPtrArray) uses = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(BtyPrompt) prompt = bty_prompt_new ("model");
  g_autoptr(BtyReplyPrompt) sent = bty_reply_prompt_new (reply->id, memory->text, prompt);
  g_autoptr(GError) error = NULL;

  g_ptr_array_add (uses, bty_memory_use_new (reply->id, memory->id, bot->id));
  g_assert_true (bty_memory_note_reading (storage->database, bot, reply->id, uses, &error));
  g_assert_true (bty_database_insert (storage->database, sent, &error));
}

/* All that belongs to a memory stays away with it, and all that belongs to another one is there. */
static void
test_memory (BtyTestStorage *storage,
             gconstpointer   unused)
{
  static const char *const counted[] = {
    "memories", "memory_versions", "memory_uses", "vectors", "graph_mentions", "entities", "relationships",
    "reply_prompts", "memory_tombstones",
  };
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyMessage) reply = bty_test_add_message (storage->database, session->id, BTY_ROLE_ASSISTANT, "Hello");
  g_autoptr(BtyMessage) next = bty_test_add_message (storage->database, session->id, BTY_ROLE_ASSISTANT, "Well");
  g_autoptr(BtyMemory) memory = remember (storage, bot, "My sister is called Lena");
  g_autoptr(BtyMemory) other = remember (storage, bot, "My dog is called Rex");
  g_autoptr(GBytes) older = NULL;
  g_autoptr(GError) error = NULL;
  gint64 before[G_N_ELEMENTS (counted)];

  use (storage, bot, reply, memory);
  use (storage, bot, next, other);
  older = export (storage);
  g_assert_cmpint (bty_memory_forget (storage->database, memory->id, "user", &error), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    {
      g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", counted[i], NULL);

      before[i] = count (storage, sql);
      g_assert_cmpint (before[i], >, 0);
    }

  for (int mode = BTY_IMPORT_MERGE; mode <= BTY_IMPORT_REPLACE; mode++)
    {
      g_autoptr(BtyMemoryTombstone) tombstone = bty_database_get (storage->database, BTY_TYPE_MEMORY_TOMBSTONE,
                                                                  memory->id, &error);
      g_autoptr(BtyMemoryTombstone) again = NULL;

      g_assert_no_error (error);
      import (storage, older, mode, 1, 0);
      for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
        {
          g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", counted[i], NULL);

          g_test_message ("%s", counted[i]);
          g_assert_cmpint (count (storage, sql), ==, before[i]);
        }
      again = bty_database_get (storage->database, BTY_TYPE_MEMORY_TOMBSTONE, memory->id, &error);
      g_assert_no_error (error);
      g_assert_true (bty_record_equal (tombstone, again));
      g_assert_cmpint (count (storage, "SELECT count(*) FROM memories WHERE text LIKE '%Rex%'"), ==, 1);
    }
}

/* The place of a message comes, what it says does not. */
static void
test_message (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyMessage) said = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "A secret");
  g_autoptr(BtyMessage) kept = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "No secret");
  g_autoptr(GBytes) older = export (storage);
  g_autoptr(BtyForgottenMessage) forgotten = NULL;
  g_autoptr(BtyMessage) stored = NULL;
  g_autoptr(GError) error = NULL;

  forgotten = bty_message_forgetting_run (storage->database, said->id, NULL, "user", &error);
  g_assert_no_error (error);
  import (storage, older, BTY_IMPORT_MERGE, 0, 1);
  import (storage, older, BTY_IMPORT_REPLACE, 0, 1);
  stored = bty_message_store_get (storage->database, said->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stored->content, ==, "");
  g_assert_cmpint (stored->forgotten_at, ==, forgotten->message->forgotten_at);
  g_assert_cmpint (count (storage, "SELECT count(*) FROM messages WHERE content = 'No secret'"), ==, 1);

  /* Also where the whole chat is gone, and only the record knows of the message. */
  g_assert_true (bty_session_store_delete (storage->database, session->id, &error));
  import (storage, older, BTY_IMPORT_MERGE, 0, 1);
  g_assert_cmpint (count (storage, "SELECT count(*) FROM messages"), ==, 2);
  g_assert_cmpint (count (storage, "SELECT count(*) FROM messages WHERE content = 'A secret'"), ==, 0);
}

/* A reply that was arriving when the file was written does not keep anything from being forgotten. */
static void
test_arriving (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyMessage) said = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "A secret");
  g_autoptr(BtyMessage) reply = bty_test_add_message (storage->database, session->id, BTY_ROLE_ASSISTANT, "Well");
  g_autoptr(BtyForgottenMessage) forgotten = NULL;
  g_autoptr(GBytes) older = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (reply, "status", BTY_MESSAGE_STATUS_STREAMING, NULL);
  g_assert_true (bty_message_store_update (storage->database, reply, &error));
  older = export (storage);
  g_object_set (reply, "status", BTY_MESSAGE_STATUS_COMPLETE, NULL);
  g_assert_true (bty_message_store_update (storage->database, reply, &error));
  forgotten = bty_message_forgetting_run (storage->database, said->id, NULL, "user", &error);
  g_assert_no_error (error);
  import (storage, older, BTY_IMPORT_MERGE, 0, 1);
}

/* What was only deleted, and cleared away since, is brought back by the file that still has it. */
static void
test_deleted (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) memory = remember (storage, bot, "My sister is called Lena");
  g_autoptr(GBytes) older = export (storage);
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_execute (storage->database, "UPDATE memories SET deleted_at = 5", BTY_NO_ARGS, &error));
  g_assert_true (bty_memory_forget_deleted (storage->database, 10, &error));
  g_assert_cmpint (count (storage, "SELECT count(*) FROM memories"), ==, 0);
  import (storage, older, BTY_IMPORT_MERGE, 0, 0);
  g_assert_cmpint (count (storage, "SELECT count(*) FROM memories"), ==, 1);
}

/* Somebody else's file says what was forgotten there, not what is forgotten here. */
static void
test_others (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyMemory) memory = remember (storage, bot, "My sister is called Lena");
  g_autoptr(GBytes) older = export (storage);
  g_autoptr(GBytes) newer = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (bty_memory_forget (storage->database, memory->id, "user", &error), ==, 1);
  newer = export (storage);
  g_assert_true (bty_import_remove_all (storage->database, &error));
  import (storage, older, BTY_IMPORT_MERGE, 0, 0);
  import (storage, newer, BTY_IMPORT_MERGE, 0, 0);
  g_assert_cmpint (count (storage, "SELECT count(*) FROM memories"), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/forgotten/memory", test_memory);
  bty_test_storage_add ("/forgotten/message", test_message);
  bty_test_storage_add ("/forgotten/arriving", test_arriving);
  bty_test_storage_add ("/forgotten/deleted", test_deleted);
  bty_test_storage_add ("/forgotten/others", test_others);

  return g_test_run ();
}
