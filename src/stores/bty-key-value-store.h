/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-key-value.h"

G_BEGIN_DECLS

BtyKeyValue *bty_key_value_store_get           (BtyDatabase  *database,
                                                const char   *scope,
                                                const char   *key,
                                                gint64        now,
                                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray   *bty_key_value_store_list          (BtyDatabase  *database,
                                                const char   *scope,
                                                const char   *prefix,
                                                const char   *after,
                                                gint64        now,
                                                gint64        limit,
                                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bty_key_value_store_put           (BtyDatabase  *database,
                                                BtyKeyValue  *value,
                                                GError      **error);
gboolean     bty_key_value_store_put_batch     (BtyDatabase  *database,
                                                GPtrArray    *values,
                                                GError      **error);
gboolean     bty_key_value_store_delete        (BtyDatabase  *database,
                                                const char   *scope,
                                                const char   *key,
                                                GError      **error);
gint64       bty_key_value_store_delete_prefix (BtyDatabase  *database,
                                                const char   *scope,
                                                const char   *prefix,
                                                GError      **error);
gint64       bty_key_value_store_purge_expired (BtyDatabase  *database,
                                                gint64        now,
                                                GError      **error);

G_END_DECLS
