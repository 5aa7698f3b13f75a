/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-key-value-store.h"

#include "bty-config.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define IS_ALIVE "(expires_at IS NULL OR expires_at > $3)"

#define LAST_CHARACTER 0x10FFFF
#define FIRST_SURROGATE 0xD800
#define LAST_SURROGATE 0xDFFF

static const char *const unique[] = { "scope", "key", NULL };
static const char *const kept[] = { "created_at", NULL };

/* The text that follows, byte by byte, all those that begin with @prefix. %NULL = nothing does. */
static char *
find_end (const char *prefix)
{
  g_autofree char *end = g_strdup (prefix);

  while (*end != '\0')
    {
      char *last = g_utf8_find_prev_char (end, end + strlen (end));
      gunichar next = g_utf8_get_char (last) + 1;

      *last = '\0';
      if (next == FIRST_SURROGATE)
        next = LAST_SURROGATE + 1;
      if (next <= LAST_CHARACTER)
        {
          char character[7] = { 0 };

          g_unichar_to_utf8 (next, character);
          return g_strconcat (end, character, NULL);
        }
    }

  return NULL;
}

/**
 * bty_key_value_store_get:
 * @database: a connection
 * @scope: whose
 * @key: its name in there
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND if there is none or its time is over, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the value
 */
BtyKeyValue *
bty_key_value_store_get (BtyDatabase  *database,
                         const char   *scope,
                         const char   *key,
                         gint64        now,
                         GError      **error)
{
  return bty_database_select_first (database, BTY_TYPE_KEY_VALUE, "WHERE scope = $1 AND key = $2 AND " IS_ALIVE,
                                    BTY_ARGS (BTY_TEXT (scope), BTY_TEXT (key), BTY_INTEGER (now)), error);
}

/**
 * bty_key_value_store_list:
 * @database: a connection
 * @scope: whose
 * @prefix: what the keys begin with; "" = all
 * @after: (nullable): the last key of the page before
 * @now: microseconds since 1970 UTC
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyKeyValue) (nullable): the values whose time is not over, by key, byte
 *   by byte
 */
GPtrArray *
bty_key_value_store_list (BtyDatabase  *database,
                          const char   *scope,
                          const char   *prefix,
                          const char   *after,
                          gint64        now,
                          gint64        limit,
                          GError      **error)
{
  g_autofree char *end = find_end (prefix);
  g_autoptr(GString) clauses = g_string_new ("WHERE scope = $1 AND key >= $2 AND " IS_ALIVE);

  if (end != NULL)
    g_string_append (clauses, " AND key < $4");
  if (after != NULL)
    g_string_append (clauses, " AND key > $5");
  g_string_append (clauses, " ORDER BY key LIMIT $6");

  return bty_database_select (database, BTY_TYPE_KEY_VALUE, clauses->str,
                              BTY_ARGS (BTY_TEXT (scope), BTY_TEXT (prefix), BTY_INTEGER (now), BTY_TEXT (end),
                                        BTY_TEXT (after), BTY_INTEGER (limit)),
                              error);
}

static gboolean
check (BtyKeyValue  *value,
       GError      **error)
{
  gboolean named = value->scope != NULL && value->key != NULL && *value->scope != '\0' && *value->key != '\0';

  if (!named)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("A value needs a scope and a key."));
  else if ((value->json == NULL) == (value->data == NULL))
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("A value is either bytes or JSON."));

  return named && (value->json == NULL) != (value->data == NULL);
}

/**
 * bty_key_value_store_put:
 * @database: a connection
 * @value: a value
 * @error: (out) (optional): %BTY_ERROR_INVALID, or what else went wrong
 *
 * Stores a value over the one that had its key, whose time of creation stays, unless its time is over.
 *
 * Returns: whether it was stored
 */
gboolean
bty_key_value_store_put (BtyDatabase  *database,
                         BtyKeyValue  *value,
                         GError      **error)
{
  return check (value, error)
         && bty_database_execute (database,
                                  "DELETE FROM key_values WHERE scope = $1 AND key = $2 AND expires_at <= $3",
                                  BTY_ARGS (BTY_TEXT (value->scope), BTY_TEXT (value->key),
                                            BTY_INTEGER (value->updated_at)),
                                  error)
         && bty_database_upsert_on (database, value, unique, kept, error);
}

/**
 * bty_key_value_store_put_batch:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @values: (element-type BtyKeyValue): values
 * @error: (out) (optional): %BTY_ERROR_INVALID, or what else went wrong
 *
 * Stores all of them or none.
 *
 * Returns: whether they were stored
 */
gboolean
bty_key_value_store_put_batch (BtyDatabase  *database,
                               GPtrArray    *values,
                               GError      **error)
{
  for (guint i = 0; i < values->len; i++)
    if (!check (g_ptr_array_index (values, i), error))
      return FALSE;
  for (guint i = 0; i < values->len; i++)
    if (!bty_key_value_store_put (database, g_ptr_array_index (values, i), error))
      return FALSE;

  return TRUE;
}

/**
 * bty_key_value_store_delete:
 * @database: a connection
 * @scope: whose
 * @key: its name in there
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: whether it was there and is not any more
 */
gboolean
bty_key_value_store_delete (BtyDatabase  *database,
                            const char   *scope,
                            const char   *key,
                            GError      **error)
{
  gint64 changes = bty_database_execute_counted (database, "DELETE FROM key_values WHERE scope = $1 AND key = $2",
                                                 BTY_ARGS (BTY_TEXT (scope), BTY_TEXT (key)), error);

  if (changes == 0)
    g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no value “%s”."), key);

  return changes > 0;
}

/**
 * bty_key_value_store_delete_prefix:
 * @database: a connection
 * @scope: whose
 * @prefix: what the keys begin with; "" = all
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_key_value_store_delete_prefix (BtyDatabase  *database,
                                   const char   *scope,
                                   const char   *prefix,
                                   GError      **error)
{
  g_autofree char *end = find_end (prefix);
  g_autofree char *sql = g_strconcat ("DELETE FROM key_values WHERE scope = $1 AND key >= $2",
                                      end != NULL ? " AND key < $3" : "", NULL);

  return bty_database_execute_counted (database, sql, BTY_ARGS (BTY_TEXT (scope), BTY_TEXT (prefix), BTY_TEXT (end)),
                                       error);
}

/**
 * bty_key_value_store_purge_expired:
 * @database: a connection
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes values whose time is over.
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_key_value_store_purge_expired (BtyDatabase  *database,
                                   gint64        now,
                                   GError      **error)
{
  return bty_database_execute_counted (database, "DELETE FROM key_values WHERE expires_at <= $1",
                                       BTY_ARGS (BTY_INTEGER (now)), error);
}
