/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-capture-service.h"
#include "bty-provider-service.h"
#include "bty-recall-service.h"
#include "bty-session-service.h"
#include "bty-setting-service.h"
#include "bty-summary-service.h"

G_BEGIN_DECLS

/**
 * BtyServices:
 *
 * What a conversation works with, counted so that the last one frees it.
 */
typedef struct
{
  BtyWorker          *worker;
  BtyProviderService *providers;
  BtyRecallService   *recall;
  BtySessionService  *sessions;
  BtySettingService  *settings;
  BtyCaptureService  *capture;
  BtySummaryService  *summaries;
} BtyServices;

BtyServices *bty_services_ref   (BtyServices *self);
void         bty_services_unref (BtyServices *self);

G_END_DECLS
