/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-memory.h"

G_BEGIN_DECLS

gboolean bty_memory_facts_follow (BtyDatabase  *database,
                                  BtyMemory    *memory,
                                  GError      **error);

G_END_DECLS
