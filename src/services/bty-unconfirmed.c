/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-unconfirmed.h"

#include "bty-error.h"
#include "bty-provider-store.h"
#include "bty-setting-store.h"

/**
 * bty_unconfirmed_parse:
 * @setting: (nullable): what is stored
 *
 * Returns: (transfer full) (element-type utf8): a set of ids
 */
GHashTable *
bty_unconfirmed_parse (const char *setting)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) words = g_strsplit (setting != NULL ? setting : "", " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_hash_table_add (ids, g_strdup (words[i]));

  return ids;
}

/**
 * bty_unconfirmed_load:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the set of their ids
 */
GHashTable *
bty_unconfirmed_load (BtyDatabase  *database,
                      GError      **error)
{
  GError *read_error = NULL;
  g_autofree char *setting = bty_setting_store_get (database, BTY_PROVIDER_SETTING_UNCONFIRMED, &read_error);

  if (read_error != NULL && !g_error_matches (read_error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, read_error);
      return NULL;
    }
  g_clear_error (&read_error);

  return bty_unconfirmed_parse (setting);
}

/**
 * bty_unconfirmed_store:
 * @database: a connection, in a transaction
 * @ids: (element-type utf8): a set of ids
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores it, unless that is what is stored.
 *
 * Returns: whether it is stored
 */
gboolean
bty_unconfirmed_store (BtyDatabase  *database,
                       GHashTable   *ids,
                       GError      **error)
{
  g_autoptr(GHashTable) stored = bty_unconfirmed_load (database, error);
  g_autoptr(GList) keys = NULL;
  g_autoptr(GString) setting = g_string_new (NULL);

  if (stored == NULL)
    return FALSE;
  if (g_hash_table_size (ids) == 0 && g_hash_table_size (stored) == 0)
    return TRUE;
  keys = g_list_sort (g_hash_table_get_keys (ids), (GCompareFunc) g_strcmp0);
  for (GList *key = keys; key != NULL; key = key->next)
    g_string_append_printf (setting, "%s%s", setting->len > 0 ? " " : "", (const char *) key->data);

  return bty_setting_store_set (database, BTY_PROVIDER_SETTING_UNCONFIRMED, setting->str, error);
}

/**
 * bty_unconfirmed_copy:
 * @source: a connection
 * @target: another, in a transaction
 * @error: (out) (optional): where to say what went wrong
 *
 * For data that move to another place as they are.
 *
 * Returns: whether @target has the same
 */
gboolean
bty_unconfirmed_copy (BtyDatabase  *source,
                      BtyDatabase  *target,
                      GError      **error)
{
  g_autoptr(GHashTable) ids = bty_unconfirmed_load (source, error);

  return ids != NULL && bty_unconfirmed_store (target, ids, error);
}
