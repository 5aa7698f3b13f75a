/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-hook-store.h"

#define ALL G_MAXINT64

/**
 * bty_hook_store_insert:
 * @database: a connection
 * @run: a new run
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_hook_store_insert (BtyDatabase  *database,
                       BtyHookRun   *run,
                       GError      **error)
{
  return bty_database_insert (database, run, error);
}

/**
 * bty_hook_store_list:
 * @database: a connection
 * @query: which
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyHookRun) (nullable): the runs, oldest first
 */
GPtrArray *
bty_hook_store_list (BtyDatabase         *database,
                     const BtyHookQuery  *query,
                     GError             **error)
{
  g_autoptr(GString) clauses = g_string_new ("WHERE created_at >= $1");

  if (query->until != 0)
    g_string_append (clauses, " AND created_at < $2");
  if (query->hook != NULL)
    g_string_append (clauses, " AND hook = $3");
  if (query->event != NULL)
    g_string_append (clauses, " AND event = $4");
  g_string_append (clauses, " ORDER BY created_at, id LIMIT $5");

  return bty_database_select (database, BTY_TYPE_HOOK_RUN, clauses->str,
                              BTY_ARGS (BTY_INTEGER (query->since), BTY_INTEGER (query->until),
                                        BTY_TEXT (query->hook), BTY_TEXT (query->event),
                                        BTY_INTEGER (query->limit > 0 ? query->limit : ALL)),
                              error);
}

/**
 * bty_hook_store_replay:
 * @database: a connection
 * @query: which
 * @func: (nullable): what runs them; %NULL = only say what would be run
 * @user_data: data for @func
 * @error: (out) (optional): %BTY_ERROR_DAMAGED if a context cannot be read, or what @func said
 *
 * Looks at what was run, in the order in which it was. All contexts are read before the first is run.
 *
 * Returns: (transfer full) (element-type BtyHookRun) (nullable): what was run again, or would be
 */
GPtrArray *
bty_hook_store_replay (BtyDatabase         *database,
                       const BtyHookQuery  *query,
                       BtyHookFunc          func,
                       gpointer             user_data,
                       GError             **error)
{
  g_autoptr(GPtrArray) runs = bty_hook_store_list (database, query, error);
  g_autoptr(GPtrArray) contexts = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      JsonNode *context = bty_hook_run_dup_context (g_ptr_array_index (runs, i), error);

      if (context == NULL)
        return NULL;
      g_ptr_array_add (contexts, context);
    }
  for (guint i = 0; func != NULL && i < contexts->len; i++)
    if (!func (g_ptr_array_index (runs, i), g_ptr_array_index (contexts, i), user_data, error))
      return NULL;

  return g_steal_pointer (&runs);
}

/**
 * bty_hook_store_purge:
 * @database: a connection
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes the runs whose time is over.
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_hook_store_purge (BtyDatabase  *database,
                      gint64        now,
                      GError      **error)
{
  return bty_database_execute_counted (database, "DELETE FROM hook_runs WHERE expires_at <= $1",
                                       BTY_ARGS (BTY_INTEGER (now)), error);
}
