/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-session-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

static char *
join_titles (GPtrArray *sessions)
{
  GString *titles = g_string_new (NULL);

  for (guint i = 0; i < sessions->len; i++)
    g_string_append_printf (titles, "%s ", ((BtySession *) g_ptr_array_index (sessions, i))->title);

  return g_string_free (titles, FALSE);
}

static void
assert_list (BtyTestStorage *storage,
             const char     *bot_id,
             const char     *folder,
             gboolean        archived,
             const char     *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) sessions = NULL;
  g_autofree char *titles = NULL;

  sessions = bty_session_store_list (storage->database, bot_id, folder, archived, NULL, 50, &error);
  g_assert_no_error (error);
  titles = join_titles (sessions);
  g_assert_cmpstr (titles, ==, expected);
}

static void
save (BtyTestStorage *storage,
      BtySession     *session)
{
  g_autoptr(GError) error = NULL;

  bty_session_store_update (storage->database, session, &error);
  g_assert_no_error (error);
}

static void
test_list (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) ada = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtyBot) bert = bty_test_add_bot (storage->database, "bert");
  g_autoptr(BtySession) a = bty_test_add_session (storage->database, ada->id, "a", 1);
  g_autoptr(BtySession) b = bty_test_add_session (storage->database, bert->id, "b", 2);
  g_autoptr(BtySession) c = bty_test_add_session (storage->database, ada->id, "c", 3);
  g_autoptr(BtySession) d = bty_test_add_session (storage->database, ada->id, "d", 4);
  g_auto(GStrv) folders = NULL;

  assert_list (storage, NULL, NULL, FALSE, "d c b a ");
  g_object_set (a, "pinned", TRUE, NULL);
  save (storage, a);
  assert_list (storage, NULL, NULL, FALSE, "a d c b ");
  assert_list (storage, ada->id, NULL, FALSE, "a d c ");

  g_object_set (c, "archived", TRUE, NULL);
  save (storage, c);
  g_object_set (d, "folder", "work", NULL);
  save (storage, d);
  assert_list (storage, NULL, NULL, FALSE, "a d b ");
  assert_list (storage, NULL, NULL, TRUE, "c ");
  assert_list (storage, NULL, "work", FALSE, "d ");
  assert_list (storage, bert->id, "work", FALSE, "");
  assert_list (storage, NULL, "", FALSE, "a b ");
  folders = bty_session_store_list_folders (storage->database, &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (folders, ((const char *[]) { "work", NULL }));

  g_object_set (d, "deleted-at", (gint64) 9, NULL);
  g_assert_true (bty_session_store_update_deleted (storage->database, d, &error));
  assert_list (storage, NULL, NULL, FALSE, "a b ");

  g_object_set (bert, "deleted-at", (gint64) 9, NULL);
  g_assert_true (bty_database_update (storage->database, bert, &error));
  assert_list (storage, NULL, NULL, FALSE, "a ");
}

/* Pages meet without a gap or a repetition, also where several sessions have the same time. */
static void
test_pages (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(BtySession) last = NULL;
  guint n_pages = 0;

  for (int i = 0; i < 120; i++)
    {
      g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "s", i / 10);

      g_object_set (session, "pinned", i % 7 == 0, NULL);
      save (storage, session);
    }

  while (TRUE)
    {
      g_autoptr(GPtrArray) page = NULL;

      page = bty_session_store_list (storage->database, NULL, NULL, FALSE, last, 50, &error);
      g_assert_no_error (error);
      if (page->len == 0)
        break;
      n_pages++;
      for (guint i = 0; i < page->len; i++)
        g_assert_true (g_hash_table_add (seen, g_strdup (((BtySession *) g_ptr_array_index (page, i))->id)));
      g_set_object (&last, g_ptr_array_index (page, page->len - 1));
    }
  g_assert_cmpuint (n_pages, ==, 3);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 120);
}

static void
test_columns (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_session_new (bot->id);
  g_autoptr(BtySession) read = NULL;

  g_assert_true (bty_session_store_insert (storage->database, session, &error));
  g_assert_true (bty_session_store_set_draft (storage->database, session->id, "typed", &error));
  g_assert_true (bty_session_store_set_head (storage->database, session->id, "m", &error));
  g_assert_no_error (error);
  read = bty_session_store_get (storage->database, session->id, &error);
  g_assert_cmpstr (read->draft, ==, "typed");
  g_assert_cmpstr (read->head_id, ==, "m");
  g_clear_object (&read);

  g_assert_true (bty_session_store_set_draft (storage->database, session->id, NULL, &error));
  g_assert_true (bty_session_store_set_head (storage->database, session->id, NULL, &error));
  read = bty_session_store_get (storage->database, session->id, &error);
  g_assert_cmpstr (read->draft, ==, "");
  g_assert_null (read->head_id);

  g_assert_true (bty_session_store_delete (storage->database, session->id, &error));
  g_assert_no_error (error);
  g_assert_false (bty_session_store_set_draft (storage->database, session->id, "x", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (bty_session_store_get (storage->database, session->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

/* Who changes one thing of a session has read it before others changed something else: all of it stays. */
static void
test_changes_beside_each_other (BtyTestStorage *storage,
                                gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, bot->id, "a", 1);
  g_autoptr(BtySession) renamed = bty_record_copy (session);
  g_autoptr(BtySession) answered = bty_record_copy (session);
  g_autoptr(BtySession) deleted = bty_record_copy (session);
  g_autoptr(BtySession) read = NULL;

  g_object_set (renamed, "title", "b", "pinned", TRUE, "folder", "work", NULL);
  g_object_set (answered, "head-id", "m", "draft", "typed", "updated-at", (gint64) 7, NULL);
  g_object_set (deleted, "deleted-at", (gint64) 9, NULL);
  g_assert_true (bty_session_store_update (storage->database, renamed, &error));
  g_assert_true (bty_session_store_update_progress (storage->database, answered, &error));
  g_assert_true (bty_session_store_update_deleted (storage->database, deleted, &error));
  g_assert_no_error (error);

  read = bty_session_store_get (storage->database, session->id, &error);
  g_assert_no_error (error);
  g_object_set (session, "title", "b", "pinned", TRUE, "folder", "work", "head-id", "m", "draft", "typed",
                "updated-at", (gint64) 7, "deleted-at", (gint64) 9, NULL);
  g_assert_true (bty_record_equal (read, session));

  g_assert_true (bty_session_store_delete (storage->database, session->id, &error));
  g_assert_false (bty_session_store_update (storage->database, renamed, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

static void
test_crash (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) quiet = bty_test_add_session (storage->database, bot->id, "quiet", 1);
  g_autoptr(BtySession) struck = bty_test_add_session (storage->database, bot->id, "struck", 2);
  g_autoptr(BtyMessage) complete = bty_test_add_message (storage->database, quiet->id, BTY_ROLE_USER, "hello");
  g_autoptr(BtyMessage) partial = bty_message_new (struck->id, NULL, BTY_ROLE_ASSISTANT, "half a");
  g_autoptr(BtyMessage) read = NULL;
  g_autoptr(BtySession) read_quiet = NULL;
  g_autoptr(BtySession) read_struck = NULL;

  g_object_set (partial, "status", BTY_MESSAGE_STATUS_STREAMING, NULL);
  g_assert_true (bty_database_insert (storage->database, partial, &error));
  g_assert_true (bty_session_store_mark_crashed (storage->database, &error));
  g_assert_no_error (error);

  read = bty_database_get (storage->database, BTY_TYPE_MESSAGE, partial->id, &error);
  g_assert_cmpint (read->status, ==, BTY_MESSAGE_STATUS_INTERRUPTED);
  g_assert_cmpstr (read->content, ==, "half a");
  g_assert_nonnull (read->error);
  read_quiet = bty_session_store_get (storage->database, quiet->id, &error);
  read_struck = bty_session_store_get (storage->database, struck->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_quiet->status, ==, BTY_SESSION_STATUS_ACTIVE);
  g_assert_cmpint (read_struck->status, ==, BTY_SESSION_STATUS_CRASHED);
}

static void
test_purge (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_test_add_bot (storage->database, "ada");
  g_autoptr(BtySession) kept = bty_test_add_session (storage->database, bot->id, "kept", 1);
  g_autoptr(BtySession) deleted = bty_test_add_session (storage->database, bot->id, "deleted", 2);
  g_autoptr(BtySession) expired = bty_test_add_session (storage->database, bot->id, "expired", 3);
  g_autoptr(BtySession) later = bty_test_add_session (storage->database, bot->id, "later", 4);
  g_autoptr(BtySession) private = bty_session_new (bot->id);
  g_autoptr(GPtrArray) restorable = NULL;
  g_auto(GStrv) gone = NULL;

  g_object_set (private, "title", "private", "private", TRUE, NULL);
  g_assert_true (bty_session_store_insert (storage->database, private, &error));
  g_object_set (deleted, "deleted-at", (gint64) 5, NULL);
  g_assert_true (bty_session_store_update_deleted (storage->database, deleted, &error));
  g_object_set (expired, "expires-at", (gint64) 100, NULL);
  save (storage, expired);
  g_object_set (later, "expires-at", (gint64) 101, NULL);
  save (storage, later);
  assert_list (storage, NULL, NULL, FALSE, "private later expired kept ");

  g_assert_true (bty_session_store_purge_private (storage->database, &error));
  assert_list (storage, NULL, NULL, FALSE, "later expired kept ");
  gone = bty_session_store_purge_expired (storage->database, 100, &error);
  g_assert_cmpstrv (gone, ((const char *const[]) { expired->id, NULL }));
  assert_list (storage, NULL, NULL, FALSE, "later kept ");
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM sessions"), ==, 3);
  g_assert_cmpint (bty_session_store_purge_deleted (storage->database, 4, &error), ==, 0);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM sessions"), ==, 3);
  restorable = bty_session_store_list_deleted (storage->database, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (restorable->len, ==, 1);
  g_assert_true (bty_record_equal (g_ptr_array_index (restorable, 0), deleted));
  g_assert_cmpint (bty_session_store_purge_deleted (storage->database, 5, &error), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM sessions"), ==, 2);
  g_assert_no_error (error);
}

/* The list is read from an index in its order: nothing is sorted, however many sessions there are. */
static void
test_plan (BtyTestStorage *storage,
           gconstpointer   unused)
{
  const struct
  {
    const char *where;
    const char *index;
  } lists[] = {
    { "", "INDEX sessions_in_order " },
    { " AND bot_id = 'a'", "INDEX sessions_of_bot " },
    { " AND folder = 'f' AND folder <> ''", "INDEX sessions_in_folder " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *sql = NULL;
      g_autoptr(BtyRows) rows = NULL;

      sql = g_strconcat ("EXPLAIN QUERY PLAN SELECT * FROM sessions"
                         " WHERE deleted_at IS NULL AND archived = 0", lists[i].where,
                         " AND (pinned, updated_at, id) < (1, 2, 'x')"
                         " ORDER BY pinned DESC, updated_at DESC, id DESC LIMIT 50", NULL);
      rows = bty_database_query (storage->database, sql, BTY_NO_ARGS, &error);
      g_assert_no_error (error);
      while (bty_rows_next (rows, &error))
        {
          g_assert_null (strstr (bty_rows_get_text (rows, 3), "TEMP B-TREE"));
          g_assert_nonnull (strstr (bty_rows_get_text (rows, 3), lists[i].index));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/session-store/list", test_list);
  bty_test_storage_add ("/session-store/pages", test_pages);
  bty_test_storage_add ("/session-store/columns", test_columns);
  bty_test_storage_add ("/session-store/changes-beside-each-other", test_changes_beside_each_other);
  bty_test_storage_add ("/session-store/crash", test_crash);
  bty_test_storage_add ("/session-store/purge", test_purge);
  bty_test_storage_add_sqlite ("/session-store/plan", test_plan);

  return g_test_run ();
}
