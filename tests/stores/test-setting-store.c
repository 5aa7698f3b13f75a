/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-setting-store.h"
#include "bty-test-storage.h"

static void
test_settings (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GHashTable) settings = NULL;

  g_assert_true (bty_setting_store_set (storage->database, "a", "1", &error));
  g_assert_true (bty_database_execute (storage->database, "UPDATE settings SET created_at = 5, updated_at = 5",
                                       BTY_NO_ARGS, &error));
  g_assert_true (bty_setting_store_set (storage->database, "a", "2", &error));
  g_assert_true (bty_setting_store_set (storage->database, "b", "3", &error));
  g_assert_true (bty_setting_store_set (storage->database, "b", NULL, &error));
  g_assert_no_error (error);

  settings = bty_setting_store_list (storage->database, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (settings), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (settings, "a"), ==, "2");
  g_assert_cmpint (bty_test_count (storage->database, "SELECT created_at FROM settings"), ==, 5);
  g_assert_cmpint (bty_test_count (storage->database, "SELECT updated_at FROM settings"), >, 5);
}

static void
test_failures (BtyTestStorage *storage,
               gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bty_database_execute (storage->database, "DROP TABLE settings", BTY_NO_ARGS, &error));
  g_assert_null (bty_setting_store_list (storage->database, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (bty_setting_store_set (storage->database, "a", "1", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/setting-store/settings", test_settings);
  bty_test_storage_add_alone ("/setting-store/failures", test_failures);

  return g_test_run ();
}
