/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-private.h"

#include "bty-config.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a state, or all states that begin alike, mean here. Without details the sentence is the whole message. */
static const struct
{
  const char *state;
  int         code;
  const char *sentence;
  gboolean    has_details;
} meanings[] = {
  { "22021", BTY_ERROR_INVALID, N_("This text cannot be stored: it is not valid UTF-8."), FALSE },
  { "23505", BTY_ERROR_EXISTS, N_("This name or id is taken already."), FALSE },
  { "23503", BTY_ERROR_NOT_FOUND, N_("What this belongs to is not stored any more."), FALSE },
  { "25006", BTY_ERROR_READ_ONLY, N_("The data cannot be written because they are read-only."), FALSE },
  { "25P02", BTY_ERROR_FAILED, N_("Something before this failed, and nothing of it is stored."), FALSE },
  { "28P01", BTY_ERROR_AUTHENTICATION, N_("The database server does not accept the password."), FALSE },
  { "28", BTY_ERROR_AUTHENTICATION, N_("The database server does not let you in: %s."), TRUE },
  { "3D000", BTY_ERROR_NOT_FOUND, N_("The database server has no such database: %s."), TRUE },
  { "42501", BTY_ERROR_REFUSED, N_("The database server does not allow this: %s."), TRUE },
  { "53100", BTY_ERROR_FULL, N_("There is no space left on the disk of the database server."), FALSE },
  { "53300", BTY_ERROR_BUSY, N_("The database server has too many visitors."), FALSE },
  { "55P03", BTY_ERROR_BUSY, N_("The database is in use by another program."), FALSE },
  { "40001", BTY_ERROR_BUSY, N_("The database is in use by another program."), FALSE },
  { "40P01", BTY_ERROR_BUSY, N_("The database is in use by another program."), FALSE },
  { "57014", BTY_ERROR_BUSY, N_("The database server stopped this because it took too long."), FALSE },
  { "57P", BTY_ERROR_OFFLINE, N_("The database server is not there: %s."), TRUE },
  { "08", BTY_ERROR_OFFLINE, N_("The connection to the database server was lost."), FALSE },
  { "XX001", BTY_ERROR_DAMAGED, N_("The database is damaged."), FALSE },
  { "XX002", BTY_ERROR_DAMAGED, N_("The database is damaged."), FALSE },
  { "22", BTY_ERROR_INVALID, N_("The database does not accept this: %s."), TRUE },
  { "23", BTY_ERROR_INVALID, N_("The database does not accept this: %s."), TRUE },
  { "54", BTY_ERROR_INVALID, N_("The database does not accept this: %s."), TRUE },
  { "", BTY_ERROR_FAILED, N_("The database cannot do this: %s."), TRUE },
};

/**
 * bty_postgres_set_error:
 * @state: an SQLSTATE
 * @details: what the server says about it
 * @error: (out) (optional): gets the error
 *
 * The one place where the server's codes become ours.
 */
void
bty_postgres_set_error (const char  *state,
                        const char  *details,
                        GError     **error)
{
  guint i = 0;

  while (!g_str_has_prefix (state, meanings[i].state))
    i++;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  if (meanings[i].has_details)
    g_set_error (error, BTY_ERROR, meanings[i].code, _(meanings[i].sentence), details);
  else
    g_set_error_literal (error, BTY_ERROR, meanings[i].code, _(meanings[i].sentence));
#pragma GCC diagnostic pop
}

/**
 * bty_postgres_fail:
 * @self: the connection
 * @result: (nullable): what it answered; %NULL if nothing could be sent
 * @error: (out) (optional): gets the error
 *
 * Returns: always %FALSE
 */
gboolean
bty_postgres_fail (BtyPostgresDatabase  *self,
                   const PGresult       *result,
                   GError              **error)
{
  const char *state = result != NULL ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;
  const char *details = result != NULL ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY) : NULL;

  if (g_strcmp0 (state, "57014") == 0 && g_cancellable_is_cancelled (self->cancellable))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The operation was cancelled."));
  else
    bty_postgres_set_error (state != NULL ? state : "08006", details != NULL ? details : "", error);

  return FALSE;
}

/**
 * bty_postgres_fail_to_connect:
 * @connection: a connection that was not made
 * @error: (out) (optional): gets the error
 *
 * Its messages are in the most telling form, in which the server's state is a part of them.
 *
 * Returns: always %FALSE
 */
gboolean
bty_postgres_fail_to_connect (PGconn  *connection,
                              GError **error)
{
  g_autoptr(GRegex) regex = g_regex_new ("^.*:  ([0-9A-Z]{5}): (.*)$", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autofree char *message = g_utf8_make_valid (connection != NULL ? PQerrorMessage (connection) : "", -1);

  if (g_regex_match (regex, message, 0, &match))
    {
      g_autofree char *state = g_match_info_fetch (match, 1);
      g_autofree char *details = g_match_info_fetch (match, 2);

      bty_postgres_set_error (state, details, error);
    }
  else if (connection != NULL && PQconnectionNeedsPassword (connection))
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_AUTHENTICATION, _("The database server asks for a password."));
  else
    {
      message[strcspn (message, "\n")] = '\0';
      g_set_error (error, BTY_ERROR, BTY_ERROR_OFFLINE, _("The database server cannot be reached: %s."),
                   *message != '\0' ? message : _("no answer"));
    }

  return FALSE;
}
