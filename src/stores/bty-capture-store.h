/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-capture-job.h"
#include "bty-database.h"
#include "bty-memory-work.h"
#include "bty-message.h"

G_BEGIN_DECLS

/* Turns of the user after which a session is looked through. */
#define BTY_CAPTURE_TURNS 10

gboolean       bty_capture_store_note_turns (BtyDatabase    *database,
                                             const char     *session_id,
                                             gint64          now,
                                             GError        **error);
gboolean       bty_capture_store_note_end   (BtyDatabase    *database,
                                             const char     *session_id,
                                             gint64          now,
                                             GError        **error);
gboolean       bty_capture_store_note_left  (BtyDatabase    *database,
                                             gint64          before,
                                             gint64          now,
                                             GError        **error);
BtyCaptureJob *bty_capture_store_get_due    (BtyDatabase    *database,
                                             gint64          now,
                                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *bty_capture_store_list_said  (BtyDatabase    *database,
                                             BtyCaptureJob  *job,
                                             gint64          limit,
                                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;
GHashTable    *bty_capture_store_list_told  (BtyDatabase    *database,
                                             BtyMessage     *said,
                                             GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       bty_capture_store_is_there   (BtyDatabase    *database,
                                             BtyCaptureJob  *job,
                                             gboolean       *is_there,
                                             GError        **error);
gboolean       bty_capture_store_note_seen  (BtyDatabase    *database,
                                             BtyCaptureJob  *job,
                                             GError        **error);
gboolean       bty_capture_store_note_failure
                                            (BtyDatabase    *database,
                                             BtyCaptureJob  *job,
                                             GError        **error);
gboolean       bty_capture_store_sum_work   (BtyDatabase       *database,
                                             gint64             since,
                                             BtyMemoryWorkSum  *sum,
                                             GError           **error);
gboolean       bty_capture_store_add_work   (BtyDatabase    *database,
                                             BtyMemoryWork  *work,
                                             GError        **error);

G_END_DECLS
