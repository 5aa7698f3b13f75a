/* SPDX-License-Identifier: GPL-3.0-or-later */
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/setting-store/settings", test_settings);

  return g_test_run ();
}
