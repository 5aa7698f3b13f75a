/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot.h"
#include "bty-database.h"
#include "bty-error.h"
#include "bty-session.h"
#include "bty-test-storage.h"

#include <math.h>
#include <string.h>

static BtyBot *
create_bot (const char *slug)
{
  BtyBot *bot = bty_bot_new ("Ada");

  g_object_set (bot, "slug", slug, NULL);

  return bot;
}

static void
test_records (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = create_bot ("ada");
  g_autoptr(BtyBot) read = NULL;
  g_autoptr(BtyBot) changed = NULL;
  g_autoptr(GPtrArray) bots = NULL;
  const char *tags[] = { "a", "b c", NULL };

  g_object_set (bot, "tags", tags, "model", "m-1", NULL);
  g_assert_true (bty_database_insert (storage->database, bot, &error));
  g_assert_no_error (error);

  read = bty_database_get (storage->database, BTY_TYPE_BOT, bot->id, &error);
  g_assert_no_error (error);
  g_assert_true (bty_record_equal (bot, read));

  g_object_set (bot, "name", "Grace", "model", NULL, NULL);
  g_assert_true (bty_database_update (storage->database, bot, &error));
  changed = bty_database_get (storage->database, BTY_TYPE_BOT, bot->id, &error);
  g_assert_no_error (error);
  g_assert_true (bty_record_equal (bot, changed));
  g_assert_false (bty_record_equal (bot, read));

  bots = bty_database_select (storage->database, BTY_TYPE_BOT, "WHERE name = $2 AND slug = $1",
                              BTY_ARGS (BTY_TEXT ("ada"), BTY_TEXT ("Grace")), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bots->len, ==, 1);

  g_assert_true (bty_database_delete (storage->database, BTY_TYPE_BOT, bot->id, &error));
  g_assert_no_error (error);
  g_assert_false (bty_database_delete (storage->database, BTY_TYPE_BOT, bot->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (bty_database_update (storage->database, bot, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (bty_database_get (storage->database, BTY_TYPE_BOT, bot->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

static void
test_upsert (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = create_bot ("ada");
  g_autoptr(BtyBot) other = create_bot ("ada");
  g_autoptr(BtyBot) read = NULL;

  g_assert_true (bty_database_upsert (storage->database, bot, &error));
  g_object_set (bot, "name", "Grace", NULL);
  g_assert_true (bty_database_upsert (storage->database, bot, &error));
  g_assert_no_error (error);
  read = bty_database_get (storage->database, BTY_TYPE_BOT, bot->id, &error);
  g_assert_cmpstr (read->name, ==, "Grace");

  g_assert_false (bty_database_insert (storage->database, bot, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (bty_database_upsert (storage->database, other, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_EXISTS);
}

static void
test_transactions (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) kept = create_bot ("kept");
  g_autoptr(BtyBot) undone = create_bot ("undone");
  gint64 count = -1;

  g_assert_true (bty_database_begin (storage->database, &error));
  g_assert_true (bty_database_insert (storage->database, kept, &error));
  g_assert_true (bty_database_commit (storage->database, &error));
  g_assert_true (bty_database_begin (storage->database, &error));
  g_assert_true (bty_database_insert (storage->database, undone, &error));
  bty_database_rollback (storage->database);
  g_assert_no_error (error);

  g_assert_true (bty_database_query_integer (storage->database, "SELECT count(*) FROM bots", BTY_NO_ARGS,
                                             &count, &error));
  g_assert_cmpint (count, ==, 1);

  g_assert_false (bty_database_commit (storage->database, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
}

/* The same text runs inside itself, and values come back as they went in. */
static void
test_values (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  const char *sql = "SELECT $2, $1, $3, NULL, $4 UNION ALL SELECT 1, 'b', 3.5, NULL, $4";
  const BtyValue *args = BTY_ARGS (BTY_TEXT ("a"), BTY_INTEGER (7), BTY_REAL (2.5), BTY_BLOB ("\0b", 2));
  g_autoptr(BtyRows) outer = bty_database_query (storage->database, sql, args, &error);
  g_autoptr(BtyRows) inner = NULL;
  BtyValue blob;

  g_assert_no_error (error);
  g_assert_true (bty_rows_next (outer, &error));
  inner = bty_database_query (storage->database, sql, args, &error);
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
test_cancellation (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  const char *sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
                    " SELECT count(*) FROM n";
  gint64 count;

  bty_database_set_cancellable (storage->database, cancellable);
  g_assert_true (bty_database_query_integer (storage->database, sql, BTY_ARGS (BTY_INTEGER (100000)), &count, &error));
  g_assert_cmpint (count, ==, 100000);

  g_cancellable_cancel (cancellable);
  g_assert_false (bty_database_query_integer (storage->database, sql, BTY_ARGS (BTY_INTEGER (100000)), &count, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  bty_database_set_cancellable (storage->database, NULL);
  g_assert_true (bty_database_query_integer (storage->database, sql, BTY_ARGS (BTY_INTEGER (100000)), &count, &error));
}

static void
test_constraints (BtyTestStorage *storage,
                  gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtySession) session = bty_session_new ("nobody");

  g_assert_false (bty_database_insert (storage->database, session, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_false (bty_database_execute (storage->database,
                                        "INSERT INTO settings (key, value, created_at, updated_at)"
                                        " VALUES ('a', NULL, 1, 1)",
                                        BTY_NO_ARGS, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_null (bty_database_query (storage->database, "SELECT nonsense", BTY_NO_ARGS, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
}

/* A row that the program cannot have written is refused, not shown half. */
static void
test_strange_rows (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = create_bot ("ada");

  g_assert_true (bty_database_insert (storage->database, bot, &error));
  g_assert_true (bty_database_execute (storage->database, "UPDATE bots SET status = 'asleep'", BTY_NO_ARGS, &error));
  g_assert_null (bty_database_select (storage->database, BTY_TYPE_BOT, "", BTY_NO_ARGS, &error));
  g_assert_nonnull (error);
}

static void
test_check (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (bty_database_check (storage->database, problems, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (problems->len, ==, 0);

  g_assert_true (bty_database_execute (storage->database, "PRAGMA foreign_keys = OFF", BTY_NO_ARGS, &error));
  g_assert_true (bty_database_execute (storage->database,
                                       "INSERT INTO souls (id, bot_id, version, text, sha256, created_at)"
                                       " VALUES ('s', 'nobody', 1, '', '', 1)",
                                       BTY_NO_ARGS, &error));
  g_assert_true (bty_database_check (storage->database, problems, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (problems->len, ==, 1);
}

static double
compare (const float *a,
         const float *b,
         guint        dimensions)
{
  double product = 0;
  double length = 0;

  for (guint i = 0; i < dimensions; i++)
    {
      product += (double) a[i] * b[i];
      length += (double) b[i] * b[i];
    }

  return product / sqrt (length);
}

static void
add_vectors (BtyDatabase *database,
             guint        n,
             guint        dimensions,
             float       *values)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *id = g_strdup_printf ("%u/%u", dimensions, i);

      for (guint j = 0; j < dimensions; j++)
        values[i * dimensions + j] = (float) g_test_rand_double_range (-1, 1);
      bty_database_execute (database,
                            "INSERT INTO vectors (id, scope, kind, subject_id, model, dimensions, data, created_at)"
                            " VALUES ($1, $2, 'k', 's', 'm', $3, $4, 1)",
                            BTY_ARGS (BTY_TEXT (id), BTY_TEXT (i % 2 == 0 ? "even" : "odd"), BTY_INTEGER (dimensions),
                                      BTY_BLOB (values + i * dimensions, dimensions * sizeof *values)),
                            &error);
      g_assert_no_error (error);
    }
}

/* The nearest of those that are wanted are among what comes back, and an engine that compares by itself gives fewer
 * than all. */
static void
test_rank_vectors (BtyTestStorage *storage,
                   gconstpointer   unused)
{
  const guint sizes[] = { 384, 5, 1536, 3072 };
  g_autofree char *place = bty_test_name_place (storage->place);
  gboolean is_narrowed = !bty_test_storage_is_server (storage) || strstr (place, "vector") != NULL;
  const guint n = 120;

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      guint dimensions = sizes[s];
      g_autofree float *values = g_new (float, n * dimensions);
      g_autoptr(GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(BtyRows) rows = NULL;
      g_autofree char *nearest = NULL;
      double best = -1;

      add_vectors (storage->database, n, dimensions, values);
      rows = bty_database_rank_vectors (storage->database, "model = $1 AND scope = $3 AND dimensions = $2",
                                        BTY_ARGS (BTY_TEXT ("m"), BTY_INTEGER (dimensions), BTY_TEXT ("even")),
                                        values + dimensions, dimensions, 3, &error);
      g_assert_no_error (error);
      while (bty_rows_next (rows, &error))
        {
          BtyValue data = bty_rows_get_value (rows, 1);

          g_assert_cmpuint (data.blob.size, ==, dimensions * sizeof *values);
          g_hash_table_add (found, g_strdup (bty_rows_get_text (rows, 0)));
        }
      g_assert_no_error (error);
      g_assert_cmpuint (g_hash_table_size (found), >=, 3);
      g_assert_true (g_hash_table_size (found) < n / 2 || !is_narrowed);

      for (guint i = 0; i < n; i += 2)
        if (compare (values + dimensions, values + i * dimensions, dimensions) > best)
          {
            best = compare (values + dimensions, values + i * dimensions, dimensions);
            g_free (nearest);
            nearest = g_strdup_printf ("%u/%u", dimensions, i);
          }
      g_assert_true (g_hash_table_contains (found, nearest));
    }
}

/* More texts than are kept still work. */
static void
test_many_statements (BtyTestStorage *storage,
                      gconstpointer   unused)
{
  for (int i = 0; i < 600; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %d", i % 300);

      g_assert_cmpint (bty_test_count (storage->database, sql), ==, i % 300);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/database/records", test_records);
  bty_test_storage_add ("/database/upsert", test_upsert);
  bty_test_storage_add ("/database/transactions", test_transactions);
  bty_test_storage_add ("/database/values", test_values);
  bty_test_storage_add ("/database/cancellation", test_cancellation);
  bty_test_storage_add ("/database/constraints", test_constraints);
  bty_test_storage_add ("/database/strange-rows", test_strange_rows);
  bty_test_storage_add_sqlite ("/database/check", test_check);
  bty_test_storage_add ("/database/rank-vectors", test_rank_vectors);
  bty_test_storage_add ("/database/many-statements", test_many_statements);

  return g_test_run ();
}
