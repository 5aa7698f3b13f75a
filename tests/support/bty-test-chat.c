/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-chat.h"

/**
 * bty_test_add_bot:
 * @database: a connection
 * @name: also its slug
 *
 * Returns: (transfer full): a stored bot
 */
BtyBot *
bty_test_add_bot (BtyDatabase *database,
                  const char  *name)
{
  g_autoptr(GError) error = NULL;
  BtyBot *bot = bty_bot_new (name);

  g_object_set (bot, "slug", name, NULL);
  bty_database_insert (database, bot, &error);
  g_assert_no_error (error);

  return bot;
}

/**
 * bty_test_add_session:
 * @database: a connection
 * @bot_id: of a stored bot
 * @title: its title
 * @updated_at: when its newest message was said
 *
 * Returns: (transfer full): a stored session
 */
BtySession *
bty_test_add_session (BtyDatabase *database,
                      const char  *bot_id,
                      const char  *title,
                      gint64       updated_at)
{
  g_autoptr(GError) error = NULL;
  BtySession *session = bty_session_new (bot_id);

  g_object_set (session, "title", title, "updated-at", updated_at, NULL);
  bty_database_insert (database, session, &error);
  g_assert_no_error (error);

  return session;
}

/**
 * bty_test_add_message:
 * @database: a connection
 * @session_id: of a stored session
 * @role: who speaks
 * @content: the text
 *
 * Returns: (transfer full): a stored message
 */
BtyMessage *
bty_test_add_message (BtyDatabase *database,
                      const char  *session_id,
                      BtyRole      role,
                      const char  *content)
{
  g_autoptr(GError) error = NULL;
  BtyMessage *message = bty_message_new (session_id, NULL, role, content);

  bty_database_insert (database, message, &error);
  g_assert_no_error (error);

  return message;
}
