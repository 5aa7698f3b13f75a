/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-database.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-postgres-private.h"
#include "bty-postgres-uri.h"

#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>

/**
 * BtyPostgresDatabase:
 *
 * A connection to a PostgreSQL server. It shows and takes only the rows of one tenant; the policies of the tables see
 * to that, so the role that connects must be one that they hold for.
 */

#define OLDEST_VERSION 150000
#define CONNECT_LIMIT_MS 10000
#define MAX_COMPARED 10000
#define CANCEL_AGAIN_MS 200 /* a request to stop that comes before its statement is not heard */
#define TURN "5s"       /* how long to wait for others */
#define LAST_TURN "60s" /* the same when there is no later */
#define TRY_AGAIN (5 * G_TIME_SPAN_SECOND)

/* What the rows that this tenant sees take: 24 bytes each, and their columns as they are stored. */
#define MAKE_SIZE_QUERY \
  "SELECT 'SELECT CAST (' || string_agg (" \
  "'(SELECT coalesce (sum (24' || columns || '), 0) FROM ' || name || ')', ' + ') || ' AS BIGINT)' FROM (" \
  "SELECT quote_ident (t.relname) AS name, string_agg (" \
  "' + coalesce (pg_column_size (' || quote_ident (a.attname) || '), 0)', '') AS columns" \
  " FROM pg_class AS t JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped" \
  " WHERE t.relkind = 'r' AND t.relnamespace = CAST (current_schema () AS regnamespace) AND t.relforcerowsecurity" \
  " GROUP BY t.relname) AS tables"

G_DEFINE_FINAL_TYPE (BtyPostgresDatabase, bty_postgres_database, BTY_TYPE_DATABASE)

static void
cancel_statement (BtyPostgresDatabase *self)
{
  PGcancel *cancel = PQgetCancel (self->connection);
  char message[256];

  if (cancel == NULL)
    return;
  PQcancel (cancel, message, sizeof message);
  PQfreeCancel (cancel);
}

/* Waits until the server has sent something, and asks it to stop when that is wanted. */
static gboolean
wait_for_server (BtyPostgresDatabase *self)
{
  struct pollfd files[] = {
    { .fd = PQsocket (self->connection), .events = POLLIN },
    { .fd = self->cancel_file, .events = POLLIN },
  };
  gboolean is_cancelled = g_cancellable_is_cancelled (self->cancellable);

  if (is_cancelled)
    {
      cancel_statement (self);
      files[1].fd = -1;
    }
  if (PQflush (self->connection) > 0)
    files[0].events |= POLLOUT;
  poll (files, G_N_ELEMENTS (files), is_cancelled ? CANCEL_AGAIN_MS : -1);

  return PQconsumeInput (self->connection) == 1;
}

/**
 * bty_postgres_get_result:
 * @self: a connection that was sent something
 *
 * Returns: (transfer full) (nullable): the next part of the answer; %NULL at its end
 */
PGresult *
bty_postgres_get_result (BtyPostgresDatabase *self)
{
  PQflush (self->connection);
  while (PQisBusy (self->connection) && wait_for_server (self))
    ;

  return PQgetResult (self->connection);
}

/**
 * bty_postgres_is_lost:
 * @self: a connection
 * @result: (nullable): its last answer
 *
 * Returns: whether there is nobody at the other end any more
 */
gboolean
bty_postgres_is_lost (BtyPostgresDatabase *self,
                      const PGresult      *result)
{
  const char *state = result != NULL ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;

  return PQstatus (self->connection) == CONNECTION_BAD || (state != NULL && g_str_has_prefix (state, "57P"));
}

/**
 * bty_postgres_is_idle:
 * @self: a connection
 *
 * Returns: whether it is outside of a transaction
 */
gboolean
bty_postgres_is_idle (BtyPostgresDatabase *self)
{
  return !self->in_transaction;
}

/**
 * bty_postgres_run:
 * @self: a connection
 * @sql: statements without arguments
 * @value: (out) (optional) (nullable): the first value of the last statement that gave a row
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether all of them were carried out
 */
gboolean
bty_postgres_run (BtyPostgresDatabase  *self,
                  const char           *sql,
                  char                **value,
                  GError              **error)
{
  gboolean has_failed = FALSE;
  PGresult *result;

  if (self->active != NULL)
    bty_postgres_rows_read_ahead (self->active);
  if (!PQsendQuery (self->connection, sql))
    return bty_postgres_fail (self, NULL, error);

  while ((result = bty_postgres_get_result (self)) != NULL)
    {
      ExecStatusType status = PQresultStatus (result);

      if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !has_failed)
        {
          has_failed = TRUE;
          bty_postgres_fail (self, result, error);
        }
      if (value != NULL && status == PGRES_TUPLES_OK && PQntuples (result) > 0 && !PQgetisnull (result, 0, 0))
        {
          g_free (*value);
          *value = g_strdup (PQgetvalue (result, 0, 0));
        }
      PQclear (result);
    }

  return !has_failed;
}

static void
ignore_notice_cb (void           *unused,
                  const PGresult *result)
{
}

/* Policies do not hold for everybody. */
static gboolean
check_role (PGresult  *result,
            GError   **error)
{
  if (!g_str_equal (PQgetvalue (result, 0, 0), "t"))
    return TRUE;

  g_set_error (error, BTY_ERROR, BTY_ERROR_REFUSED,
               _("The role “%s” of the database server sees everybody's data. Make a role for Boternity that is no "
                 "superuser and has no BYPASSRLS, and connect with it."),
               PQgetvalue (result, 0, 1));

  return FALSE;
}

/* Tells the server whose rows are meant and how long to wait for others. Without a name of their own, the tenant is
 * the role. */
static gboolean
set_up (BtyPostgresDatabase  *self,
        GError              **error)
{
  const char *sql = "SELECT rolsuper OR rolbypassrls, rolname,"
                    " set_config ('boternity.tenant', coalesce ($1, rolname), FALSE),"
                    " set_config ('default_transaction_read_only', $2, FALSE),"
                    " set_config ('lock_timeout', '" TURN "', FALSE), set_config ('jit', 'off', FALSE),"
                    " set_config ('row_security', 'on', FALSE)," BTY_POSTGRES_GATHER_FEW
                    " FROM pg_roles WHERE rolname = current_user";
  const char *values[] = { self->tenant, self->mode == BTY_DATABASE_READ ? "on" : "off" };
  g_autoptr(PGresult) result = NULL;

  PQsetNoticeReceiver (self->connection, ignore_notice_cb, NULL);
  g_hash_table_remove_all (self->statements);
  if (PQserverVersion (self->connection) < OLDEST_VERSION)
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_FAILED,
                   _("The database server is too old: PostgreSQL %d, and %d is needed."),
                   PQserverVersion (self->connection) / 10000, OLDEST_VERSION / 10000);
      return FALSE;
    }

  result = PQexecParams (self->connection, sql, 2, NULL, values, NULL, NULL, 0);
  if (PQresultStatus (result) != PGRES_TUPLES_OK || PQntuples (result) != 1)
    return bty_postgres_fail (self, result, error);
  if (self->tenant == NULL)
    self->tenant = g_strdup (PQgetvalue (result, 0, 2));

  return check_role (result, error);
}

/* Steps that wait for the server, so that the messages can be asked for in a form that has the server's codes. */
static gboolean
connect_to_server (PGconn  *connection,
                   GError **error)
{
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;

  if (connection == NULL || PQstatus (connection) == CONNECTION_BAD)
    return bty_postgres_fail_to_connect (connection, error);

  PQsetErrorVerbosity (connection, PQERRORS_VERBOSE);
  while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED)
    {
      struct pollfd file = { PQsocket (connection), status == PGRES_POLLING_READING ? POLLIN : POLLOUT, 0 };

      if (poll (&file, 1, CONNECT_LIMIT_MS) == 0)
        break;
      status = PQconnectPoll (connection);
    }

  return status == PGRES_POLLING_OK || bty_postgres_fail_to_connect (connection, error);
}

/**
 * bty_postgres_reconnect:
 * @self: a connection that was lost
 * @error: (out) (optional): where to say what went wrong
 *
 * Makes it anew, as it was when it was opened.
 *
 * Returns: whether it can be used again
 */
gboolean
bty_postgres_reconnect (BtyPostgresDatabase  *self,
                        GError              **error)
{
  self->in_transaction = FALSE;
  PQreset (self->connection);
  if (PQstatus (self->connection) != CONNECTION_OK)
    return bty_postgres_fail_to_connect (self->connection, error);

  return set_up (self, error);
}

static BtyRows *
bty_postgres_database_query (BtyDatabase     *database,
                             const char      *sql,
                             const BtyValue  *args,
                             GError         **error)
{
  return bty_postgres_rows_new (BTY_POSTGRES_DATABASE (database), sql, args, error);
}

static BtyRows *
bty_postgres_database_ask (BtyDatabase     *database,
                           const char      *sql,
                           const BtyValue  *args,
                           GError         **error)
{
  return bty_postgres_rows_ask (BTY_POSTGRES_DATABASE (database), sql, args, error);
}

static gint64
bty_postgres_database_count_changes (BtyDatabase *database)
{
  return BTY_POSTGRES_DATABASE (database)->changes;
}

static gboolean
bty_postgres_database_run_script (BtyDatabase  *database,
                                  const char   *script,
                                  GError      **error)
{
  return bty_postgres_run (BTY_POSTGRES_DATABASE (database), script, NULL, error);
}

/* The server keeps its own copies; what a migration changes is one transaction, and undone as a whole. */
static gboolean
bty_postgres_database_back_up (BtyDatabase  *database,
                               gint64        version,
                               GError      **error)
{
  return TRUE;
}

static gboolean
vacuum (BtyPostgresDatabase  *self,
        GError              **error)
{
  static const struct
  {
    BtyFullTexts  text;
    const char   *sql;
  } vacuums[] = {
    { BTY_FULL_TEXT_CHATS,
      "VACUUM sessions, session_words, messages, message_words, attachments, reply_prompts, session_summaries,"
      " memory_candidates, artifacts, artifact_pieces" },
    { BTY_FULL_TEXT_MEMORIES,
      "VACUUM memories, memory_versions, memory_words, memory_words_lists, memory_candidates, audit_entries,"
      " reply_prompts" },
    { BTY_FULL_TEXT_FILES, "VACUUM files, file_chunks, chunk_words" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vacuums); i++)
    if ((self->must_vacuum & vacuums[i].text) && !bty_postgres_run (self, vacuums[i].sql, NULL, error))
      return FALSE;

  return bty_postgres_run (self, "VACUUM (INDEX_CLEANUP off) vectors", NULL, error);
}

/* The server moves things to their place by itself, except that it takes its time with what was deleted. Its log and
 * its copies are beyond our reach. A table is cleared for one visitor at a time: who does not get his turn tries again
 * after a later write, and waits for it at the end. */
static gboolean
bty_postgres_database_maintain (BtyDatabase  *database,
                                gboolean      all,
                                GError      **error)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (database);
  gboolean done;

  if (self->must_vacuum == 0 || (!all && g_get_monotonic_time () < self->vacuum_at))
    return TRUE;

  done = (!all || bty_postgres_run (self, "SET lock_timeout = '" LAST_TURN "'", NULL, error)) && vacuum (self, error);
  if (all)
    bty_postgres_run (self, "SET lock_timeout = '" TURN "'", NULL, NULL);
  if (done)
    self->must_vacuum = 0;
  else
    self->vacuum_at = g_get_monotonic_time () + TRY_AGAIN;

  return done;
}

static gboolean
bty_postgres_database_erase_residue (BtyDatabase   *database,
                                     BtyFullTexts   texts,
                                     GError       **error)
{
  BTY_POSTGRES_DATABASE (database)->must_vacuum |= texts;

  return TRUE;
}

static void
forget_cancellable (BtyPostgresDatabase *self)
{
  if (self->cancel_file >= 0)
    g_cancellable_release_fd (self->cancellable);
  self->cancel_file = -1;
  g_clear_object (&self->cancellable);
}

static void
bty_postgres_database_set_cancellable (BtyDatabase  *database,
                                       GCancellable *cancellable)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (database);

  forget_cancellable (self);
  if (cancellable == NULL)
    return;
  self->cancellable = g_object_ref (cancellable);
  self->cancel_file = g_cancellable_get_fd (cancellable);
}

static void
bty_postgres_database_finalize (GObject *object)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (object);

  forget_cancellable (self);
  g_clear_pointer (&self->connection, PQfinish);
  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->frequent, g_hash_table_unref);
  g_free (self->tenant);
  g_free (self->transaction);

  G_OBJECT_CLASS (bty_postgres_database_parent_class)->finalize (object);
}

static void
bty_postgres_database_class_init (BtyPostgresDatabaseClass *class)
{
  BtyDatabaseClass *database_class = BTY_DATABASE_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = bty_postgres_database_finalize;

  database_class->dialect = "postgres";
  database_class->query = bty_postgres_database_query;
  database_class->ask = bty_postgres_database_ask;
  database_class->store_many = bty_postgres_store_many;
  database_class->count_changes = bty_postgres_database_count_changes;
  database_class->run_script = bty_postgres_database_run_script;
  database_class->run_portable_script = bty_postgres_run_portable;
  database_class->begin = bty_postgres_begin;
  database_class->begin_migration = bty_postgres_begin_migration;
  database_class->commit = bty_postgres_commit;
  database_class->roll_back = bty_postgres_roll_back;
  database_class->make_size_query = MAKE_SIZE_QUERY;
  database_class->get_version = bty_postgres_get_version;
  database_class->set_version = bty_postgres_set_version;
  database_class->back_up = bty_postgres_database_back_up;
  database_class->maintain = bty_postgres_database_maintain;
  database_class->check = bty_postgres_check;
  database_class->set_cancellable = bty_postgres_database_set_cancellable;
  database_class->search = bty_postgres_search;
  database_class->find_words = bty_postgres_find_words;
  database_class->rank_vectors = bty_postgres_rank_vectors;
  database_class->match_chunks = bty_postgres_match_chunks;
  database_class->match_memories = bty_postgres_match_memories;
  database_class->erase_residue = bty_postgres_database_erase_residue;
}

static void
bty_postgres_database_init (BtyPostgresDatabase *self)
{
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->frequent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancel_file = -1;
  self->max_compared = MAX_COMPARED;
}

/**
 * bty_postgres_database_new:
 * @uri: see bty_postgres_uri_parse()
 * @password: (nullable): what the server asks for
 * @mode: whether this is the connection that writes
 * @error: (out) (optional): %BTY_ERROR_OFFLINE if the server cannot be reached, %BTY_ERROR_AUTHENTICATION if it wants
 *   another password, or what else went wrong
 *
 * Opens a database.
 *
 * Returns: (transfer full) (nullable): a connection
 */
BtyDatabase *
bty_postgres_database_new (const char       *uri,
                           const char       *password,
                           BtyDatabaseMode   mode,
                           GError          **error)
{
  g_autoptr(BtyPostgresDatabase) self = g_object_new (BTY_TYPE_POSTGRES_DATABASE, NULL);
  g_auto(GStrv) keys = NULL;
  g_auto(GStrv) values = NULL;

  self->mode = mode;
  if (!bty_postgres_uri_parse (uri, password, &keys, &values, &self->tenant, error))
    return NULL;

  self->connection = PQconnectStartParams ((const char *const *) keys, (const char *const *) values, 0);
  /* One of them is the password. */
  for (guint i = 0; values[i] != NULL; i++)
    explicit_bzero (values[i], strlen (values[i]));
  if (!connect_to_server (self->connection, error) || !set_up (self, error))
    return NULL;

  return BTY_DATABASE (g_steal_pointer (&self));
}
