/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-conversation.h"
#include "bty-message-tree.h"
#include "bty-services.h"
#include "bty-worker.h"

G_BEGIN_DECLS

struct _BtyConversation
{
  GObject              parent_instance;

  /* Owned */
  BtyServices         *services;
  BtySession          *session;
  BtyBot              *bot;
  BtyMessageTree      *tree;
  GPtrArray           *shown;         /* of BtyMessage: the branch that is shown */
  GHashTable          *attachments;   /* message id -> GPtrArray of BtyAttachment */
  GPtrArray           *unsaved;       /* of BtyMessage that could not be saved when they ended */
  GCancellable        *replying;      /* NULL = no reply is arriving */

  guint                draft_timer;
};

BtyConversation *bty_conversation_new             (BtyServices     *services,
                                                   BtySession      *session,
                                                   BtyBot          *bot,
                                                   GPtrArray       *messages,
                                                   GPtrArray       *attachments) G_GNUC_WARN_UNUSED_RESULT;
void             bty_conversation_show_branch     (BtyConversation *self);
void             bty_conversation_take_forgotten  (BtyConversation *self,
                                                   BtyMessage      *forgotten);
void             bty_conversation_set_replying    (BtyConversation *self,
                                                   GCancellable    *replying);
void             bty_conversation_run_session_job (BtyConversation *self,
                                                   BtyJobFunc       func,
                                                   BtyMessage      *reply);

G_END_DECLS
