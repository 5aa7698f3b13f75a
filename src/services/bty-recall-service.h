/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-embedder-service.h"
#include "bty-ranking.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BtyWorker BtyWorker;

#define BTY_TYPE_RECALL_SERVICE (bty_recall_service_get_type ())

/**
 * BtyRecallRequest:
 *
 * What is wanted of one recall. Copied by the service.
 */
typedef struct
{
  const char      *bot_id;      /* who shall remember */
  const char      *session_id;  /* the session that is left out, because the prompt holds it; NULL = none */
  const char      *text;        /* what the user says now */
  guint            limit;       /* 0 = as many as a reply gets */
  BtyRankingParts  without;     /* what ranking shall not look at; 0 = it looks at all */
} BtyRecallRequest;

G_DECLARE_FINAL_TYPE (BtyRecallService, bty_recall_service, BTY, RECALL_SERVICE, GObject)

BtyRecallService *bty_recall_service_new (BtyWorker *worker) G_GNUC_WARN_UNUSED_RESULT;
void bty_recall_service_set_embedders (BtyRecallService   *self,
                                       BtyEmbedderService *embedders);
void bty_recall_service_close (BtyRecallService *self);

/* Of BtySearchHit, best first. @bot_id NULL = of every bot. */
void bty_recall_service_search_async (BtyRecallService    *self,
                                      const char          *words,
                                      const char          *bot_id,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
GPtrArray *bty_recall_service_search_finish (BtyRecallService  *self,
                                             GAsyncResult      *result,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of BtyRecalled: what this bot was told before that fits, best first. */
void bty_recall_service_recall_async (BtyRecallService       *self,
                                      const BtyRecallRequest *request,
                                      GCancellable           *cancellable,
                                      GAsyncReadyCallback     callback,
                                      gpointer                user_data);
GPtrArray *bty_recall_service_recall_finish (BtyRecallService  *self,
                                             GAsyncResult      *result,
                                             GError           **error) G_GNUC_WARN_UNUSED_RESULT;
char *bty_recall_service_recall_dup_note (BtyRecallService *self,
                                          GAsyncResult     *result) G_GNUC_WARN_UNUSED_RESULT;

/* Of BtyRecalled: what a reply was made with, best first. */
void bty_recall_service_list_used_async (BtyRecallService    *self,
                                         const char          *reply_id,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
GPtrArray *bty_recall_service_list_used_finish (BtyRecallService  *self,
                                                GAsyncResult      *result,
                                                GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* What was sent for a reply, byte for byte. */
void bty_recall_service_load_sent_async (BtyRecallService    *self,
                                         const char          *reply_id,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
char *bty_recall_service_load_sent_finish (BtyRecallService  *self,
                                           GAsyncResult      *result,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
