/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot.h"
#include "bty-database.h"

G_BEGIN_DECLS

GPtrArray *bty_bot_store_list          (BtyDatabase  *database,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_bot_store_list_deleted  (BtyDatabase  *database,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_bot_store_insert        (BtyDatabase  *database,
                                        BtyBot       *bot,
                                        GError      **error);
gboolean   bty_bot_store_update        (BtyDatabase  *database,
                                        BtyBot       *bot,
                                        GError      **error);
gboolean   bty_bot_store_update_deleted (BtyDatabase *database,
                                        BtyBot       *bot,
                                        GError      **error);
gint64     bty_bot_store_purge_deleted (BtyDatabase  *database,
                                        gint64        until,
                                        GError      **error);

G_END_DECLS
