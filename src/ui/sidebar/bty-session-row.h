/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-bot.h"
#include "bty-session.h"

G_BEGIN_DECLS

#define BTY_TYPE_SESSION_ROW (bty_session_row_get_type ())

G_DECLARE_FINAL_TYPE (BtySessionRow, bty_session_row, BTY, SESSION_ROW, GtkBox)

GtkWidget  *bty_session_row_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void        bty_session_row_set_session (BtySessionRow *self,
                                         BtySession    *session,
                                         BtyBot        *bot);
BtySession *bty_session_row_get_session (BtySessionRow *self);
void        bty_session_row_set_heading (BtySessionRow *self,
                                         const char    *heading);

char       *bty_session_dup_shown_title (BtySession    *session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
