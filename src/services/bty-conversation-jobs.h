/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-attachment.h"
#include "bty-database.h"
#include "bty-message.h"
#include "bty-session.h"

G_BEGIN_DECLS

/**
 * BtyConversationJob:
 *
 * What the database work of a conversation needs: copies, because it runs on another thread.
 */
typedef struct
{
  BtySession *session;
  GPtrArray  *messages;      /* of BtyMessage, in the order they were said */
  GPtrArray  *attachments;   /* of BtyAttachment */
  GPtrArray  *unsaved;       /* of BtyMessage that failed to be saved before */
  GPtrArray  *forgotten;     /* of BtyMessage: what the session must not say any more; set when an exchange begins */
} BtyConversationJob;

BtyConversationJob *bty_conversation_job_new              (BtySession          *session) G_GNUC_WARN_UNUSED_RESULT;
void                bty_conversation_job_free             (BtyConversationJob  *job);

gpointer            bty_conversation_begin_exchange_on_db (BtyDatabase         *database,
                                                           gpointer             data,
                                                           GCancellable        *cancellable,
                                                           GError             **error);
gpointer            bty_conversation_end_exchange_on_db   (BtyDatabase         *database,
                                                           gpointer             data,
                                                           GCancellable        *cancellable,
                                                           GError             **error);
gpointer            bty_conversation_save_head_on_db      (BtyDatabase         *database,
                                                           gpointer             data,
                                                           GCancellable        *cancellable,
                                                           GError             **error);
gpointer            bty_conversation_save_draft_on_db     (BtyDatabase         *database,
                                                           gpointer             data,
                                                           GCancellable        *cancellable,
                                                           GError             **error);

GPtrArray          *bty_conversation_copy_attachments     (GPtrArray           *attachments) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
