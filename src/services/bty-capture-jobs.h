/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot.h"
#include "bty-capture-job.h"
#include "bty-database.h"
#include "bty-embedder-service.h"
#include "bty-memory-work.h"

G_BEGIN_DECLS

/**
 * BtyCapturing:
 *
 * One session that is looked through, on its way from the database and back.
 */
typedef struct
{
  BtyBot         *bot;        /* as it was when the work began; for what is stored, as it is then */
  BtyCaptureJob  *job;
  GPtrArray      *said;       /* of BtyMessage */
  GHashTable     *told;       /* names of the providers that know what was said */
  GPtrArray      *found;      /* of BtyMemoryCandidate; NULL = it failed */
  BtyQueryVector *vectors;    /* of these, in their order; NULL = they are compared by the built-in embedder */
  BtyMemoryWork  *work;       /* NULL = no model was asked */
  char           *error;      /* why it failed */
  gint64          n_forgotten; /* of its messages, when it was read */
  char           *session_id; /* for the notes */
  gint64          left_after; /* microseconds without a word, for the note of what was left */
} BtyCapturing;

BtyCapturing *bty_capturing_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void          bty_capturing_free          (BtyCapturing   *self);

GPtrArray    *bty_capturing_tidy          (BtyCapturing   *self) G_GNUC_WARN_UNUSED_RESULT;

gpointer      bty_capture_note_turn_on_db (BtyDatabase    *database,
                                           gpointer        data,
                                           GCancellable   *cancellable,
                                           GError        **error);
gpointer      bty_capture_note_end_on_db  (BtyDatabase    *database,
                                           gpointer        data,
                                           GCancellable   *cancellable,
                                           GError        **error);
gpointer      bty_capture_note_left_on_db (BtyDatabase    *database,
                                           gpointer        data,
                                           GCancellable   *cancellable,
                                           GError        **error);
gpointer      bty_capture_take_on_db      (BtyDatabase    *database,
                                           gpointer        data,
                                           GCancellable   *cancellable,
                                           GError        **error);
gpointer      bty_capture_store_on_db     (BtyDatabase    *database,
                                           gpointer        data,
                                           GCancellable   *cancellable,
                                           GError        **error);

G_END_DECLS
