/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-memory-compare.h"
#include "bty-memory.h"

G_BEGIN_DECLS

BtyMemory *bty_memory_similar_find (BtyDatabase        *database,
                                    BtyMemory          *memory,
                                    BtyMemoryRelation  *relation,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
