/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-memory-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_PAIR_ROW (bty_memory_pair_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryPairRow, bty_memory_pair_row, BTY, MEMORY_PAIR_ROW, GtkListBoxRow)

GtkWidget *bty_memory_pair_row_new (BtyMemoryPair *pair) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
