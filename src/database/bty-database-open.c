/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-database.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-sqlite-database.h"

#include <glib/gi18n-lib.h>

#ifdef BTY_WITH_POSTGRES
#include "bty-postgres-database.h"
#endif

/**
 * bty_database_open:
 * @uri: the path of a file, %BTY_DATABASE_MEMORY, or "postgresql://[user@]host[:port]/database[?tenant=name]"
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
  if (g_str_has_prefix (uri, "postgresql://") || g_str_has_prefix (uri, "postgres://"))
    {
#ifdef BTY_WITH_POSTGRES
      return bty_postgres_database_new (uri, password, mode, error);
#else
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_REFUSED, _("This Boternity was built without PostgreSQL."));
      return NULL;
#endif
    }

  return bty_sqlite_database_new (uri, mode, error);
}
