/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-message.h"
#include "bty-prompt.h"
#include "bty-provider-service.h"

G_BEGIN_DECLS

/**
 * BtyAnswerPast:
 *
 * What is known of a conversation beside its messages: what sums it up, and which replies were made of what not
 * everybody may be sent.
 */
typedef struct
{
  GPtrArray  *summaries;   /* of BtySessionSummary */
  GHashTable *trust;       /* id of a reply -> BtyTrust, see bty_reply_store_list_trust() */
} BtyAnswerPast;

gpointer bty_answer_past_read_on_db (BtyDatabase         *database,
                                     gpointer             data,
                                     GCancellable        *cancellable,
                                     GError             **error);
void     bty_answer_past_free       (BtyAnswerPast       *self);
void     bty_answer_past_add_turn   (BtyAnswerPast       *self,
                                     BtyProviderService  *providers,
                                     BtyPrompt           *prompt,
                                     BtyMessage          *message,
                                     GPtrArray           *attachments);
BtyTrust bty_answer_past_get_trust  (BtyAnswerPast       *self,
                                     BtyProviderService  *providers,
                                     BtyPrompt           *prompt,
                                     BtyMessage          *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyAnswerPast, bty_answer_past_free)

G_END_DECLS
