/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-test-profile.h"
#include "bty-test-wait.h"
#include "bty-time.h"

/* A person talks with the first bot on the built-in provider: no key, no network. */

/* Returns: (transfer full): a complete reply of the built-in provider */
static BtyMessage *
say (BtyConversation *conversation,
     const char      *text)
{
  BtyMessage *reply = bty_test_say (conversation, text, NULL);

  g_assert_cmpint (reply->status, ==, BTY_MESSAGE_STATUS_COMPLETE);
  g_assert_cmpstr (reply->provider, ==, "Memory only");

  return reply;
}

static void
assert_shown (BtyConversation *conversation,
              ...)
{
  va_list texts;
  const char *text;
  guint i = 0;

  va_start (texts, conversation);
  for (; (text = va_arg (texts, const char *)) != NULL; i++)
    {
      g_autoptr(BtyMessage) message = g_list_model_get_item (G_LIST_MODEL (conversation), i);

      g_assert_nonnull (message);
      if (*text != '*')
        g_assert_cmpstr (message->content, ==, text);
      else
        g_assert_cmpint (message->role, ==, BTY_ROLE_ASSISTANT);
    }
  va_end (texts);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (conversation)), ==, i);
}

/* What was said is there after the program was closed and started again, with a title from how it began. */
static void
test_said_is_kept (BtyTestProfile *fixture,
                   gconstpointer   data)
{
  g_autofree char *id = NULL;

  {
    g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (fixture, FALSE);
    g_autoptr(BtyMessage) reply = say (conversation, "My sister Lena is allergic to peanuts.");
    g_autoptr(BtyMessage) thanks = NULL;

    g_assert_cmpstr (reply->content, !=, "");
    /* Said while the title is on its way. */
    thanks = say (conversation, "Thank you very much for your help with dinner.");
    bty_test_settle ();
    id = g_strdup (bty_conversation_get_session (conversation)->id);
  }
  bty_test_profile_reopen (fixture);
  {
    g_autoptr(BtyConversation) conversation = bty_test_profile_open_session (fixture, id);

    assert_shown (conversation, "My sister Lena is allergic to peanuts.", "*",
                  "Thank you very much for your help with dinner.", "*", NULL);
    g_assert_cmpstr (bty_conversation_get_session (conversation)->title, ==, "My sister Lena is allergic to peanuts");
  }
}

/* What was said in one conversation is known in the next. */
static void
test_recalls_earlier_session (BtyTestProfile *fixture,
                              gconstpointer   data)
{
  g_autoptr(BtyConversation) first = bty_test_profile_create_session (fixture, FALSE);
  g_autoptr(BtyMessage) heard = say (first, "My sister Lena is allergic to peanuts.");
  g_autoptr(BtyConversation) second = bty_test_profile_create_session (fixture, FALSE);
  g_autoptr(BtyMessage) reply = say (second, "What should I cook for Lena?");

  g_assert_nonnull (strstr (reply->content, "peanuts"));
}

/* Editing and regenerating keep what was there; one can step between the versions. */
static void
test_versions (BtyTestProfile *fixture,
               gconstpointer   data)
{
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (fixture, FALSE);
  g_autoptr(BtyMessage) first = say (conversation, "one");
  g_autoptr(BtyMessage) second = say (conversation, "two");
  g_autoptr(BtyMessage) question = g_list_model_get_item (G_LIST_MODEL (conversation), 2);
  g_autoptr(BtyMessage) edited = NULL;
  g_autoptr(BtyMessage) again = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint index;
  guint count;

  bty_conversation_edit_async (conversation, question, "three", NULL, NULL, bty_test_result_cb, &result);
  edited = bty_conversation_edit_finish (conversation, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  assert_shown (conversation, "one", "*", "three", "*", NULL);

  g_clear_object (&result);
  bty_conversation_regenerate_async (conversation, edited, NULL, NULL, bty_test_result_cb, &result);
  again = bty_conversation_regenerate_finish (conversation, bty_test_wait (&result), &error);
  g_assert_no_error (error);
  bty_conversation_get_version (conversation, again, &index, &count);
  g_assert_cmpuint (index, ==, 1);
  g_assert_cmpuint (count, ==, 2);

  {
    g_autoptr(BtyMessage) shown = g_list_model_get_item (G_LIST_MODEL (conversation), 2);

    bty_conversation_step (conversation, shown, -1);
  }
  assert_shown (conversation, "one", "*", "two", "*", NULL);

  bty_conversation_branch (conversation, first);
  assert_shown (conversation, "one", "*", NULL);
  g_object_unref (say (conversation, "four"));
  assert_shown (conversation, "one", "*", "four", "*", NULL);
  g_assert_true (bty_conversation_reveal (conversation, second->id, &index));
  assert_shown (conversation, "one", "*", "two", "*", NULL);
}

/* A private session is gone when it is closed, and what was said in it is not found any more. */
static void
test_private_session_is_gone (BtyTestProfile *fixture,
                              gconstpointer   data)
{
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (fixture, TRUE);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) got = NULL;
  g_autoptr(GError) error = NULL;
  BtyChatService *chat = bty_profile_get_chat (fixture->profile);
  BtySessionService *sessions = bty_profile_get_sessions (fixture->profile);

  g_object_unref (say (conversation, "the treasure is under the oak"));
  bty_chat_service_close_async (chat, conversation, NULL, bty_test_result_cb, &result);
  g_assert_true (bty_chat_service_close_finish (chat, bty_test_wait (&result), &error));

  bty_session_service_get_async (sessions, bty_conversation_get_session (conversation)->id, NULL,
                                 bty_test_result_cb, &got);
  g_assert_null (bty_session_service_get_finish (sessions, bty_test_wait (&got), &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

static void
count_removed_cb (BtySessionService *sessions,
                  const char        *id,
                  guint             *count)
{
  *count += 1;
}

/* A conversation whose time is over is cleaned up every hour, and lists hear of it. */
static void
test_expired_session_is_gone (BtyTestProfile *fixture,
                              gconstpointer   data)
{
  BtySessionService *sessions = bty_profile_get_sessions (fixture->profile);
  g_autoptr(GAsyncResult) saved = NULL;
  g_autoptr(GAsyncResult) got = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) saved_again = NULL;
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (fixture, FALSE);
  g_autoptr(BtySession) session = bty_record_copy (bty_conversation_get_session (conversation));
  guint n_removed = 0;

  g_object_set (session, "expires-at", bty_time_now () + G_TIME_SPAN_DAY, NULL);
  bty_session_service_save_async (sessions, session, NULL, bty_test_result_cb, &saved);
  g_assert_true (bty_session_service_save_finish (sessions, bty_test_wait (&saved), &error));
  g_signal_connect (sessions, "removed", G_CALLBACK (count_removed_cb), &n_removed);

  bty_profile_clean (fixture->profile);
  /* One write comes after the other. */
  bty_session_service_save_async (sessions, session, NULL, bty_test_result_cb, &saved_again);
  g_assert_true (bty_session_service_save_finish (sessions, bty_test_wait (&saved_again), &error));
  g_assert_cmpuint (n_removed, ==, 0);
  bty_time_pretend (2 * G_TIME_SPAN_DAY);
  bty_profile_clean (fixture->profile);
  while (n_removed == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_removed, ==, 1);

  bty_session_service_get_async (sessions, session->id, NULL, bty_test_result_cb, &got);
  g_assert_null (bty_session_service_get_finish (sessions, bty_test_wait (&got), &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  bty_time_pretend (0);
}

/* A draft is there after a restart. */
static void
test_draft_is_kept (BtyTestProfile *fixture,
                    gconstpointer   data)
{
  g_autofree char *id = NULL;

  {
    g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (fixture, FALSE);

    bty_conversation_set_draft (conversation, "half a sent");
    id = g_strdup (bty_conversation_get_session (conversation)->id);
  }
  bty_test_profile_reopen (fixture);
  {
    g_autoptr(BtyConversation) conversation = bty_test_profile_open_session (fixture, id);

    g_assert_cmpstr (bty_conversation_get_session (conversation)->draft, ==, "half a sent");
  }
}

/* Only one process may have a profile open. */
static void
test_second_opening_is_refused (BtyTestProfile *fixture,
                                gconstpointer   data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_profile_open_async (fixture->dir, NULL, bty_test_result_cb, &result);
  g_assert_null (bty_profile_open_finish (bty_test_wait (&result), &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_REFUSED);
}

/* A soul keeps its versions; going back makes a new one. */
static void
test_soul_versions (BtyTestProfile *fixture,
                    gconstpointer   data)
{
  BtyBotService *bots = bty_profile_get_bots (fixture->profile);
  BtyBot *ada = bty_bot_service_find (bots, "ada");
  g_autoptr(GAsyncResult) saved = NULL;
  g_autoptr(GAsyncResult) back = NULL;
  g_autoptr(GAsyncResult) listed = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtySoul) second = NULL;
  g_autoptr(BtySoul) third = NULL;
  g_autoptr(GPtrArray) versions = NULL;

  bty_bot_service_save_soul_async (bots, ada, "Be brief.", NULL, bty_test_result_cb, &saved);
  second = bty_bot_service_save_soul_finish (bots, bty_test_wait (&saved), &error);
  g_assert_no_error (error);
  g_assert_cmpint (second->version, ==, 2);

  bty_bot_service_roll_back_soul_async (bots, ada, 1, NULL, bty_test_result_cb, &back);
  third = bty_bot_service_roll_back_soul_finish (bots, bty_test_wait (&back), &error);
  g_assert_no_error (error);
  g_assert_cmpint (third->version, ==, 3);

  bty_bot_service_list_souls_async (bots, ada, NULL, bty_test_result_cb, &listed);
  versions = bty_bot_service_list_souls_finish (bots, bty_test_wait (&listed), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, ==, 3);
  g_assert_cmpstr (((BtySoul *) versions->pdata[0])->text, ==, ((BtySoul *) versions->pdata[2])->text);
  g_assert_true (bty_soul_is_intact (versions->pdata[1]));
}

/* A bot whose instructions cannot be read does not answer without them. */
static void
test_soul_unreadable (BtyTestProfile *fixture,
                      gconstpointer   data)
{
  g_autoptr(BtyConversation) conversation = bty_test_profile_create_session (fixture, FALSE);
  g_autoptr(BtyMessage) reply = NULL;

  if (bty_test_profile_is_on_server ())
    {
      g_test_skip ("A server keeps such a value out");
      return;
    }
  bty_test_profile_run_sql (fixture, "UPDATE souls SET version = 'damaged'");
  reply = bty_test_say (conversation, "Who are you?", NULL);
  g_assert_cmpint (reply->status, ==, BTY_MESSAGE_STATUS_FAILED);
  g_assert_cmpstr (reply->content, ==, "");
  g_assert_nonnull (reply->error);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (BtyTestProfile *, gconstpointer);
  } tests[] = {
    { "/chat/said-is-kept", test_said_is_kept },
    { "/chat/recalls-earlier-session", test_recalls_earlier_session },
    { "/chat/versions", test_versions },
    { "/chat/private-session-is-gone", test_private_session_is_gone },
    { "/chat/expired-session-is-gone", test_expired_session_is_gone },
    { "/chat/draft-is-kept", test_draft_is_kept },
    { "/chat/second-opening-is-refused", test_second_opening_is_refused },
    { "/chat/soul-versions", test_soul_versions },
    { "/chat/soul-unreadable", test_soul_unreadable },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, BtyTestProfile, NULL,
                bty_test_profile_set_up, tests[i].test, bty_test_profile_tear_down);

  return bty_test_profile_run ();
}
