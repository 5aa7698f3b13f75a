/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-question.h"

G_BEGIN_DECLS

GPtrArray *bty_recall_dated_find (BtyDatabase  *database,
                                  BtyQuestion  *question,
                                  const char   *reader_id,
                                  const char   *session_id,
                                  gint64        now,
                                  GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
