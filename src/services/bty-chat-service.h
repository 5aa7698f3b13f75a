/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot-service.h"
#include "bty-conversation.h"
#include "bty-memory-service.h"
#include "bty-services.h"

G_BEGIN_DECLS

#define BTY_TYPE_CHAT_SERVICE (bty_chat_service_get_type ())

G_DECLARE_FINAL_TYPE (BtyChatService, bty_chat_service, BTY, CHAT_SERVICE, GObject)

BtyChatService *bty_chat_service_new (BtyBotService    *bots,
                                      BtyMemoryService *memories,
                                      BtyServices      *services) G_GNUC_WARN_UNUSED_RESULT;

gboolean bty_chat_service_stop_all (BtyChatService *self);
gboolean bty_chat_service_is_summing_up (BtyChatService *self);

/* The same object as long as anybody holds it. */
void bty_chat_service_open_async (BtyChatService      *self,
                                  const char          *session_id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
BtyConversation *bty_chat_service_open_finish (BtyChatService  *self,
                                               GAsyncResult    *result,
                                               GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends a private session for good; others stay. */
void bty_chat_service_close_async (BtyChatService      *self,
                                   BtyConversation     *conversation,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
gboolean bty_chat_service_close_finish (BtyChatService  *self,
                                        GAsyncResult    *result,
                                        GError         **error);

G_END_DECLS
