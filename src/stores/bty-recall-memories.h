/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-question.h"
#include "bty-recalled.h"

G_BEGIN_DECLS

/**
 * BtyMemoriesAsked:
 *
 * Memories that have words of a question, while they are on their way.
 */
typedef struct _BtyMemoriesAsked BtyMemoriesAsked;

BtyMemoriesAsked *bty_recall_memories_ask  (BtyDatabase       *database,
                                            BtyQuestion       *question,
                                            const char        *reader_id,
                                            const char        *session_id,
                                            gint64             now,
                                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray        *bty_recall_memories_read (BtyDatabase       *database,
                                            BtyMemoriesAsked  *asked,
                                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void              bty_memories_asked_free  (BtyMemoriesAsked  *self);

GPtrArray        *bty_recall_memories_load (BtyDatabase       *database,
                                            GArray            *ids,
                                            const char        *reader_id,
                                            const char        *session_id,
                                            gint64             now,
                                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;
BtyRecalled      *bty_recall_memories_get  (BtyDatabase       *database,
                                            const char        *id,
                                            const char        *reader_id,
                                            const char        *session_id,
                                            gint64             now,
                                            GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyMemoriesAsked, bty_memories_asked_free)

G_END_DECLS
