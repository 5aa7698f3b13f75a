/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-migrator.h"
#include "bty-postgres-private.h"
#include "bty-postgres-sql.h"
#include "bty-test-storage.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* What can only go wrong with a server: it is away, somebody else is there, the line is cut. */

#define INSERT "INSERT INTO settings (key, value, created_at, updated_at) VALUES ($1, 'v', 1, 1)"
#define N_STATEMENTS 5

static BtyDatabase *
open_more (BtyTestStorage  *storage,
           BtyDatabaseMode  mode)
{
  g_autoptr(GError) error = NULL;
  BtyDatabase *database = bty_database_open (storage->path, NULL, mode, &error);

  g_assert_no_error (error);

  return database;
}

static gboolean
insert (BtyDatabase  *database,
        const char   *key,
        GError      **error)
{
  return bty_database_execute (database, INSERT, BTY_ARGS (BTY_TEXT (key)), error);
}

static gint64
count_settings (BtyDatabase *database)
{
  return bty_test_count (database, "SELECT count(*) FROM settings");
}

/* Ends a connection as the server's administrator would. */
static void
kill_connection (BtyDatabase *database,
                 BtyDatabase *killer)
{
  PGconn *connection = BTY_POSTGRES_DATABASE (database)->connection;
  g_autofree char *alive = g_strdup_printf ("SELECT count(*) FROM pg_stat_activity WHERE pid = %d",
                                            PQbackendPID (connection));
  g_autofree char *sql = g_strdup_printf ("SELECT pg_terminate_backend (%d)", PQbackendPID (connection));

  bty_test_count (killer, sql);
  while (bty_test_count (killer, alive) > 0)
    g_usleep (1000);
}

static void
test_addresses (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autofree char *server = bty_test_dup_server_uri (storage->place);
  g_autofree char *place = g_path_get_dirname (server);
  g_auto(GStrv) halves = g_strsplit (server, "boternity@", 2);
  const struct
  {
    char *uri;
    int   code;
  } cases[] = {
    { g_strconcat (halves[0], "boternity:secret@", halves[1], NULL), BTY_ERROR_REFUSED },
    { g_strconcat (server, "?password=secret", NULL), BTY_ERROR_REFUSED },
    { g_strconcat (server, "?tenant=a&sslpassword=secret", NULL), BTY_ERROR_REFUSED },
    { g_strconcat (halves[0], "admin@", halves[1], NULL), BTY_ERROR_REFUSED },
    { g_strconcat (halves[0], "nobody-of-this-name@", halves[1], NULL), BTY_ERROR_AUTHENTICATION },
    { g_strconcat (server, "?tenant=", NULL), BTY_ERROR_INVALID },
    { g_strconcat (server, "?nonsense=1", NULL), BTY_ERROR_INVALID },
    { g_strconcat (place, "/nothing-of-this-name", NULL), BTY_ERROR_NOT_FOUND },
    { g_strdup ("postgresql://boternity@127.0.0.1:1/boternity"), BTY_ERROR_OFFLINE },
    { g_strdup ("postgres:///boternity?host=/nowhere/at/all"), BTY_ERROR_OFFLINE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (bty_database_open (cases[i].uri, NULL, BTY_DATABASE_WRITE, &error));
      g_test_message ("%s: %s", cases[i].uri, error->message);
      g_assert_error (error, BTY_ERROR, cases[i].code);
      g_assert_null (strstr (error->message, "secret"));
      g_free (cases[i].uri);
    }
}

/* Whoever names no tenant is one: the role. */
static void
test_tenants (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autofree char *server = bty_test_dup_server_uri (storage->place);
  g_autofree char *named = g_strconcat (server, "?application_name=a&tenant=a%20%26%20%27b&connect_timeout=3", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDatabase) nameless = bty_database_open (server, NULL, BTY_DATABASE_WRITE, &error);
  g_autoptr(BtyDatabase) with_name = bty_database_open (named, "unneeded", BTY_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (BTY_POSTGRES_DATABASE (nameless)->tenant, ==, "boternity");
  g_assert_cmpstr (BTY_POSTGRES_DATABASE (with_name)->tenant, ==, "a & 'b");
  g_assert_cmpint (bty_test_count (with_name, "SELECT length (current_setting ('boternity.tenant'))"), ==, 6);
}

/* What goes in comes out, to the last bit. */
static void
test_exact_values (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  const double reals[] = { 0.1, -0.0, DBL_MIN, DBL_MAX, -DBL_MAX, 4.9e-324, 1.0 / 3, INFINITY, 123456789.123456789 };
  const gint64 integers[] = { 0, -1, G_MAXINT64, G_MININT64, G_GINT64_CONSTANT (1) << 53 };
  const char *texts[] = { "", "a\n\t", "\xf0\x9f\x98\x80", "\x01\x02\x7f", "e\xcc\x81", "\xef\xbf\xbf" };

  for (guint i = 0; i < G_N_ELEMENTS (reals); i++)
    {
      g_autoptr(GError) error = NULL;
      double real = reals[i];
      gint64 integer = integers[i % G_N_ELEMENTS (integers)];
      const char *text = texts[i % G_N_ELEMENTS (texts)];
      char bytes[256];
      g_autoptr(BtyRows) rows = NULL;
      BtyValue value;

      for (guint j = 0; j < sizeof bytes; j++)
        bytes[j] = (char) (j * (i + 1));
      rows = bty_database_query (storage->database, "SELECT $1, $2, $3, $4, $5, $6",
                                 BTY_ARGS (BTY_REAL (real), BTY_INTEGER (integer), BTY_TEXT (text),
                                           BTY_BLOB (bytes, i * 30), BTY_TEXT (NULL), BTY_BLOB (NULL, 0)), &error);
      g_assert_no_error (error);
      g_assert_true (bty_rows_next (rows, &error));
      value = bty_rows_get_value (rows, 0);
      g_assert_cmpmem (&value.real, sizeof value.real, &real, sizeof real);
      g_assert_cmpint (bty_rows_get_integer (rows, 1), ==, integer);
      g_assert_cmpstr (bty_rows_get_text (rows, 2), ==, text);
      value = bty_rows_get_value (rows, 3);
      g_assert_cmpint (value.type, ==, BTY_VALUE_BLOB);
      g_assert_cmpmem (value.blob.data, value.blob.size, bytes, i * 30);
      g_assert_cmpint (bty_rows_get_value (rows, 4).type, ==, BTY_VALUE_NULL);
      g_assert_cmpint (bty_rows_get_value (rows, 5).type, ==, BTY_VALUE_BLOB);
    }
}

/* The server calculates with more types than we know. */
static void
test_other_types (BtyTestStorage *storage,
                  gconstpointer   unused)
{
  const struct
  {
    const char *sql;
    int         type;
    double      number;
  } cases[] = {
    { "SELECT TRUE", BTY_VALUE_INTEGER, 1 },
    { "SELECT EXISTS (SELECT 1 WHERE FALSE)", BTY_VALUE_INTEGER, 0 },
    { "SELECT CAST (-7 AS SMALLINT)", BTY_VALUE_INTEGER, -7 },
    { "SELECT CAST (1.5 AS REAL)", BTY_VALUE_REAL, 1.5 },
    { "SELECT sum(i) FROM generate_series (CAST (1 AS BIGINT), 100000) AS i", BTY_VALUE_INTEGER, 5000050000 },
    { "SELECT sum(i) FROM (VALUES (CAST (-9223372036854775808 AS BIGINT))) AS t (i)", BTY_VALUE_INTEGER, -0x1p63 },
    { "SELECT avg(i) FROM generate_series (CAST (1 AS BIGINT), 4) AS i", BTY_VALUE_REAL, 2.5 },
    { "SELECT 0.00001234", BTY_VALUE_REAL, 0.00001234 },
    { "SELECT -12345678.25", BTY_VALUE_REAL, -12345678.25 },
    { "SELECT 100000000.0", BTY_VALUE_REAL, 100000000 },
    { "SELECT 0.5", BTY_VALUE_REAL, 0.5 },
    { "SELECT CAST ('NaN' AS NUMERIC)", BTY_VALUE_NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(BtyRows) rows = bty_database_query (storage->database, cases[i].sql, BTY_NO_ARGS, &error);

      g_test_message ("%s", cases[i].sql);
      g_assert_no_error (error);
      g_assert_true (bty_rows_next (rows, &error));
      g_assert_cmpint (bty_rows_get_value (rows, 0).type, ==, cases[i].type);
      g_assert_cmpfloat (bty_rows_get_real (rows, 0), ==, cases[i].number);
    }
}

static void
test_bad_text (BtyTestStorage *storage,
               gconstpointer   unused)
{
  const char *texts[] = { "\xff", "a\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (insert (storage->database, texts[i], &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
    }
  g_assert_cmpint (count_settings (storage->database), ==, 0);
}

/* A connection that was lost while nobody used it is made anew, and nobody notices. */
static void
test_lost_between (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDatabase) killer = open_more (storage, BTY_DATABASE_WRITE);

  g_assert_true (insert (storage->database, "a", &error));
  kill_connection (storage->database, killer);
  g_assert_true (bty_database_begin (storage->database, &error));
  g_assert_no_error (error);
  g_assert_true (insert (storage->database, "b", &error));
  g_assert_true (bty_database_commit (storage->database, &error));
  g_assert_no_error (error);

  kill_connection (storage->database, killer);
  g_assert_cmpint (count_settings (storage->database), ==, 2);

  /* Nobody knows whether it was carried out, so it is not done again; what comes after it works. */
  kill_connection (storage->database, killer);
  g_assert_false (insert (storage->database, "c", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_OFFLINE);
  g_clear_error (&error);
  g_assert_true (insert (storage->database, "d", &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_settings (killer), ==, 3);
}

/* Killed before any statement of a transaction, and before its end, nothing of it is stored. */
static void
test_lost_during (BtyTestStorage *storage,
                  gconstpointer   unused)
{
  g_autoptr(BtyDatabase) killer = open_more (storage, BTY_DATABASE_WRITE);

  for (guint fatal = 0; fatal <= N_STATEMENTS; fatal++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (bty_database_begin (storage->database, &error));
      g_assert_no_error (error);
      for (guint i = 0; i < N_STATEMENTS && error == NULL; i++)
        {
          g_autofree char *key = g_strdup_printf ("%u", i);

          if (i == fatal)
            kill_connection (storage->database, killer);
          insert (storage->database, key, &error);
        }
      if (fatal == N_STATEMENTS)
        {
          kill_connection (storage->database, killer);
          g_assert_false (bty_database_commit (storage->database, &error));
        }
      g_assert_error (error, BTY_ERROR, BTY_ERROR_OFFLINE);
      bty_database_rollback (storage->database);
      g_assert_cmpint (count_settings (killer), ==, 0);
      g_assert_cmpint (count_settings (storage->database), ==, 0);
    }
}

/* The line is cut while a commit is under way: afterwards it is known what became of it. */
static void
test_lost_answer (BtyTestStorage *storage,
                  gconstpointer   unused)
{
  for (int is_heard = 0; is_heard < 2; is_heard++)
    {
      g_autoptr(GError) error = NULL;
      BtyPostgresDatabase *database = BTY_POSTGRES_DATABASE (storage->database);

      g_assert_true (bty_database_begin (storage->database, &error));
      g_assert_true (insert (storage->database, is_heard ? "heard" : "unheard", &error));
      g_assert_no_error (error);
      g_assert_cmpint (shutdown (PQsocket (database->connection), is_heard ? SHUT_RD : SHUT_RDWR), ==, 0);
      g_assert_cmpint (bty_database_commit (storage->database, &error), ==, is_heard);
      if (is_heard)
        g_assert_no_error (error);
      else
        g_assert_error (error, BTY_ERROR, BTY_ERROR_OFFLINE);
      bty_database_rollback (storage->database);
      g_assert_cmpint (count_settings (storage->database), ==, is_heard);
    }
}

/* The same when the server does not come back: nothing is said about it that is not known. When it is there again, it
 * is seen. */
static void
test_no_answer (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autofree char *server = bty_test_dup_server_uri (storage->place);
  g_autofree char *name = g_path_get_basename (storage->path);
  g_autofree char *close = g_strdup_printf ("ALTER DATABASE \"%s\" ALLOW_CONNECTIONS FALSE", name);
  g_autofree char *open = g_strdup_printf ("ALTER DATABASE \"%s\" ALLOW_CONNECTIONS TRUE", name);
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyDatabase) keeper = bty_database_open (server, NULL, BTY_DATABASE_WRITE, &error);

  for (int is_heard = 0; is_heard < 2; is_heard++)
    {
      BtyPostgresDatabase *database = BTY_POSTGRES_DATABASE (storage->database);

      g_assert_true (bty_database_begin (storage->database, &error));
      g_assert_true (insert (storage->database, "a", &error));
      g_assert_true (bty_database_execute (keeper, close, BTY_NO_ARGS, &error));
      g_assert_no_error (error);
      g_assert_cmpint (shutdown (PQsocket (database->connection), is_heard ? SHUT_RD : SHUT_RDWR), ==, 0);
      g_assert_false (bty_database_commit (storage->database, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_OFFLINE);
      g_assert_nonnull (strstr (error->message, "Whether it was saved can be seen"));
      g_clear_error (&error);
      bty_database_rollback (storage->database);

      g_assert_false (bty_database_begin (storage->database, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
      g_assert_true (bty_database_execute (keeper, open, BTY_NO_ARGS, &error));
      g_assert_no_error (error);
      g_assert_cmpint (count_settings (storage->database), ==, is_heard);
    }
}

/* What failed is not kept, whatever the job thinks of it. */
static void
test_failed_transaction (BtyTestStorage *storage,
                         gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_begin (storage->database, &error));
  g_assert_true (insert (storage->database, "a", &error));
  g_assert_false (insert (storage->database, "a", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (bty_database_commit (storage->database, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  bty_database_rollback (storage->database);
  g_assert_cmpint (count_settings (storage->database), ==, 0);
}

/* What was forgotten is cleared away once that is committed. */
static void
test_residue (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  BtyDatabaseClass *class = BTY_DATABASE_GET_CLASS (storage->database);
  const char *count = "SELECT coalesce (sum (vacuum_count), 0) FROM pg_stat_user_tables"
                      " WHERE relname IN ('memories', 'memory_versions', 'memory_words', 'memory_words_lists',"
                      " 'audit_entries', 'vectors', 'message_words', 'session_words', 'chunk_words')";
  gint64 before = bty_test_count (storage->database, count);

  g_assert_true (class->maintain (storage->database, FALSE, &error));
  g_assert_true (bty_database_begin (storage->database, &error));
  g_assert_true (bty_database_erase_residue (storage->database,
                                             BTY_FULL_TEXT_CHATS | BTY_FULL_TEXT_MEMORIES | BTY_FULL_TEXT_FILES,
                                             &error));
  g_assert_true (bty_database_commit (storage->database, &error));
  g_assert_true (class->maintain (storage->database, FALSE, &error));
  g_assert_no_error (error);
  /* The server tells it a little later. */
  for (int i = 0; i < 6000 && bty_test_count (storage->database, count) < before + 9; i++)
    g_usleep (10000);
  g_assert_cmpint (bty_test_count (storage->database, count), >=, before + 9);
}

/* Who is not let in to clear it away tries again later, and does it at the latest at the end. */
static void
test_residue_waits (BtyTestStorage *storage,
                    gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  BtyDatabaseClass *class = BTY_DATABASE_GET_CLASS (storage->database);
  g_autoptr(BtyDatabase) other = open_more (storage, BTY_DATABASE_WRITE);

  bty_database_execute (storage->database, "SET lock_timeout = '30ms'", BTY_NO_ARGS, &error);
  g_assert_true (bty_database_begin (other, &error));
  bty_database_execute (other, "LOCK TABLE memories IN SHARE UPDATE EXCLUSIVE MODE", BTY_NO_ARGS, &error);
  g_assert_no_error (error);
  bty_database_erase_residue (storage->database, BTY_FULL_TEXT_MEMORIES, &error);
  g_assert_false (class->maintain (storage->database, FALSE, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_BUSY);
  g_clear_error (&error);
  /* At once it is not tried again: what is written would wait for it each time. */
  g_assert_true (class->maintain (storage->database, FALSE, &error));
  g_assert_cmpuint (BTY_POSTGRES_DATABASE (storage->database)->must_vacuum, ==, BTY_FULL_TEXT_MEMORIES);

  bty_database_rollback (other);
  g_assert_true (class->maintain (storage->database, TRUE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (BTY_POSTGRES_DATABASE (storage->database)->must_vacuum, ==, 0);
}

/* Writers of one tenant take turns, others do not wait, and a reader sees one state. */
static void
test_turns (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *other_uri = g_strconcat (storage->path, "-other", NULL);
  g_autoptr(BtyDatabase) second = open_more (storage, BTY_DATABASE_WRITE);
  g_autoptr(BtyDatabase) reader = open_more (storage, BTY_DATABASE_READ);
  g_autoptr(BtyDatabase) other = bty_database_open (other_uri, NULL, BTY_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  bty_database_execute (second, "SET lock_timeout = '30ms'", BTY_NO_ARGS, &error);
  bty_database_execute (other, "SET lock_timeout = '30ms'", BTY_NO_ARGS, &error);

  g_assert_true (bty_database_begin (storage->database, &error));
  g_assert_false (bty_database_begin (second, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_true (bty_database_begin (other, &error));
  g_assert_true (bty_database_begin_read (reader, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_settings (reader), ==, 0);

  g_assert_true (insert (storage->database, "a", &error));
  g_assert_true (bty_database_commit (storage->database, &error));
  g_assert_true (bty_database_commit (other, &error));
  g_assert_true (bty_database_begin (second, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_settings (second), ==, 1);
  bty_database_rollback (second);

  g_assert_cmpint (count_settings (reader), ==, 0);
  g_assert_false (insert (reader, "b", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_READ_ONLY);
  bty_database_rollback (reader);
  g_assert_cmpint (count_settings (reader), ==, 1);
}

/* Reading what does not fit into memory: the rows come one by one, and reading may end before they do. */
static void
test_streaming (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  BtyRows *rows = bty_database_query (storage->database, "SELECT repeat ('x', 1000) FROM generate_series (1, 300000)",
                                      BTY_NO_ARGS, &error);
  g_autofree char *status = NULL;
  const char *peak;

  g_assert_no_error (error);
  for (int i = 0; i < 200000; i++)
    g_assert_true (bty_rows_next (rows, &error));
  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  peak = strstr (status, "VmHWM:");
  g_assert_nonnull (peak);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpint (g_ascii_strtoll (peak + strlen ("VmHWM:"), NULL, 10), <, 150000);
#endif
  bty_rows_free (rows);
  g_assert_cmpint (count_settings (storage->database), ==, 0);
}

/* A migration that changes rows changes everybody's, whoever starts the program first. */
static void
test_migrated_rows (BtyTestStorage *storage,
                    gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *other_uri = g_strconcat (storage->path, "?tenant=other", NULL);
  g_autoptr(BtyDatabase) other = bty_database_open (other_uri, NULL, BTY_DATABASE_WRITE, &error);
  g_autoptr(GPtrArray) migrations = bty_migrator_load (storage->database);
  const char *count = "SELECT count(*) FROM settings WHERE value = 'new'";

  g_assert_no_error (error);
  g_assert_true (insert (storage->database, "a", &error));
  g_assert_true (insert (other, "a", &error));
  g_assert_true (insert (other, "b", &error));
  g_ptr_array_add (migrations,
                   bty_migration_new ("UPDATE settings SET value = 'new'; CREATE TABLE added (a TEXT)", NULL));
  g_assert_true (bty_migrator_run (storage->database, migrations, &error));
  g_assert_no_error (error);
  g_assert_cmpint (bty_test_count (storage->database, count), ==, 1);
  g_assert_cmpint (bty_test_count (other, count), ==, 2);
  g_assert_cmpint (count_settings (storage->database), ==, 1);
}

/* Several programs that start at once do not get into each other's way. */
static void
test_many_starts (BtyTestStorage *storage,
                  gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  pid_t children[4];

  bty_database_execute (storage->database, "DROP SCHEMA public CASCADE", BTY_NO_ARGS, &error);
  bty_database_execute (storage->database, "CREATE SCHEMA public", BTY_NO_ARGS, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = fork ();
      if (children[i] == 0)
        {
          g_autofree char *uri = g_strdup_printf ("%s?tenant=%u", storage->path, i);
          GError *child_error = NULL;
          BtyDatabase *database = bty_database_open (uri, NULL, BTY_DATABASE_WRITE, &child_error);

          if (database != NULL && bty_migrator_run (database, NULL, &child_error))
            insert (database, "a", &child_error);
          if (child_error != NULL)
            g_printerr ("%s\n", child_error->message);
          _exit (child_error != NULL);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int status;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
    }
  g_assert_cmpint (count_settings (storage->database), ==, 0);
}

/* The server is told of much that was written before it makes plans for it. */
static void
test_sizes (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_begin (storage->database, &error));
  for (int i = 0; i < 1200; i++)
    {
      g_autofree char *key = g_strdup_printf ("%d", i);

      g_assert_true (insert (storage->database, key, &error));
    }
  g_assert_cmpint (bty_test_count (storage->database, "SELECT CAST (reltuples AS BIGINT) FROM pg_class"
                                                      " WHERE oid = 'settings'::regclass"), >=, 1000);
  bty_database_rollback (storage->database);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/postgres-connection/addresses", test_addresses);
  bty_test_storage_add ("/postgres-connection/tenants", test_tenants);
  bty_test_storage_add ("/postgres-connection/exact-values", test_exact_values);
  bty_test_storage_add ("/postgres-connection/other-types", test_other_types);
  bty_test_storage_add ("/postgres-connection/bad-text", test_bad_text);
  bty_test_storage_add ("/postgres-connection/lost-between", test_lost_between);
  bty_test_storage_add ("/postgres-connection/lost-during", test_lost_during);
  bty_test_storage_add ("/postgres-connection/lost-answer", test_lost_answer);
  bty_test_storage_add_alone ("/postgres-connection/no-answer", test_no_answer);
  bty_test_storage_add ("/postgres-connection/failed-transaction", test_failed_transaction);
  bty_test_storage_add_alone ("/postgres-connection/residue", test_residue);
  bty_test_storage_add_alone ("/postgres-connection/residue-waits", test_residue_waits);
  bty_test_storage_add ("/postgres-connection/turns", test_turns);
  bty_test_storage_add ("/postgres-connection/streaming", test_streaming);
  bty_test_storage_add_alone ("/postgres-connection/migrated-rows", test_migrated_rows);
  bty_test_storage_add_alone ("/postgres-connection/many-starts", test_many_starts);
  bty_test_storage_add_alone ("/postgres-connection/sizes", test_sizes);

  return g_test_run ();
}
