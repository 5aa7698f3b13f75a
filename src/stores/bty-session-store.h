/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-session.h"

G_BEGIN_DECLS

GPtrArray   *bty_session_store_list          (BtyDatabase  *database,
                                              const char   *bot_id,
                                              const char   *folder,
                                              gboolean      archived,
                                              BtySession   *after,
                                              gint64        limit,
                                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray   *bty_session_store_list_deleted  (BtyDatabase  *database,
                                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;
char       **bty_session_store_list_folders  (BtyDatabase  *database,
                                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;
BtySession  *bty_session_store_get           (BtyDatabase  *database,
                                              const char   *id,
                                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     bty_session_store_insert        (BtyDatabase  *database,
                                              BtySession   *session,
                                              GError      **error);
gboolean     bty_session_store_update        (BtyDatabase  *database,
                                              BtySession   *session,
                                              GError      **error);
gboolean     bty_session_store_update_progress (BtyDatabase *database,
                                              BtySession   *session,
                                              GError      **error);
gboolean     bty_session_store_update_deleted (BtyDatabase *database,
                                              BtySession   *session,
                                              GError      **error);
gboolean     bty_session_store_set_draft     (BtyDatabase  *database,
                                              const char   *id,
                                              const char   *draft,
                                              GError      **error);
gboolean     bty_session_store_set_head      (BtyDatabase  *database,
                                              const char   *id,
                                              const char   *head_id,
                                              GError      **error);
gboolean     bty_session_store_delete        (BtyDatabase  *database,
                                              const char   *id,
                                              GError      **error);

gboolean     bty_session_store_mark_crashed  (BtyDatabase  *database,
                                              GError      **error);
gint64       bty_session_store_purge_deleted (BtyDatabase  *database,
                                              gint64        until,
                                              GError      **error);
gboolean     bty_session_store_purge_private (BtyDatabase  *database,
                                              GError      **error);
char       **bty_session_store_purge_expired (BtyDatabase  *database,
                                              gint64        now,
                                              GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
