/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-cli.h"

G_BEGIN_DECLS

void bty_cli_add_advice (BtyCli      *cli,
                         const char  *data_dir,
                         GError     **error);

G_END_DECLS
