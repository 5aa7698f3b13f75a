/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-session-summary.h"

G_BEGIN_DECLS

GPtrArray *bty_summary_store_list (BtyDatabase        *database,
                                   const char         *session_id,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_summary_store_add  (BtyDatabase        *database,
                                   BtySessionSummary  *summary,
                                   GError            **error);

G_END_DECLS
