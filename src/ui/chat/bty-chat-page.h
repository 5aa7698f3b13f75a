/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_CHAT_PAGE (bty_chat_page_get_type ())

G_DECLARE_FINAL_TYPE (BtyChatPage, bty_chat_page, BTY, CHAT_PAGE, AdwBin)

GtkWidget    *bty_chat_page_new              (BtyProfile      *profile,
                                              GSettings       *settings) G_GNUC_WARN_UNUSED_RESULT;
GActionGroup *bty_chat_page_get_actions      (BtyChatPage     *self);
void          bty_chat_page_set_conversation (BtyChatPage     *self,
                                              BtyConversation *conversation);
void          bty_chat_page_show_no_bot      (BtyChatPage     *self);
void          bty_chat_page_reveal           (BtyChatPage     *self,
                                              const char      *message_id);
void          bty_chat_page_focus            (BtyChatPage     *self);
BtyMessage   *bty_chat_page_get_explained    (BtyChatPage     *self);

G_END_DECLS
