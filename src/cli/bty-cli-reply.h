/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-conversation.h"

G_BEGIN_DECLS

/**
 * BtyCliStream:
 *
 * Prints what is new of a reply while it arrives in a conversation.
 */
typedef struct _BtyCliStream BtyCliStream;

BtyCliStream *bty_cli_stream_new          (BtyConversation *conversation,
                                           gboolean         json) G_GNUC_WARN_UNUSED_RESULT;
void          bty_cli_stream_end          (BtyCliStream    *self);

void          bty_cli_print_reply_json    (BtyMessage      *reply);
void          bty_cli_print_reply_footer  (BtyMessage      *reply);
void          bty_cli_print_reply_trouble (BtyMessage      *reply);

const char *bty_cli_get_keyring_way_out (const char *code);

G_END_DECLS
