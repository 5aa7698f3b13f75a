/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-profile.h"

#include "bty-test-wait.h"

static void
open_profile (BtyTestProfile *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_profile_open_async (self->dir, NULL, bty_test_result_cb, &result);
  self->profile = bty_profile_open_finish (bty_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
close_profile (BtyTestProfile *self)
{
  bty_test_settle ();
  bty_profile_close (self->profile);
  bty_test_settle ();
  g_assert_finalize_object (self->profile);
  self->profile = NULL;
}

/**
 * bty_test_profile_set_up:
 * @self: a fixture
 * @data: ignored
 *
 * Opens a new profile.
 */
void
bty_test_profile_set_up (BtyTestProfile *self,
                         gconstpointer   data)
{
  self->dir = bty_test_make_dir ();
  open_profile (self);
}

/**
 * bty_test_profile_tear_down:
 * @self: a fixture
 * @data: ignored
 *
 * Closes the profile, which nobody may hold any more, and removes it.
 */
void
bty_test_profile_tear_down (BtyTestProfile *self,
                            gconstpointer   data)
{
  close_profile (self);
  bty_test_remove (self->dir);
  g_free (self->dir);
}

/**
 * bty_test_profile_reopen:
 * @self: a fixture
 *
 * Closes the profile and opens it again, as another start of the program would.
 */
void
bty_test_profile_reopen (BtyTestProfile *self)
{
  close_profile (self);
  open_profile (self);
}

/**
 * bty_test_profile_set_capture:
 * @self: a fixture
 * @capture: what to do with what is worth remembering
 *
 * Changes the first bot.
 */
void
bty_test_profile_set_capture (BtyTestProfile *self,
                              BtyCapture      capture)
{
  BtyBotService *bots = bty_profile_get_bots (self->profile);
  g_autoptr(BtyBot) changed = bty_record_copy (bty_bot_service_find (bots, NULL));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_object_set (changed, "capture", capture, NULL);
  bty_bot_service_save_async (bots, changed, NULL, bty_test_result_cb, &result);
  bty_bot_service_save_finish (bots, bty_test_wait (&result), &error);
  g_assert_no_error (error);
}

/**
 * bty_test_profile_open_session:
 * @self: a fixture
 * @id: of a session
 *
 * Returns: (transfer full): the conversation
 */
BtyConversation *
bty_test_profile_open_session (BtyTestProfile *self,
                               const char     *id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyChatService *chat = bty_profile_get_chat (self->profile);
  BtyConversation *conversation;

  bty_chat_service_open_async (chat, id, NULL, bty_test_result_cb, &result);
  conversation = bty_chat_service_open_finish (chat, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return conversation;
}

/**
 * bty_test_profile_create_session:
 * @self: a fixture
 * @private: whether it is gone when closed
 *
 * Returns: (transfer full): a conversation with the first bot
 */
BtyConversation *
bty_test_profile_create_session (BtyTestProfile *self,
                                 gboolean        private)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtySession) session = NULL;
  BtySessionService *sessions = bty_profile_get_sessions (self->profile);
  BtyBot *bot = bty_bot_service_find (bty_profile_get_bots (self->profile), NULL);

  bty_session_service_create_async (sessions, bot, private, NULL, bty_test_result_cb, &result);
  session = bty_session_service_create_finish (sessions, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return bty_test_profile_open_session (self, session->id);
}

/**
 * bty_test_say:
 * @conversation: a conversation
 * @text: what to say
 * @provider: (nullable): who shall answer
 *
 * Returns: (transfer full): the reply, however it ended
 */
BtyMessage *
bty_test_say (BtyConversation *conversation,
              const char      *text,
              const char      *provider)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BtyMessage *reply;

  bty_conversation_send_async (conversation, text, NULL, provider, NULL, bty_test_result_cb, &result);
  reply = bty_conversation_send_finish (conversation, bty_test_wait (&result), &error);
  g_assert_no_error (error);

  return reply;
}
