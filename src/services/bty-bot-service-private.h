/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot-jobs.h"
#include "bty-bot-service.h"
#include "bty-worker.h"

G_BEGIN_DECLS

/**
 * BtyBotService:
 *
 * The bots of a profile and what they are told about themselves. The list holds one object for each
 * bot, which changes when the bot is saved.
 */
struct _BtyBotService
{
  GObject     parent_instance;

  /* Owned */
  BtyWorker  *worker;
  GListStore *bots;
};

void bty_bot_service_run (BtyBotService       *self,
                          void               (*start) (BtyWorker *, GTask *, BtyJobFunc, GDestroyNotify),
                          BtyJobFunc           func,
                          BtyBotJob           *job,
                          GDestroyNotify       free_result,
                          gpointer             source_tag,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data);

G_END_DECLS
