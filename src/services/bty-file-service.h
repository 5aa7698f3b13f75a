/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-file-hit.h"
#include "bty-file-version.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BtyWorker BtyWorker;

#define BTY_TYPE_FILE_SERVICE (bty_file_service_get_type ())

G_DECLARE_FINAL_TYPE (BtyFileService, bty_file_service, BTY, FILE_SERVICE, GObject)

BtyFileService *bty_file_service_new (BtyWorker *worker) G_GNUC_WARN_UNUSED_RESULT;

void bty_file_service_list_async (BtyFileService      *self,
                                  const char          *bot_id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
GPtrArray *bty_file_service_list_finish (BtyFileService  *self,
                                         GAsyncResult    *result,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_file_service_find_async (BtyFileService      *self,
                                  const char          *bot_id,
                                  const char          *name,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
BtyFile *bty_file_service_find_finish (BtyFileService  *self,
                                       GAsyncResult    *result,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_file_service_list_versions_async (BtyFileService      *self,
                                           const char          *file_id,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
GPtrArray *bty_file_service_list_versions_finish (BtyFileService  *self,
                                                  GAsyncResult    *result,
                                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_file_service_open_async (BtyFileService      *self,
                                  const char          *file_id,
                                  gint64               version,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
GBytes *bty_file_service_open_finish (BtyFileService  *self,
                                      GAsyncResult    *result,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_file_service_search_async (BtyFileService      *self,
                                    const char          *bot_id,
                                    const char          *words,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
GPtrArray *bty_file_service_search_finish (BtyFileService  *self,
                                           GAsyncResult    *result,
                                           GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* What changes the files of a bot; "changed" follows. */
void bty_file_service_save_async (BtyFileService      *self,
                                  const char          *bot_id,
                                  const char          *name,
                                  GBytes              *data,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
BtyFile *bty_file_service_save_finish (BtyFileService  *self,
                                       GAsyncResult    *result,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_file_service_save_file_async (BtyFileService      *self,
                                       const char          *bot_id,
                                       GFile               *source,
                                       const char          *name,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
BtyFile *bty_file_service_save_file_finish (BtyFileService  *self,
                                            GAsyncResult    *result,
                                            GError         **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_file_service_restore_async (BtyFileService      *self,
                                     const char          *file_id,
                                     const char          *name,
                                     gint64               version,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
BtyFile *bty_file_service_restore_finish (BtyFileService  *self,
                                          GAsyncResult    *result,
                                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_file_service_remove_async (BtyFileService      *self,
                                    const char          *file_id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
BtyFile *bty_file_service_remove_finish (BtyFileService  *self,
                                         GAsyncResult    *result,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
