/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-sql.h"

#include <string.h>

/* Portable SQL in PostgreSQL's words. A new table becomes several statements; here only the first is compared. */

#define TENANT \
  "tenant TEXT COLLATE \"C\" NOT NULL DEFAULT current_setting('boternity.tenant') CHECK (tenant <> '')"

static const struct
{
  const char *portable;
  const char *translated;
} statements[] = {
  { "SELECT a -- nothing\nFROM b", "SELECT a FROM b" },
  { "SELECT 'ON CONFLICT (a)'", "SELECT 'ON CONFLICT (a)'" },
  { "SELECT 'it''s; -- so' /* or so */ , \"x;y\"", "SELECT 'it''s; -- so' , \"x;y\"" },
  { "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = excluded.a",
    "INSERT INTO t (a) VALUES ($1) ON CONFLICT (tenant, a) DO UPDATE SET a = excluded.a" },
  { "INSERT INTO t (a) VALUES ($1) on conflict (a, b) WHERE c DO NOTHING",
    "INSERT INTO t (a) VALUES ($1) on conflict (tenant, a, b) WHERE c DO NOTHING" },
  { "INSERT INTO t (a) VALUES ($1) ON CONFLICT DO NOTHING", "INSERT INTO t (a) VALUES ($1) ON CONFLICT DO NOTHING" },
  { "CREATE INDEX i ON t (a DESC, lower(b)) WHERE c <> ''",
    "CREATE INDEX i ON t (tenant, a DESC, lower(b)) WHERE c <> ''" },
  { "CREATE UNIQUE INDEX i ON t (a)", "CREATE UNIQUE INDEX i ON t (tenant, a) " },
  { "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, n BIGINT, d BLOB NOT NULL, r DOUBLE PRECISION)",
    "CREATE TABLE t (id TEXT COLLATE \"C\" NOT NULL, n BIGINT, d BYTEA NOT NULL, r DOUBLE PRECISION, " TENANT
    ", PRIMARY KEY (tenant, id))" },
  { "CREATE TABLE t (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE DEFAULT '')",
    "CREATE TABLE t (seq BIGINT, id TEXT COLLATE \"C\" NOT NULL DEFAULT '', " TENANT
    ", PRIMARY KEY (tenant, seq), UNIQUE (tenant, id))" },
  { "CREATE TABLE t (a TEXT REFERENCES u (id) ON DELETE CASCADE NOT NULL, b TEXT REFERENCES u)",
    "CREATE TABLE t (a TEXT COLLATE \"C\" NOT NULL, b TEXT COLLATE \"C\", " TENANT
    ", FOREIGN KEY (tenant, a) REFERENCES u (tenant, id) ON DELETE CASCADE, FOREIGN KEY (tenant, b) REFERENCES u )" },
  { "CREATE TABLE t (a TEXT, b BIGINT CHECK (b IN (1, 2)), PRIMARY KEY (a, b), UNIQUE (b), CHECK (a <> ''),"
    " FOREIGN KEY (a, b) REFERENCES u (c, d) ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TABLE t (a TEXT COLLATE \"C\", b BIGINT CHECK (b IN (1, 2)), PRIMARY KEY (tenant, a, b),"
    " UNIQUE (tenant, b), CHECK (a <> ''), FOREIGN KEY (tenant, a, b) REFERENCES u (tenant, c, d) ON UPDATE CASCADE"
    " ON DELETE SET NULL (a, b) DEFERRABLE INITIALLY DEFERRED, " TENANT ")" },
  { "ALTER TABLE t ADD COLUMN c BLOB", "ALTER TABLE t ADD COLUMN c BYTEA" },
  { "ALTER TABLE t ADD c TEXT REFERENCES u (id) ON DELETE SET NULL",
    "ALTER TABLE t ADD COLUMN c TEXT COLLATE \"C\", ADD FOREIGN KEY (tenant, c) REFERENCES u (tenant, id)"
    " ON DELETE SET NULL (c)" },
  { "ALTER TABLE t RENAME COLUMN a TO b", "ALTER TABLE t RENAME COLUMN a TO b" },
};

static void
test_statements (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autofree char *translated = bty_postgres_sql_translate (statements[i].portable, NULL, 0);
      gboolean is_table = g_str_has_prefix (statements[i].portable, "CREATE TABLE");

      if (is_table)
        {
          const char *rest = strstr (translated, "; ");

          g_assert_nonnull (rest);
          g_assert_nonnull (strstr (rest, "ALTER TABLE t ENABLE ROW LEVEL SECURITY"));
          g_assert_nonnull (strstr (rest, "ALTER TABLE t FORCE ROW LEVEL SECURITY"));
          g_assert_nonnull (strstr (rest, "CREATE POLICY tenant ON t USING"));
          translated[rest - translated] = '\0';
        }
      g_assert_cmpstr (translated, ==, statements[i].translated);
    }
}

/* The server must know the type of every parameter. */
static void
test_nulls (void)
{
  const struct
  {
    const char *sql;
    const char *translated;
    guint       type;
  } cases[] = {
    { "SELECT 1 WHERE $1 IS NULL OR a = $1", "SELECT 1 WHERE TRUE OR a = $1", 0 },
    { "SELECT 1 WHERE ($1 IS NOT NULL)", "SELECT 1 WHERE (FALSE)", BTY_POSTGRES_TEXT },
    { "SELECT $2 WHERE a = $1", "SELECT $2 WHERE a = $1", 0 },
    { "SELECT '$1'", "SELECT '$1'", BTY_POSTGRES_TEXT },
    { "SELECT $11 IS NULL", "SELECT $11 IS NULL", BTY_POSTGRES_TEXT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint types[] = { 0, 20 };
      g_autofree char *translated = bty_postgres_sql_translate (cases[i].sql, types, 2);

      g_assert_cmpstr (translated, ==, cases[i].translated);
      g_assert_cmpuint (types[0], ==, cases[i].type);
      g_assert_cmpuint (types[1], ==, 20);
    }
}

static void
test_scripts (void)
{
  g_autoptr(GPtrArray) parts = NULL;
  const struct
  {
    const char *sql;
    gboolean    is_about_rows;
  } kinds[] = {
    { "INSERT INTO t (a) VALUES (1)", TRUE }, { "-- so\nupdate t SET a = 1", TRUE }, { "DELETE FROM t", TRUE },
    { "WITH a AS (SELECT 1) SELECT 1", TRUE }, { "CREATE TABLE t (a TEXT)", FALSE }, { "DROP INDEX i", FALSE },
  };

  parts = bty_postgres_sql_translate_script ("-- one; two\nDROP TABLE a;;\nINSERT INTO t VALUES (';');DROP INDEX i");
  g_assert_cmpuint (parts->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (parts, 0), ==, "DROP TABLE a");
  g_assert_cmpstr (g_ptr_array_index (parts, 1), ==, "INSERT INTO t VALUES (';')");
  g_assert_cmpstr (g_ptr_array_index (parts, 2), ==, "DROP INDEX i");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpint (bty_postgres_sql_is_about_rows (kinds[i].sql), ==, kinds[i].is_about_rows);
}

/* Whatever somebody writes, this ends. */
static void
test_nonsense (void)
{
  const char *pieces[] = {
    "CREATE", "TABLE", "INDEX", "ALTER", "ADD", "(", ")", ",", ";", "'", "\"", "--", "/*", "*/", "\n", "PRIMARY", "KEY",
    "REFERENCES", "UNIQUE", "ON", "CONFLICT", "DELETE", "SET", "NULL", "$1", "IS", "x", "é", "FOREIGN", "INITIALLY",
  };

  for (int i = 0; i < 20000; i++)
    {
      g_autoptr(GString) sql = g_string_new (NULL);
      g_autoptr(GPtrArray) parts = NULL;
      g_autofree char *translated = NULL;
      guint type = 0;

      for (int n = g_test_rand_int_range (0, 15); n > 0; n--)
        g_string_append_printf (sql, "%s ", pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      translated = bty_postgres_sql_translate (sql->str, &type, 1);
      parts = bty_postgres_sql_translate_script (sql->str);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/postgres-sql/statements", test_statements);
  g_test_add_func ("/postgres-sql/nulls", test_nulls);
  g_test_add_func ("/postgres-sql/scripts", test_scripts);
  g_test_add_func ("/postgres-sql/nonsense", test_nonsense);

  return g_test_run ();
}
