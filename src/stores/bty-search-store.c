/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-search-store.h"

static gpointer
create_hit (BtyRows *rows)
{
  BtySearchHit *hit = g_new0 (BtySearchHit, 1);

  hit->session_id = g_strdup (bty_rows_get_text (rows, 0));
  hit->message_id = g_strdup (bty_rows_get_text (rows, 1));
  hit->session_title = g_strdup (bty_rows_get_text (rows, 2));
  hit->bot_id = g_strdup (bty_rows_get_text (rows, 3));
  hit->snippet = g_strdup (bty_rows_get_text (rows, 4));
  hit->said_at = bty_rows_get_integer (rows, 5);
  hit->score = bty_rows_get_real (rows, 6);

  return hit;
}

static GPtrArray *
read_all (BtyRows  *rows,
          GError  **error)
{
  g_autoptr(BtyRows) owned = rows;
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_search_hit_free);
  GError *row_error = NULL;

  if (owned == NULL)
    return NULL;

  while (bty_rows_next (owned, &row_error))
    g_ptr_array_add (list, create_hit (owned));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&list);
}

/**
 * bty_search_store_search:
 * @database: a connection
 * @words: anything that somebody typed
 * @bot_id: (nullable): only sessions with this bot
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtySearchHit) (nullable): messages and titles, best first
 */
GPtrArray *
bty_search_store_search (BtyDatabase  *database,
                         const char   *words,
                         const char   *bot_id,
                         gint64        limit,
                         GError      **error)
{
  return read_all (bty_database_search (database, words, bot_id, limit, error), error);
}
