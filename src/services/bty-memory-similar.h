/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-embedder-service.h"
#include "bty-memory-compare.h"
#include "bty-memory.h"

G_BEGIN_DECLS

double     bty_memory_similar_measure (const char         *a,
                                       const char         *b);
BtyMemory *bty_memory_similar_find    (BtyDatabase        *database,
                                       BtyMemory          *memory,
                                       BtyQueryVector     *vectors,
                                       guint               number,
                                       BtyMemoryRelation  *relation,
                                       GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_memory_similar_index   (BtyDatabase        *database,
                                       BtyMemory          *memory,
                                       GError            **error);
gboolean   bty_memory_similar_index_chosen
                                      (BtyDatabase        *database,
                                       BtyMemory          *memory,
                                       BtyQueryVector     *vectors,
                                       guint               number,
                                       GError            **error);
gboolean   bty_memory_similar_drop    (BtyDatabase        *database,
                                       const char         *bot_id,
                                       GError            **error);

G_END_DECLS
