/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-audit-service.h"
#include "bty-chat-service.h"
#include "bty-embedder-service.h"
#include "bty-file-service.h"
#include "bty-graph-service.h"
#include "bty-job-service.h"
#include "bty-memory-service.h"

G_BEGIN_DECLS

/**
 * BtyProfile:
 *
 * One owner's whole world of data, open in this process and in no other, and the services on it.
 */
#define BTY_TYPE_PROFILE (bty_profile_get_type ())

G_DECLARE_FINAL_TYPE (BtyProfile, bty_profile, BTY, PROFILE, GObject)

/* Makes the directory, moves the schema up, marks what a crash left, and makes the first bot and the
 * built-in provider. @data_dir NULL = the default. */
void bty_profile_open_async (const char          *data_dir,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data);
BtyProfile *bty_profile_open_finish (GAsyncResult  *result,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/* Waits until everything is on disk and lets go of the directory. */
void bty_profile_close (BtyProfile *self);

const char *bty_profile_get_data_dir (BtyProfile *self);
BtyBotService *bty_profile_get_bots (BtyProfile *self);
BtySessionService *bty_profile_get_sessions (BtyProfile *self);
BtyChatService *bty_profile_get_chat (BtyProfile *self);
BtyProviderService *bty_profile_get_providers (BtyProfile *self);
BtyRecallService *bty_profile_get_recall (BtyProfile *self);
BtyMemoryService *bty_profile_get_memories (BtyProfile *self);
BtyAuditService *bty_profile_get_audit (BtyProfile *self);
BtyFileService *bty_profile_get_files (BtyProfile *self);
BtyGraphService *bty_profile_get_graph (BtyProfile *self);
BtyCaptureService *bty_profile_get_capture (BtyProfile *self);
BtySettingService *bty_profile_get_settings (BtyProfile *self);
BtyJobService *bty_profile_get_jobs (BtyProfile *self);
BtyEmbedderService *bty_profile_get_embedders (BtyProfile *self);

/* What has expired is gone; it happens by itself every hour. */
void bty_profile_clean (BtyProfile *self);

/* Deleted bots and conversations can be brought back for 30 days; this ends it for all of them. */
void bty_profile_purge_deleted_async (BtyProfile          *self,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean bty_profile_purge_deleted_finish (BtyProfile    *self,
                                           GAsyncResult  *result,
                                           GError       **error);

/* Lines of a report in plain words; "ok" says whether all is intact. */
void bty_profile_check_async (BtyProfile          *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data);
JsonNode *bty_profile_check_finish (BtyProfile    *self,
                                    GAsyncResult  *result,
                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
