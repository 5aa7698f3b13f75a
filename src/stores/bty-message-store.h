/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-attachment.h"
#include "bty-database.h"
#include "bty-message.h"

G_BEGIN_DECLS

GPtrArray  *bty_message_store_list              (BtyDatabase    *database,
                                                 const char     *session_id,
                                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
BtyMessage *bty_message_store_get               (BtyDatabase    *database,
                                                 const char     *id,
                                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bty_message_store_insert            (BtyDatabase    *database,
                                                 BtyMessage     *message,
                                                 GError        **error);
gboolean    bty_message_store_save_progress     (BtyDatabase    *database,
                                                 const char     *id,
                                                 const char     *content,
                                                 const char     *thinking,
                                                 GError        **error);
gboolean    bty_message_store_update            (BtyDatabase    *database,
                                                 BtyMessage     *message,
                                                 GError        **error);

GPtrArray  *bty_message_store_list_attachments  (BtyDatabase    *database,
                                                 const char     *session_id,
                                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bty_message_store_insert_attachment (BtyDatabase    *database,
                                                 BtyAttachment  *attachment,
                                                 GError        **error);

G_END_DECLS
