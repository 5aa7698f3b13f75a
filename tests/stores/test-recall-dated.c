/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-store.h"
#include "bty-ranking.h"
#include "bty-recall-dated.h"
#include "bty-record.h"
#include "bty-session-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"
#include "bty-trust-store.h"

/* "What did I do in June?": what tells of that time is found by it, all else by when it was said, and both engines
 * put it in the same order. */

static gint64
at (int year,
    int month,
    int day)
{
  g_autoptr(GDateTime) time = g_date_time_new_local (year, month, day, 12, 0, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

/* Everything is asked on Sunday, 29 November 2026. */
#define NOW at (2026, 11, 29)

static void
add_memory (BtyTestStorage *storage,
            BtyBot         *bot,
            BtyTrust        trust,
            const char     *text,
            gint64          created_at,
            gint64          event_at)
{
  g_autoptr(BtyMemory) memory = bty_memory_new (bot->id, text);
  g_autoptr(GError) error = NULL;

  g_object_set (memory, "trust", trust, "created-at", created_at, "event-at", event_at, NULL);
  bty_memory_seal (memory);
  g_assert_true (bty_memory_store_insert (storage->database, memory, "user", &error));
  g_assert_no_error (error);
}

static void
add_message (BtyTestStorage *storage,
             BtySession     *session,
             BtyRole         role,
             const char     *text,
             gint64          created_at)
{
  g_autoptr(BtyMessage) message = bty_message_new (session->id, NULL, role, text);
  g_autoptr(GError) error = NULL;

  g_object_set (message, "created-at", created_at, NULL);
  g_assert_true (bty_database_insert (storage->database, message, &error));
  g_assert_no_error (error);
}

/* Returns: (transfer full): the texts that a question finds, the best first */
static char *
ask (BtyTestStorage *storage,
     BtyBot         *bot,
     BtySession     *here,
     const char     *text)
{
  g_autoptr(BtyQuestion) question = bty_question_new (text, NOW);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = bty_recall_dated_find (storage->database, question, bot->id,
                                                      here != NULL ? here->id : NULL, NOW, &error);
  GString *texts = g_string_new (NULL);

  g_assert_no_error (error);
  bty_ranking_rank (question, found, NOW, BTY_RANKING_ALL);
  for (guint i = 0; i < found->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (found, i);

      if (passage->factors.time > 0)
        g_string_append_printf (texts, "%s%s", texts->len > 0 ? ", " : "", passage->text);
    }

  return g_string_free (texts, FALSE);
}

static void
assert_found (BtyTestStorage *storage,
              BtyBot         *bot,
              const char     *question,
              const char     *expected)
{
  g_autofree char *found = ask (storage, bot, NULL, question);

  g_test_message ("%s", question);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_memories (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");

  add_memory (storage, ada, BTY_TRUST_PRIVATE, "moved", at (2026, 11, 28), at (2024, 6, 3));
  add_memory (storage, ada, BTY_TRUST_PRIVATE, "swam", at (2026, 11, 27), at (2026, 6, 10));
  add_memory (storage, ada, BTY_TRUST_PRIVATE, "wrote", at (2026, 6, 20), BTY_UNSET);
  add_memory (storage, ada, BTY_TRUST_PRIVATE, "planned", at (2026, 6, 21), at (2027, 3, 1));
  add_memory (storage, ada, BTY_TRUST_PRIVATE, "just said", at (2026, 11, 28), BTY_UNSET);

  assert_found (storage, ada, "What did I do in June?", "wrote, swam, moved");
  assert_found (storage, ada, "What did I do in June 2024?", "moved");
  assert_found (storage, ada, "Was habe ich letzten Juni gemacht?", "wrote, swam");
  assert_found (storage, ada, "What happened last summer?", "wrote, swam");
  assert_found (storage, ada, "What do I plan for next spring?", "planned");
  assert_found (storage, ada, "Was war gestern?", "just said");
  assert_found (storage, ada, "What did I do in May?", "");
}

/* What other bots keep for themselves stays there; what they share is of a time as well. */
static void
test_shared (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) bert = bty_test_add_bot (storage->database, "bert");

  add_memory (storage, bert, BTY_TRUST_PRIVATE, "secret", at (2026, 11, 28), at (2026, 6, 3));
  add_memory (storage, bert, BTY_TRUST_TRUSTED, "trusted", at (2026, 11, 28), at (2026, 6, 3));
  add_memory (storage, bert, BTY_TRUST_PUBLIC, "public", at (2026, 11, 28), at (2026, 6, 3));
  add_memory (storage, bert, BTY_TRUST_PUBLIC, "public later", at (2026, 6, 28), at (2026, 7, 3));
  assert_found (storage, ada, "What happened last June?", "public");
}

/* What the user sent at that time, in other conversations of this bot; what the user only asked comes last. */
static void
test_messages (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) bert = bty_test_add_bot (storage->database, "bert");
  g_autoptr(BtySession) june = bty_test_add_session (storage->database, ada->id, "June", 1);
  g_autoptr(BtySession) may = bty_test_add_session (storage->database, ada->id, "May", 2);
  g_autoptr(BtySession) other = bty_test_add_session (storage->database, bert->id, "Other", 3);
  g_autoptr(BtySession) gone = bty_test_add_session (storage->database, ada->id, "Gone", 4);
  g_autofree char *here = NULL;
  g_autoptr(GError) error = NULL;

  add_message (storage, june, BTY_ROLE_USER, "Is it warm?", at (2026, 6, 14));
  add_message (storage, june, BTY_ROLE_USER, "I painted the fence.", at (2026, 6, 12));
  add_message (storage, may, BTY_ROLE_USER, "I sowed beans.", at (2026, 5, 12));
  add_message (storage, other, BTY_ROLE_USER, "Nothing for Ada.", at (2026, 6, 12));
  add_message (storage, gone, BTY_ROLE_USER, "Deleted.", at (2026, 6, 12));
  g_object_set (gone, "deleted-at", (gint64) 5, NULL);
  g_assert_true (bty_session_store_update_deleted (storage->database, gone, &error));

  assert_found (storage, ada, "What did I do last June?", "I painted the fence., Is it warm?");
  assert_found (storage, ada, "What did I do in May?", "I sowed beans.");
  /* A question about something else has words to be found by. */
  assert_found (storage, ada, "Who painted the fence in June?", "");
  add_message (storage, may, BTY_ROLE_USER, "I see the dentist tomorrow.", at (2026, 11, 29));
  add_message (storage, may, BTY_ROLE_USER, "Lena marries on 20 March.", at (2026, 8, 1));
  add_message (storage, may, BTY_ROLE_USER, "I like March.", at (2026, 8, 2));
  assert_found (storage, ada, "What do I have tomorrow?", "I see the dentist tomorrow.");
  assert_found (storage, ada, "What is planned for next March?", "Lena marries on 20 March.");
  here = ask (storage, ada, june, "What did I do last June?");
  g_assert_cmpstr (here, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/recall-dated/memories", test_memories);
  bty_test_storage_add ("/recall-dated/shared", test_shared);
  bty_test_storage_add ("/recall-dated/messages", test_messages);

  return g_test_run ();
}
