/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-migrator.h"
#include "bty-salvage.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

/* What is saved out of data that are damaged: all that can be read and still belongs to something. */

static const struct
{
  const char *name;
  const char *damage;
  gint64      n_bots;
  gint64      n_messages;
  gint64      n_lost;
} cases[] = {
  { "intact", "SELECT 1", 2, 3, 0 },
  { "session-is-gone", "DELETE FROM sessions WHERE title = 'First'", 2, 1, 2 },
  { "bot-is-gone", "DELETE FROM bots WHERE slug = 'ada'", 1, 1, 3 },
  { "not-utf8", "UPDATE messages SET content = CAST (x'ff00fe' AS TEXT) WHERE content = 'one'", 2, 3, 0 },
};

/* Ada said two things in a session, and Bob one in another. */
static void
fill (BtyDatabase *database)
{
  g_autoptr(BtyBot) ada = bty_test_add_bot (database, "ada");
  g_autoptr(BtyBot) bob = bty_test_add_bot (database, "bob");
  g_autoptr(BtySession) first = bty_test_add_session (database, ada->id, "First", 1);
  g_autoptr(BtySession) second = bty_test_add_session (database, bob->id, "Second", 2);

  g_object_unref (bty_test_add_message (database, first->id, BTY_ROLE_USER, "one"));
  g_object_unref (bty_test_add_message (database, first->id, BTY_ROLE_USER, "two"));
  g_object_unref (bty_test_add_message (database, second->id, BTY_ROLE_USER, "three"));
}

/* Returns: (transfer full): an empty database beside that of the test */
static BtyDatabase *
create (BtyTestStorage *storage,
        const char     *name)
{
  g_autofree char *path = g_build_filename (storage->directory, name, NULL);
  g_autoptr(GError) error = NULL;
  BtyDatabase *database = bty_database_open (path, NULL, BTY_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (bty_migrator_run (database, NULL, &error));

  return database;
}

static void
execute (BtyDatabase *database,
         const char  *sql)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_execute (database, sql, BTY_NO_ARGS, &error));
  g_assert_no_error (error);
}

/* What belongs to something that is lost is lost too. */
static void
test_rows (BtyTestStorage *storage,
           gconstpointer   unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *target_name = g_strconcat (cases[i].name, ".saved", NULL);
      g_autoptr(BtyDatabase) source = create (storage, cases[i].name);
      g_autoptr(BtyDatabase) target = create (storage, target_name);
      g_autoptr(GError) error = NULL;
      gint64 n_saved, n_lost;

      g_test_message ("%s", cases[i].name);
      fill (source);
      execute (source, "PRAGMA foreign_keys = OFF");
      execute (source, cases[i].damage);
      g_assert_true (bty_salvage_run (source, target, NULL, &n_saved, &n_lost, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpint (bty_test_count (target, "SELECT COUNT(*) FROM bots"), ==, cases[i].n_bots);
      g_assert_cmpint (bty_test_count (target, "SELECT COUNT(*) FROM messages"), ==, cases[i].n_messages);
      g_assert_cmpint (n_lost, ==, cases[i].n_lost);
      g_assert_cmpint (n_saved, ==, bty_test_count (target, "SELECT (SELECT COUNT(*) FROM bots)"
                                                            " + (SELECT COUNT(*) FROM sessions)"
                                                            " + (SELECT COUNT(*) FROM messages)"));
      g_assert_cmpint (bty_test_count (target, "SELECT COUNT(*) FROM pragma_foreign_key_check"), ==, 0);
    }
}

/* Who gives up has saved nothing, and not a half. */
static void
test_cancelled (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(BtyDatabase) target = create (storage, "saved");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gint64 n_saved, n_lost;

  fill (storage->database);
  g_cancellable_cancel (cancellable);
  g_assert_false (bty_salvage_run (storage->database, target, NULL, &n_saved, &n_lost, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (bty_test_count (target, "SELECT COUNT(*) FROM bots"), ==, 0);
}

/* What cannot be written is an error, and not something that was lost. */
static void
test_full (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(BtyDatabase) target = create (storage, "saved");
  g_autoptr(GError) error = NULL;
  gint64 n_saved, n_lost;

  fill (storage->database);
  execute (storage->database, "UPDATE messages SET content = hex (zeroblob (2000000))");
  execute (target, "PRAGMA max_page_count = 1");
  g_assert_false (bty_salvage_run (storage->database, target, NULL, &n_saved, &n_lost, NULL, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FULL);
  g_assert_cmpint (bty_test_count (target, "SELECT COUNT(*) FROM bots"), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add_sqlite ("/salvage/rows", test_rows);
  bty_test_storage_add_sqlite ("/salvage/cancelled", test_cancelled);
  bty_test_storage_add_sqlite ("/salvage/full", test_full);

  return g_test_run ();
}
