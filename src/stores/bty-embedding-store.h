/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-memory.h"

G_BEGIN_DECLS

gint64   bty_embedding_store_remove_memory (BtyDatabase  *database,
                                            const char   *memory_id,
                                            GError      **error);
gboolean bty_embedding_store_set_memory    (BtyDatabase  *database,
                                            BtyMemory    *memory,
                                            const char   *model,
                                            const float  *values,
                                            guint         dimensions,
                                            GError      **error);
gboolean bty_embedding_store_share_memory  (BtyDatabase  *database,
                                            BtyMemory    *memory,
                                            GError      **error);
gboolean bty_embedding_store_set_chunk     (BtyDatabase  *database,
                                            const char   *bot_id,
                                            const char   *chunk_id,
                                            const char   *model,
                                            const float  *values,
                                            guint         dimensions,
                                            GError      **error);
gboolean bty_embedding_store_remove_file   (BtyDatabase  *database,
                                            const char   *file_id,
                                            GError      **error);

G_END_DECLS
