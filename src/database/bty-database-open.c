/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-database.h"

#include "bty-sqlite-database.h"

/**
 * bty_database_open:
 * @uri: the path of a file, or %BTY_DATABASE_MEMORY
 * @password: (nullable): what a server asks for; files have none
 * @mode: whether this is the connection that writes
 * @error: (out) (optional): why it cannot be opened
 *
 * Opens a database as it is: bty_migrator_run() moves its schema up.
 *
 * Returns: (transfer full) (nullable): a connection
 */
BtyDatabase *
bty_database_open (const char       *uri,
                   const char       *password,
                   BtyDatabaseMode   mode,
                   GError          **error)
{
  return bty_sqlite_database_new (uri, mode, error);
}
