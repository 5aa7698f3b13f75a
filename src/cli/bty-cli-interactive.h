/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-cli-input.h"
#include "bty-cli-talk.h"

G_BEGIN_DECLS

gboolean bty_cli_interact (BtyCli       *cli,
                           BtyCliTalk   *talk,
                           BtyCliInput  *input,
                           GPtrArray    *attachments,
                           GError      **error);

G_END_DECLS
