/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-memory-filter.h"
#include "bty-memory-version.h"
#include "bty-memory.h"

G_BEGIN_DECLS

GPtrArray *bty_memory_store_list          (BtyDatabase            *database,
                                           const BtyMemoryFilter  *filter,
                                           gint64                  now,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_memory_store_count         (BtyDatabase            *database,
                                           const BtyMemoryFilter  *filter,
                                           gint64                  now,
                                           gint64                 *count,
                                           GError                **error);
BtyMemory *bty_memory_store_get           (BtyDatabase            *database,
                                           const char             *id,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_memory_store_count_shared  (BtyDatabase            *database,
                                           const char             *bot_id,
                                           gint64                 *count,
                                           GError                **error);
GPtrArray *bty_memory_store_list_near     (BtyDatabase            *database,
                                           const char             *bot_id,
                                           const char             *text,
                                           gint64                  now,
                                           gint64                  limit,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_memory_store_list_family   (BtyDatabase            *database,
                                           BtyMemory              *memory,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean   bty_memory_store_insert        (BtyDatabase            *database,
                                           BtyMemory              *memory,
                                           const char             *actor,
                                           GError                **error);
gboolean   bty_memory_store_save_version  (BtyDatabase            *database,
                                           BtyMemory              *memory,
                                           const char             *actor,
                                           GError                **error);
gboolean   bty_memory_store_update        (BtyDatabase            *database,
                                           BtyMemory              *memory,
                                           GError                **error);

GPtrArray *bty_memory_store_list_versions (BtyDatabase            *database,
                                           const char             *memory_id,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_memory_store_get_beginning (BtyDatabase            *database,
                                           const char             *bot_id,
                                           gint64                 *time,
                                           GError                **error);
GPtrArray *bty_memory_store_list_known    (BtyDatabase            *database,
                                           const char             *bot_id,
                                           gint64                  time,
                                           gint64                  limit,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_memory_store_list_deleted  (BtyDatabase            *database,
                                           gint64                  until,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_memory_store_list_from     (BtyDatabase            *database,
                                           const char             *after,
                                           gint64                  limit,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_memory_store_list_texts    (BtyDatabase            *database,
                                           const char             *bot_id,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_memory_store_list_taken    (BtyDatabase            *database,
                                           const char             *message_id,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_memory_store_forget        (BtyDatabase            *database,
                                           BtyMemory              *memory,
                                           const char             *actor,
                                           GError                **error);

G_END_DECLS
