/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-private.h"

#include "bty-config.h"
#include "bty-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

static gboolean
is_full (int code,
         int system_error)
{
  return (code & 0xff) == SQLITE_FULL || system_error == ENOSPC || system_error == EDQUOT;
}

static gboolean
is_read_only (int code,
              int system_error)
{
  int primary = code & 0xff;

  return primary == SQLITE_READONLY || primary == SQLITE_PERM
         || (primary == SQLITE_CANTOPEN
             && (system_error == EACCES || system_error == EPERM || system_error == EROFS));
}

static gboolean
is_damaged (int code)
{
  int primary = code & 0xff;

  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || code == SQLITE_IOERR_SHORT_READ
         || code == SQLITE_IOERR_DATA || code == SQLITE_IOERR_CORRUPTFS;
}

static gboolean
set_constraint_error (int      code,
                      GError **error)
{
  switch (code)
    {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_EXISTS, _("This name or id is taken already."));
      return TRUE;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("What this belongs to is not stored any more."));
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * bty_sqlite_set_error:
 * @code: an extended result code
 * @system_error: the errno that came with it, or 0
 * @details: what SQLite says about it
 * @error: (out) (optional): gets the error
 *
 * The one place where SQLite's codes become ours.
 */
void
bty_sqlite_set_error (int          code,
                      int          system_error,
                      const char  *details,
                      GError     **error)
{
  int primary = code & 0xff;

  if (primary == SQLITE_INTERRUPT)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The operation was cancelled."));
  else if (is_full (code, system_error))
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_FULL, _("There is no space left on the disk."));
  else if (is_read_only (code, system_error))
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_READ_ONLY,
                         _("The data cannot be written because they are read-only."));
  else if (is_damaged (code))
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_DAMAGED, _("The database file is damaged."));
  else if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED || primary == SQLITE_PROTOCOL)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_BUSY, _("The database is in use by another program."));
  else if (primary == SQLITE_CONSTRAINT && set_constraint_error (code, error))
    return;
  else if (primary == SQLITE_CONSTRAINT || primary == SQLITE_MISMATCH || primary == SQLITE_TOOBIG)
    g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID, _("The database does not accept this: %s."), details);
  else if (primary == SQLITE_CANTOPEN)
    g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, _("The database file cannot be opened: %s."),
                 system_error != 0 ? g_strerror (system_error) : details);
  else if (primary == SQLITE_IOERR)
    g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, _("The disk reports an error: %s."),
                 system_error != 0 ? g_strerror (system_error) : details);
  else
    g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED, _("The database cannot do this: %s."), details);
}

/**
 * bty_sqlite_fail:
 * @connection: the connection that returned @code
 * @code: an extended result code that is an error
 * @error: (out) (optional): gets the error
 *
 * Returns: always %FALSE
 */
gboolean
bty_sqlite_fail (sqlite3  *connection,
                 int       code,
                 GError  **error)
{
  /* The number is kept from earlier calls when this one had nothing to do with the system. */
  gboolean from_system = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;

  bty_sqlite_set_error (code, from_system ? sqlite3_system_errno (connection) : 0,
                        sqlite3_errmsg (connection), error);

  return FALSE;
}

/**
 * bty_sqlite_fail_with_errno:
 * @system_error: what the system said of a file
 * @error: (out) (optional): gets the error
 *
 * Returns: always %FALSE
 */
gboolean
bty_sqlite_fail_with_errno (int      system_error,
                            GError **error)
{
  gboolean full = system_error == ENOSPC || system_error == EDQUOT;

  bty_sqlite_set_error (full ? SQLITE_FULL : SQLITE_CANTOPEN, system_error, g_strerror (system_error), error);

  return FALSE;
}
