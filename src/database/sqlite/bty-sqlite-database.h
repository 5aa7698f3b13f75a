/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database-driver.h"

G_BEGIN_DECLS

#define BTY_TYPE_SQLITE_DATABASE (bty_sqlite_database_get_type ())

G_DECLARE_FINAL_TYPE (BtySqliteDatabase, bty_sqlite_database, BTY, SQLITE_DATABASE, BtyDatabase)

BtyDatabase *bty_sqlite_database_new (const char       *path,
                                      BtyDatabaseMode   mode,
                                      GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
