/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-message.h"

G_BEGIN_DECLS

/**
 * BtyForgottenPlace:
 * @message_id: that a message had, or has
 * @forgotten_at: microseconds since 1970 UTC
 *
 * Says that there was a message that was forgotten; nothing of what it said.
 */
typedef struct
{
  char   *message_id;
  gint64  forgotten_at;
} BtyForgottenPlace;

gboolean   bty_forget_store_forget_message (BtyDatabase  *database,
                                            BtyMessage   *message,
                                            GError      **error);
gboolean   bty_forget_store_forget_title   (BtyDatabase  *database,
                                            const char   *session_id,
                                            GError      **error);

GPtrArray *bty_forget_store_list           (BtyDatabase  *database,
                                            const char   *session_id,
                                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_forget_store_list_tombstones
                                           (BtyDatabase  *database,
                                            GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_forget_store_has_tombstone  (BtyDatabase  *database,
                                            const char   *memory_id,
                                            gboolean     *has_tombstone,
                                            GError      **error);
GPtrArray *bty_forget_store_list_places    (BtyDatabase  *database,
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
