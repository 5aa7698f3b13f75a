/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-cli.h"

G_BEGIN_DECLS

typedef enum
{
  BTY_CLI_TALK_NONE = 0,
  BTY_CLI_TALK_STREAM = 1 << 0,       /* print the reply while it arrives */
  BTY_CLI_TALK_INTERACTIVE = 1 << 1,  /* a person reads it at a terminal */
} BtyCliTalkFlags;

/**
 * BtyCliTalk:
 *
 * One conversation: sends messages, and prints the replies.
 */
typedef struct _BtyCliTalk BtyCliTalk;

BtyCliTalk      *bty_cli_talk_new              (BtyCli           *cli,
                                                BtyCliTalkFlags   flags) G_GNUC_WARN_UNUSED_RESULT;
void             bty_cli_talk_free             (BtyCliTalk       *self);

gboolean         bty_cli_talk_open             (BtyCliTalk       *self,
                                                const char       *session_id,
                                                GError          **error);
void             bty_cli_talk_begin            (BtyCliTalk       *self,
                                                BtyBot           *bot,
                                                gboolean          private);
void             bty_cli_talk_end              (BtyCliTalk       *self);
BtyBot          *bty_cli_talk_get_bot          (BtyCliTalk       *self);
gboolean         bty_cli_talk_is_private       (BtyCliTalk       *self);
BtyConversation *bty_cli_talk_get_conversation (BtyCliTalk       *self);
void             bty_cli_talk_set_provider     (BtyCliTalk       *self,
                                                const char       *provider);

gboolean         bty_cli_talk_send             (BtyCliTalk       *self,
                                                const char       *text,
                                                GPtrArray        *attachments,
                                                GError          **error);
gboolean         bty_cli_talk_regenerate       (BtyCliTalk       *self,
                                                GError          **error);
gboolean         bty_cli_talk_continue         (BtyCliTalk       *self,
                                                GError          **error);
gboolean         bty_cli_talk_stop             (BtyCliTalk       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyCliTalk, bty_cli_talk_free)

G_END_DECLS
