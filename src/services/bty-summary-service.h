/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-prompt.h"
#include "bty-provider-service.h"

G_BEGIN_DECLS

typedef struct _BtyWorker BtyWorker;

/**
 * BtySummaryService:
 *
 * Has the beginnings of long conversations summed up by a model, behind the replies: the next prompts hold the summary
 * in the place of what does not fit. Property: "busy".
 */
#define BTY_TYPE_SUMMARY_SERVICE (bty_summary_service_get_type ())

G_DECLARE_FINAL_TYPE (BtySummaryService, bty_summary_service, BTY, SUMMARY_SERVICE, GObject)

BtySummaryService *bty_summary_service_new (BtyWorker          *worker,
                                            BtyProviderService *providers) G_GNUC_WARN_UNUSED_RESULT;

gboolean bty_summary_service_get_busy (BtySummaryService *self);

/* Takes over nothing; does nothing while another conversation is summed up: it is asked again after the next reply. */
void bty_summary_service_sum_up (BtySummaryService *self,
                                 BtyBot            *bot,
                                 const char        *session_id,
                                 const char        *until_id,
                                 BtyPromptSummary  *previous,
                                 GPtrArray         *turns);

/* Stops what is under way. */
void bty_summary_service_close (BtySummaryService *self);

G_END_DECLS
