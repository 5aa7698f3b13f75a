/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot.h"
#include "bty-soul.h"

G_BEGIN_DECLS

typedef struct _BtyWorker BtyWorker;

#define BTY_TYPE_BOT_SERVICE (bty_bot_service_get_type ())

G_DECLARE_FINAL_TYPE (BtyBotService, bty_bot_service, BTY, BOT_SERVICE, GObject)

BtyBotService *bty_bot_service_new (BtyWorker *worker,
                                    GPtrArray *bots) G_GNUC_WARN_UNUSED_RESULT;

/* Bots that are not deleted, by name; archived and disabled ones are among them. */
GListModel *bty_bot_service_get_bots (BtyBotService *self);

BtyBot *bty_bot_service_find (BtyBotService *self,
                              const char    *id_or_slug);

void bty_bot_service_add_async (BtyBotService       *self,
                                BtyBot              *bot,
                                const char          *soul,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean bty_bot_service_add_finish (BtyBotService  *self,
                                     GAsyncResult   *result,
                                     GError        **error);

void bty_bot_service_save_async (BtyBotService       *self,
                                 BtyBot              *bot,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
gboolean bty_bot_service_save_finish (BtyBotService  *self,
                                      GAsyncResult   *result,
                                      GError        **error);

void bty_bot_service_clone_async (BtyBotService       *self,
                                  BtyBot              *bot,
                                  const char          *name,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
BtyBot *bty_bot_service_clone_finish (BtyBotService  *self,
                                      GAsyncResult   *result,
                                      GError        **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_bot_service_delete_async (BtyBotService       *self,
                                   BtyBot              *bot,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
gboolean bty_bot_service_delete_finish (BtyBotService  *self,
                                        GAsyncResult   *result,
                                        GError        **error);

void bty_bot_service_restore_async (BtyBotService       *self,
                                    BtyBot              *bot,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
gboolean bty_bot_service_restore_finish (BtyBotService  *self,
                                         GAsyncResult   *result,
                                         GError        **error);

/* Of BtyBot: those that can be brought back, the last that was deleted first. */
void bty_bot_service_list_deleted_async (BtyBotService       *self,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
GPtrArray *bty_bot_service_list_deleted_finish (BtyBotService  *self,
                                                GAsyncResult   *result,
                                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

/* Versions of the soul, newest first. */
void bty_bot_service_list_souls_async (BtyBotService       *self,
                                       BtyBot              *bot,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
GPtrArray *bty_bot_service_list_souls_finish (BtyBotService  *self,
                                              GAsyncResult   *result,
                                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_bot_service_save_soul_async (BtyBotService       *self,
                                      BtyBot              *bot,
                                      const char          *text,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
BtySoul *bty_bot_service_save_soul_finish (BtyBotService  *self,
                                           GAsyncResult   *result,
                                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_bot_service_roll_back_soul_async (BtyBotService       *self,
                                           BtyBot              *bot,
                                           gint64               version,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
BtySoul *bty_bot_service_roll_back_soul_finish (BtyBotService  *self,
                                                GAsyncResult   *result,
                                                GError        **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_bot_service_export_async (BtyBotService       *self,
                                   BtyBot              *bot,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
char *bty_bot_service_export_finish (BtyBotService  *self,
                                     GAsyncResult   *result,
                                     GError        **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_bot_service_import_async (BtyBotService       *self,
                                   const char          *json,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
BtyBot *bty_bot_service_import_finish (BtyBotService  *self,
                                       GAsyncResult   *result,
                                       GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
