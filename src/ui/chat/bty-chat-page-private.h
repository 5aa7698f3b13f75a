/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-answer-button.h"
#include "bty-chat-page.h"
#include "bty-composer.h"
#include "bty-conversation-list.h"
#include "bty-empty-chat.h"

G_BEGIN_DECLS

/**
 * BtyChatPage:
 *
 * One chat: its messages, and the place to write. What is written belongs to the chat and not to the page: it is
 * put aside when another chat is shown.
 */
struct _BtyChatPage
{
  AdwBin               parent_instance;

  /* Owned */
  BtyProfile          *profile;
  GSettings           *settings;
  GCancellable        *cancellable;
  GSimpleActionGroup  *actions;
  GSimpleActionGroup  *message_actions;
  BtyConversation     *conversation;
  BtyMessage          *chosen;    /* the reply to explain; NULL = the last one */
  BtyMessage          *edited;    /* the message that is written anew; NULL = a new one */
  GHashTable          *unsent;    /* id of a chat -> GPtrArray of BtyAttachment */

  /* Borrowed */
  BtyEmptyChat        *empty;
  BtyAnswerButton     *answer;

  /* Template */
  GtkStack            *states;
  GtkStack            *body;
  BtyConversationList *list;
  AdwBin              *empty_bin;
  GtkWidget           *edit_bar;
  BtyComposer         *composer;
  AdwBin              *answer_bin;
};

void        bty_chat_page_install_actions         (BtyChatPage     *self);
void        bty_chat_page_install_message_actions (BtyChatPage     *self);
void        bty_chat_page_update_actions          (BtyChatPage     *self);
void        bty_chat_page_enable_message_actions  (BtyChatPage     *self,
                                                   gboolean         enabled);

void        bty_chat_page_send                    (BtyChatPage     *self,
                                                   const char      *text,
                                                   GPtrArray       *attachments);
void        bty_chat_page_edit                    (BtyChatPage     *self,
                                                   BtyMessage      *message);
void        bty_chat_page_regenerate              (BtyChatPage     *self,
                                                   BtyMessage      *message,
                                                   const char      *provider);
void        bty_chat_page_continue                (BtyChatPage     *self,
                                                   BtyMessage      *message,
                                                   const char      *provider);
void        bty_chat_page_copy                    (BtyChatPage     *self,
                                                   BtyMessage      *message);

void        bty_chat_page_remember                (BtyChatPage     *self,
                                                   const char      *text,
                                                   BtyMessage      *message);
gboolean    bty_chat_page_take_command            (BtyChatPage     *self,
                                                   const char      *text);

BtyMessage *bty_chat_page_find_last               (BtyChatPage     *self,
                                                   BtyRole          role);
void        bty_chat_page_set_explained           (BtyChatPage     *self,
                                                   BtyMessage      *message);
void        bty_chat_page_announce_reply          (BtyChatPage     *self,
                                                   BtyConversation *conversation,
                                                   BtyMessage      *message);

G_END_DECLS
