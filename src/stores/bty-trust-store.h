/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-memory-use.h"
#include "bty-recall-exclusion.h"
#include "bty-trusted-author.h"

G_BEGIN_DECLS

GPtrArray *bty_trust_store_list           (BtyDatabase   *database,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_trust_store_set            (BtyDatabase   *database,
                                           const char    *reader_id,
                                           const char    *author_id,
                                           gboolean       trusted,
                                           gboolean      *changed,
                                           GError       **error);
gboolean   bty_trust_store_can_read       (BtyDatabase   *database,
                                           const char    *reader_id,
                                           const char    *memory_id,
                                           gint64         now,
                                           gboolean      *readable,
                                           GError       **error);

gboolean   bty_trust_store_exclude        (BtyDatabase   *database,
                                           const char    *subject_id,
                                           const char    *session_id,
                                           gboolean       excluded,
                                           GError       **error);

gboolean   bty_trust_store_add_use        (BtyDatabase   *database,
                                           BtyMemoryUse  *use,
                                           GError       **error);
GPtrArray *bty_trust_store_list_uses      (BtyDatabase   *database,
                                           const char    *message_id,
                                           const char    *memory_id,
                                           gint64         limit,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
