/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-memory.h"

G_BEGIN_DECLS

gboolean bty_fact_store_set     (BtyDatabase  *database,
                                 BtyMemory    *memory,
                                 GPtrArray    *facts,
                                 gint64        now,
                                 GError      **error);
gboolean bty_fact_store_forget  (BtyDatabase  *database,
                                 const char   *memory_id,
                                 GError      **error);
gboolean bty_fact_store_is_told (BtyDatabase  *database,
                                 const char   *subject_id,
                                 const char   *source_id,
                                 gboolean     *told,
                                 GError      **error);

G_END_DECLS
