/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-memory-job.h"
#include "bty-memory-service.h"
#include "bty-worker.h"

G_BEGIN_DECLS

struct _BtyMemoryService
{
  GObject     parent_instance;

  /* Owned */
  BtyWorker          *worker;
  BtyEmbedderService *embedders;  /* (nullable): who knows which embedder was chosen */
  GHashTable         *alerted;    /* ids of memories for which an alert was raised */

  guint               inbox_count;
};

void bty_memory_service_run           (BtyMemoryService    *self,
                                       gboolean             writes,
                                       BtyJobFunc           func,
                                       BtyMemoryJob        *job,
                                       GDestroyNotify       free_result,
                                       gpointer             source_tag,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void bty_memory_service_run_new       (BtyMemoryService    *self,
                                       BtyJobFunc           func,
                                       BtyMemoryJob        *job,
                                       GPtrArray           *memories,
                                       GDestroyNotify       free_result,
                                       gpointer             source_tag,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean
     bty_memory_service_has_chosen    (BtyMemoryService    *self);
void bty_memory_service_embed_async   (BtyMemoryService    *self,
                                       GPtrArray           *memories,
                                       gboolean             is_awaited,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
BtyQueryVector *
     bty_memory_service_embed_finish  (BtyMemoryService    *self,
                                       GAsyncResult        *result) G_GNUC_WARN_UNUSED_RESULT;
void bty_memory_service_notice_change (BtyMemoryService    *self);
void bty_memory_service_notice_forgotten (BtyMemoryService *self,
                                          BtyMessage       *message,
                                          BtySession       *session);
void bty_memory_service_look_at       (BtyMemoryService    *self,
                                       BtyMemory           *memory);

G_END_DECLS
