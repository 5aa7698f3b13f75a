/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-memory-candidate.h"

G_BEGIN_DECLS

GPtrArray          *bty_candidate_store_list   (BtyDatabase         *database,
                                                const char          *bot_id,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean            bty_candidate_store_count  (BtyDatabase         *database,
                                                const char          *bot_id,
                                                gint64              *count,
                                                GError             **error);
BtyMemoryCandidate *bty_candidate_store_get    (BtyDatabase         *database,
                                                const char          *id,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean            bty_candidate_store_insert (BtyDatabase         *database,
                                                BtyMemoryCandidate  *candidate,
                                                GError             **error);
gboolean            bty_candidate_store_delete (BtyDatabase         *database,
                                                const char          *id,
                                                GError             **error);

G_END_DECLS
