/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-cli.h"

G_BEGIN_DECLS

#define BTY_CLI_MANY 10000 /* words of one command */

BtyMemory *bty_cli_find_memory (BtyCli      *cli,
                                const char  *id,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean   bty_cli_remember    (BtyCli      *cli,
                                BtyMemory   *memory,
                                GError     **error);

void       bty_cli_tell_inbox  (BtyCli      *cli);

G_END_DECLS
