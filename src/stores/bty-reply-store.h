/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-recalled.h"
#include "bty-reply-passage.h"
#include "bty-reply-prompt.h"

G_BEGIN_DECLS

gboolean        bty_reply_store_save        (BtyDatabase     *database,
                                             BtyReplyPrompt  *prompt,
                                             GPtrArray       *passages,
                                             GError         **error);
GPtrArray      *bty_reply_store_list_used   (BtyDatabase     *database,
                                             const char      *message_id,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        bty_reply_store_forget_sent (BtyDatabase     *database,
                                             const char      *replies,
                                             const BtyValue  *args,
                                             GError         **error);
GHashTable     *bty_reply_store_list_trust  (BtyDatabase     *database,
                                             const char      *session_id,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
BtyReplyPrompt *bty_reply_store_get_prompt  (BtyDatabase     *database,
                                             const char      *message_id,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
char           *bty_reply_store_dup_sent    (BtyDatabase     *database,
                                             const char      *message_id,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
