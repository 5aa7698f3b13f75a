/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-answer-job.h"
#include "bty-attachment.h"
#include "bty-capture-jobs.h"
#include "bty-capture-store.h"
#include "bty-error.h"
#include "bty-forget-store.h"
#include "bty-memory-jobs.h"
#include "bty-memory-writing.h"
#include "bty-message-forgetting.h"
#include "bty-message-store.h"
#include "bty-reply-passage.h"
#include "bty-reply-prompt.h"
#include "bty-reply-store.h"
#include "bty-session-store.h"
#include "bty-session-summary.h"
#include "bty-summary-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-time.h"

#include <string.h>

/* What goes with one message that is forgotten, and what stays, on every engine. */

static BtyMessage *
say (BtyTestStorage *storage,
     BtySession     *session,
     BtyMessage     *parent,
     BtyRole         role,
     const char     *content)
{
  g_autoptr(GError) error = NULL;
  BtyMessage *message = bty_message_new (session->id, parent != NULL ? parent->id : NULL, role, content);

  bty_message_store_insert (storage->database, message, &error);
  g_assert_no_error (error);

  return message;
}

static void
note_sent (BtyTestStorage *storage,
           BtyMessage     *reply)
{
  g_autoptr(BtyPrompt) prompt = bty_prompt_new ("model");
  g_autoptr(BtyReplyPrompt) sent = bty_reply_prompt_new (reply->id, "something", prompt);
  g_autoptr(GError) error = NULL;

  bty_database_insert (storage->database, sent, &error);
  g_assert_no_error (error);
}

static gboolean
knows_sent (BtyTestStorage *storage,
            BtyMessage     *reply)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *sent = bty_reply_store_dup_sent (storage->database, reply->id, &error);

  if (sent == NULL)
    g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);

  return sent != NULL;
}

static void
sum_up (BtyTestStorage *storage,
        BtyMessage     *until)
{
  g_autoptr(BtySessionSummary) summary = bty_session_summary_new (until->session_id, until->id, "It was said.");
  g_autoptr(GError) error = NULL;

  bty_summary_store_add (storage->database, summary, &error);
  g_assert_no_error (error);
}

static void
attach (BtyTestStorage *storage,
        BtyMessage     *message,
        const char     *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(BtyAttachment) attachment = bty_attachment_new ("a.txt", "text/plain", bytes);
  g_autoptr(GError) error = NULL;

  g_object_set (attachment, "message-id", message->id, NULL);
  bty_message_store_insert_attachment (storage->database, attachment, &error);
  g_assert_no_error (error);
}

static BtyForgottenMessage *
forget (BtyTestStorage *storage,
        BtyMessage     *message)
{
  g_autoptr(GError) error = NULL;
  BtyForgottenMessage *forgotten = bty_message_forgetting_run (storage->database, message->id, NULL, "user", &error);

  g_assert_no_error (error);
  g_assert_true (bty_message_is_forgotten (forgotten->message));

  return forgotten;
}

/* Another version of what was said, and what followed it, are something else. */
static void
test_versions (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyMessage) question = say (storage, session, NULL, BTY_ROLE_USER, "Lena hates peanuts");
  g_autoptr(BtyMessage) reply = say (storage, session, question, BTY_ROLE_ASSISTANT, "I see");
  g_autoptr(BtyMessage) next = say (storage, session, reply, BTY_ROLE_USER, "Good");
  g_autoptr(BtyMessage) last = say (storage, session, next, BTY_ROLE_ASSISTANT, "Yes");
  g_autoptr(BtyMessage) version = say (storage, session, NULL, BTY_ROLE_USER, "Max hates peanuts");
  g_autoptr(BtyMessage) other = say (storage, session, version, BTY_ROLE_ASSISTANT, "Oh");
  g_autoptr(BtyForgottenMessage) forgotten = NULL;
  g_autoptr(BtyMessage) stored = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (question, "cost", 0.25, "thinking", "peanuts", "error", "peanuts", NULL);
  g_assert_true (bty_message_store_update (storage->database, question, &error));
  note_sent (storage, reply);
  note_sent (storage, last);
  note_sent (storage, other);
  sum_up (storage, reply);
  sum_up (storage, other);
  attach (storage, question, "only here");
  attach (storage, question, "in both");
  attach (storage, version, "in both");

  forgotten = forget (storage, question);
  g_assert_false (knows_sent (storage, reply));
  g_assert_false (knows_sent (storage, last));
  g_assert_true (knows_sent (storage, other));
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM session_summaries"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM attachments"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM artifacts"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM messages"), ==, 6);
  stored = bty_message_store_get (storage->database, question->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stored->content, ==, "");
  g_assert_cmpstr (stored->thinking, ==, "");
  g_assert_cmpstr (stored->error, ==, NULL);
  g_assert_cmpfloat (stored->cost, ==, 0.25);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM audit_entries WHERE action = 'forget'"
                                   " AND memory_id IS NULL AND details NOT LIKE '%peanuts%'"), ==, 1);

  /* Once more changes nothing. */
  bty_forgotten_message_free (forget (storage, question));
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM audit_entries"), ==, 1);
}

/* In another chat it was recalled, and something else for another reply. */
static void
test_recalled (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtySession) other = bty_test_add_session (storage->database, bot->id, "Other", 1);
  g_autoptr(BtyMessage) said = say (storage, session, NULL, BTY_ROLE_USER, "Lena hates peanuts");
  g_autoptr(BtyMessage) kept = say (storage, session, NULL, BTY_ROLE_USER, "Max likes apples");
  BtyMessage *used[] = { said, kept };
  g_autoptr(GPtrArray) replies = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (used); i++)
    {
      BtyMessage *reply = say (storage, other, NULL, BTY_ROLE_ASSISTANT, "Hello");
      BtyRecalled *recalled = bty_recalled_new (used[i]->content, "Chat", used[i]->id, 1, 1);
      g_autoptr(BtyReplyPassage) passage = NULL;
      g_autoptr(GError) error = NULL;

      recalled->kind = BTY_RECALL_KIND_MESSAGE;
      passage = bty_reply_passage_new (reply->id, recalled, 1);
      g_assert_true (bty_database_insert (storage->database, passage, &error));
      bty_recalled_free (recalled);
      note_sent (storage, reply);
      g_ptr_array_add (replies, reply);
    }
  bty_forgotten_message_free (forget (storage, said));
  for (guint i = 0; i < G_N_ELEMENTS (used); i++)
    {
      g_autoptr(GError) error = NULL;
      BtyMessage *reply = g_ptr_array_index (replies, i);
      g_autoptr(GPtrArray) list = bty_reply_store_list_used (storage->database, reply->id, &error);

      g_assert_no_error (error);
      g_assert_true (knows_sent (storage, reply) == (i == 1));
      g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (list, 0))->text, ==, i == 1 ? kept->content : NULL);
    }
}

/* A reply that goes on with the one that is forgotten was made with its words. */
static void
test_continued (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyMessage) question = say (storage, session, NULL, BTY_ROLE_USER, "Well?");
  g_autoptr(BtyMessage) begun = say (storage, session, question, BTY_ROLE_ASSISTANT, "Peanuts are");
  g_autoptr(BtyMessage) whole = say (storage, session, question, BTY_ROLE_ASSISTANT, "Peanuts are nuts");
  g_autoptr(BtyMessage) other = say (storage, session, question, BTY_ROLE_ASSISTANT, "Almonds are nuts");

  note_sent (storage, whole);
  note_sent (storage, other);
  bty_forgotten_message_free (forget (storage, begun));
  g_assert_false (knows_sent (storage, whole));
  g_assert_true (knows_sent (storage, other));
}

/* A title that was made of the message goes; one that somebody wrote stays. */
static void
test_title (BtyTestStorage *storage,
            gconstpointer   unused)
{
  static const struct
  {
    const char *title;
    const char *question;
    const char *reply;
    guint       number;     /* of the message that is forgotten */
    const char *new_title;
  } cases[] = {
    { "Lena hates all peanuts", "Lena hates all peanuts", "I see", 0, "Max likes apples a lot" },
    { "Lena hates all peanuts", "Lena hates all peanuts", "I see", 1, "Lena hates all peanuts" },
    { "Lena hates all peanuts", "Lena hates all peanuts", "I see", 2, "Lena hates all peanuts" },
    { "Dinner with peanuts", "Lena hates all peanuts", "I see", 0, "Dinner with peanuts" },
    { "Peanuts What a nut", "Peanuts", "What a nut", 0, "Max likes apples a lot" },
    { "Peanuts What a nut", "Peanuts", "What a nut", 1, "Peanuts" },
  };
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, cases[i].title, 1);
      g_autoptr(BtyMessage) question = say (storage, session, NULL, BTY_ROLE_USER, cases[i].question);
      g_autoptr(BtyMessage) reply = say (storage, session, question, BTY_ROLE_ASSISTANT, cases[i].reply);
      g_autoptr(BtyMessage) next = say (storage, session, reply, BTY_ROLE_USER, "Max likes apples a lot");
      g_autoptr(BtyMessage) last = say (storage, session, next, BTY_ROLE_ASSISTANT, "Good");
      BtyMessage *messages[] = { question, reply, next, last };
      g_autoptr(BtyForgottenMessage) forgotten = forget (storage, messages[cases[i].number]);

      g_assert_cmpstr (forgotten->session->title, ==, cases[i].new_title);
    }
}

static void
test_refused (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyMessage) question = say (storage, session, NULL, BTY_ROLE_USER, "Lena hates peanuts");
  g_autoptr(BtyMessage) reply = say (storage, session, question, BTY_ROLE_ASSISTANT, "Lena");
  g_autoptr(GError) error = NULL;

  g_object_set (reply, "status", BTY_MESSAGE_STATUS_STREAMING, NULL);
  g_assert_true (bty_message_store_update (storage->database, reply, &error));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_null (bty_message_forgetting_run (storage->database, i == 0 ? reply->id : question->id, NULL, "user",
                                                 &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_BUSY);
      g_clear_error (&error);
    }
  g_assert_null (bty_message_forgetting_run (storage->database, "nobody", NULL, "user", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

/* A private session leaves no trace, and one that was deleted can still be emptied. */
static void
test_private_and_deleted (BtyTestStorage *storage,
                          gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
      g_autoptr(BtyMessage) question = NULL;
      g_autoptr(GError) error = NULL;

      g_object_set (session, "private", i == 0, "deleted-at", i == 0 ? BTY_UNSET : 5, NULL);
      g_assert_true (bty_database_update (storage->database, session, &error));
      question = say (storage, session, NULL, BTY_ROLE_USER, "Lena hates peanuts");
      bty_forgotten_message_free (forget (storage, question));
      g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM audit_entries"), ==, i);
    }
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM messages WHERE content <> ''"), ==, 0);
}

/* What was recalled for a reply may be forgotten before that has arrived: what was sent is not kept then. */
static void
test_meanwhile (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtySession) other = bty_test_add_session (storage->database, bot->id, "Other", 1);
  g_autoptr(BtyMessage) said = say (storage, session, NULL, BTY_ROLE_USER, "Lena hates peanuts");
  g_autoptr(BtyMessage) kept = say (storage, session, NULL, BTY_ROLE_USER, "Max likes apples");

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(BtyMessage) reply = say (storage, other, NULL, BTY_ROLE_ASSISTANT, "Hello");
      g_autoptr(BtyPrompt) prompt = bty_prompt_new ("model");
      BtyMessage *used = i == 0 ? said : kept;
      BtyRecalled *recalled = bty_recalled_new (used->content, "Chat", used->id, 1, 1);
      BtyAnswerJob *job;
      g_autoptr(GError) error = NULL;

      recalled->kind = BTY_RECALL_KIND_MESSAGE;
      g_ptr_array_add (prompt->recalled, recalled);
      job = bty_answer_job_new (reply, bot, "Mock", used->content, prompt);
      if (i == 0)
        bty_forgotten_message_free (forget (storage, said));
      g_assert_nonnull (bty_answer_save_on_db (storage->database, job, NULL, &error));
      g_assert_no_error (error);
      bty_answer_job_free (job);
      g_assert_true (knows_sent (storage, reply) == (i == 1));
    }
}

/* A model looked for what is worth remembering, and what it looked at was forgotten before it had answered: nothing is
 * proposed, and the session is looked through once more, without it. */
static void
test_captured_meanwhile (BtyTestStorage *storage,
                         gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyMessage) said = say (storage, session, NULL, BTY_ROLE_USER, "My sister Lena hates peanuts");
  g_autoptr(BtyMessage) kept = say (storage, session, NULL, BTY_ROLE_USER, "My brother Max likes apples");

  g_object_set (bot, "capture", BTY_CAPTURE_ASK, NULL);
  g_assert_true (bty_database_update (storage->database, bot, NULL));
  g_assert_true (bty_capture_store_note_turns (storage->database, session->id, bty_time_now (), NULL));
  g_assert_true (bty_capture_store_note_end (storage->database, session->id, bty_time_now (), NULL));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;
      BtyCapturing *capturing = bty_capture_take_on_db (storage->database, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (capturing->said->len, ==, 2 - i);
      capturing->found = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (capturing->found, bty_memory_candidate_new (bot->id, i == 0 ? said->content : kept->content,
                                                                   BTY_ORIGIN_INFERRED));
      if (i == 0)
        bty_forgotten_message_free (forget (storage, said));
      g_assert_nonnull (bty_capture_store_on_db (storage->database, capturing, NULL, &error));
      g_assert_no_error (error);
      bty_capturing_free (capturing);
      g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM memory_candidates"), ==, i);
    }
}

/* For those who made something of messages meanwhile, and for other programs that show them still. */
static void
test_noticed (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyMessage) said = say (storage, session, NULL, BTY_ROLE_USER, "Lena hates peanuts");
  g_autoptr(BtyMessage) kept = say (storage, session, NULL, BTY_ROLE_USER, "Max likes apples");
  g_autoptr(BtyForgottenMessage) forgotten = forget (storage, said);
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GError) error = NULL;
  gint64 when = forgotten->message->forgotten_at;
  gint64 count;

  g_assert_true (bty_forget_store_count_since (storage->database, session->id, when, &count, &error));
  g_assert_cmpint (count, ==, 1);
  g_assert_true (bty_forget_store_count_since (storage->database, session->id, when + 1, &count, &error));
  g_assert_cmpint (count, ==, 0);
  list = bty_forget_store_list (storage->database, session->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((BtyMessage *) g_ptr_array_index (list, 0))->id, ==, said->id);
}

/* From a memory to the message that still says it, and back. */
static void
test_source (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "Chat", 1);
  g_autoptr(BtyMessage) said = say (storage, session, NULL, BTY_ROLE_USER, "Lena hates peanuts");
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, said->content);
  g_autoptr(BtyMemoryStored) stored = NULL;
  g_autoptr(GError) error = NULL;
  BtyMemoryJob of_message = { .id = said->id };
  g_auto(GStrv) taken = NULL;

  g_object_set (memory, "session-id", session->id, "message-id", said->id, NULL);
  stored = bty_memory_remember (storage->database, memory, NULL, 0, "user", BTY_AUDIT_ADD, &error);
  g_assert_no_error (error);
  taken = bty_message_list_taken_on_db (storage->database, &of_message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (taken), ==, 1);
  g_assert_cmpstr (taken[0], ==, stored->memory->id);

  for (guint i = 0; i < 2; i++)
    {
      BtyMemoryJob of_memory = { .id = stored->memory->id };
      g_autofree char *source = bty_message_find_source_on_db (storage->database, &of_memory, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (source, ==, i == 0 ? said->id : "");
      bty_forgotten_message_free (forget (storage, said));
    }
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM memories"), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/message-forgetting/versions", test_versions);
  bty_test_storage_add ("/message-forgetting/recalled", test_recalled);
  bty_test_storage_add ("/message-forgetting/continued", test_continued);
  bty_test_storage_add ("/message-forgetting/title", test_title);
  bty_test_storage_add ("/message-forgetting/refused", test_refused);
  bty_test_storage_add ("/message-forgetting/private-and-deleted", test_private_and_deleted);
  bty_test_storage_add ("/message-forgetting/meanwhile", test_meanwhile);
  bty_test_storage_add ("/message-forgetting/captured-meanwhile", test_captured_meanwhile);
  bty_test_storage_add ("/message-forgetting/noticed", test_noticed);
  bty_test_storage_add ("/message-forgetting/source", test_source);

  return g_test_run ();
}
