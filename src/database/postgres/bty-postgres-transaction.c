/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-private.h"

#include "bty-config.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>

/*
 * Writers of one tenant take turns, so that what they do is the same as on an engine with one writer. Each waits for
 * its turn before it looks at anything: as every statement sees what was committed before it ("read committed"), and
 * nobody else writes these rows, a transaction sees one state of them. "Repeatable read" would freeze that state before
 * the turn came, and "serializable" would make transactions fail that only have to wait. Readers wait for nobody and
 * see the state in which the data were at their first statement.
 *
 * The server gives a transaction that writes a number at its begin. With it we can ask whether it was carried out when
 * the connection is lost before the answer came.
 */
#define BEGIN_WRITING \
  "BEGIN ISOLATION LEVEL READ COMMITTED;" \
  "SELECT pg_advisory_xact_lock (hashtextextended (current_setting ('boternity.tenant'), 0));" \
  "SELECT pg_current_xact_id ()"
#define BEGIN_READING "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
#define TURN_TO_MIGRATE "SELECT pg_advisory_xact_lock (hashtextextended ('boternity', 1))"

/* The server makes plans for the sizes that tables had before, and for tables of no rows when it has never looked at
 * them. A table that somebody else looks at is left to them: waiting would be for the end of their transaction. */
#define FEW_ROWS 1000
#define FIRST_ROWS 100
#define TIMES_MORE 8
#define LOOK_AT(tables) \
  "DO $$ DECLARE name TEXT; BEGIN FOR name IN SELECT quote_ident (relname) FROM pg_class WHERE relkind = 'r'" \
  " AND relnamespace = CAST (current_schema () AS regnamespace) AND relforcerowsecurity" tables \
  " LOOP EXECUTE 'ANALYZE (SKIP_LOCKED) ' || name; END LOOP; END $$"
#define LOOK_AT_SIZES LOOK_AT ("")
#define LOOK_AT_SMALL LOOK_AT (" AND reltuples < 1000")

#define ASK_AGAIN_US 50000
#define MAX_QUESTIONS 100

static gboolean
fail_without_transaction (GError **error)
{
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_FAILED, _("The database cannot do this: nothing was begun."));

  return FALSE;
}

static gboolean
begin_once (BtyPostgresDatabase  *self,
            gboolean              write,
            GError              **error)
{
  g_clear_pointer (&self->transaction, g_free);
  self->n_written = self->n_known = 0;
  self->is_gathering = FALSE;
  self->in_transaction = bty_postgres_run (self, write ? BEGIN_WRITING : BEGIN_READING,
                                           write ? &self->transaction : NULL, error);
  if (!self->in_transaction && PQstatus (self->connection) == CONNECTION_OK)
    bty_postgres_run (self, "ROLLBACK", NULL, NULL);

  return self->in_transaction;
}

/**
 * bty_postgres_begin:
 *
 * See bty_database_begin(). A connection that was lost meanwhile is made anew: nothing was done with it yet.
 *
 * Returns: whether it has begun
 */
gboolean
bty_postgres_begin (BtyDatabase  *database,
                    gboolean      write,
                    GError      **error)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (database);
  g_autoptr(GError) first_error = NULL;

  if (self->in_transaction)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_FAILED,
                           _("The database cannot do this: something was begun already."));
      return FALSE;
    }
  if (begin_once (self, write, &first_error))
    return TRUE;
  if (bty_postgres_is_lost (self, NULL))
    return bty_postgres_reconnect (self, error) && begin_once (self, write, error);

  g_propagate_error (error, g_steal_pointer (&first_error));

  return FALSE;
}

/**
 * bty_postgres_tell_sizes:
 * @self: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Lets the server look at the tables again when a transaction has written much, such as an import into an empty
 * database: else it would go on with plans for tables of a few rows, in which any index is as good as another.
 *
 * Returns: whether all is well
 */
gboolean
bty_postgres_tell_sizes (BtyPostgresDatabase  *self,
                         GError              **error)
{
  if (!self->in_transaction || self->n_written < MAX (FEW_ROWS, self->n_known * TIMES_MORE))
    return TRUE;

  self->n_known = self->n_written;

  return bty_postgres_run (self, LOOK_AT_SIZES, NULL, error);
}

/**
 * bty_postgres_begin_migration:
 *
 * Begins a transaction that changes the schema, which is everybody's: only one at a time.
 *
 * Returns: whether it has begun
 */
gboolean
bty_postgres_begin_migration (BtyDatabase  *database,
                              GError      **error)
{
  if (!bty_postgres_begin (database, TRUE, error))
    return FALSE;
  if (bty_postgres_run (BTY_POSTGRES_DATABASE (database), TURN_TO_MIGRATE, NULL, error))
    return TRUE;

  bty_database_rollback (database);

  return FALSE;
}

/* The server would look at what was written too, but only after a minute or so. */
static void
tell_sizes_at_end (BtyPostgresDatabase *self)
{
  self->n_unseen += self->n_written;
  if (self->n_written < FEW_ROWS && self->n_unseen < MAX (FIRST_ROWS, self->n_seen))
    return;

  bty_postgres_run (self, self->n_written >= FEW_ROWS ? LOOK_AT_SIZES : LOOK_AT_SMALL, NULL, NULL);
  self->n_seen += self->n_unseen;
  self->n_unseen = 0;
}

/* Asks over a new connection what became of a transaction whose end was not answered. */
static gboolean
find_out (BtyPostgresDatabase  *self,
          const char           *transaction,
          GError              **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT pg_xact_status ('%s')", transaction);

  if (!bty_postgres_reconnect (self, NULL))
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_OFFLINE,
                           _("The connection to the database server was lost while saving. Whether it was saved can be "
                             "seen when the server is there again."));
      return FALSE;
    }
  for (guint i = 0; i < MAX_QUESTIONS; i++)
    {
      g_autofree char *state = NULL;

      if (!bty_postgres_run (self, sql, &state, error))
        return FALSE;
      if (g_strcmp0 (state, "committed") == 0)
        return TRUE;
      if (g_strcmp0 (state, "in progress") != 0)
        break;
      g_usleep (ASK_AGAIN_US);
    }
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_OFFLINE,
                       _("The connection to the database server was lost, and nothing of this was saved."));

  return FALSE;
}

/**
 * bty_postgres_commit:
 *
 * See bty_database_commit(). A transaction in which a statement failed cannot be kept.
 *
 * Returns: whether everything in it is on disk
 */
gboolean
bty_postgres_commit (BtyDatabase  *database,
                     GError      **error)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (database);
  g_autofree char *transaction = g_steal_pointer (&self->transaction);
  g_autoptr(GError) commit_error = NULL;

  if (!self->in_transaction)
    return fail_without_transaction (error);
  if (PQtransactionStatus (self->connection) == PQTRANS_INERROR)
    {
      bty_postgres_set_error ("25P02", "", error);
      return FALSE;
    }

  if (bty_postgres_sort_in (self, &commit_error) && bty_postgres_run (self, "COMMIT", NULL, &commit_error))
    {
      self->in_transaction = FALSE;
      tell_sizes_at_end (self);
      return TRUE;
    }
  if (transaction != NULL && bty_postgres_is_lost (self, NULL))
    return find_out (self, transaction, error);

  g_propagate_error (error, g_steal_pointer (&commit_error));

  return FALSE;
}

/**
 * bty_postgres_roll_back:
 *
 * See bty_database_rollback(). Without a connection the server does it by itself.
 */
void
bty_postgres_roll_back (BtyDatabase *database)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (database);
  GCancellable *cancellable = g_steal_pointer (&self->cancellable);
  int cancel_file = self->cancel_file;

  /* This is not to be stopped. */
  self->cancel_file = -1;
  if (self->in_transaction && PQstatus (self->connection) == CONNECTION_OK)
    bty_postgres_run (self, "ROLLBACK", NULL, NULL);
  self->in_transaction = FALSE;
  g_clear_pointer (&self->transaction, g_free);
  self->cancellable = cancellable;
  self->cancel_file = cancel_file;
}
