/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-message-context.h"

G_BEGIN_DECLS

#define BTY_TYPE_MESSAGE_ROW (bty_message_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyMessageRow, bty_message_row, BTY, MESSAGE_ROW, GtkWidget)

GtkWidget  *bty_message_row_new         (void) G_GNUC_WARN_UNUSED_RESULT;

BtyMessage *bty_message_row_get_message (BtyMessageRow           *self);
void        bty_message_row_set_message (BtyMessageRow           *self,
                                         BtyMessage              *message,
                                         const BtyMessageContext *context);
void        bty_message_row_set_context (BtyMessageRow           *self,
                                         const BtyMessageContext *context);
void        bty_message_row_set_last    (BtyMessageRow           *self,
                                         gboolean                 last);
void        bty_message_row_update_seen (BtyMessageRow           *self,
                                         GtkWidget               *viewport);

G_END_DECLS
