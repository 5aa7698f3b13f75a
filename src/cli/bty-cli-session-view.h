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

G_END_DECLS
