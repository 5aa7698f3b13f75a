/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-session.h"

G_BEGIN_DECLS

/**
 * BtySessionJob:
 *
 * What the database work on sessions needs; each job reads what it says it does. The session is a
 * copy, because a job runs on another thread.
 */
typedef struct
{
  BtySession *session;
  char       *id;
  char       *bot_id;
  char       *folder;
  gboolean    archived;
  gboolean    deleted;
  gboolean    as_json;
  gboolean    is_new;
  guint       page;       /* how many sessions are listed at once */
} BtySessionJob;

BtySessionJob *bty_session_job_new (BtySession *session) G_GNUC_WARN_UNUSED_RESULT;
void bty_session_job_free (BtySessionJob *job);

gpointer bty_session_insert_on_db (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_session_update_on_db (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_session_update_deleted_on_db (BtyDatabase   *database,
                                           gpointer       data,
                                           GCancellable  *cancellable,
                                           GError       **error);
gpointer bty_session_get_on_db (BtyDatabase   *database,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error);
gpointer bty_session_list_on_db (BtyDatabase   *database,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);
gpointer bty_session_list_folders_on_db (BtyDatabase   *database,
                                         gpointer       data,
                                         GCancellable  *cancellable,
                                         GError       **error);
gpointer bty_session_purge_on_db  (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_session_export_on_db (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);

G_END_DECLS
