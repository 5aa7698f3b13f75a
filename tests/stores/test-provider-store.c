/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-provider-store.h"
#include "bty-test-storage.h"

static void
test_providers (BtyTestStorage *storage,
                gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyProviderConfig) b = bty_provider_config_new ("B", BTY_PROVIDER_TYPE_ANTHROPIC);
  g_autoptr(BtyProviderConfig) a = bty_provider_config_new ("A", BTY_PROVIDER_TYPE_OPENAI_COMPATIBLE);
  g_autoptr(BtyProviderConfig) first = bty_provider_config_new ("Z", BTY_PROVIDER_TYPE_BUILTIN);
  g_autoptr(BtyProviderConfig) taken = bty_provider_config_new ("A", BTY_PROVIDER_TYPE_BUILTIN);
  g_autoptr(GPtrArray) configs = NULL;

  g_object_set (first, "priority", (gint64) 1, NULL);
  g_assert_true (bty_provider_store_insert (storage->database, b, &error));
  g_assert_true (bty_provider_store_insert (storage->database, a, &error));
  g_assert_true (bty_provider_store_insert (storage->database, first, &error));
  g_assert_no_error (error);
  g_assert_false (bty_provider_store_insert (storage->database, taken, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_EXISTS);
  g_clear_error (&error);

  configs = bty_provider_store_list (storage->database, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (configs->len, ==, 3);
  g_assert_true (bty_record_equal (g_ptr_array_index (configs, 0), first));
  g_assert_true (bty_record_equal (g_ptr_array_index (configs, 1), a));
  g_assert_true (bty_record_equal (g_ptr_array_index (configs, 2), b));

  g_object_set (b, "name", "A", NULL);
  g_assert_false (bty_provider_store_update (storage->database, b, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_EXISTS);
  g_clear_error (&error);
  g_object_set (b, "name", "C", "price-input", 2.5, NULL);
  g_assert_true (bty_provider_store_update (storage->database, b, &error));
  g_assert_no_error (error);
}

static void
test_health (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyProviderConfig) config = bty_provider_config_new ("A", BTY_PROVIDER_TYPE_ANTHROPIC);
  g_autoptr(BtyProviderHealth) health = NULL;
  g_autoptr(GPtrArray) healths = NULL;

  health = g_object_new (BTY_TYPE_PROVIDER_HEALTH, "id", "x/m", "provider-id", config->id, "model", "m",
                         "failures", (gint64) 1, NULL);
  g_assert_false (bty_provider_store_save_health (storage->database, health, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (bty_provider_store_insert (storage->database, config, &error));
  g_assert_true (bty_provider_store_save_health (storage->database, health, &error));
  g_object_set (health, "failures", (gint64) 2, "state", BTY_CIRCUIT_HALF_OPEN, "last-error", "It is down.", NULL);
  g_assert_true (bty_provider_store_save_health (storage->database, health, &error));
  g_assert_no_error (error);

  healths = bty_provider_store_list_health (storage->database, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (healths->len, ==, 1);
  g_assert_true (bty_record_equal (g_ptr_array_index (healths, 0), health));

  g_assert_true (bty_provider_store_delete (storage->database, config->id, &error));
  g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM provider_health"), ==, 0);
  g_assert_false (bty_provider_store_delete (storage->database, config->id, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/provider-store/providers", test_providers);
  bty_test_storage_add ("/provider-store/health", test_health);

  return g_test_run ();
}
