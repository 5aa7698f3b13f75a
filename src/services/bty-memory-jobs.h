/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-memory-job.h"

G_BEGIN_DECLS

/* The jobs of BtyMemoryService. Each takes a BtyMemoryJob; what it reads of it and returns is said with it. */

gpointer bty_memory_list_on_db (BtyDatabase   *database,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error);
gpointer bty_memory_get_on_db (BtyDatabase   *database,
                               gpointer       data,
                               GCancellable  *cancellable,
                               GError       **error);
gpointer bty_memory_count_on_db (BtyDatabase   *database,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);
gpointer bty_memory_list_versions_on_db (BtyDatabase   *database,
                                         gpointer       data,
                                         GCancellable  *cancellable,
                                         GError       **error);
gpointer bty_memory_get_beginning_on_db (BtyDatabase   *database,
                                         gpointer       data,
                                         GCancellable  *cancellable,
                                         GError       **error);
gpointer bty_memory_list_known_on_db (BtyDatabase   *database,
                                      gpointer       data,
                                      GCancellable  *cancellable,
                                      GError       **error);
gpointer bty_memory_list_uses_on_db (BtyDatabase   *database,
                                     gpointer       data,
                                     GCancellable  *cancellable,
                                     GError       **error);
gpointer bty_memory_list_readings_on_db (BtyDatabase   *database,
                                         gpointer       data,
                                         GCancellable  *cancellable,
                                         GError       **error);
gpointer bty_memory_list_duplicates_on_db (BtyDatabase   *database,
                                           gpointer       data,
                                           GCancellable  *cancellable,
                                           GError       **error);
gpointer bty_memory_add_on_db (BtyDatabase   *database,
                               gpointer       data,
                               GCancellable  *cancellable,
                               GError       **error);
gpointer bty_memory_edit_on_db (BtyDatabase   *database,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error);
gpointer bty_memory_revert_on_db (BtyDatabase   *database,
                                  gpointer       data,
                                  GCancellable  *cancellable,
                                  GError       **error);
gpointer bty_memory_merge_on_db (BtyDatabase   *database,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);
gpointer bty_memory_delete_on_db (BtyDatabase   *database,
                                  gpointer       data,
                                  GCancellable  *cancellable,
                                  GError       **error);
gpointer bty_memory_restore_on_db (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_memory_forget_on_db (BtyDatabase   *database,
                                  gpointer       data,
                                  GCancellable  *cancellable,
                                  GError       **error);
gpointer bty_memory_set_trust_on_db (BtyDatabase   *database,
                                     gpointer       data,
                                     GCancellable  *cancellable,
                                     GError       **error);
gpointer bty_memory_list_trusted_on_db (BtyDatabase   *database,
                                        gpointer       data,
                                        GCancellable  *cancellable,
                                        GError       **error);
gpointer bty_memory_set_trusted_on_db (BtyDatabase   *database,
                                       gpointer       data,
                                       GCancellable  *cancellable,
                                       GError       **error);
gpointer bty_memory_exclude_on_db (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_memory_list_inbox_on_db (BtyDatabase   *database,
                                      gpointer       data,
                                      GCancellable  *cancellable,
                                      GError       **error);
gpointer bty_memory_propose_on_db (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error);
gpointer bty_memory_accept_on_db (BtyDatabase   *database,
                                  gpointer       data,
                                  GCancellable  *cancellable,
                                  GError       **error);
gpointer bty_memory_reject_on_db (BtyDatabase   *database,
                                  gpointer       data,
                                  GCancellable  *cancellable,
                                  GError       **error);
gpointer bty_memory_import_on_db (BtyDatabase   *database,
                                  gpointer       data,
                                  GCancellable  *cancellable,
                                  GError       **error);

G_END_DECLS
