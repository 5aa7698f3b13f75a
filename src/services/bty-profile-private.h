/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-data-lock.h"
#include "bty-profile.h"
#include "bty-worker.h"

/* For services on the profile as a whole; the faces never see the database. */

G_BEGIN_DECLS

struct _BtyProfile
{
  GObject             parent_instance;

  /* Owned */
  char               *data_dir;
  BtyDataLock        *lock;
  BtyWorker          *worker;
  BtyBotService      *bots;
  BtySessionService  *sessions;
  BtyChatService     *chat;
  BtyProviderService *providers;
  BtyRecallService   *recall;
  BtyMemoryService   *memories;
  BtyAuditService    *audit;
  BtyCaptureService  *capture;
  BtySettingService  *settings;
  BtyFileService     *files;
  BtyGraphService    *graph;
  BtyJobService      *jobs;
  BtyEmbedderService *embedders;

  guint               clean_timer;
  guint               capture_timer;
};

void bty_profile_begin_upkeep (BtyProfile *self);
void bty_profile_end_upkeep   (BtyProfile *self);

G_END_DECLS
