/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-soul.h"

G_BEGIN_DECLS

GPtrArray *bty_soul_store_list        (BtyDatabase  *database,
                                       const char   *bot_id,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
BtySoul   *bty_soul_store_get_latest  (BtyDatabase  *database,
                                       const char   *bot_id,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
BtySoul   *bty_soul_store_get_version (BtyDatabase  *database,
                                       const char   *bot_id,
                                       gint64        version,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_soul_store_append      (BtyDatabase  *database,
                                       BtySoul      *soul,
                                       GError      **error);

G_END_DECLS
