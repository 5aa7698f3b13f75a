/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/**
 * BtyTestStorage:
 *
 * An empty database with the newest schema, in memory or in a file, and a directory for it that is
 * removed after the test.
 */
typedef struct
{
  char        *directory;
  char        *path;
  BtyDatabase *database;
} BtyTestStorage;

typedef void (*BtyTestStorageFunc) (BtyTestStorage *storage,
                                    gconstpointer   unused);

void         bty_test_storage_set_up    (BtyTestStorage     *self,
                                         gconstpointer       in_file);
void         bty_test_storage_tear_down (BtyTestStorage     *self,
                                         gconstpointer       unused);
void         bty_test_storage_add       (const char         *path,
                                         BtyTestStorageFunc  func);
gint64       bty_test_count             (BtyDatabase        *database,
                                         const char         *sql);

G_END_DECLS
