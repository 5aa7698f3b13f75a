/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-search-hit.h"

G_BEGIN_DECLS

GPtrArray *bty_search_store_search (BtyDatabase  *database,
                                    const char   *words,
                                    const char   *bot_id,
                                    gint64        limit,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
