/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-bot.h"
#include "bty-database.h"
#include "bty-soul.h"

G_BEGIN_DECLS

/**
 * BtyBotJob:
 *
 * What the database work on a bot needs; each job reads what it says it does.
 */
typedef struct
{
  BtyBot *bot;
  char   *text;
  char   *name;
  gint64  version;
} BtyBotJob;

BtyBotJob *bty_bot_job_new (BtyBot *bot) G_GNUC_WARN_UNUSED_RESULT;
void bty_bot_job_free (BtyBotJob *job);

gpointer bty_bot_insert_on_db (BtyDatabase   *database,
                               gpointer       data,
                               GCancellable  *cancellable,
                               GError       **error);
gpointer bty_bot_update_on_db (BtyDatabase   *database,
                               gpointer       data,
                               GCancellable  *cancellable,
                               GError       **error);
gpointer bty_bot_update_deleted_on_db (BtyDatabase   *database,
                                       gpointer       data,
                                       GCancellable  *cancellable,
                                       GError       **error);
gpointer bty_bot_list_deleted_on_db (BtyDatabase   *database,
                                     gpointer       data,
                                     GCancellable  *cancellable,
                                     GError       **error);
gpointer bty_bot_clone_on_db (BtyDatabase   *database,
                              gpointer       data,
                              GCancellable  *cancellable,
                              GError       **error);
gpointer bty_bot_list_souls_on_db (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_bot_save_soul_on_db (BtyDatabase   *database,
                                  gpointer       data,
                                  GCancellable  *cancellable,
                                  GError       **error);
gpointer bty_bot_roll_back_soul_on_db (BtyDatabase   *database,
                                       gpointer       data,
                                       GCancellable  *cancellable,
                                       GError       **error);
gpointer bty_bot_export_on_db (BtyDatabase   *database,
                               gpointer       data,
                               GCancellable  *cancellable,
                               GError       **error);

BtyBot *bty_bot_read_export (const char  *json,
                             char       **soul,
                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
