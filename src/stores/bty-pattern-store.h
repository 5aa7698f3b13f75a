/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-transition.h"

G_BEGIN_DECLS

gboolean   bty_pattern_store_record  (BtyDatabase  *database,
                                      const char   *scope,
                                      const char   *key,
                                      const char   *from_state,
                                      const char   *to_state,
                                      gint64        now,
                                      GError      **error);
GPtrArray *bty_pattern_store_list    (BtyDatabase  *database,
                                      const char   *scope,
                                      const char   *key,
                                      gint64        limit,
                                      GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_pattern_store_suggest (BtyDatabase  *database,
                                      const char   *scope,
                                      const char   *key,
                                      const char   *from_state,
                                      gint64        limit,
                                      GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gint64     bty_pattern_store_forget  (BtyDatabase  *database,
                                      const char   *scope,
                                      const char   *key,
                                      GError      **error);

G_END_DECLS
