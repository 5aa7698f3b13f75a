/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

GHashTable *bty_setting_store_list (BtyDatabase  *database,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
char       *bty_setting_store_get  (BtyDatabase  *database,
                                    const char   *key,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bty_setting_store_set  (BtyDatabase  *database,
                                    const char   *key,
                                    const char   *value,
                                    GError      **error);

G_END_DECLS
