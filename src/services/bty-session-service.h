/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot.h"
#include "bty-session.h"

G_BEGIN_DECLS

typedef struct _BtyWorker BtyWorker;

#define BTY_TYPE_SESSION_SERVICE (bty_session_service_get_type ())

G_DECLARE_FINAL_TYPE (BtySessionService, bty_session_service, BTY, SESSION_SERVICE, GObject)

/**
 * BtySessionFilter:
 *
 * Which conversations a list shows.
 */
typedef struct
{
  const char *bot_id;    /* NULL = of every bot */
  const char *folder;    /* NULL = in any folder */
  gboolean    archived;  /* the archived ones, else the others */
  gboolean    deleted;   /* those that can be brought back, all at once, whatever the rest says */
} BtySessionFilter;

#define BTY_SESSION_PAGE 50

/* Signals: "added" and "changed" with the BtySession, "removed" with its id, "renewed" when many others have come. */

BtySessionService *bty_session_service_new (BtyWorker *worker) G_GNUC_WARN_UNUSED_RESULT;
void bty_session_service_publish (BtySessionService *self,
                                  BtySession        *stored);
void bty_session_service_renew   (BtySessionService *self);

void bty_session_service_create_async (BtySessionService   *self,
                                       BtyBot              *bot,
                                       gboolean             private,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
BtySession *bty_session_service_create_finish (BtySessionService  *self,
                                               GAsyncResult       *result,
                                               GError            **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_session_service_get_async (BtySessionService   *self,
                                    const char          *id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
BtySession *bty_session_service_get_finish (BtySessionService  *self,
                                            GAsyncResult       *result,
                                            GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* The page after @after, pinned ones first, then the newest. */
void bty_session_service_list_async (BtySessionService      *self,
                                     const BtySessionFilter *filter,
                                     BtySession             *after,
                                     GCancellable           *cancellable,
                                     GAsyncReadyCallback     callback,
                                     gpointer                user_data);
GPtrArray *bty_session_service_list_finish (BtySessionService  *self,
                                            GAsyncResult       *result,
                                            GError            **error) G_GNUC_WARN_UNUSED_RESULT;

void bty_session_service_list_folders_async (BtySessionService   *self,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
char **bty_session_service_list_folders_finish (BtySessionService  *self,
                                                GAsyncResult       *result,
                                                GError            **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stores what was changed in @session: title, pinned, folder, archived, expiry. */
void bty_session_service_save_async (BtySessionService   *self,
                                     BtySession          *session,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gboolean bty_session_service_save_finish (BtySessionService  *self,
                                          GAsyncResult       *result,
                                          GError            **error);

void bty_session_service_delete_async (BtySessionService   *self,
                                       BtySession          *session,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean bty_session_service_delete_finish (BtySessionService  *self,
                                            GAsyncResult       *result,
                                            GError            **error);

void bty_session_service_restore_async (BtySessionService   *self,
                                        BtySession          *session,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
gboolean bty_session_service_restore_finish (BtySessionService  *self,
                                             GAsyncResult       *result,
                                             GError            **error);

/* Removes a deleted session for good. */
void bty_session_service_purge_async (BtySessionService   *self,
                                      BtySession          *session,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean bty_session_service_purge_finish (BtySessionService  *self,
                                           GAsyncResult       *result,
                                           GError            **error);

/* @format: "markdown" or "json". */
void bty_session_service_export_async (BtySessionService   *self,
                                       const char          *id,
                                       const char          *format,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
char *bty_session_service_export_finish (BtySessionService  *self,
                                         GAsyncResult       *result,
                                         GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
