/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot.h"
#include "bty-database.h"
#include "bty-message.h"
#include "bty-prompt.h"
#include "bty-reply-prompt.h"

G_BEGIN_DECLS

/**
 * BtyAnswerJob:
 *
 * What is stored when a reply has ended: copies, because it runs on another thread.
 */
typedef struct
{
  BtyMessage     *reply;
  BtyBot         *bot;
  BtyReplyPrompt *prompt;     /* NULL = nothing was sent */
  GPtrArray      *recalled;   /* of BtyRecalled that were sent, best first */
} BtyAnswerJob;

BtyAnswerJob *bty_answer_job_new     (BtyMessage    *reply,
                                      BtyBot        *bot,
                                      const char    *provider,
                                      const char    *sent,
                                      BtyPrompt     *prompt) G_GNUC_WARN_UNUSED_RESULT;
void          bty_answer_job_free    (BtyAnswerJob  *self);
gpointer      bty_answer_save_on_db  (BtyDatabase   *database,
                                      gpointer       data,
                                      GCancellable  *cancellable,
                                      GError       **error);

G_END_DECLS
