/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot-service.h"
#include "bty-memory-service.h"
#include "bty-memory-work.h"
#include "bty-provider-service.h"

G_BEGIN_DECLS

/**
 * BtyCaptureService:
 *
 * Looks through conversations for what is worth remembering, some turns at a time: with a model of the bot's chain,
 * or by the form of the sentences when there is none. What waits is in the database, so that it is not lost when the
 * program ends.
 */
#define BTY_TYPE_CAPTURE_SERVICE (bty_capture_service_get_type ())

G_DECLARE_FINAL_TYPE (BtyCaptureService, bty_capture_service, BTY, CAPTURE_SERVICE, GObject)

BtyCaptureService *bty_capture_service_new (BtyWorker          *worker,
                                            BtyBotService      *bots,
                                            BtyProviderService *providers,
                                            BtyMemoryService   *memories) G_GNUC_WARN_UNUSED_RESULT;

gboolean bty_capture_service_get_busy (BtyCaptureService *self);

/* The user said something in a session, or left it. */
void bty_capture_service_note_turn (BtyCaptureService *self,
                                    const char        *session_id);
void bty_capture_service_note_end (BtyCaptureService *self,
                                   const char        *session_id);

/* Sessions that were left without a word are looked through after a while; happens at the start and every hour. */
void bty_capture_service_look_for_left (BtyCaptureService *self,
                                        gint64             after);

/* What models were asked for the sake of memory since the beginning of the month, in local time. */
void bty_capture_service_sum_month_async (BtyCaptureService   *self,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean bty_capture_service_sum_month_finish (BtyCaptureService  *self,
                                               GAsyncResult       *result,
                                               BtyMemoryWorkSum   *sum,
                                               GError            **error);

/* Stops what is under way; it is done after the next start. */
void bty_capture_service_close (BtyCaptureService *self);

G_END_DECLS
