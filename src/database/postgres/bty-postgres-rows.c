/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-private.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-postgres-sql.h"
#include "bty-value-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More texts than the program has mean that somebody makes SQL from data. */
#define MAX_STATEMENTS 256
#define MAX_ARGS (BTY_VALUE_LIST_MAX + 28)

/*
 * Rows come one by one, so that a large table does not fill the memory. A connection does one thing at a time: when
 * another statement is begun before all rows were read, the rest of them is kept here.
 */
struct _BtyPostgresRows
{
  BtyRows              parent;

  /* Owned */
  BtyPostgresDatabase *database;
  GQueue               waiting;   /* of PGresult: what was read before it was asked for */
  PGresult            *row;       /* on which it stands */

  gboolean             has_ended; /* the server has sent everything */
};

/* The arguments in the form in which they are sent. */
typedef struct
{
  int         n_args;
  Oid         types[MAX_ARGS];
  const char *values[MAX_ARGS];
  int         lengths[MAX_ARGS];
  int         formats[MAX_ARGS];
  guint64     numbers[MAX_ARGS];
} Parameters;

static void
set_parameter (Parameters     *parameters,
               int             i,
               const BtyValue *value)
{
  parameters->types[i] = bty_postgres_get_type (value);
  parameters->formats[i] = value->type != BTY_VALUE_TEXT;
  parameters->values[i] = (const char *) &parameters->numbers[i];
  parameters->lengths[i] = sizeof (guint64);

  switch (value->type)
    {
    case BTY_VALUE_TEXT:
      parameters->values[i] = value->text;
      break;
    case BTY_VALUE_INTEGER:
      parameters->numbers[i] = GUINT64_TO_BE ((guint64) value->integer);
      break;
    case BTY_VALUE_REAL:
      memcpy (&parameters->numbers[i], &value->real, sizeof value->real);
      parameters->numbers[i] = GUINT64_TO_BE (parameters->numbers[i]);
      break;
    case BTY_VALUE_BLOB:
      parameters->values[i] = value->blob.size > 0 ? value->blob.data : "";
      parameters->lengths[i] = (int) value->blob.size;
      break;
    default:
      parameters->values[i] = NULL;
      break;
    }
}

static gboolean
set_parameters (Parameters      *parameters,
                const BtyValue  *args,
                GError         **error)
{
  int n_args = 0;

  for (; args[n_args].type != BTY_VALUE_END; n_args++)
    {
      g_return_val_if_fail (n_args < MAX_ARGS, FALSE);
      if (args[n_args].type == BTY_VALUE_BLOB && args[n_args].blob.size > G_MAXINT / 2)
        {
          g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("This is too large for the database server."));
          return FALSE;
        }
      set_parameter (parameters, n_args, &args[n_args]);
    }
  parameters->n_args = n_args;

  return TRUE;
}

/* A statement is prepared for certain types: the same text with others is another one. */
static char *
create_key (const char       *sql,
            const Parameters *parameters)
{
  GString *key = g_string_new (NULL);

  for (int i = 0; i < parameters->n_args; i++)
    g_string_append_printf (key, "%u ", parameters->types[i]);
  g_string_append (key, sql);

  return g_string_free (key, FALSE);
}

/* Waits for the end of what was sent. Returns its only result. */
static PGresult *
get_only_result (BtyPostgresDatabase *self)
{
  PGresult *result = bty_postgres_get_result (self);
  PGresult *next;

  while (result != NULL && (next = bty_postgres_get_result (self)) != NULL)
    PQclear (next);

  return result;
}

/* Sets @name to what the server calls the statement; the nameless one is for texts that are not kept. Returns NULL, or
 * the answer that says why there is none. */
static PGresult *
prepare (BtyPostgresDatabase  *self,
         const char           *sql,
         Parameters           *parameters,
         char                **name)
{
  g_autofree char *key = create_key (sql, parameters);
  g_autofree char *translated = NULL;
  gboolean is_kept = g_hash_table_size (self->statements) < MAX_STATEMENTS;
  PGresult *result;

  *name = g_strdup (g_hash_table_lookup (self->statements, key));
  if (*name != NULL)
    return NULL;

  *name = is_kept ? g_strdup_printf ("s%u", g_hash_table_size (self->statements)) : g_strdup ("");
  translated = bty_postgres_sql_translate (sql, parameters->types, parameters->n_args);
  PQsendPrepare (self->connection, *name, translated, parameters->n_args, parameters->types);
  result = get_only_result (self);
  if (result == NULL || PQresultStatus (result) != PGRES_COMMAND_OK)
    return result != NULL ? result : PQmakeEmptyPGresult (self->connection, PGRES_FATAL_ERROR);

  PQclear (result);
  if (is_kept)
    g_hash_table_insert (self->statements, g_steal_pointer (&key), g_strdup (*name));

  return NULL;
}

/* Returns NULL, or the answer that says why the statement could not be sent. */
static PGresult *
send_statement (BtyPostgresDatabase *self,
                const char          *sql,
                Parameters          *parameters)
{
  g_autofree char *name = NULL;
  PGresult *result = prepare (self, sql, parameters, &name);

  if (result != NULL)
    return result;
  if (!PQsendQueryPrepared (self->connection, name, parameters->n_args, parameters->values, parameters->lengths,
                            parameters->formats, 1))
    return PQmakeEmptyPGresult (self->connection, PGRES_FATAL_ERROR);
  PQsetSingleRowMode (self->connection);

  return NULL;
}

/* Returns the first result of a statement: a row, its end or an error. */
static PGresult *
begin_statement (BtyPostgresDatabase *self,
                 const char          *sql,
                 Parameters          *parameters)
{
  PGresult *result = send_statement (self, sql, parameters);

  if (result != NULL)
    return result;
  result = bty_postgres_get_result (self);

  return result != NULL ? result : PQmakeEmptyPGresult (self->connection, PGRES_FATAL_ERROR);
}

/* Reads what follows the last row. */
static void
finish_statement (BtyPostgresRows *self,
                  PGresult        *last)
{
  PGresult *result;

  if (PQresultStatus (last) == PGRES_COMMAND_OK || PQresultStatus (last) == PGRES_TUPLES_OK)
    self->database->changes = g_ascii_strtoll (PQcmdTuples (last), NULL, 10);
  if (PQresultStatus (last) == PGRES_COMMAND_OK)
    self->database->n_written += self->database->changes;
  while ((result = bty_postgres_get_result (self->database)) != NULL)
    PQclear (result);
  self->has_ended = TRUE;
  self->database->active = NULL;
}

static PGresult *
read_row (BtyPostgresRows *self)
{
  PGresult *result = bty_postgres_get_result (self->database);

  if (result == NULL)
    result = PQmakeEmptyPGresult (self->database->connection, PGRES_FATAL_ERROR);
  if (PQresultStatus (result) != PGRES_SINGLE_TUPLE)
    finish_statement (self, result);

  return result;
}

/**
 * bty_postgres_rows_read_ahead:
 * @self: rows that the connection is sending
 *
 * Keeps the rest of them here, so that the connection can do something else.
 */
void
bty_postgres_rows_read_ahead (BtyPostgresRows *self)
{
  while (!self->has_ended)
    g_queue_push_tail (&self->waiting, read_row (self));
}

static gboolean
bty_postgres_rows_next (BtyRows  *rows,
                        GError  **error)
{
  BtyPostgresRows *self = (BtyPostgresRows *) rows;
  PGresult *next = g_queue_pop_head (&self->waiting);

  if (next == NULL && !self->has_ended)
    next = read_row (self);
  if (next == NULL)
    return FALSE;

  g_clear_pointer (&self->row, PQclear);
  self->row = next;
  switch (PQresultStatus (next))
    {
    case PGRES_SINGLE_TUPLE:
      return TRUE;
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
      return FALSE;
    default:
      return bty_postgres_fail (self->database, next, error);
    }
}

static BtyValue
bty_postgres_rows_get_value (BtyRows *rows,
                             guint    column)
{
  return bty_postgres_read_value (((BtyPostgresRows *) rows)->row, column);
}

static void
bty_postgres_rows_free (BtyRows *rows)
{
  BtyPostgresRows *self = (BtyPostgresRows *) rows;

  while (!self->has_ended)
    PQclear (read_row (self));
  g_queue_clear_full (&self->waiting, (GDestroyNotify) PQclear);
  g_clear_pointer (&self->row, PQclear);
  g_object_unref (self->database);
  g_free (self);
}

static const BtyRowsDriver driver = {
  .next = bty_postgres_rows_next,
  .get_value = bty_postgres_rows_get_value,
  .free = bty_postgres_rows_free,
};

/* Reading does no harm when it is done twice. */
static gboolean
only_reads (const char *sql)
{
  return g_ascii_strncasecmp (sql, "SELECT", strlen ("SELECT")) == 0;
}

static PGresult *
begin_and_retry (BtyPostgresDatabase  *self,
                 const char           *sql,
                 Parameters           *parameters,
                 GError              **error)
{
  gboolean may_retry = bty_postgres_is_idle (self) && only_reads (sql);
  PGresult *result;

  if (PQstatus (self->connection) == CONNECTION_BAD && bty_postgres_is_idle (self)
      && !bty_postgres_reconnect (self, error))
    return NULL;

  result = begin_statement (self, sql, parameters);
  if (may_retry && bty_postgres_is_lost (self, result))
    {
      PQclear (result);
      if (!bty_postgres_reconnect (self, error))
        return NULL;
      result = begin_statement (self, sql, parameters);
    }

  return result;
}

/* Whether a statement can be begun now: the connection does one thing at a time. */
static gboolean
is_free (BtyPostgresDatabase  *database,
         GError              **error)
{
  if (g_cancellable_set_error_if_cancelled (database->cancellable, error))
    return FALSE;
  if (database->active != NULL)
    bty_postgres_rows_read_ahead (database->active);

  return bty_postgres_tell_sizes (database, error);
}

static BtyPostgresRows *
create_rows (BtyPostgresDatabase *database)
{
  BtyPostgresRows *self = g_new0 (BtyPostgresRows, 1);

  self->parent.driver = &driver;
  self->database = g_object_ref (database);
  database->active = self;

  return self;
}

static BtyRows *
begin_rows (BtyPostgresDatabase  *database,
            const char           *sql,
            Parameters           *parameters,
            GError              **error)
{
  BtyPostgresRows *self;
  PGresult *first;

  if (!is_free (database, error))
    return NULL;
  first = begin_and_retry (database, sql, parameters, error);
  if (first == NULL)
    return NULL;

  self = create_rows (database);
  g_queue_push_tail (&self->waiting, first);
  if (PQresultStatus (first) != PGRES_SINGLE_TUPLE)
    finish_statement (self, first);
  if (PQresultStatus (first) == PGRES_FATAL_ERROR)
    {
      bty_postgres_fail (database, first, error);
      bty_rows_free (&self->parent);
      return NULL;
    }

  return &self->parent;
}

/**
 * bty_postgres_rows_new:
 * @database: a connection
 * @sql: one statement with parameters $1…$n
 * @args: their values
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the statement, standing before its first row
 */
BtyRows *
bty_postgres_rows_new (BtyPostgresDatabase  *database,
                       const char           *sql,
                       const BtyValue       *args,
                       GError              **error)
{
  Parameters parameters;

  return set_parameters (&parameters, args, error) ? begin_rows (database, sql, &parameters, error) : NULL;
}

/**
 * bty_postgres_rows_ask:
 * @database: a connection
 * @sql: one statement with parameters $1…$n that only reads
 * @args: their values
 * @error: (out) (optional): where to say what went wrong
 *
 * Sends the statement, and flushes what is on its way; waiting for the answer is left to bty_rows_next(). Outside of a
 * transaction a lost connection may have to be made anew, so that it is waited for.
 *
 * Returns: (transfer full) (nullable): the statement, standing before its first row
 */
BtyRows *
bty_postgres_rows_ask (BtyPostgresDatabase  *database,
                       const char           *sql,
                       const BtyValue       *args,
                       GError              **error)
{
  Parameters parameters;
  BtyPostgresRows *self;
  PGresult *result;

  if (!database->in_transaction)
    return bty_postgres_rows_new (database, sql, args, error);
  if (!set_parameters (&parameters, args, error) || !is_free (database, error))
    return NULL;

  result = send_statement (database, sql, &parameters);
  if (result != NULL)
    {
      bty_postgres_fail (database, result, error);
      PQclear (result);
      return NULL;
    }
  PQflush (database->connection);
  self = create_rows (database);

  return &self->parent;
}

/**
 * bty_postgres_execute_typed:
 * @database: a connection
 * @sql: one statement with parameters $1…$n, which gives no rows
 * @args: their values, as the server's binary form has them
 * @types: the server's type of each
 * @error: (out) (optional): where to say what went wrong
 *
 * For types that #BtyValue does not have.
 *
 * Returns: whether it was carried out
 */
gboolean
bty_postgres_execute_typed (BtyPostgresDatabase  *database,
                            const char           *sql,
                            const BtyValue       *args,
                            const guint          *types,
                            GError              **error)
{
  g_autoptr(BtyRows) rows = NULL;
  Parameters parameters;
  GError *row_error = NULL;

  if (!set_parameters (&parameters, args, error))
    return FALSE;
  for (int i = 0; i < parameters.n_args; i++)
    parameters.types[i] = types[i];
  rows = begin_rows (database, sql, &parameters, error);
  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    ;
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}
