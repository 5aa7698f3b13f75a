/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot.h"
#include "bty-database.h"
#include "bty-error.h"
#include "bty-migrator.h"
#include "bty-sqlite-database.h"

#include <glib/gstdio.h>

typedef struct
{
  char        *directory;
  BtyDatabase *database;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  in_file)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) scripts = bty_migrator_load_scripts ();
  g_autofree char *path = NULL;

  fixture->directory = g_dir_make_tmp ("bty-test-XXXXXX", &error);
  g_assert_no_error (error);
  path = in_file ? g_build_filename (fixture->directory, "boternity.db", NULL) : g_strdup (BTY_SQLITE_MEMORY);

  fixture->database = bty_sqlite_database_new (path, BTY_SQLITE_WRITE, &error);
  g_assert_no_error (error);
  bty_migrator_run (fixture->database, (const char *const *) scripts, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  in_file)
{
  g_autofree char *path = g_build_filename (fixture->directory, "boternity.db", NULL);

  g_assert_finalize_object (fixture->database);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_free (fixture->directory);
}

static BtyBot *
create_bot (const char *slug)
{
  BtyBot *bot = bty_bot_new ("Ada");

  g_object_set (bot, "slug", slug, NULL);

  return bot;
}

static void
test_records (Fixture       *fixture,
              gconstpointer  in_file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = create_bot ("ada");
  g_autoptr(BtyBot) read = NULL;
  g_autoptr(BtyBot) changed = NULL;
  g_autoptr(GPtrArray) bots = NULL;
  const char *tags[] = { "a", "b c", NULL };

  g_object_set (bot, "tags", tags, "model", "m-1", NULL);
  g_assert_true (bty_database_insert (fixture->database, bot, &error));
  g_assert_no_error (error);

  read = bty_database_get (fixture->database, BTY_TYPE_BOT, bot->id, &error);
  g_assert_no_error (error);
  g_assert_true (bty_record_equal (bot, read));

  g_object_set (bot, "name", "Grace", "model", NULL, NULL);
  g_assert_true (bty_database_update (fixture->database, bot, &error));
  changed = bty_database_get (fixture->database, BTY_TYPE_BOT, bot->id, &error);
  g_assert_no_error (error);
  g_assert_true (bty_record_equal (bot, changed));
  g_assert_false (bty_record_equal (bot, read));

  bots = bty_database_select (fixture->database, BTY_TYPE_BOT, "WHERE name = $2 AND slug = $1",
                              BTY_ARGS (BTY_TEXT ("ada"), BTY_TEXT ("Grace")), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bots->len, ==, 1);

  g_assert_true (bty_database_delete (fixture->database, BTY_TYPE_BOT, bot->id, &error));
  g_assert_no_error (error);
  g_assert_false (bty_database_delete (fixture->database, BTY_TYPE_BOT, bot->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (bty_database_update (fixture->database, bot, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (bty_database_get (fixture->database, BTY_TYPE_BOT, bot->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

static void
test_upsert (Fixture       *fixture,
             gconstpointer  in_file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = create_bot ("ada");
  g_autoptr(BtyBot) other = create_bot ("ada");
  g_autoptr(BtyBot) read = NULL;

  g_assert_true (bty_database_upsert (fixture->database, bot, &error));
  g_object_set (bot, "name", "Grace", NULL);
  g_assert_true (bty_database_upsert (fixture->database, bot, &error));
  g_assert_no_error (error);
  read = bty_database_get (fixture->database, BTY_TYPE_BOT, bot->id, &error);
  g_assert_cmpstr (read->name, ==, "Grace");

  g_assert_false (bty_database_insert (fixture->database, bot, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (bty_database_upsert (fixture->database, other, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_EXISTS);
}

static void
test_transactions (Fixture       *fixture,
                   gconstpointer  in_file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) kept = create_bot ("kept");
  g_autoptr(BtyBot) undone = create_bot ("undone");
  gint64 count = -1;

  g_assert_true (bty_database_begin (fixture->database, &error));
  g_assert_true (bty_database_insert (fixture->database, kept, &error));
  g_assert_true (bty_database_commit (fixture->database, &error));
  g_assert_true (bty_database_begin (fixture->database, &error));
  g_assert_true (bty_database_insert (fixture->database, undone, &error));
  bty_database_rollback (fixture->database);
  g_assert_no_error (error);

  g_assert_true (bty_database_query_integer (fixture->database, "SELECT count(*) FROM bots", BTY_NO_ARGS,
                                             &count, &error));
  g_assert_cmpint (count, ==, 1);

  g_assert_false (bty_database_commit (fixture->database, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
}

/* The same text runs inside itself, and values come back as they went in. */
static void
test_values (Fixture       *fixture,
             gconstpointer  in_file)
{
  g_autoptr(GError) error = NULL;
  const char *sql = "SELECT $2, $1, $3, NULL, $4 UNION ALL SELECT 1, 2, 3, 4, 5";
  const BtyValue *args = BTY_ARGS (BTY_TEXT ("a"), BTY_INTEGER (7), BTY_REAL (2.5), BTY_BLOB ("\0b", 2));
  g_autoptr(BtyRows) outer = bty_database_query (fixture->database, sql, args, &error);
  g_autoptr(BtyRows) inner = NULL;
  BtyValue blob;

  g_assert_no_error (error);
  g_assert_true (bty_rows_next (outer, &error));
  inner = bty_database_query (fixture->database, sql, args, &error);
  g_assert_true (bty_rows_next (inner, &error));
  g_assert_true (bty_rows_next (inner, &error));
  g_assert_false (bty_rows_next (inner, &error));
  g_assert_no_error (error);

  g_assert_cmpint (bty_rows_get_integer (outer, 0), ==, 7);
  g_assert_cmpfloat (bty_rows_get_real (outer, 0), ==, 7.0);
  g_assert_cmpstr (bty_rows_get_text (outer, 1), ==, "a");
  g_assert_cmpint (bty_rows_get_integer (outer, 1), ==, 0);
  g_assert_cmpfloat (bty_rows_get_real (outer, 1), ==, 0.0);
  g_assert_cmpfloat (bty_rows_get_real (outer, 2), ==, 2.5);
  g_assert_cmpint (bty_rows_get_integer (outer, 2), ==, 2);
  g_assert_null (bty_rows_get_text (outer, 3));
  blob = bty_rows_get_value (outer, 4);
  g_assert_cmpmem (blob.blob.data, blob.blob.size, "\0b", 2);
}

static void
test_cancellation (Fixture       *fixture,
                   gconstpointer  in_file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  const char *sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
                    " SELECT count(*) FROM n";
  gint64 count;

  bty_database_set_cancellable (fixture->database, cancellable);
  g_assert_true (bty_database_query_integer (fixture->database, sql, BTY_ARGS (BTY_INTEGER (100000)), &count, &error));
  g_assert_cmpint (count, ==, 100000);

  g_cancellable_cancel (cancellable);
  g_assert_false (bty_database_query_integer (fixture->database, sql, BTY_ARGS (BTY_INTEGER (100000)), &count, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  bty_database_set_cancellable (fixture->database, NULL);
  g_assert_true (bty_database_query_integer (fixture->database, sql, BTY_ARGS (BTY_INTEGER (100000)), &count, &error));
}

int
main (int    argc,
      char **argv)
{
  const struct
  {
    const char *name;
    void      (*run) (Fixture *fixture, gconstpointer in_file);
  } tests[] = {
    { "records", test_records },
    { "upsert", test_upsert },
    { "transactions", test_transactions },
    { "values", test_values },
    { "cancellation", test_cancellation },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (int in_file = 0; in_file < 2; in_file++)
      {
        g_autofree char *path = g_strdup_printf ("/database/%s/%s", in_file ? "file" : "memory", tests[i].name);

        g_test_add (path, Fixture, GINT_TO_POINTER (in_file), set_up, tests[i].run, tear_down);
      }

  return g_test_run ();
}
