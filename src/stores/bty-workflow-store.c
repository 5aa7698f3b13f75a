/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-workflow-store.h"

#include "bty-time.h"

/**
 * bty_workflow_store_list:
 * @database: a connection
 * @limit: how many at most that have ended
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyWorkflow) (nullable): what has not ended and the newest of what
 *   has, newest first
 */
GPtrArray *
bty_workflow_store_list (BtyDatabase  *database,
                         gint64        limit,
                         GError      **error)
{
  return bty_database_select (database, BTY_TYPE_WORKFLOW,
                              "WHERE status IN ('pending', 'running', 'paused')"
                              " OR id IN (SELECT id FROM workflows ORDER BY created_at DESC, id DESC LIMIT $1)"
                              " ORDER BY created_at DESC, id DESC",
                              BTY_ARGS (BTY_INTEGER (limit)), error);
}

/**
 * bty_workflow_store_insert:
 * @database: a connection
 * @workflow: new work
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_workflow_store_insert (BtyDatabase  *database,
                           BtyWorkflow  *workflow,
                           GError      **error)
{
  return bty_database_insert (database, workflow, error);
}

/**
 * bty_workflow_store_update:
 * @database: a connection
 * @workflow: stored work
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Stores how far it is now.
 *
 * Returns: whether it was stored
 */
gboolean
bty_workflow_store_update (BtyDatabase  *database,
                           BtyWorkflow  *workflow,
                           GError      **error)
{
  gint64 now = bty_time_now ();

  g_object_set (workflow, "updated-at", now, "finished-at", bty_workflow_has_ended (workflow) ? now : BTY_UNSET, NULL);

  return bty_database_update (database, workflow, error);
}

/**
 * bty_workflow_store_delete:
 * @database: a connection
 * @id: of stored work
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Forgets it.
 *
 * Returns: whether it is gone
 */
gboolean
bty_workflow_store_delete (BtyDatabase  *database,
                           const char   *id,
                           GError      **error)
{
  return bty_database_delete (database, BTY_TYPE_WORKFLOW, id, error);
}

/**
 * bty_workflow_store_purge:
 * @database: a connection
 * @before: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Forgets work that ended before that time.
 *
 * Returns: whether it is gone
 */
gboolean
bty_workflow_store_purge (BtyDatabase  *database,
                          gint64        before,
                          GError      **error)
{
  return bty_database_execute (database, "DELETE FROM workflows WHERE finished_at < $1",
                               BTY_ARGS (BTY_INTEGER (before)), error);
}
