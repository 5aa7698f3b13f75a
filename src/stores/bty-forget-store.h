/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-message.h"

G_BEGIN_DECLS

gboolean   bty_forget_store_forget_message (BtyDatabase  *database,
                                            BtyMessage   *message,
                                            GError      **error);
gboolean   bty_forget_store_forget_title   (BtyDatabase  *database,
                                            const char   *session_id,
                                            GError      **error);

GPtrArray *bty_forget_store_list           (BtyDatabase  *database,
                                            const char   *session_id,
                                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_forget_store_count_since    (BtyDatabase  *database,
                                            const char   *session_id,
                                            gint64        since,
                                            gint64       *count,
                                            GError      **error);
gboolean   bty_forget_store_count_arriving (BtyDatabase  *database,
                                            const char   *session_id,
                                            gint64       *count,
                                            GError      **error);

G_END_DECLS
