/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-setting-store.h"

#include "bty-time.h"

/**
 * bty_setting_store_list:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type utf8 utf8) (nullable): all settings of the profile
 */
GHashTable *
bty_setting_store_list (BtyDatabase  *database,
                        GError      **error)
{
  g_autoptr(GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(BtyRows) rows = bty_database_query (database, "SELECT key, value FROM settings", BTY_NO_ARGS, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return NULL;

  while (bty_rows_next (rows, &row_error))
    g_hash_table_insert (settings, g_strdup (bty_rows_get_text (rows, 0)), g_strdup (bty_rows_get_text (rows, 1)));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&settings);
}

/**
 * bty_setting_store_get:
 * @database: a connection
 * @key: name of a setting
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): its value; "" if it is not set
 */
char *
bty_setting_store_get (BtyDatabase  *database,
                       const char   *key,
                       GError      **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (database, "SELECT value FROM settings WHERE key = $1",
                                                BTY_ARGS (BTY_TEXT (key)), error);
  g_autofree char *value = NULL;
  GError *row_error = NULL;

  if (rows == NULL)
    return NULL;

  value = g_strdup (bty_rows_next (rows, &row_error) ? bty_rows_get_text (rows, 0) : "");
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&value);
}

/**
 * bty_setting_store_set:
 * @database: a connection
 * @key: name of a setting
 * @value: (nullable): its value; %NULL removes it
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_setting_store_set (BtyDatabase  *database,
                       const char   *key,
                       const char   *value,
                       GError      **error)
{
  if (value == NULL)
    return bty_database_execute (database, "DELETE FROM settings WHERE key = $1", BTY_ARGS (BTY_TEXT (key)), error);

  return bty_database_execute (database,
                               "INSERT INTO settings (key, value, created_at, updated_at) VALUES ($1, $2, $3, $3)"
                               " ON CONFLICT (key) DO UPDATE SET value = excluded.value,"
                               " updated_at = excluded.updated_at",
                               BTY_ARGS (BTY_TEXT (key), BTY_TEXT (value), BTY_INTEGER (bty_time_now ())), error);
}
