/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot.h"
#include "bty-database.h"
#include "bty-message.h"
#include "bty-session.h"

G_BEGIN_DECLS

BtyBot     *bty_test_add_bot     (BtyDatabase *database,
                                  const char  *name);
BtySession *bty_test_add_session (BtyDatabase *database,
                                  const char  *bot_id,
                                  const char  *title,
                                  gint64       updated_at);
BtyMessage *bty_test_add_message (BtyDatabase *database,
                                  const char  *session_id,
                                  BtyRole      role,
                                  const char  *content);

G_END_DECLS
