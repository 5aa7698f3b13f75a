/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-cli-args.h"
#include "bty-cli.h"

G_BEGIN_DECLS

extern const BtyCliOption bty_cli_soul_options[];

GPtrArray *bty_cli_list_souls (BtyCli      *cli,
                               BtyBot      *bot,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_cli_run_soul   (BtyCli      *cli,
                               BtyCliArgs  *args,
                               GError     **error);

G_END_DECLS
