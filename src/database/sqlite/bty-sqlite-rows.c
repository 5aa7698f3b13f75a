/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sqlite-private.h"

#include "bty-args.h"

/* More texts than the program has mean that somebody makes SQL from data. */
#define MAX_STATEMENTS 256

typedef struct
{
  sqlite3_stmt *handle;
  gboolean      in_use;
  gboolean      kept; /* in the connection's cache */
} BtySqliteStatement;

typedef struct
{
  BtyRows             parent;

  /* Owned */
  BtySqliteDatabase  *database;
  BtySqliteStatement *statement;
} BtySqliteRows;

/**
 * bty_sqlite_statement_free:
 * @statement: (transfer full): a prepared statement
 *
 * Frees it.
 */
void
bty_sqlite_statement_free (gpointer statement)
{
  sqlite3_finalize (((BtySqliteStatement *) statement)->handle);
  g_free (statement);
}

static BtySqliteStatement *
prepare (BtySqliteDatabase  *database,
         const char         *sql,
         gboolean            keep,
         GError            **error)
{
  sqlite3_stmt *handle = NULL;
  BtySqliteStatement *statement;
  int code;

  code = sqlite3_prepare_v3 (database->connection, sql, -1, keep ? SQLITE_PREPARE_PERSISTENT : 0, &handle, NULL);
  if (code != SQLITE_OK)
    {
      bty_sqlite_fail (database->connection, code, error);
      return NULL;
    }

  statement = g_new0 (BtySqliteStatement, 1);
  statement->handle = handle;
  statement->kept = keep;
  if (keep)
    g_hash_table_insert (database->statements, g_strdup (sql), statement);

  return statement;
}

/* A statement for @sql that nobody uses: the kept one, or another when a query runs inside itself. */
static BtySqliteStatement *
take_statement (BtySqliteDatabase  *database,
                const char         *sql,
                GError            **error)
{
  BtySqliteStatement *statement = g_hash_table_lookup (database->statements, sql);

  if (statement == NULL)
    statement = prepare (database, sql, g_hash_table_size (database->statements) < MAX_STATEMENTS, error);
  else if (statement->in_use)
    statement = prepare (database, sql, FALSE, error);
  if (statement != NULL)
    statement->in_use = TRUE;

  return statement;
}

static void
release_statement (BtySqliteStatement *statement)
{
  if (!statement->kept)
    {
      bty_sqlite_statement_free (statement);
      return;
    }

  sqlite3_reset (statement->handle);
  sqlite3_clear_bindings (statement->handle);
  statement->in_use = FALSE;
}

static int
bind_value (sqlite3_stmt   *handle,
            int             index,
            const BtyValue *value)
{
  switch (value->type)
    {
    case BTY_VALUE_TEXT:
      return sqlite3_bind_text (handle, index, value->text, -1, SQLITE_TRANSIENT);
    case BTY_VALUE_INTEGER:
      return sqlite3_bind_int64 (handle, index, value->integer);
    case BTY_VALUE_REAL:
      return sqlite3_bind_double (handle, index, value->real);
    case BTY_VALUE_BLOB:
      return sqlite3_bind_blob64 (handle, index, value->blob.size > 0 ? value->blob.data : "",
                                  value->blob.size, SQLITE_TRANSIENT);
    case BTY_VALUE_NULL:
    case BTY_VALUE_END:
    default:
      return sqlite3_bind_null (handle, index);
    }
}

/* SQLite numbers parameters by their first appearance, so the number is taken from the name. */
static gboolean
bind_values (BtySqliteDatabase  *database,
             sqlite3_stmt       *handle,
             const BtyValue     *args,
             GError            **error)
{
  guint n_args = bty_args_count (args);

  for (int i = 1; i <= sqlite3_bind_parameter_count (handle); i++)
    {
      const char *name = sqlite3_bind_parameter_name (handle, i);
      guint64 number = name != NULL ? g_ascii_strtoull (name + 1, NULL, 10) : 0;
      int code;

      g_return_val_if_fail (number >= 1 && number <= n_args, FALSE);
      code = bind_value (handle, i, &args[number - 1]);
      if (code != SQLITE_OK)
        return bty_sqlite_fail (database->connection, code, error);
    }

  return TRUE;
}

static gboolean
bty_sqlite_rows_next (BtyRows  *rows,
                      GError  **error)
{
  BtySqliteRows *self = (BtySqliteRows *) rows;
  int code = sqlite3_step (self->statement->handle);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    bty_sqlite_fail (self->database->connection, code, error);

  return FALSE;
}

static BtyValue
bty_sqlite_rows_get_value (BtyRows *rows,
                           guint    column)
{
  sqlite3_stmt *handle = ((BtySqliteRows *) rows)->statement->handle;
  gconstpointer data;

  switch (sqlite3_column_type (handle, column))
    {
    case SQLITE_TEXT:
      return BTY_TEXT ((const char *) sqlite3_column_text (handle, column));
    case SQLITE_INTEGER:
      return BTY_INTEGER (sqlite3_column_int64 (handle, column));
    case SQLITE_FLOAT:
      return BTY_REAL (sqlite3_column_double (handle, column));
    case SQLITE_BLOB:
      data = sqlite3_column_blob (handle, column);
      return BTY_BLOB (data, sqlite3_column_bytes (handle, column));
    default:
      return BTY_TEXT (NULL);
    }
}

static void
bty_sqlite_rows_free (BtyRows *rows)
{
  BtySqliteRows *self = (BtySqliteRows *) rows;

  release_statement (self->statement);
  g_object_unref (self->database);
  g_free (self);
}

static const BtyRowsDriver driver = {
  .next = bty_sqlite_rows_next,
  .get_value = bty_sqlite_rows_get_value,
  .free = bty_sqlite_rows_free,
};

/**
 * bty_sqlite_rows_new:
 * @database: a connection
 * @sql: one statement with parameters $1…$n
 * @args: their values, copied
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the statement, standing before its first row
 */
BtyRows *
bty_sqlite_rows_new (BtySqliteDatabase  *database,
                     const char         *sql,
                     const BtyValue     *args,
                     GError            **error)
{
  BtySqliteStatement *statement = take_statement (database, sql, error);
  BtySqliteRows *self;

  if (statement == NULL)
    return NULL;
  if (!bind_values (database, statement->handle, args, error))
    {
      release_statement (statement);
      return NULL;
    }

  self = g_new0 (BtySqliteRows, 1);
  self->parent.driver = &driver;
  self->database = g_object_ref (database);
  self->statement = statement;

  return &self->parent;
}
