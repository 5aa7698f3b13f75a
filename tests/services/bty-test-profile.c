/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-profile.h"

#include "bty-database.h"
#include "bty-profiles.h"
#include "bty-test-wait.h"

#include <unistd.h>

/* The first of the lines "name uri"; NULL = the tests are not for servers, or there is none. */
static char *
dup_server (void)
{
  const char *lines = bty_test_profile_is_on_server () ? g_getenv ("BTY_TEST_POSTGRES") : NULL;
  const char *start = lines != NULL ? strchr (lines, ' ') : NULL;

  return start != NULL ? g_strndup (start + 1, strcspn (start + 1, "\n")) : NULL;
}

/**
 * bty_test_profile_create_uri:
 * @dir: a directory
 *
 * Returns: (transfer full): where data for a test may be: in a file there, or a tenant of its own on the first server
 */
char *
bty_test_profile_create_uri (const char *dir)
{
  static int n_profiles;
  g_autofree char *server = dup_server ();

  if (server == NULL)
    return g_build_filename (dir, "boternity.db", NULL);

  return g_strdup_printf ("%s?tenant=profile-%d-%d", server, (int) getpid (), n_profiles++);
}

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
  g_autofree char *uri = NULL;
  g_autoptr(GError) error = NULL;

  self->dir = bty_test_make_dir ();
  uri = bty_test_profile_create_uri (self->dir);
  if (bty_test_profile_is_on_server ())
    bty_profiles_set_uri (self->dir, uri, NULL, &error);
  g_assert_no_error (error);
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
 * bty_test_run_sql:
 * @uri: of a database
 * @sql: one statement
 *
 * Does with the database what somebody with a program of the engine would.
 *
 * Returns: the first number that it gives; 0 if it gives none
 */
gint64
bty_test_run_sql (const char *uri,
                  const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDatabase) database = bty_database_open (uri, NULL, BTY_DATABASE_WRITE, &error);
  g_autoptr(BtyRows) rows = NULL;
  gint64 number = 0;

  g_assert_no_error (error);
  rows = bty_database_query (database, sql, BTY_NO_ARGS, &error);
  g_assert_no_error (error);
  if (bty_rows_next (rows, &error))
    number = bty_rows_get_integer (rows, 0);
  g_assert_no_error (error);

  return number;
}

/**
 * bty_test_profile_run_sql:
 * @self: a fixture
 * @sql: one statement
 *
 * The same with the database of a profile.
 *
 * Returns: the first number that it gives; 0 if it gives none
 */
gint64
bty_test_profile_run_sql (BtyTestProfile *self,
                          const char     *sql)
{
  g_autofree char *uri = bty_profiles_dup_uri (self->dir);

  return bty_test_run_sql (uri, sql);
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

/**
 * bty_test_profile_is_on_server:
 *
 * Returns: whether the tests of this run are for servers
 */
gboolean
bty_test_profile_is_on_server (void)
{
  return g_strcmp0 (g_getenv ("BTY_TEST_ENGINE"), "postgres") == 0;
}

/**
 * bty_test_profile_run:
 *
 * Like g_test_run(), but does nothing where the tests are for servers and none is there.
 *
 * Returns: what main() returns
 */
int
bty_test_profile_run (void)
{
  g_autofree char *server = dup_server ();

  if (server != NULL || !bty_test_profile_is_on_server ())
    return g_test_run ();

  g_print ("1..0 # SKIP there is no server\n");

  return 0;
}
