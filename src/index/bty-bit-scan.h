/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-scan.h"

G_BEGIN_DECLS

guint64 *bty_bit_scan_find (const BtyVectorTable *table,
                            const BtyTableQuery  *query,
                            const BtyVectorWish  *wish,
                            gsize                 n_wanted,
                            gsize                *n_found) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
