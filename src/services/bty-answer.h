/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot.h"
#include "bty-message.h"
#include "bty-provider-service.h"
#include "bty-recall-service.h"
#include "bty-setting-service.h"
#include "bty-summary-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_ANSWER (bty_answer_get_type ())

G_DECLARE_FINAL_TYPE (BtyAnswer, bty_answer, BTY, ANSWER, GObject)

BtyAnswer  *bty_answer_new        (BtyWorker            *worker,
                                   BtyProviderService   *providers,
                                   BtyRecallService     *recall,
                                   BtySettingService    *settings,
                                   BtySummaryService    *summaries) G_GNUC_WARN_UNUSED_RESULT;
void        bty_answer_run_async  (BtyAnswer            *self,
                                   BtyBot               *bot,
                                   GPtrArray            *branch,
                                   GHashTable           *attachments,
                                   BtyMessage           *reply,
                                   const char           *provider,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean    bty_answer_run_finish (BtyAnswer            *self,
                                   GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
