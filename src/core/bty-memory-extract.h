/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-memory-candidate.h"

G_BEGIN_DECLS

GPtrArray *bty_memory_extract           (const char  *text,
                                         const char  *bot_id,
                                         gint64       now) G_GNUC_WARN_UNUSED_RESULT;
gint64     bty_memory_extract_date      (const char  *text,
                                         gint64       now);

char      *bty_memory_extract_own_words (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_memory_extract_list_sentences (const char *text) G_GNUC_WARN_UNUSED_RESULT;

char      *bty_memory_extract_ask       (GPtrArray   *said,
                                         gint64       now) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *bty_memory_extract_read      (const char  *answer,
                                         const char  *bot_id,
                                         gint64       now,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
