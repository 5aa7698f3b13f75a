/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-bot.h"
#include "bty-message.h"
#include "bty-session.h"

G_BEGIN_DECLS

void bty_reply_notice_notify (BtySession *session,
                              BtyBot     *bot,
                              BtyMessage *message);
void bty_reply_notice_send (GtkWidget  *widget,
                            BtySession *session,
                            BtyBot     *bot,
                            BtyMessage *message,
                            gboolean    is_open,
                            gboolean    may_notify);

G_END_DECLS
