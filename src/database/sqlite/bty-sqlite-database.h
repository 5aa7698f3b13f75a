/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database-driver.h"

G_BEGIN_DECLS

#define BTY_TYPE_SQLITE_DATABASE (bty_sqlite_database_get_type ())

G_DECLARE_FINAL_TYPE (BtySqliteDatabase, bty_sqlite_database, BTY, SQLITE_DATABASE, BtyDatabase)

/* In memory instead of in a file; nobody else sees it. */
#define BTY_SQLITE_MEMORY ":memory:"

typedef enum
{
  BTY_SQLITE_WRITE, /* creates the file if there is none */
  BTY_SQLITE_READ,
} BtySqliteMode;

BtyDatabase *bty_sqlite_database_new (const char     *path,
                                      BtySqliteMode   mode,
                                      GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
