/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-cli.h"

G_BEGIN_DECLS

void bty_cli_print_memories   (BtyCli           *cli,
                               GPtrArray        *memories);
void bty_cli_print_memory     (BtyCli           *cli,
                               BtyMemory        *memory,
                               GPtrArray        *versions,
                               GPtrArray        *uses);
void bty_cli_print_stored     (BtyCli           *cli,
                               BtyMemory        *memory,
                               const char       *text);
void bty_cli_print_count      (BtyCli           *cli,
                               const char       *name,
                               gint64            count,
                               const char       *sentence);
void bty_cli_print_recalled   (BtyCli           *cli,
                               GPtrArray        *recalled);
void bty_cli_print_candidates (BtyCli           *cli,
                               GPtrArray        *candidates,
                               GPtrArray        *foresights);
void bty_cli_print_timeline   (BtyCli           *cli,
                               GPtrArray        *entries);
void bty_cli_print_report     (BtyCli           *cli,
                               BtyAuditReport   *report);

G_END_DECLS
