/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-soul-store.h"

#include "bty-config.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>

/**
 * bty_soul_store_list:
 * @database: a connection
 * @bot_id: whose
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtySoul) (nullable): all versions, newest first
 */
GPtrArray *
bty_soul_store_list (BtyDatabase  *database,
                     const char   *bot_id,
                     GError      **error)
{
  return bty_database_select (database, BTY_TYPE_SOUL, "WHERE bot_id = $1 ORDER BY version DESC",
                              BTY_ARGS (BTY_TEXT (bot_id)), error);
}

static BtySoul *
take_first (GPtrArray  *souls,
            GError    **error)
{
  g_autoptr(GPtrArray) owned = souls;

  if (owned == NULL)
    return NULL;
  if (owned->len == 0)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no such version of these instructions."));
      return NULL;
    }

  return g_object_ref (g_ptr_array_index (owned, 0));
}

/**
 * bty_soul_store_get_latest:
 * @database: a connection
 * @bot_id: whose
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the version that counts
 */
BtySoul *
bty_soul_store_get_latest (BtyDatabase  *database,
                           const char   *bot_id,
                           GError      **error)
{
  return take_first (bty_database_select (database, BTY_TYPE_SOUL,
                                          "WHERE bot_id = $1 ORDER BY version DESC LIMIT 1",
                                          BTY_ARGS (BTY_TEXT (bot_id)), error),
                     error);
}

/**
 * bty_soul_store_get_version:
 * @database: a connection
 * @bot_id: whose
 * @version: counted from 1
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): that version
 */
BtySoul *
bty_soul_store_get_version (BtyDatabase  *database,
                            const char   *bot_id,
                            gint64        version,
                            GError      **error)
{
  return take_first (bty_database_select (database, BTY_TYPE_SOUL, "WHERE bot_id = $1 AND version = $2",
                                          BTY_ARGS (BTY_TEXT (bot_id), BTY_INTEGER (version)), error),
                     error);
}

/**
 * bty_soul_store_append:
 * @database: a connection
 * @soul: the version after the latest
 * @error: (out) (optional): %BTY_ERROR_EXISTS if somebody else was quicker, or what else went wrong
 *
 * Adds a version. None is ever changed.
 *
 * Returns: whether it was stored
 */
gboolean
bty_soul_store_append (BtyDatabase  *database,
                       BtySoul      *soul,
                       GError      **error)
{
  return bty_database_insert (database, soul, error);
}
