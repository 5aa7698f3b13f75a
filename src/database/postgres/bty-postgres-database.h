/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database-driver.h"

G_BEGIN_DECLS

#define BTY_TYPE_POSTGRES_DATABASE (bty_postgres_database_get_type ())

G_DECLARE_FINAL_TYPE (BtyPostgresDatabase, bty_postgres_database, BTY, POSTGRES_DATABASE, BtyDatabase)

BtyDatabase *bty_postgres_database_new (const char       *uri,
                                        const char       *password,
                                        BtyDatabaseMode   mode,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
