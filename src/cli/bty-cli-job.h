/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-cli.h"

G_BEGIN_DECLS

gboolean bty_cli_wait_for_job (BtyCli       *cli,
                               BtyWorkflow  *workflow,
                               GError      **error);

G_END_DECLS
