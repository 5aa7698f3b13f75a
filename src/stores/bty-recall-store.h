/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-question.h"
#include "bty-recalled.h"

G_BEGIN_DECLS

GPtrArray *bty_recall_store_load_messages (BtyDatabase  *database,
                                           const char   *bot_id,
                                           const char   *session_id,
                                           GArray       *seqs,
                                           GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_recall_store_find_messages (BtyDatabase  *database,
                                           BtyQuestion  *question,
                                           const char   *bot_id,
                                           const char   *session_id,
                                           GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_recall_store_find_chunks   (BtyDatabase  *database,
                                           BtyQuestion  *question,
                                           const char   *reader_id,
                                           const char   *session_id,
                                           GError      **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_recall_store_get_near      (BtyDatabase  *database,
                                           const char   *reader_id,
                                           const char   *session_id,
                                           GPtrArray    *hits,
                                           gint64        now,
                                           GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
