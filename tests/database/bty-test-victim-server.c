/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-test-victim.h"

#include "bty-test-storage.h"

#include <dlfcn.h>
#include <libpq-fe.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#define FIXTURE "version-1.db"

enum
{
  KILLED,     /* the program */
  TERMINATED, /* its process at the server */
};

/* In the process that is killed: each statement that it sends passes a moment before, and one while it is not yet
 * answered. */
static guint *moments;
static guint last_moment;
static guint way_to_end;
static PGconn *terminator;
static gboolean is_passing; /* what is done in order to break it off does not count */

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static PGresult *
run (PGconn     *connection,
     const char *sql)
{
  PGresult *result = PQexec (connection, sql);

  if (PQresultStatus (result) != PGRES_TUPLES_OK && PQresultStatus (result) != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQerrorMessage (connection));

  return result;
}

static void
execute (PGconn     *connection,
         const char *sql)
{
  PQclear (run (connection, sql));
}

static char *
ask (PGconn     *connection,
     const char *sql)
{
  PGresult *result = run (connection, sql);
  char *value = g_strdup (PQntuples (result) > 0 ? PQgetvalue (result, 0, 0) : "");

  PQclear (result);

  return value;
}

static PGconn *
open_connection (const char *uri)
{
  PGconn *connection = PQconnectdb (uri);

  g_assert_cmpint (PQstatus (connection), ==, CONNECTION_OK);
  execute (connection, "SET client_min_messages = error");

  return connection;
}

static void
wait_until_none (PGconn     *connection,
                 const char *sql)
{
  g_autofree char *count = NULL;

  while (!g_str_equal (count = ask (connection, sql), "0"))
    {
      g_clear_pointer (&count, g_free);
      g_usleep (500);
    }
}

static void
terminate (PGconn *connection)
{
  g_autofree char *sql = g_strdup_printf ("SELECT pg_terminate_backend (%d)", PQbackendPID (connection));
  g_autofree char *alive = g_strdup_printf ("SELECT count(*) FROM pg_stat_activity WHERE pid = %d",
                                            PQbackendPID (connection));

  execute (terminator, sql);
  wait_until_none (terminator, alive);
}

static void
pass_moment (PGconn *connection)
{
  if (++*moments != last_moment)
    return;
  if (way_to_end == KILLED)
    kill (getpid (), SIGKILL);
  terminate (connection);
}

/* Returns where a statement ends. */
static const char *
find_end (const char *at)
{
  while (*at != '\0' && *at != ';')
    {
      gsize tag = 1 + strspn (at + 1, "abcdefghijklmnopqrstuvwxyz_");

      if (g_str_has_prefix (at, "--"))
        at += strcspn (at, "\n");
      else if (*at == '\'')
        at = strchr (at + 1, '\'') + 1;
      else if (*at == '$' && at[tag] == '$')
        {
          g_autofree char *mark = g_strndup (at, tag + 1);

          at = strstr (at + tag, mark) + tag + 1;
        }
      else
        at++;
    }

  return *at == ';' ? at + 1 : at;
}

/* A script is sent one statement after the other. */
int
PQsendQuery (PGconn     *connection,
             const char *sql)
{
  int sent;

  if (moments == NULL || is_passing)
    return REAL (PQsendQuery) (connection, sql);

  is_passing = TRUE;
  for (const char *end = find_end (sql); *end != '\0' && end[strspn (end, " \n")] != '\0'; end = find_end (sql))
    {
      g_autofree char *statement = g_strndup (sql, end - sql);

      sql = end;
      pass_moment (connection);
      if (!REAL (PQsendQuery) (connection, statement))
        break;
      PQflush (connection);
      pass_moment (connection);
      for (PGresult *result; (result = PQgetResult (connection)) != NULL;)
        PQclear (result);
    }
  pass_moment (connection);
  sent = REAL (PQsendQuery) (connection, sql);
  PQflush (connection);
  pass_moment (connection);
  is_passing = FALSE;

  return sent;
}

int
PQsendQueryPrepared (PGconn            *connection,
                     const char        *name,
                     int                n_parameters,
                     const char *const *values,
                     const int         *lengths,
                     const int         *formats,
                     int                format)
{
  int sent;

  if (moments == NULL || is_passing)
    return REAL (PQsendQueryPrepared) (connection, name, n_parameters, values, lengths, formats, format);

  is_passing = TRUE;
  pass_moment (connection);
  sent = REAL (PQsendQueryPrepared) (connection, name, n_parameters, values, lengths, formats, format);
  PQflush (connection);
  pass_moment (connection);
  is_passing = FALSE;

  return sent;
}

typedef struct
{
  BtyTestVictim  parent;

  /* Owned */
  char          *name;
  char          *kept;
  char          *fixture; /* statements that store its rows */
  PGconn        *server;  /* another database there */
} Victim;

static void
arm (BtyTestVictim *self,
     guint          way,
     guint         *n_moments,
     guint          at)
{
  /* The connections of the parent process are not ours. */
  if (way == TERMINATED && at != 0)
    terminator = open_connection (self->directory);
  moments = n_moments;
  last_moment = at;
  way_to_end = way;
}

static void
wait_for_nobody (BtyTestVictim *parent)
{
  Victim *self = (Victim *) parent;
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM pg_stat_activity WHERE datname = '%s'", self->name);

  wait_until_none (self->server, sql);
}

static void
copy_database (Victim     *self,
               const char *from,
               const char *to)
{
  g_autofree char *drop = g_strdup_printf ("DROP DATABASE IF EXISTS \"%s\"", to);
  g_autofree char *create = g_strdup_printf ("CREATE DATABASE \"%s\" TEMPLATE \"%s\"", to, from);

  execute (self->server, drop);
  execute (self->server, create);
}

static void
put_back (BtyTestVictim *parent)
{
  Victim *self = (Victim *) parent;

  copy_database (self, self->kept, self->name);
}

#define HERE "CAST (current_schema () AS regnamespace)"

#define READ_SCHEMA \
  "SELECT coalesce (string_agg (line, E'\\n' ORDER BY line COLLATE \"C\"), '') FROM (" \
  " SELECT concat_ws (' ', relname, relkind, relpersistence, relrowsecurity, relforcerowsecurity, reloptions) AS line" \
  "  FROM pg_class WHERE relnamespace = " HERE \
  " UNION ALL SELECT concat_ws (' ', attrelid::regclass, attname, format_type (atttypid, atttypmod), attnotnull," \
  "  attstorage, attcollation, pg_get_expr (adbin, adrelid)) FROM pg_attribute AS a JOIN pg_class AS c" \
  "  ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum" \
  "  WHERE relnamespace = " HERE " AND attnum > 0 AND NOT attisdropped" \
  " UNION ALL SELECT pg_get_indexdef (indexrelid) FROM pg_index JOIN pg_class AS c ON c.oid = indrelid" \
  "  WHERE relnamespace = " HERE \
  " UNION ALL SELECT concat_ws (' ', conrelid::regclass, conname, pg_get_constraintdef (oid)) FROM pg_constraint" \
  "  WHERE connamespace = " HERE \
  " UNION ALL SELECT pg_get_triggerdef (t.oid) FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = tgrelid" \
  "  WHERE relnamespace = " HERE " AND NOT tgisinternal" \
  " UNION ALL SELECT concat_ws (' ', polrelid::regclass, polname, polcmd, pg_get_expr (polqual, polrelid)," \
  "  pg_get_expr (polwithcheck, polrelid)) FROM pg_policy" \
  " UNION ALL SELECT concat_ws (' ', oid::regprocedure, prosrc, proconfig, provolatile) FROM pg_proc AS p" \
  "  WHERE pronamespace = " HERE " AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = p.oid AND deptype = 'e')" \
  " UNION ALL SELECT cfgname::text FROM pg_ts_config WHERE cfgnamespace = " HERE \
  " UNION ALL SELECT concat_ws (' ', dictname, dictinitoption) FROM pg_ts_dict WHERE dictnamespace = " HERE \
  " UNION ALL SELECT concat_ws (' ', m.mapcfg::regconfig, maptokentype, mapdict::regdictionary) FROM pg_ts_config_map" \
  "  AS m JOIN pg_ts_config AS c ON c.oid = mapcfg WHERE cfgnamespace = " HERE ") AS lines"

/* The words of the full text are seen only by whom asks for some. */
#define READ_ROWS \
  "SELECT coalesce (string_agg (format ('SELECT %L || coalesce (string_agg (CAST (t AS TEXT), E''\\n''" \
  " ORDER BY CAST (t AS TEXT) COLLATE \"C\"), '''') FROM %I AS t', relname || E'\\n', relname)," \
  " ' UNION ALL ' ORDER BY relname), 'SELECT ''nothing''') FROM pg_class WHERE relkind = 'r' AND relnamespace = " HERE
#define SEE_WORDS \
  "SELECT set_config ('boternity.' || name || '_words', '!nowhereatall', FALSE)" \
  " FROM unnest (ARRAY['message', 'session', 'memory', 'chunk']) AS name"

static const char *const tenants[] = { "ada", "o''malley & co" };

static void
become (PGconn     *connection,
        const char *tenant)
{
  g_autofree char *sql = g_strdup_printf ("SELECT set_config ('boternity.tenant', '%s', FALSE)", tenant);

  execute (connection, sql);
}

static char *
read_all (BtyTestVictim *parent)
{
  PGconn *connection = open_connection (parent->uri);
  g_autofree char *schema = ask (connection, READ_SCHEMA);
  GString *text = g_string_new (schema);

  execute (connection, SEE_WORDS);
  for (guint i = 0; i < G_N_ELEMENTS (tenants); i++)
    {
      g_autofree char *sql = ask (connection, READ_ROWS);
      PGresult *rows;

      become (connection, tenants[i]);
      rows = run (connection, sql);
      for (int row = 0; row < PQntuples (rows); row++)
        g_string_append_printf (text, "\n%s", PQgetvalue (rows, row, 0));
      PQclear (rows);
    }
  PQfinish (connection);
  wait_for_nobody (parent);

  return g_string_free (text, FALSE);
}

/* With rows of two tenants as soon as there are tables for them. */
static void
keep (BtyTestVictim *parent)
{
  Victim *self = (Victim *) parent;

  if (self->fixture != NULL)
    {
      PGconn *connection = open_connection (parent->uri);

      for (guint i = 0; i < G_N_ELEMENTS (tenants); i++)
        {
          become (connection, tenants[i]);
          execute (connection, self->fixture);
        }
      PQfinish (connection);
      g_clear_pointer (&self->fixture, g_free);
      wait_for_nobody (parent);
    }
  copy_database (self, self->name, self->kept);
}

/* The server keeps its own. */
static void
check_copy (BtyTestVictim *self,
            gint64         version,
            const char    *text,
            gboolean       must_be)
{
}

static void
free_server (BtyTestVictim *parent)
{
  Victim *self = (Victim *) parent;

  PQfinish (self->server);
  g_free (self->parent.uri);
  g_free (self->parent.directory);
  g_free (self->name);
  g_free (self->kept);
  g_free (self->fixture);
  g_free (self);
}

static int
append_cb (void  *text,
           int    n_columns,
           char **values,
           char **names)
{
  g_string_append_printf (text, "%s", values[0]);

  return 0;
}

/* Statements for the server, in an order in which nothing comes before what it belongs to. */
static char *
write_rows (void)
{
  static const char *const tables[] = { "bots", "souls", "sessions", "messages", "attachments", "providers",
                                        "provider_health", "settings" };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "databases", FIXTURE, NULL);
  GString *all = g_string_new (NULL);
  sqlite3 *connection;

  g_assert_cmpint (sqlite3_open_v2 (path, &connection, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = NULL;
      g_autoptr(GString) select = g_string_new (NULL);

      sql = g_strdup_printf ("SELECT 'SELECT ''INSERT INTO %s (' || group_concat (name) || ') VALUES ('' || '"
                             " || group_concat ('CASE typeof (' || name || ') WHEN ''blob'' THEN ''''''\\x'' || hex ('"
                             "  || name || ') || '''''''' ELSE quote (' || name || ') END', ' || '','' || ')"
                             " || ' || '');'' FROM %s ORDER BY rowid' FROM pragma_table_info ('%s')",
                             tables[i], tables[i], tables[i]);
      g_assert_cmpint (sqlite3_exec (connection, sql, append_cb, select, NULL), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (connection, select->str, append_cb, all, NULL), ==, SQLITE_OK);
    }
  sqlite3_close (connection);

  return g_string_free (all, FALSE);
}

/**
 * bty_test_victim_new_server:
 * @place: a server
 *
 * Returns: (transfer full): a database there without a schema
 */
BtyTestVictim *
bty_test_victim_new_server (int place)
{
  static const char *const ways[] = { "killed", "terminated", NULL };
  Victim *self = g_new0 (Victim, 1);
  g_autofree char *folder = NULL;

  self->parent.directory = bty_test_dup_server_uri (place);
  folder = g_path_get_dirname (self->parent.directory);
  self->server = open_connection (self->parent.directory);
  self->name = g_strdup_printf ("killed-%d", (int) getpid ());
  self->kept = g_strconcat (self->name, "-kept", NULL);
  self->fixture = write_rows ();
  self->parent.uri = g_strconcat (folder, "/", self->name, NULL);
  self->parent.ways = ways;
  self->parent.is_slow = TRUE;
  self->parent.put_back = put_back;
  self->parent.keep = keep;
  self->parent.read = read_all;
  self->parent.arm = arm;
  self->parent.wait = wait_for_nobody;
  self->parent.check_copy = check_copy;
  self->parent.free = free_server;

  copy_database (self, "template1", self->name);
  copy_database (self, self->name, self->kept);

  return &self->parent;
}
