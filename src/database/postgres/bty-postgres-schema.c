/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-private.h"

#include "bty-config.h"
#include "bty-postgres-sql.h"

#include <glib/gi18n-lib.h>

/* What the portable scripts need. Numbers of rows go up by one for each tenant, as they do in a file of its own; the
 * lock is the one that writers have already. Without sorting, the index is read from its end, however small the server
 * takes the table for. */
#define GROUND \
  "CREATE TABLE IF NOT EXISTS boternity_schema (version BIGINT NOT NULL);" \
  "CREATE OR REPLACE FUNCTION boternity_next_seq () RETURNS TRIGGER LANGUAGE plpgsql SET enable_sort = off AS $$" \
  " BEGIN" \
  "  PERFORM pg_advisory_xact_lock (hashtextextended (current_setting ('boternity.tenant'), 0));" \
  "  EXECUTE format ('SELECT seq + 1 FROM %I.%I ORDER BY seq DESC LIMIT 1', TG_TABLE_SCHEMA, TG_TABLE_NAME)" \
  "   INTO new.seq;" \
  "  new.seq := coalesce (new.seq, 1);" \
  "  RETURN new;" \
  " END $$;"

#define OUR_TABLES \
  "FROM pg_class AS c WHERE c.relkind = 'r' AND c.relnamespace = CAST (current_schema () AS regnamespace)" \
  " AND c.relname <> 'boternity_schema'"

/* A query for each reference that counts the rows that lead nowhere. */
#define COUNT_ORPHANS \
  "SELECT CAST (CAST (f.conrelid AS regclass) AS TEXT), CAST (CAST (f.confrelid AS regclass) AS TEXT)," \
  " format ('SELECT count(*) FROM %s AS a WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS b WHERE %s)'," \
  "  CAST (f.conrelid AS regclass), string_agg (format ('a.%I IS NOT NULL', x.attname), ' AND ')," \
  "  CAST (f.confrelid AS regclass), string_agg (format ('a.%I = b.%I', x.attname, y.attname), ' AND '))" \
  " FROM pg_constraint AS f CROSS JOIN LATERAL unnest (f.conkey, f.confkey) AS k (a, b)" \
  " JOIN pg_attribute AS x ON x.attrelid = f.conrelid AND x.attnum = k.a" \
  " JOIN pg_attribute AS y ON y.attrelid = f.confrelid AND y.attnum = k.b" \
  " WHERE f.contype = 'f' AND f.connamespace = CAST (current_schema () AS regnamespace)" \
  " GROUP BY f.oid, f.conrelid, f.confrelid"

/**
 * bty_postgres_get_version:
 *
 * See bty_database_get_version().
 *
 * Returns: whether it was read
 */
gboolean
bty_postgres_get_version (BtyDatabase  *database,
                          gint64       *version,
                          GError      **error)
{
  /* A look into the catalogue, because what the server remembers of names may be from before we got our turn. */
  if (!bty_database_query_integer (database,
                                   "SELECT count(*) FROM pg_class WHERE relname = 'boternity_schema'"
                                   " AND relnamespace = CAST (current_schema () AS regnamespace)",
                                   BTY_NO_ARGS, version, error))
    return FALSE;

  return *version == 0
         || bty_database_query_integer (database, "SELECT coalesce (max (version), 0) FROM boternity_schema",
                                        BTY_NO_ARGS, version, error);
}

/**
 * bty_postgres_set_version:
 *
 * Stores the number of the last script that was applied.
 *
 * Returns: whether it was stored
 */
gboolean
bty_postgres_set_version (BtyDatabase  *database,
                          gint64        version,
                          GError      **error)
{
  return bty_database_execute (database, "DELETE FROM boternity_schema", BTY_NO_ARGS, error)
         && bty_database_execute (database, "INSERT INTO boternity_schema (version) VALUES ($1)",
                                  BTY_ARGS (BTY_INTEGER (version)), error);
}

static GPtrArray *
read_texts (BtyDatabase  *database,
            const char   *sql,
            GError      **error)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(BtyRows) rows = bty_database_query (database, sql, BTY_NO_ARGS, error);
  GError *row_error = NULL;

  while (rows != NULL && bty_rows_next (rows, &row_error))
    g_ptr_array_add (texts, g_strdup (bty_rows_get_text (rows, 0)));
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return rows != NULL && row_error == NULL ? g_steal_pointer (&texts) : NULL;
}

static gboolean
force_policies (BtyPostgresDatabase  *self,
                GPtrArray            *tables,
                gboolean              force,
                GError              **error)
{
  for (guint i = 0; i < tables->len; i++)
    {
      const char *table = g_ptr_array_index (tables, i);
      g_autofree char *sql = g_strdup_printf ("ALTER TABLE %s %s ROW LEVEL SECURITY", table,
                                              force ? "FORCE" : "NO FORCE");

      if (!bty_postgres_run (self, sql, NULL, error))
        return FALSE;
    }

  return TRUE;
}

/* Whose rows there are. Only the owner of the tables can find that out, and only inside of this transaction. */
static GPtrArray *
find_tenants (BtyPostgresDatabase  *self,
              GError              **error)
{
  BtyDatabase *database = BTY_DATABASE (self);
  g_autoptr(GPtrArray) tables = read_texts (database, "SELECT quote_ident (c.relname) " OUR_TABLES
                                                      " AND c.relforcerowsecurity", error);
  g_autoptr(GString) sql = g_string_new ("SELECT CAST (NULL AS TEXT) WHERE FALSE");
  g_autoptr(GPtrArray) tenants = NULL;

  if (tables == NULL)
    return NULL;
  for (guint i = 0; i < tables->len; i++)
    g_string_append_printf (sql, " UNION SELECT tenant FROM %s", (const char *) g_ptr_array_index (tables, i));
  if (!force_policies (self, tables, FALSE, error)
      || (tenants = read_texts (database, sql->str, error)) == NULL
      || !force_policies (self, tables, TRUE, error))
    return NULL;

  return g_steal_pointer (&tenants);
}

static gboolean
become (BtyDatabase  *database,
        const char   *tenant,
        GError      **error)
{
  return bty_database_execute (database, "SELECT set_config ('" BTY_POSTGRES_TENANT "', $1, TRUE)",
                               BTY_ARGS (BTY_TEXT (tenant)), error);
}

/* Rows are changed as their owners. */
static gboolean
run_for_all (BtyPostgresDatabase  *self,
             GPtrArray            *tenants,
             const char           *statement,
             GError              **error)
{
  BtyDatabase *database = BTY_DATABASE (self);

  for (guint i = 0; i < tenants->len; i++)
    if (!become (database, g_ptr_array_index (tenants, i), error) || !bty_postgres_run (self, statement, NULL, error))
      return FALSE;

  return become (database, self->tenant, error);
}

/**
 * bty_postgres_run_portable:
 * @database: a connection, in a transaction
 * @script: what every engine understands
 * @error: (out) (optional): where to say what went wrong
 *
 * Changes the schema, and rows for every tenant there is.
 *
 * Returns: whether all of it was done
 */
gboolean
bty_postgres_run_portable (BtyDatabase  *database,
                           const char   *script,
                           GError      **error)
{
  BtyPostgresDatabase *self = BTY_POSTGRES_DATABASE (database);
  g_autoptr(GPtrArray) statements = bty_postgres_sql_translate_script (script);
  g_autoptr(GPtrArray) tenants = NULL;

  if (!bty_postgres_run (self, GROUND, NULL, error))
    return FALSE;
  for (guint i = 0; i < statements->len; i++)
    {
      const char *statement = g_ptr_array_index (statements, i);

      if (!bty_postgres_sql_is_about_rows (statement))
        {
          if (!bty_postgres_run (self, statement, NULL, error))
            return FALSE;
          continue;
        }
      if (tenants == NULL && (tenants = find_tenants (self, error)) == NULL)
        return FALSE;
      if (!run_for_all (self, tenants, statement, error))
        return FALSE;
    }

  return TRUE;
}

/* Reads every value of the tables. */
static gboolean
check_tables (BtyDatabase  *database,
              GPtrArray    *problems,
              GError      **error)
{
  g_autoptr(GPtrArray) tables = read_texts (database, "SELECT quote_ident (c.relname) " OUR_TABLES, error);
  g_autoptr(GPtrArray) open = NULL;

  if (tables == NULL)
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT sum (octet_length (CAST (t AS TEXT))) FROM %s AS t",
                                              (const char *) g_ptr_array_index (tables, i));
      gint64 size;

      if (!bty_database_query_integer (database, sql, BTY_NO_ARGS, &size, error))
        return FALSE;
    }

  open = read_texts (database, "SELECT c.relname " OUR_TABLES " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)",
                     error);
  for (guint i = 0; open != NULL && i < open->len; i++)
    g_ptr_array_add (problems, g_strdup_printf (_("Other users of the database server may see “%s”."),
                                                (const char *) g_ptr_array_index (open, i)));

  return open != NULL;
}

static gboolean
check_references (BtyDatabase  *database,
                  GPtrArray    *problems,
                  GError      **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (database, COUNT_ORPHANS, BTY_NO_ARGS, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      gint64 n_orphans;

      if (!bty_database_query_integer (database, bty_rows_get_text (rows, 2), BTY_NO_ARGS, &n_orphans, error))
        return FALSE;
      if (n_orphans > 0)
        g_ptr_array_add (problems, g_strdup_printf (_("A row of “%s” belongs to nothing in “%s”."),
                                                    bty_rows_get_text (rows, 0), bty_rows_get_text (rows, 1)));
    }
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

/**
 * bty_postgres_check:
 *
 * See bty_database_check().
 *
 * Returns: whether it could be looked at
 */
gboolean
bty_postgres_check (BtyDatabase  *database,
                    GPtrArray    *problems,
                    GError      **error)
{
  return check_tables (database, problems, error) && check_references (database, problems, error);
}
