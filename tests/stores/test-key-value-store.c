/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-error.h"
#include "bty-key-value-store.h"
#include "bty-test-storage.h"

#include <string.h>

#define NOW 1000

static BtyKeyValue *
create_text (const char *scope,
             const char *key,
             const char *text,
             gint64      time)
{
  g_autoptr(GBytes) data = g_bytes_new (text, strlen (text));
  BtyKeyValue *value = bty_key_value_new (scope, key, NULL, data);

  g_object_set (value, "created-at", time, "updated-at", time, NULL);

  return value;
}

static void
put (BtyDatabase *database,
     const char  *scope,
     const char  *key,
     const char  *text,
     gint64       time)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyKeyValue) value = create_text (scope, key, text, time);

  bty_key_value_store_put (database, value, &error);
  g_assert_no_error (error);
}

static char *
list (BtyDatabase *database,
      const char  *scope,
      const char  *prefix,
      const char  *after,
      gint64       limit)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) values = bty_key_value_store_list (database, scope, prefix, after, NOW, limit, &error);
  GString *keys = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (keys, "%s ", ((BtyKeyValue *) g_ptr_array_index (values, i))->key);

  return g_string_free (keys, FALSE);
}

static void
assert_list (BtyDatabase *database,
             const char  *prefix,
             const char  *expected)
{
  g_autofree char *keys = list (database, "s", prefix, NULL, 100);

  g_assert_cmpstr (keys, ==, expected);
}

/* Bytes come back as they were, with zeros in them, and JSON as JSON. */
static void
test_values (BtyTestStorage *storage,
             gconstpointer   unused)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_static ("a\0\xff", 3);
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr(JsonNode) json = json_from_string ("{\"a\":[1,null,\"𝄞\"]}", NULL);
  g_autoptr(BtyKeyValue) first = bty_key_value_new ("s", "bytes", NULL, bytes);
  g_autoptr(BtyKeyValue) second = bty_key_value_new ("s", "json", json, NULL);
  g_autoptr(BtyKeyValue) third = bty_key_value_new ("s", "nothing", NULL, nothing);
  g_autoptr(GPtrArray) values = g_ptr_array_new ();

  g_ptr_array_add (values, first);
  g_ptr_array_add (values, second);
  g_ptr_array_add (values, third);
  g_assert_true (bty_key_value_store_put_batch (storage->database, values, &error));
  g_assert_no_error (error);

  for (guint i = 0; i < values->len; i++)
    {
      BtyKeyValue *value = g_ptr_array_index (values, i);
      g_autoptr(BtyKeyValue) read = bty_key_value_store_get (storage->database, "s", value->key, NOW, &error);

      g_assert_no_error (error);
      g_assert_true (bty_record_equal (read, value));
    }
}

static void
test_prefix (BtyTestStorage *storage,
             gconstpointer   unused)
{
  BtyDatabase *database = storage->database;
  g_autoptr(GError) error = NULL;
  g_autofree char *page = NULL;

  /* Among them what is close to the end of a prefix, at the end of all characters, and beside the surrogates. */
  for (const char *const *key = (const char *const[]) { "b", "a/2", "a/1", "a", "a0", "A/1", "ä", "a/\U0010FFFF", "z",
                                                        "\U0010FFFF", "\U0010FFFFx", "\uD7FF", "\uE000", NULL };
       *key != NULL; key++)
    put (database, "s", *key, "", NOW);
  put (database, "t", "a/3", "", NOW);

  assert_list (database, "a/", "a/1 a/2 a/\U0010FFFF ");
  assert_list (database, "a", "a a/1 a/2 a/\U0010FFFF a0 ");
  assert_list (database, "a/\U0010FFFF", "a/\U0010FFFF ");
  assert_list (database, "\U0010FFFF", "\U0010FFFF \U0010FFFFx ");
  assert_list (database, "\uD7FF", "\uD7FF ");
  assert_list (database, "nothing", "");
  assert_list (database, "", "A/1 a a/1 a/2 a/\U0010FFFF a0 b z ä \uD7FF \uE000 \U0010FFFF \U0010FFFFx ");
  page = list (database, "s", "a", "a/1", 2);
  g_assert_cmpstr (page, ==, "a/2 a/\U0010FFFF ");

  g_assert_cmpint (bty_key_value_store_delete_prefix (database, "s", "a/", &error), ==, 3);
  assert_list (database, "a", "a a0 ");
  g_assert_cmpint (bty_key_value_store_delete_prefix (database, "s", "", &error), ==, 10);
  g_assert_no_error (error);
  g_assert_cmpint (bty_test_count (database, "SELECT count(*) FROM key_values"), ==, 1);
}

static void
test_update (BtyTestStorage *storage,
             gconstpointer   unused)
{
  BtyDatabase *database = storage->database;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyKeyValue) first = create_text ("s", "k", "one", 10);
  g_autoptr(BtyKeyValue) second = create_text ("s", "k", "two", 20);
  g_autoptr(BtyKeyValue) third = create_text ("s", "k", "three", 600);
  g_autoptr(BtyKeyValue) read = NULL;

  g_assert_true (bty_key_value_store_put (database, first, &error));
  g_object_set (second, "expires-at", (gint64) 500, NULL);
  g_assert_true (bty_key_value_store_put (database, second, &error));
  read = bty_key_value_store_get (database, "s", "k", 499, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->id, ==, first->id);
  g_assert_cmpint (read->created_at, ==, 10);
  g_assert_cmpint (read->updated_at, ==, 20);
  g_assert_true (g_bytes_equal (read->data, second->data));
  g_clear_object (&read);

  g_assert_null (bty_key_value_store_get (database, "s", "k", 500, &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  assert_list (database, "k", "");

  /* What is over does not come back with its time of creation. */
  g_assert_true (bty_key_value_store_put (database, third, &error));
  read = bty_key_value_store_get (database, "s", "k", NOW, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read->created_at, ==, 600);
  g_assert_cmpint (read->expires_at, ==, BTY_UNSET);

  g_object_set (third, "expires-at", (gint64) 700, NULL);
  g_assert_true (bty_key_value_store_put (database, third, &error));
  g_assert_cmpint (bty_key_value_store_purge_expired (database, 699, &error), ==, 0);
  g_assert_cmpint (bty_key_value_store_purge_expired (database, 700, &error), ==, 1);
  g_assert_false (bty_key_value_store_delete (database, "s", "k", &error));
  g_assert_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND);
}

static void
test_refused (BtyTestStorage *storage,
              gconstpointer   unused)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr(JsonNode) json = json_from_string ("1", NULL);
  g_autoptr(BtyKeyValue) fine = bty_key_value_new ("s", "k", NULL, bytes);
  BtyKeyValue *const bad[] = {
    bty_key_value_new ("", "k", NULL, bytes),
    bty_key_value_new ("s", "", NULL, bytes),
    bty_key_value_new (NULL, NULL, NULL, bytes),
    bty_key_value_new ("s", "k", NULL, NULL),
    bty_key_value_new ("s", "k", json, bytes),
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) values = g_ptr_array_new ();

      g_ptr_array_add (values, fine);
      g_ptr_array_add (values, bad[i]);
      g_assert_false (bty_key_value_store_put_batch (storage->database, values, &error));
      g_assert_error (error, BTY_ERROR, BTY_ERROR_INVALID);
      g_assert_cmpint (bty_test_count (storage->database, "SELECT count(*) FROM key_values"), ==, 0);
      g_object_unref (bad[i]);
    }
}

static gboolean
begins_with_cb (gpointer key,
                gpointer value,
                gpointer user_data)
{
  return g_str_has_prefix (key, user_data);
}

static void
compare_with_model (BtyDatabase *database,
                    GHashTable  *model,
                    const char  *prefix)
{
  g_autoptr(GList) keys = g_list_sort (g_hash_table_get_keys (model), (GCompareFunc) strcmp);
  g_autoptr(GString) expected = g_string_new (NULL);
  g_autofree char *found = list (database, "s", prefix, NULL, 1000);

  for (GList *at = keys; at != NULL; at = at->next)
    if (g_str_has_prefix (at->data, prefix))
      g_string_append_printf (expected, "%s ", (char *) at->data);
  g_assert_cmpstr (found, ==, expected->str);
}

/* Anything done in any order leaves what a hash table would hold. */
static void
test_random (BtyTestStorage *storage,
             gconstpointer   unused)
{
  static const char *const keys[] = { "a", "aa", "ab", "b", "a\U0010FFFF", "aé", "é", "" };
  g_autoptr(GHashTable) model = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (int i = 0; i < 400; i++)
    {
      g_autoptr(GError) error = NULL;
      const char *key = keys[g_test_rand_int_range (0, G_N_ELEMENTS (keys) - 1)];
      const char *prefix = keys[g_test_rand_int_range (0, G_N_ELEMENTS (keys))];
      g_autofree char *text = g_strdup_printf ("%d", i);
      g_autoptr(BtyKeyValue) read = NULL;

      switch (g_test_rand_int_range (0, 10))
        {
        case 0:
          g_assert_cmpint (bty_key_value_store_delete (storage->database, "s", key, NULL), ==,
                           g_hash_table_remove (model, key));
          break;
        case 1:
          if (*prefix != '\0')
            {
              guint n_removed = g_hash_table_foreach_remove (model, begins_with_cb, (gpointer) prefix);

              g_assert_cmpint (bty_key_value_store_delete_prefix (storage->database, "s", prefix, NULL), ==, n_removed);
            }
          break;
        case 2:
          compare_with_model (storage->database, model, prefix);
          break;
        default:
          put (storage->database, "s", key, text, i);
          g_hash_table_insert (model, g_strdup (key), g_strdup (text));
        }

      read = bty_key_value_store_get (storage->database, "s", key, NOW, &error);
      g_assert_cmpint (read != NULL, ==, g_hash_table_contains (model, key));
      if (read != NULL)
        g_assert_cmpmem (g_bytes_get_data (read->data, NULL), g_bytes_get_size (read->data),
                         g_hash_table_lookup (model, key), strlen (g_hash_table_lookup (model, key)));
    }
  compare_with_model (storage->database, model, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bty_test_storage_add ("/key-value-store/values", test_values);
  bty_test_storage_add ("/key-value-store/prefix", test_prefix);
  bty_test_storage_add ("/key-value-store/update", test_update);
  bty_test_storage_add ("/key-value-store/refused", test_refused);
  bty_test_storage_add ("/key-value-store/random", test_random);

  return g_test_run ();
}
