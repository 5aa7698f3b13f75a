/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"
#include "bty-split-view.h"

G_BEGIN_DECLS

#define BTY_TYPE_CHAT_VIEW (bty_chat_view_get_type ())

G_DECLARE_FINAL_TYPE (BtyChatView, bty_chat_view, BTY, CHAT_VIEW, AdwBin)

GtkWidget    *bty_chat_view_new            (BtyProfile  *profile,
                                            GSettings   *settings) G_GNUC_WARN_UNUSED_RESULT;
BtySplitView *bty_chat_view_get_split      (BtyChatView *self);
GtkWidget    *bty_chat_view_get_sidebar    (BtyChatView *self);
GActionGroup *bty_chat_view_get_actions    (BtyChatView *self);
void          bty_chat_view_start          (BtyChatView *self);
void          bty_chat_view_new_chat       (BtyChatView *self,
                                            const char  *bot_id,
                                            gboolean     is_private);
void          bty_chat_view_open           (BtyChatView *self,
                                            const char  *session_id,
                                            const char  *message_id);
void          bty_chat_view_step           (BtyChatView *self,
                                            int          direction);
void          bty_chat_view_focus          (BtyChatView *self);
void          bty_chat_view_show_inspector (BtyChatView *self,
                                            gboolean     shown);

G_END_DECLS
