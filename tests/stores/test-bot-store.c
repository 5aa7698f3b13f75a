/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-store.h"
#include "bty-error.h"
#include "bty-soul-store.h"
#include "bty-test-chat.h"
#include "bty-test-storage.h"

static BtyBot *
add_bot (BtyTestStorage *storage,
         const char     *name)
{
  g_autoptr(GError) error = NULL;
  BtyBot *bot = bty_bot_new (name);

  bty_bot_store_insert (storage->database, bot, &error);
  g_assert_no_error (error);

  return bot;
}

static char *
list_names (BtyTestStorage *storage)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) bots = bty_bot_store_list (storage->database, &error);
  GString *names = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < bots->len; i++)
    g_string_append_printf (names, "%s ", ((BtyBot *) g_ptr_array_index (bots, i))->name);

  return g_string_free (names, FALSE);
}

static void
test_list (BtyTestStorage *storage,
           gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) third = add_bot (storage, "Zoe");
  g_autoptr(BtyBot) second = add_bot (storage, "bert");
  g_autoptr(BtyBot) first = add_bot (storage, "Ada");
  g_autofree char *names = list_names (storage);
  g_autofree char *fewer = NULL;

  g_assert_cmpstr (names, ==, "Ada bert Zoe ");

  g_object_set (second, "status", BTY_BOT_STATUS_ARCHIVED, NULL);
  g_object_set (third, "deleted-at", (gint64) 5, NULL);
  g_assert_true (bty_bot_store_update (storage->database, second, &error));
  g_assert_true (bty_bot_store_update (storage->database, third, &error));
  g_assert_no_error (error);
  fewer = list_names (storage);
  g_assert_cmpstr (fewer, ==, "Ada bert ");
}

static void
test_slugs (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) first = add_bot (storage, "Ada Lovelace");
  g_autoptr(BtyBot) second = add_bot (storage, "ada lovelace!");
  g_autoptr(BtyBot) third = NULL;

  g_assert_cmpstr (first->slug, ==, "ada-lovelace");
  g_assert_cmpstr (second->slug, ==, "ada-lovelace-2");

  g_object_set (first, "deleted-at", (gint64) 5, NULL);
  g_assert_true (bty_bot_store_update (storage->database, first, &error));
  third = add_bot (storage, "Ada Lovelace");
  g_assert_cmpstr (third->slug, ==, "ada-lovelace-3");

  g_object_set (third, "slug", "ada-lovelace", NULL);
  g_assert_false (bty_bot_store_update (storage->database, third, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_EXISTS);
}

static void
test_souls (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = add_bot (storage, "Ada");
  g_autoptr(BtySoul) first = bty_soul_new (bot->id, 1, "Be kind.");
  g_autoptr(BtySoul) second = bty_soul_new (bot->id, 2, "Be brief.");
  g_autoptr(BtySoul) again = bty_soul_new (bot->id, 2, "Be loud.");
  g_autoptr(BtySoul) latest = NULL;
  g_autoptr(BtySoul) early = NULL;
  g_autoptr(GPtrArray) souls = NULL;

  g_assert_null (bty_soul_store_get_latest (storage->database, bot->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (bty_soul_store_append (storage->database, first, &error));
  g_assert_true (bty_soul_store_append (storage->database, second, &error));
  g_assert_false (bty_soul_store_append (storage->database, again, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_EXISTS);
  g_clear_error (&error);

  latest = bty_soul_store_get_latest (storage->database, bot->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (latest->text, ==, "Be brief.");
  g_assert_true (bty_soul_is_intact (latest));
  early = bty_soul_store_get_version (storage->database, bot->id, 1, &error);
  g_assert_cmpstr (early->text, ==, "Be kind.");
  g_assert_null (bty_soul_store_get_version (storage->database, bot->id, 3, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  souls = bty_soul_store_list (storage->database, bot->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (souls->len, ==, 2);
  g_assert_cmpint (((BtySoul *) g_ptr_array_index (souls, 0))->version, ==, 2);
}

static void
test_purge (BtyTestStorage *storage,
            gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) kept = add_bot (storage, "Ada");
  g_autoptr(BtyBot) gone = add_bot (storage, "Grace");
  g_autoptr(BtySoul) kept_soul = bty_soul_new (kept->id, 1, "");
  g_autoptr(BtySoul) gone_soul = bty_soul_new (gone->id, 1, "");
  g_autoptr(BtySession) session = bty_test_add_session (storage->database, gone->id, "Roses", 1);
  g_autoptr(BtyMessage) message = bty_test_add_message (storage->database, session->id, BTY_ROLE_USER, "Thorns");
  g_autoptr(GPtrArray) restorable = NULL;

  g_assert_true (bty_soul_store_append (storage->database, kept_soul, &error));
  g_assert_true (bty_soul_store_append (storage->database, gone_soul, &error));
  g_object_set (gone, "deleted-at", (gint64) 5, NULL);
  g_assert_true (bty_bot_store_update (storage->database, gone, &error));
  g_assert_cmpint (bty_bot_store_purge_deleted (storage->database, 4, &error), ==, 0);
  g_assert_no_error (error);
  restorable = bty_bot_store_list_deleted (storage->database, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (restorable->len, ==, 1);
  g_assert_cmpstr (((BtyBot *) g_ptr_array_index (restorable, 0))->id, ==, gone->id);
  g_assert_cmpint (bty_bot_store_purge_deleted (storage->database, 5, &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM bots"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM souls"), ==, 1);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM messages"), ==, 0);
  g_assert_cmpint (bty_test_count_indexed (storage, "session_words"), ==, 0);
  g_assert_cmpint (bty_test_count_indexed (storage, "message_words"), ==, 0);
}

static void
test_failures (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyBot) bot = bty_bot_new ("Ada");

  g_assert_true (bty_database_execute (storage->database, "ALTER TABLE bots RENAME TO gone", BTY_NO_ARGS, &error));
  g_assert_false (bty_bot_store_insert (storage->database, bot, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (bty_bot_store_list (storage->database, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/bot-store/list", test_list);
  bty_test_storage_add ("/bot-store/slugs", test_slugs);
  bty_test_storage_add ("/bot-store/souls", test_souls);
  bty_test_storage_add ("/bot-store/purge", test_purge);
  bty_test_storage_add_alone ("/bot-store/failures", test_failures);

  return g_test_run ();
}
