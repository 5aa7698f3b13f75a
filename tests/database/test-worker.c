/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot.h"
#include "bty-error.h"
#include "bty-test-storage.h"
#include "bty-worker.h"

#include <string.h>

/* What the callbacks of one test have seen. */
typedef struct
{
  GString   *order;
  guint      n_answers;
  guint      n_cancelled;
  GError    *error;
  GThread   *main_thread;
} Seen;

typedef struct
{
  BtyTestStorage  storage;
  BtyWorker      *worker;
  Seen            seen;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  place)
{
  g_autoptr(GError) error = NULL;

  bty_test_storage_set_up (&fixture->storage, place);
  g_clear_object (&fixture->storage.database);
  fixture->worker = bty_worker_new (fixture->storage.path, NULL, &error);
  g_assert_no_error (error);
  fixture->seen.order = g_string_new (NULL);
  fixture->seen.main_thread = g_thread_self ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  place)
{
  if (fixture->worker != NULL)
    g_assert_finalize_object (fixture->worker);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_error (&fixture->seen.error);
  g_string_free (fixture->seen.order, TRUE);
  bty_test_storage_tear_down (&fixture->storage, place);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Seen *seen = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), &error);

  g_assert_true (g_thread_self () == seen->main_thread);
  seen->n_answers++;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    seen->n_cancelled++;
  else if (error != NULL && seen->error == NULL)
    seen->error = g_steal_pointer (&error);
  if (text != NULL)
    g_string_append (seen->order, text);
}

static void
wait_for (Fixture *fixture,
          guint    n_answers)
{
  while (fixture->seen.n_answers < n_answers)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->seen.n_answers, ==, n_answers);
}

static void
post (Fixture      *fixture,
      gboolean      write,
      BtyJobFunc    func,
      const char   *text,
      GCancellable *cancellable)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, answered_cb, &fixture->seen);

  g_task_set_task_data (task, g_strdup (text), g_free);
  if (write)
    bty_worker_write (fixture->worker, task, func, g_free);
  else
    bty_worker_read (fixture->worker, task, func, g_free);
}

static gpointer
append_on_db (BtyDatabase   *database,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const char *sql = "INSERT INTO settings (key, value, created_at, updated_at) VALUES ($1, '', 1, 1)";

  if (!bty_database_execute (database, sql, BTY_ARGS (BTY_TEXT (data)), error))
    return NULL;

  return g_strdup (data);
}

static gpointer
append_and_fail_on_db (BtyDatabase   *database,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_free (append_on_db (database, data, cancellable, error));
  g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, "No.");

  return NULL;
}

static gpointer
list_on_db (BtyDatabase   *database,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (database, "SELECT key FROM settings ORDER BY key", BTY_NO_ARGS, error);
  GString *keys = g_string_new ("=");

  while (rows != NULL && bty_rows_next (rows, error))
    g_string_append (keys, bty_rows_get_text (rows, 0));

  return g_string_free (keys, FALSE);
}

/* Breaks the rule that a job does not end the transaction itself, so that the commit has nothing to end. */
static gpointer
break_transaction_on_db (BtyDatabase   *database,
                         gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  bty_database_rollback (database);

  return g_strdup (data);
}

static gpointer
endless_on_db (BtyDatabase   *database,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  gint64 count;

  bty_database_query_integer (database,
                              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                              BTY_NO_ARGS, &count, error);

  return NULL;
}

static void
test_order (Fixture       *fixture,
            gconstpointer  place)
{
  g_autoptr(GString) expected = g_string_new (NULL);

  for (int i = 0; i < 500; i++)
    {
      g_autofree char *text = g_strdup_printf ("%03d ", i);

      post (fixture, TRUE, append_on_db, text, NULL);
      g_string_append (expected, text);
    }
  wait_for (fixture, 500);
  g_assert_no_error (fixture->seen.error);
  g_assert_cmpstr (fixture->seen.order->str, ==, expected->str);
}

static void
test_read_after_answer (Fixture       *fixture,
                        gconstpointer  place)
{
  post (fixture, FALSE, list_on_db, NULL, NULL);
  wait_for (fixture, 1);
  post (fixture, TRUE, append_on_db, "a", NULL);
  wait_for (fixture, 2);
  post (fixture, FALSE, list_on_db, NULL, NULL);
  wait_for (fixture, 3);
  g_assert_no_error (fixture->seen.error);
  g_assert_cmpstr (fixture->seen.order->str, ==, "=a=a");
}

/* The connection that reads cannot write. */
static void
test_reader_does_not_write (Fixture       *fixture,
                            gconstpointer  place)
{
  if (fixture->storage.place == BTY_TEST_MEMORY)
    {
      g_test_skip ("In memory one connection does both");
      return;
    }
  post (fixture, FALSE, append_on_db, "a", NULL);
  wait_for (fixture, 1);
  g_assert_error (fixture->seen.error, BTY_ERROR, BTY_ERROR_READ_ONLY);
}

static void
test_rollback (Fixture       *fixture,
               gconstpointer  place)
{
  post (fixture, TRUE, append_on_db, "a", NULL);
  post (fixture, TRUE, append_and_fail_on_db, "b", NULL);
  wait_for (fixture, 2);
  g_assert_error (fixture->seen.error, BTY_ERROR, BTY_ERROR_INVALID);
  post (fixture, TRUE, list_on_db, NULL, NULL);
  wait_for (fixture, 3);
  g_assert_cmpstr (fixture->seen.order->str, ==, "a=a");
}

static void
test_failed_commit (Fixture       *fixture,
                    gconstpointer  place)
{
  post (fixture, TRUE, break_transaction_on_db, "a", NULL);
  wait_for (fixture, 1);
  g_assert_nonnull (fixture->seen.error);
  g_assert_cmpstr (fixture->seen.order->str, ==, "");
}

static void
test_cancelled_before (Fixture       *fixture,
                       gconstpointer  place)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  post (fixture, TRUE, append_on_db, "a", cancellable);
  post (fixture, TRUE, list_on_db, NULL, NULL);
  wait_for (fixture, 2);
  g_assert_cmpuint (fixture->seen.n_cancelled, ==, 1);
  g_assert_cmpstr (fixture->seen.order->str, ==, "=");
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);

  return G_SOURCE_REMOVE;
}

static void
test_cancelled_during (Fixture       *fixture,
                       gconstpointer  place)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  post (fixture, FALSE, endless_on_db, NULL, cancellable);
  g_timeout_add (20, cancel_cb, cancellable);
  wait_for (fixture, 1);
  g_assert_cmpuint (fixture->seen.n_cancelled, ==, 1);
}

/* An object whose last references are in jobs is finalised here and not on a database thread. */
static void
finalized_cb (gpointer  data,
              GObject  *gone)
{
  Seen *seen = data;

  g_assert_true (g_thread_self () == seen->main_thread);
  g_string_append (seen->order, "gone");
}

static gpointer
get_bot_on_db (BtyDatabase   *database,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  return g_object_ref (data);
}

static void
test_finalization (Fixture       *fixture,
                   gconstpointer  place)
{
  for (int i = 0; i < 200; i++)
    {
      BtyBot *bot = bty_bot_new ("Ada");
      BtyBot *source = bty_bot_new ("Grace");
      g_autoptr(GTask) task = g_task_new (source, NULL, NULL, NULL);

      g_object_weak_ref (G_OBJECT (bot), finalized_cb, &fixture->seen);
      g_object_weak_ref (G_OBJECT (source), finalized_cb, &fixture->seen);
      g_task_set_task_data (task, bot, g_object_unref);
      bty_worker_write (fixture->worker, task, get_bot_on_db, g_object_unref);
      g_object_unref (source);
    }
  while (fixture->seen.order->len < 400 * strlen ("gone"))
    g_main_context_iteration (NULL, TRUE);
}

/* Everything that was given before the stop is done, and nothing after it. */
static void
test_stop_drains (Fixture       *fixture,
                  gconstpointer  place)
{
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *text = g_strdup_printf ("%02d", i);

      post (fixture, TRUE, append_on_db, text, NULL);
    }
  bty_worker_stop (fixture->worker);
  bty_worker_stop (fixture->worker);
  post (fixture, TRUE, append_on_db, "late", NULL);
  wait_for (fixture, 101);
  g_assert_error (fixture->seen.error, BTY_ERROR, BTY_ERROR_REFUSED);
  g_assert_cmpuint (fixture->seen.order->len, ==, 200);

  if (bty_test_storage_is_file (&fixture->storage))
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(BtyDatabase) database = NULL;
      g_autofree char *log = g_strconcat (fixture->storage.path, "-wal", NULL);

      g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
      database = bty_database_open (fixture->storage.path, NULL, BTY_DATABASE_WRITE, &error);
      g_assert_no_error (error);
      g_assert_cmpint (bty_test_count (database, "SELECT count(*) FROM settings"), ==, 100);
    }
}

/* The log is moved into the file now and then, so it does not grow for ever. */
static gpointer
write_much_on_db (BtyDatabase   *database,
                  gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autofree char *text = g_strnfill (1000000, *(const char *) data);
  const char *sql = "INSERT INTO settings (key, value, created_at, updated_at) VALUES ('a', $1, 1, 1)"
                    " ON CONFLICT (key) DO UPDATE SET value = excluded.value";

  bty_database_execute (database, sql, BTY_ARGS (BTY_TEXT (text)), error);

  return NULL;
}

static void
test_log_is_moved (Fixture       *fixture,
                   gconstpointer  place)
{
  g_autofree char *log = g_strconcat (fixture->storage.path, "-wal", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (log);
  g_autoptr(GFileInfo) info = NULL;

  for (guint i = 1; i <= 40; i++)
    {
      post (fixture, TRUE, write_much_on_db, i % 2 == 0 ? "a" : "b", NULL);
      wait_for (fixture, i);
    }
  g_assert_no_error (fixture->seen.error);
  if (!bty_test_storage_is_file (&fixture->storage))
    return;
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_assert_cmpint (g_file_info_get_size (info), <, 20000000);
}

/* 0 = not begun, 1 = reads, 2 = shall end */
static gint long_reading;

static gpointer
read_on_db (BtyDatabase   *database,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  char *keys = list_on_db (database, NULL, cancellable, error);

  g_atomic_int_set (&long_reading, 1);
  while (g_atomic_int_get (&long_reading) != 2)
    g_usleep (1000);

  return keys;
}

static gpointer
erase_on_db (BtyDatabase   *database,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  if (!bty_database_execute (database, "DELETE FROM settings", BTY_NO_ARGS, error)
      || !bty_database_erase_residue (database, BTY_FULL_TEXT_MEMORIES, error))
    return NULL;

  return g_strdup ("-");
}

/* While somebody reads for long, what was deleted cannot leave the log. It does afterwards, and nothing that is written
 * meanwhile waits for it: this took five seconds for each. */
static void
test_log_in_use (Fixture       *fixture,
                 gconstpointer  place)
{
  g_autofree char *log = g_strconcat (fixture->storage.path, "-wal", NULL);
  g_autofree char *contents = NULL;
  g_autoptr(GTask) task = NULL;
  gsize size;

  if (!bty_test_storage_is_file (&fixture->storage))
    {
      g_test_skip ("Only files have a log");
      return;
    }
  task = g_task_new (NULL, NULL, answered_cb, &fixture->seen);
  g_atomic_int_set (&long_reading, 0);
  bty_worker_read_long (fixture->worker, task, read_on_db, g_free);
  while (g_atomic_int_get (&long_reading) != 1)
    g_usleep (1000);

  post (fixture, TRUE, append_on_db, "zebra", NULL);
  post (fixture, TRUE, erase_on_db, NULL, NULL);
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *key = g_strdup_printf ("%02u", i);

      post (fixture, TRUE, append_on_db, key, NULL);
    }
  wait_for (fixture, 42);
  g_assert_no_error (fixture->seen.error);

  g_atomic_int_set (&long_reading, 2);
  wait_for (fixture, 43);
  post (fixture, TRUE, append_on_db, "last", NULL);
  wait_for (fixture, 44);
  g_assert_no_error (fixture->seen.error);
  g_assert_true (g_file_get_contents (log, &contents, &size, NULL));
  g_assert_null (memmem (contents, size, "zebra", 5));
}

/* When a job loses its connection: before the first of its statements, between two, or after the last. */
typedef struct
{
  guint    lost_at;
  gboolean every_time;
  gboolean writes;
  guint    n_runs;
} Loss;

#define NEVER G_MAXUINT

static void
lose (BtyDatabase *database,
      Loss        *loss,
      guint        now)
{
  if (loss->lost_at == now && (loss->every_time || loss->n_runs == 1))
    bty_database_execute (database, "SELECT pg_terminate_backend (pg_backend_pid ())", BTY_NO_ARGS, NULL);
}

static gpointer
lose_on_db (BtyDatabase   *database,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Loss *loss = data;
  const char *sql = loss->writes
                      ? "INSERT INTO settings (key, value, created_at, updated_at) VALUES ($1, '', 1, 1) RETURNING key"
                      : "SELECT $1";
  GString *answer = g_string_new (NULL);

  loss->n_runs++;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(BtyRows) rows = NULL;

      lose (database, loss, i);
      rows = bty_database_query (database, sql, BTY_ARGS (BTY_TEXT (i == 0 ? "a" : "b")), error);
      if (rows == NULL || !bty_rows_next (rows, error))
        break;
      g_string_append (answer, bty_rows_get_text (rows, 0));
    }
  lose (database, loss, 2);

  return g_string_free (answer, FALSE);
}

/* What reads is done again once; what writes is done or not, says so, and nothing of it is half done. */
static void
test_lost (Fixture       *fixture,
           gconstpointer  place)
{
  static const struct
  {
    gboolean    writes;
    guint       lost_at;
    gboolean    every_time;
    guint       n_runs;
    const char *answer; /* NULL = it fails, and that is said */
  } cases[] = {
    { FALSE, NEVER, FALSE, 1, "ab" },
    { FALSE, 0, FALSE, 2, "ab" },
    { FALSE, 1, FALSE, 2, "ab" },
    { FALSE, 2, FALSE, 1, "ab" },
    { FALSE, 0, TRUE, 2, NULL },
    { FALSE, 1, TRUE, 2, NULL },
    { TRUE, 0, FALSE, 1, NULL },
    { TRUE, 1, FALSE, 1, NULL },
    { TRUE, 2, FALSE, 1, NULL },
    { TRUE, NEVER, FALSE, 1, "ab" },
  };

  if (!bty_test_storage_is_server (&fixture->storage))
    {
      g_test_skip ("A file has no connection");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Loss loss = { cases[i].lost_at, cases[i].every_time, cases[i].writes };
      g_autoptr(GTask) task = g_task_new (NULL, NULL, answered_cb, &fixture->seen);

      g_test_message ("case %u", i);
      g_string_truncate (fixture->seen.order, 0);
      g_task_set_task_data (task, &loss, NULL);
      (cases[i].writes ? bty_worker_write : bty_worker_read) (fixture->worker, task, lose_on_db, g_free);
      wait_for (fixture, 2 * i + 1);
      g_assert_cmpuint (loss.n_runs, ==, cases[i].n_runs);
      if (cases[i].answer == NULL)
        g_assert_error (fixture->seen.error, BTY_ERROR, BTY_ERROR_OFFLINE);
      else
        g_assert_no_error (fixture->seen.error);
      g_assert_cmpstr (fixture->seen.order->str, ==, cases[i].answer != NULL ? cases[i].answer : "");
      g_clear_error (&fixture->seen.error);

      /* The next one finds a connection again, and in the data all of it or nothing. */
      g_string_truncate (fixture->seen.order, 0);
      post (fixture, cases[i].writes, list_on_db, NULL, NULL);
      wait_for (fixture, 2 * i + 2);
      g_assert_no_error (fixture->seen.error);
      g_assert_cmpstr (fixture->seen.order->str, ==, cases[i].writes && cases[i].answer != NULL ? "=ab" : "=");
    }
}

int
main (int    argc,
      char **argv)
{
  const struct
  {
    const char *name;
    void      (*run) (Fixture *fixture, gconstpointer place);
  } tests[] = {
    { "order", test_order },
    { "read-after-answer", test_read_after_answer },
    { "reader-does-not-write", test_reader_does_not_write },
    { "rollback", test_rollback },
    { "failed-commit", test_failed_commit },
    { "cancelled-before", test_cancelled_before },
    { "cancelled-during", test_cancelled_during },
    { "finalization", test_finalization },
    { "stop-drains", test_stop_drains },
    { "log-is-moved", test_log_is_moved },
    { "log-in-use", test_log_in_use },
    { "lost", test_lost },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (int place = bty_test_get_first_place (); place <= bty_test_get_last_place (); place++)
      {
        g_autofree char *place_name = bty_test_name_place (place);
        g_autofree char *path = g_strdup_printf ("/worker/%s/%s", tests[i].name, place_name);

        g_test_add (path, Fixture, GINT_TO_POINTER (place), set_up, tests[i].run, tear_down);
      }

  return g_test_run ();
}
