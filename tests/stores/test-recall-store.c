/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-artifact-store.h"
#include "bty-chunker.h"
#include "bty-file-store.h"
#include "bty-memory-store.h"
#include "bty-recall-memories.h"
#include "bty-recall-store.h"
#include "bty-session-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-trust-store.h"

#include <string.h>

static GPtrArray *
find (BtyTestStorage *storage,
      const char     *text,
      const char     *bot_id,
      const char     *session_id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyQuestion) question = bty_question_new (text, 0);
  GPtrArray *found = bty_recall_store_find_messages (storage->database, question, bot_id, session_id, &error);

  g_assert_no_error (error);

  return found;
}

static BtyRecalled *
find_text (GPtrArray  *found,
           const char *text)
{
  for (guint i = 0; i < found->len; i++)
    {
      BtyRecalled *recalled = g_ptr_array_index (found, i);

      if (g_str_equal (recalled->text, text))
        return recalled;
    }

  return NULL;
}

/* Everything a hit is shown with comes along; other bots, this session, deleted and private ones stay out. */
static void
test_scope (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) bert = bty_test_add_bot (storage->database, "bert");
  g_autoptr(BtySession) past = bty_test_add_session (storage->database, ada->id, "Pets", 1);
  g_autoptr(BtySession) now = bty_test_add_session (storage->database, ada->id, "Now", 2);
  g_autoptr(BtySession) other = bty_test_add_session (storage->database, bert->id, "Other", 3);
  g_autoptr(BtySession) gone = bty_test_add_session (storage->database, ada->id, "Gone", 4);
  g_autoptr(BtyMessage) said = bty_test_add_message (storage->database, past->id, BTY_ROLE_USER,
                                                     "My dog is called Rex.");
  g_autoptr(BtyMessage) answered = bty_test_add_message (storage->database, past->id, BTY_ROLE_ASSISTANT, "Nice.");
  g_autoptr(BtyMessage) asked = bty_test_add_message (storage->database, now->id, BTY_ROLE_USER, "What about my dog?");
  g_autoptr(BtyMessage) alien = bty_test_add_message (storage->database, other->id, BTY_ROLE_USER, "dog dog dog");
  g_autoptr(BtyMessage) deleted = bty_test_add_message (storage->database, gone->id, BTY_ROLE_USER, "a dog once");
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GError) error = NULL;
  BtyRecalled *first;

  g_object_set (gone, "deleted-at", (gint64) 5, NULL);
  g_assert_true (bty_session_store_update_deleted (storage->database, gone, &error));
  found = find (storage, "How is my dog called?", ada->id, now->id);
  g_assert_cmpuint (found->len, ==, 2);
  first = g_ptr_array_index (found, 0);
  g_assert_cmpstr (first->id, ==, said->id);
  g_assert_cmpstr (first->session_id, ==, past->id);
  g_assert_cmpstr (first->text, ==, "My dog is called Rex.");
  g_assert_cmpstr (first->source, ==, "Pets");
  g_assert_cmpint (first->said_at, ==, said->created_at);
  g_assert_cmpint (first->kind, ==, BTY_RECALL_KIND_MESSAGE);
  g_assert_cmpint (first->role, ==, BTY_ROLE_USER);
  g_assert_cmpint (first->seq, <, ((BtyRecalled *) g_ptr_array_index (found, 1))->seq);
  g_assert_cmpint (((BtyRecalled *) g_ptr_array_index (found, 1))->role, ==, BTY_ROLE_ASSISTANT);
}

/* What stands around a message comes with it, each message once, and nothing of what is arriving. */
static void
test_neighbours (BtyTestStorage *storage,
                 gconstpointer   unused)
{
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, ada->id, "Numbers", 1);
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(BtyMessage) arriving = NULL;
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < 12; i++)
    {
      g_autofree char *text = g_strdup_printf (i == 5 || i == 6 ? "zebra %d" : "number %d", i);

      g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, text));
    }
  arriving = bty_message_new (session->id, NULL, BTY_ROLE_ASSISTANT, "zebra");
  g_object_set (arriving, "status", BTY_MESSAGE_STATUS_STREAMING, NULL);
  g_assert_true (bty_database_insert (storage->database, arriving, &error));

  found = find (storage, "zebras", ada->id, NULL);
  g_assert_cmpuint (found->len, ==, 8);
  g_assert_nonnull (find_text (found, "zebra 5"));
  g_assert_nonnull (find_text (found, "number 2"));
  g_assert_nonnull (find_text (found, "number 9"));
  g_assert_null (find_text (found, "number 1"));
  g_assert_null (find_text (found, "number 10"));
}

/* Forms that no rule about endings finds are looked for; words that are everywhere are left out. */
static void
test_words (BtyTestStorage *storage,
            gconstpointer   unused)
{
  static const struct
  {
    const char *question;
    const char *text;
    gboolean    is_found;
  } table[] = {
    { "Where did I go?", "We went to Kyoto", TRUE },
    { "Where have I gone?", "We went to Kyoto", TRUE },
    { "my child", "The children sleep", TRUE },
    { "paintings", "I paint", TRUE },
    { "How are you?", "How are things with you?", FALSE },
    { "", "How are things with you?", FALSE },
    { "\"* ^ :", "How are things with you?", FALSE },
  };
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
      g_autoptr(BtyMessage) message = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER,
                                                            table[i].text);
      g_autoptr(GPtrArray) found = find (storage, table[i].question, bot->id, NULL);

      g_assert_cmpint (find_text (found, table[i].text) != NULL, ==, table[i].is_found);
    }
}

/* A word that stands in very many messages does not hide a rare one, and is found in the newest if it is alone. */
static void
test_common_words (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", 1);
  g_autoptr(GPtrArray) rare = NULL;
  g_autoptr(GPtrArray) common = NULL;

  g_assert_true (bty_database_begin (storage->database, &error));
  g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "the weather in Kyoto"));
  for (int i = 0; i < 6000; i++)
    g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "fine weather"));
  g_object_unref (bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "the end of the weather"));
  g_assert_true (bty_database_commit (storage->database, &error));

  rare = find (storage, "is the weather in Kyoto fine?", bot->id, NULL);
  g_assert_nonnull (find_text (rare, "the weather in Kyoto"));
  g_assert_cmpuint (rare->len, ==, 4);
  common = find (storage, "weather", bot->id, NULL);
  g_assert_nonnull (find_text (common, "the end of the weather"));
  g_assert_cmpuint (common->len, >=, 100);
  g_assert_cmpuint (common->len, <, 1000);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b,
               gpointer      unused)
{
  return strcmp ((*(const BtyRecalled *const *) a)->text, (*(const BtyRecalled *const *) b)->text);
}

static BtyMemory *
add_memory (BtyTestStorage *storage,
            BtyBot         *author,
            BtyTrust        trust,
            const char     *text)
{
  g_autoptr(GError) error = NULL;
  BtyMemory *memory = bty_memory_new (author->id, text);

  g_object_set (memory, "trust", trust, NULL);
  g_assert_true (bty_memory_store_insert (storage->database, memory, "user", &error));
  g_assert_no_error (error);

  return memory;
}

static char *
list_memories (BtyTestStorage *storage,
               BtyBot         *reader,
               const char     *session_id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyQuestion) question = bty_question_new ("the zebra", 0);
  g_autoptr(BtyMemoriesAsked) asked = bty_recall_memories_ask (storage->database, question, reader->id, session_id,
                                                               1000, &error);
  g_autoptr(GPtrArray) found = asked != NULL ? bty_recall_memories_read (storage->database, asked, &error) : NULL;
  GString *texts = g_string_new (NULL);

  g_assert_no_error (error);
  g_ptr_array_sort_with_data (found, compare_texts, NULL);
  for (guint i = 0; i < found->len; i++)
    {
      BtyRecalled *recalled = g_ptr_array_index (found, i);

      g_assert_cmpint (recalled->kind, ==, BTY_RECALL_KIND_MEMORY);
      g_string_append_printf (texts, "%s%s by %s", i > 0 ? ", " : "", recalled->text,
                              recalled->author != NULL ? recalled->author : "me");
    }

  return g_string_free (texts, FALSE);
}

/* A bot reads its own, the public, and the trusted ones of those it trusts; nothing that ended, is not wanted here, or
 * was altered behind our back. */
static void
test_memories (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) bert = bty_test_add_bot (storage->database, "bert");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, ada->id, "s", 1);
  g_autoptr(BtyMemory) own = add_memory (storage, ada, BTY_TRUST_PRIVATE, "zebra 1");
  g_autoptr(BtyMemory) hidden = add_memory (storage, bert, BTY_TRUST_PRIVATE, "zebra 2");
  g_autoptr(BtyMemory) trusted = add_memory (storage, bert, BTY_TRUST_TRUSTED, "zebra 3");
  g_autoptr(BtyMemory) shared = add_memory (storage, bert, BTY_TRUST_PUBLIC, "zebra 4");
  g_autoptr(BtyMemory) other = add_memory (storage, ada, BTY_TRUST_PRIVATE, "a horse");
  g_autofree char *at_first = list_memories (storage, ada, NULL);
  g_autofree char *trusting = NULL;
  g_autofree char *here = NULL;
  g_autofree char *altered = NULL;
  gboolean changed;

  g_assert_cmpstr (at_first, ==, "zebra 1 by me, zebra 4 by bert");
  g_assert_true (bty_trust_store_set (storage->database, ada->id, bert->id, TRUE, &changed, &error));
  trusting = list_memories (storage, ada, NULL);
  g_assert_cmpstr (trusting, ==, "zebra 1 by me, zebra 3 by bert, zebra 4 by bert");
  g_assert_true (bty_trust_store_exclude (storage->database, own->id, session->id, TRUE, &error));
  here = list_memories (storage, ada, session->id);
  g_assert_cmpstr (here, ==, "zebra 3 by bert, zebra 4 by bert");
  g_assert_true (bty_database_execute (storage->database,
                                       "UPDATE memories SET text = 'zebra 5' WHERE text = 'zebra 4'", BTY_NO_ARGS,
                                       &error));
  g_assert_true (bty_database_execute (storage->database, "UPDATE memories SET valid_to = 5 WHERE text = 'zebra 3'",
                                       BTY_NO_ARGS, &error));
  altered = list_memories (storage, ada, NULL);
  g_assert_cmpstr (altered, ==, "zebra 1 by me");
}

static guint
count_found (BtyTestStorage *storage,
             BtyBot         *bot,
             BtySession     *session)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyQuestion) question = bty_question_new ("the zebra", 0);
  g_autoptr(GPtrArray) messages = find (storage, "the zebra", bot->id, session->id);
  g_autoptr(GPtrArray) chunks = bty_recall_store_find_chunks (storage->database, question, bot->id, session->id,
                                                              &error);

  g_assert_no_error (error);

  return messages->len + chunks->len;
}

/* What was said and pieces of files are left out of one session only, and come back; of a memory that is left out, what
 * it comes from does not say the same instead. */
static void
test_not_here (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) past = bty_test_add_session (storage->database, bot->id, "Past", 1);
  g_autoptr(BtySession) here = bty_test_add_session (storage->database, bot->id, "Here", 2);
  g_autoptr(BtySession) there = bty_test_add_session (storage->database, bot->id, "There", 3);
  g_autoptr(BtyMessage) said = bty_test_add_message (storage->database, past->id, BTY_ROLE_USER, "The zebra is ill.");
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, "The zebra is ill.");
  g_autoptr(BtyFile) file = bty_file_new (bot->id, "zoo.txt", "text/plain");
  g_autoptr(GBytes) data = g_bytes_new_static ("The zebra eats.", 15);
  g_autoptr(BtyArtifact) content = bty_artifact_store_put_bytes (storage->database, data, &error);
  g_autoptr(GPtrArray) chunks = bty_chunker_split ("The zebra eats.", FALSE);
  g_autoptr(BtyFileVersion) version = bty_file_store_save (storage->database, file, content, BTY_UNSET, chunks, &error);
  const char *piece = ((BtyFileChunk *) g_ptr_array_index (chunks, 0))->id;

  g_object_set (memory, "message-id", said->id, NULL);
  g_assert_true (bty_memory_store_insert (storage->database, memory, "user", &error));
  g_assert_cmpuint (count_found (storage, bot, here), ==, 2);
  g_assert_true (bty_trust_store_exclude (storage->database, said->id, here->id, TRUE, &error));
  g_assert_cmpuint (count_found (storage, bot, here), ==, 1);
  g_assert_true (bty_trust_store_exclude (storage->database, piece, here->id, TRUE, &error));
  g_assert_cmpuint (count_found (storage, bot, here), ==, 0);
  g_assert_cmpuint (count_found (storage, bot, there), ==, 2);

  g_assert_true (bty_trust_store_exclude (storage->database, said->id, here->id, FALSE, &error));
  g_assert_cmpuint (count_found (storage, bot, here), ==, 1);
  g_assert_true (bty_trust_store_exclude (storage->database, memory->id, here->id, TRUE, &error));
  g_assert_cmpuint (count_found (storage, bot, here), ==, 0);
  g_assert_no_error (error);
}

/* What others say a thousand times, and what only they say, hides nothing of a bot that says little. */
static void
test_crowded (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) bert = bty_test_add_bot (storage->database, "bert");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, ada->id, "s", 1);
  g_autoptr(BtySession) crowded = bty_test_add_session (storage->database, bert->id, "t", 1);
  g_autoptr(BtyQuestion) question = bty_question_new ("weather in Kyoto", 0);
  g_autoptr(BtyMemory) own = NULL;
  g_autoptr(BtyMessage) message = NULL;
  g_autoptr(BtyMemoriesAsked) asked = NULL;
  g_autoptr(GPtrArray) memories = NULL;
  g_autoptr(GPtrArray) messages = NULL;

  g_assert_true (bty_database_begin (storage->database, &error));
  own = add_memory (storage, ada, BTY_TRUST_PRIVATE, "the weather is fine");
  message = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "the weather is bad");
  for (guint i = 0; i < 1100; i++)
    {
      const char *text = i > 0 ? "weather" : "Kyoto";

      g_object_unref (add_memory (storage, bert, BTY_TRUST_PRIVATE, text));
      g_object_unref (bty_test_add_message (storage->database, crowded->id, BTY_ROLE_USER, text));
    }
  g_assert_true (bty_database_commit (storage->database, &error));

  asked = bty_recall_memories_ask (storage->database, question, ada->id, NULL, 1000, &error);
  g_assert_no_error (error);
  memories = bty_recall_memories_read (storage->database, asked, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (memories->len, ==, 1);
  g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (memories, 0))->text, ==, own->text);
  messages = find (storage, "weather in Kyoto", ada->id, NULL);
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (messages, 0))->text, ==, message->content);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/recall-store/scope", test_scope);
  bty_test_storage_add ("/recall-store/neighbours", test_neighbours);
  bty_test_storage_add ("/recall-store/words", test_words);
  bty_test_storage_add ("/recall-store/common-words", test_common_words);
  bty_test_storage_add ("/recall-store/memories", test_memories);
  bty_test_storage_add ("/recall-store/not-here", test_not_here);
  bty_test_storage_add ("/recall-store/crowded", test_crowded);

  return g_test_run ();
}
