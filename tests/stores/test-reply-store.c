/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-message-store.h"
#include "bty-reply-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

#include <math.h>
#include <string.h>

static GPtrArray *
new_objects (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/* What was sent comes back byte for byte, and an image in it is not stored twice. */
static void
test_sent (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autoptr(BtyMessage) asked = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "Look");
  g_autoptr(BtyMessage) reply = bty_test_add_message (storage->database, session->id, BTY_ROLE_ASSISTANT, "Nice");
  g_autofree char *pixels = g_malloc (100000);
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  g_autoptr(BtyPrompt) prompt = bty_prompt_new ("m");
  g_autoptr(GPtrArray) attachments = new_objects ();
  g_autoptr(GPtrArray) passages = new_objects ();
  g_autoptr(BtyReplyPrompt) record = NULL;
  g_autoptr(BtyReplyPrompt) stored = NULL;
  g_autoptr(GBytes) data = NULL;
  g_autofree char *image = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *read = NULL;
  BtyAttachment *attachment;

  for (guint i = 0; i < 100000; i++)
    pixels[i] = (char) g_rand_int (rand);
  data = g_bytes_new (pixels, 100000);
  attachment = bty_attachment_new ("cat.png", "image/png", data);
  g_object_set (attachment, "message-id", asked->id, NULL);
  g_ptr_array_add (attachments, attachment);
  g_assert_true (bty_message_store_insert_attachment (storage->database, attachment, &error));
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, "Look", attachments);
  image = g_base64_encode ((const guchar *) pixels, 100000);
  sent = g_strdup_printf ("{\"a\":\"%s\",\"é\":\"%s\"}", image, image);

  record = bty_reply_prompt_new (reply->id, sent, prompt);
  g_assert_true (bty_reply_store_save (storage->database, record, passages, &error));
  g_assert_no_error (error);
  stored = bty_reply_store_get_prompt (storage->database, reply->id, &error);
  g_assert_cmpint (stored->size, ==, (gint64) strlen (sent));
  g_assert_cmpuint (g_bytes_get_size (stored->data), <, 1000);
  read = bty_reply_store_dup_sent (storage->database, reply->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read, ==, sent);

  /* Without the image it is not shown as if it were whole. */
  g_assert_true (bty_database_delete (storage->database, BTY_TYPE_ATTACHMENT, attachment->id, &error));
  g_assert_null (bty_reply_store_dup_sent (storage->database, reply->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_DAMAGED);
  g_clear_error (&error);

  g_assert_null (bty_reply_store_dup_sent (storage->database, asked->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

/* What was used is listed best first, with what is there now; and goes with the reply. */
static void
test_used (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) past = bty_test_add_session (storage->database, bot->id, "Pets", 1);
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Now", 2);
  g_autoptr(BtyMessage) said = bty_test_add_message (storage->database, past->id, BTY_ROLE_USER, "My dog is Rex.");
  g_autoptr(BtyMessage) reply = bty_test_add_message (storage->database, session->id, BTY_ROLE_ASSISTANT, "Rex!");
  g_autoptr(GPtrArray) passages = new_objects ();
  g_autoptr(GPtrArray) used = NULL;
  BtyRecalled *first;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(BtyRecalled) recalled = bty_recalled_new ("text", "Pets", i == 0 ? said->id : "gone", 1, 2.5);

      recalled->factors.words = 0.75;
      recalled->similarity = i == 0 ? 0.5 : NAN;
      g_ptr_array_add (passages, bty_reply_passage_new (reply->id, recalled, i + 1));
    }
  g_assert_true (bty_reply_store_save (storage->database, NULL, passages, &error));
  used = bty_reply_store_list_used (storage->database, reply->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (used->len, ==, 2);
  first = g_ptr_array_index (used, 0);
  g_assert_cmpstr (first->id, ==, said->id);
  g_assert_cmpstr (first->text, ==, "My dog is Rex.");
  g_assert_cmpstr (first->source, ==, "Pets");
  g_assert_cmpstr (first->session_id, ==, past->id);
  g_assert_cmpint (first->said_at, ==, said->created_at);
  g_assert_cmpint (first->role, ==, BTY_ROLE_USER);
  g_assert_cmpfloat (first->score, ==, 2.5);
  g_assert_cmpfloat (first->similarity, ==, 0.5);
  g_assert_cmpfloat (first->factors.words, ==, 0.75);
  g_assert_cmpfloat (first->factors.session, ==, 0);
  g_assert_null (((BtyRecalled *) g_ptr_array_index (used, 1))->text);
  g_assert_true (isnan (((BtyRecalled *) g_ptr_array_index (used, 1))->similarity));

  g_assert_true (bty_database_delete (storage->database, BTY_TYPE_MESSAGE, reply->id, &error));
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM reply_passages"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/reply-store/sent", test_sent);
  bty_test_storage_add ("/reply-store/used", test_used);

  return g_test_run ();
}
