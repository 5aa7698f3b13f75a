/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"
#include "bty-file-text.h"

G_BEGIN_DECLS

/**
 * BtyFileJob:
 *
 * What the database work on files needs; each job reads what it says it does.
 */
typedef struct
{
  char        *bot_id;
  char        *file_id;
  char        *name;
  char        *words;
  gint64       version;
  GBytes      *data;
  BtyFileText *text;
} BtyFileJob;

void     bty_file_job_free        (BtyFileJob    *job);

gpointer bty_file_list_on_db      (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_file_find_on_db      (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_file_save_on_db      (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_file_versions_on_db  (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_file_open_on_db      (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_file_restore_on_db   (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_file_search_on_db    (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_file_delete_on_db    (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_file_sweep_on_db     (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);

G_END_DECLS
