/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-message-store.h"
#include "bty-session-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

static void
test_messages (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autoptr(BtySession) other = bty_test_add_session (storage->database, bot->id, "o", 1);
  g_autoptr(BtyMessage) question = bty_message_new (session->id, NULL, BTY_ROLE_USER, "Why?");
  g_autoptr(BtyMessage) reply = bty_message_new (session->id, question->id, BTY_ROLE_ASSISTANT, "Because.");
  g_autoptr(BtyMessage) elsewhere = bty_test_add_message (storage->database, other->id, BTY_ROLE_USER, "x");
  g_autoptr(JsonNode) attempts = json_from_string ("[{\"provider\":\"A\",\"error\":\"no\"}]", NULL);
  g_autoptr(BtyMessage) read = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  json_node_seal (attempts);
  g_object_set (reply, "attempts", attempts, "cost", 0.5, "input-tokens", (gint64) 7, "provider", "B", NULL);
  g_assert_true (bty_message_store_insert (storage->database, question, &error));
  g_assert_true (bty_message_store_insert (storage->database, reply, &error));
  g_assert_no_error (error);

  messages = bty_message_store_list (storage->database, session->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, 2);
  g_assert_true (bty_record_equal (g_ptr_array_index (messages, 0), question));
  g_assert_true (bty_record_equal (g_ptr_array_index (messages, 1), reply));
  read = bty_message_store_get (storage->database, reply->id, &error);
  g_assert_true (bty_record_equal (read, reply));

  g_assert_true (bty_session_store_delete (storage->database, session->id, &error));
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM messages"), ==, 1);
}

static void
test_progress (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autoptr(BtyMessage) reply = bty_message_new (session->id, NULL, BTY_ROLE_ASSISTANT, "");
  g_autoptr(BtyMessage) read = NULL;

  g_object_set (reply, "status", BTY_MESSAGE_STATUS_STREAMING, NULL);
  g_assert_true (bty_message_store_insert (storage->database, reply, &error));
  g_assert_true (bty_message_store_save_progress (storage->database, reply->id, "Be", "hm", &error));
  g_assert_true (bty_message_store_save_progress (storage->database, reply->id, "Because", NULL, &error));
  g_assert_no_error (error);
  read = bty_message_store_get (storage->database, reply->id, &error);
  g_assert_cmpstr (read->content, ==, "Because");
  g_assert_cmpstr (read->thinking, ==, "");
  g_assert_cmpint (read->status, ==, BTY_MESSAGE_STATUS_STREAMING);

  g_object_set (reply, "status", BTY_MESSAGE_STATUS_COMPLETE, "content", "Because so.", NULL);
  g_assert_true (bty_message_store_update (storage->database, reply, &error));
  g_assert_no_error (error);
  g_assert_false (bty_message_store_save_progress (storage->database, reply->id, "late", NULL, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_clear_object (&read);
  read = bty_message_store_get (storage->database, reply->id, &error);
  g_assert_cmpstr (read->content, ==, "Because so.");
}

static void
test_attachments (BtyTestStorage *storage,
                  gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autoptr(BtyMessage) message = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "Look");
  g_autoptr(GBytes) bytes = g_bytes_new_static ("\0\1\2", 3);
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr(BtyAttachment) image = bty_attachment_new ("a.png", "image/png", bytes);
  g_autoptr(BtyAttachment) text = bty_attachment_new ("b.txt", "text/plain", nothing);
  g_autoptr(GPtrArray) attachments = NULL;

  g_object_set (image, "message-id", message->id, NULL);
  g_object_set (text, "message-id", message->id, "created-at", image->created_at + 1, NULL);
  g_assert_true (bty_message_store_insert_attachment (storage->database, image, &error));
  g_assert_true (bty_message_store_insert_attachment (storage->database, text, &error));
  g_assert_no_error (error);

  attachments = bty_message_store_list_attachments (storage->database, session->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attachments->len, ==, 2);
  g_assert_true (bty_record_equal (g_ptr_array_index (attachments, 0), image));
  g_assert_true (bty_record_equal (g_ptr_array_index (attachments, 1), text));

  g_assert_true (bty_session_store_delete (storage->database, session->id, &error));
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM attachments"), ==, 0);
}

/* What goes with two messages is kept once; what older versions kept in the row is read from there; and what is lost
 * does not keep the rest from being read. */
static void
test_attachment_data (BtyTestStorage *storage,
                      gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autoptr(BtyMessage) message = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "see");
  g_autoptr(GBytes) bytes = g_bytes_new_static ("text", 4);
  g_autoptr(BtyAttachment) old = bty_attachment_new ("old.txt", "text/plain", bytes);
  g_autoptr(BtyAttachment) first = bty_attachment_new ("1.txt", "text/plain", bytes);
  g_autoptr(BtyAttachment) second = bty_attachment_new ("2.txt", "text/plain", bytes);
  g_autoptr(GPtrArray) attachments = NULL;
  g_autoptr(GPtrArray) damaged = NULL;

  g_object_set (old, "message-id", message->id, "created-at", (gint64) 1, NULL);
  g_object_set (first, "message-id", message->id, "created-at", (gint64) 2, NULL);
  g_object_set (second, "message-id", message->id, "created-at", (gint64) 3, NULL);
  g_assert_true (bty_database_insert (storage->database, old, &error));
  g_assert_true (bty_message_store_insert_attachment (storage->database, first, &error));
  g_assert_true (bty_message_store_insert_attachment (storage->database, second, &error));
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM artifacts"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT sum(length(data)) FROM attachments"), ==, 4);

  attachments = bty_message_store_list_attachments (storage->database, session->id, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    g_assert_true (g_bytes_equal (((BtyAttachment *) g_ptr_array_index (attachments, i))->data, bytes));

  g_assert_true (bty_database_execute (storage->database, "UPDATE artifacts SET data = $1",
                                       BTY_ARGS (BTY_BLOB ("tExt", 4)), &error));
  damaged = bty_message_store_list_attachments (storage->database, session->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (damaged->len, ==, 3);
  g_assert_cmpuint (g_bytes_get_size (((BtyAttachment *) g_ptr_array_index (damaged, 1))->data), ==, 0);
}

/* A chain as long as this is also deleted in one go. */
static void
test_long_session (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autofree char *parent = NULL;

  g_assert_true (bty_database_begin (storage->database, &error));
  for (int i = 0; i < 10000; i++)
    {
      g_autofree char *text = g_strdup_printf ("Message %d says something of ordinary length about the weather.", i);
      g_autoptr(BtyMessage) message = bty_message_new (session->id, parent, i % 2, text);

      g_assert_true (bty_message_store_insert (storage->database, message, &error));
      g_free (parent);
      parent = g_strdup (message->id);
    }
  g_assert_true (bty_database_commit (storage->database, &error));
  g_assert_no_error (error);

  for (int n_messages = 1000; n_messages <= 10000; n_messages *= 10)
    {
      g_autoptr(GPtrArray) messages = NULL;
      gint64 start = g_get_monotonic_time ();

      messages = bty_database_select (storage->database, BTY_TYPE_MESSAGE,
                                      "WHERE session_id = $1 ORDER BY seq LIMIT $2",
                                      BTY_ARGS (BTY_TEXT (session->id), BTY_INTEGER (n_messages)), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (messages->len, ==, n_messages);
      g_test_message ("%d messages were read in %.1f ms", n_messages, (g_get_monotonic_time () - start) / 1000.0);
    }

  g_assert_true (bty_session_store_delete (storage->database, session->id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM messages"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/message-store/messages", test_messages);
  bty_test_storage_add ("/message-store/progress", test_progress);
  bty_test_storage_add ("/message-store/attachments", test_attachments);
  bty_test_storage_add ("/message-store/attachment-data", test_attachment_data);
  bty_test_storage_add ("/message-store/long-session", test_long_session);

  return g_test_run ();
}
