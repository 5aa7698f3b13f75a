/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-cli.h"

G_BEGIN_DECLS

void bty_cli_print_sessions        (BtyCli          *cli,
                                    GPtrArray       *sessions);
void bty_cli_print_conversation    (BtyCli          *cli,
                                    BtyConversation *conversation);
void bty_cli_print_hits            (BtyCli          *cli,
                                    GPtrArray       *hits);
void bty_cli_print_changed_session (BtyCli          *cli,
                                    BtySession      *session,
                                    const char      *done);
void bty_cli_print_forgotten_message (BtyCli        *cli,
                                      const char    *message_id,
                                      gint64         n_memories,
                                      gint64         n_left);

G_END_DECLS
