/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-memory.h"
#include "bty-test-profile.h"
#include "bty-test-wait.h"

/* What was said in one way is found when it is asked for in another, by the full text of every engine. */
static const struct
{
  const char *question;
  const char *memory;
} asked[] = {
  { "Which pets do I have?", "I have two cats, Whiskers and Tiger." },
  { "What's my profession?", "I work as a nurse at the university hospital." },
  { "What is my spouse called?", "My wife's name is Katharina." },
  { "Which seafood should I avoid?", "I'm allergic to shellfish." },
  { "May I serve prawns?", "I'm allergic to shellfish." },
  { "What's my favorite color?", "My favourite colour is teal." },
  { "Welches Medikament darf ich nicht nehmen?", "Ich bin allergisch gegen Penicillin." },
  /* A letter that folding makes two, in the text and in the question. */
  { "Wie heisst er?", "Der Bäcker heißt Emil." },
  { "In welcher Straße ist es?", "Die Strasse ist die Lange Gasse." },
  /* In German that is a child. */
  { "Wie alt ist mein Kind?", "Mein Sohn Emil wird im Mai acht." },
};

static GPtrArray *
recall (BtyTestProfile *fixture,
        BtyBot         *bot,
        const char     *question)
{
  BtyRecallService *service = bty_profile_get_recall (fixture->profile);
  BtyRecallRequest request = { .bot_id = bot->id, .text = question };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *found;

  bty_recall_service_recall_async (service, &request, NULL, bty_test_result_cb, &result);
  found = bty_recall_service_recall_finish (service, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return found;
}

static void
test_asked (BtyTestProfile *fixture,
            gconstpointer   data)
{
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    if (i == 0 || !g_str_equal (asked[i].memory, asked[i - 1].memory))
      {
        g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, bot, asked[i].memory);

        g_assert_nonnull (memory);
      }
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autoptr(GPtrArray) found = recall (fixture, bot, asked[i].question);

      g_test_message ("%s", asked[i].question);
      g_assert_cmpuint (found->len, >, 0);
      g_assert_cmpstr (((BtyRecalled *) g_ptr_array_index (found, 0))->text, ==, asked[i].memory);
    }
}

/* Without a model, it is quoted. */
static void
test_quoted (BtyTestProfile *fixture,
             gconstpointer   data)
{
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (fixture->profile), NULL);
  g_autoptr(BtyMemory) memory = bty_test_memory_add (fixture->profile, bot, asked[0].memory);
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (fixture, FALSE);
  g_autoptr(BtyMessage) reply = bty_test_say (conversation, asked[0].question, NULL);
  g_autoptr(BtyMessage) other = bty_test_say (conversation, "Which car do I drive?", NULL);

  g_assert_nonnull (strstr (reply->content, memory->text));
  g_assert_null (strstr (other->content, memory->text));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/recall-related/asked", BtyTestProfile, NULL, bty_test_profile_set_up, test_asked,
              bty_test_profile_tear_down);
  g_test_add ("/recall-related/quoted", BtyTestProfile, NULL, bty_test_profile_set_up, test_quoted,
              bty_test_profile_tear_down);

  return bty_test_profile_run ();
}
