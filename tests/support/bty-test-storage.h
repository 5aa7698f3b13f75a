/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/* Where the data of a test are: one of these, or one of the servers that tests/support/with-postgres started. */
enum
{
  BTY_TEST_MEMORY,
  BTY_TEST_FILE,
  BTY_TEST_SERVER, /* the first of them */
};

/* Added to a server: a database of its own, for tests that change the schema, instead of a tenant of its own. */
#define BTY_TEST_ALONE 100

/**
 * BtyTestStorage:
 * @directory: a directory for it, removed after the test
 * @path: its URI, which is a path where it is a file
 * @database: the connection that writes
 * @place: where it is
 *
 * An empty database with the newest schema.
 */
typedef struct
{
  char        *directory;
  char        *path;
  BtyDatabase *database;
  int          place;
} BtyTestStorage;

typedef void (*BtyTestStorageFunc) (BtyTestStorage *storage,
                                    gconstpointer   unused);

void         bty_test_storage_set_up     (BtyTestStorage     *self,
                                          gconstpointer       place);
void         bty_test_storage_tear_down  (BtyTestStorage     *self,
                                          gconstpointer       place);
void         bty_test_storage_add        (const char         *path,
                                          BtyTestStorageFunc  func);
void         bty_test_storage_add_alone  (const char         *path,
                                          BtyTestStorageFunc  func);
void         bty_test_storage_add_sqlite (const char         *path,
                                          BtyTestStorageFunc  func);
gboolean     bty_test_storage_is_file    (BtyTestStorage     *self);
gboolean     bty_test_storage_is_server  (BtyTestStorage     *self);

int          bty_test_get_first_place    (void);
int          bty_test_get_last_place     (void);
char        *bty_test_name_place         (int                 place) G_GNUC_WARN_UNUSED_RESULT;
char        *bty_test_dup_server_uri     (int                 place) G_GNUC_WARN_UNUSED_RESULT;

gint64       bty_test_count              (BtyDatabase        *database,
                                          const char         *sql);
gint64       bty_test_count_indexed      (BtyTestStorage     *self,
                                          const char         *table);

G_END_DECLS
