/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-store.h"

#include "bty-artifact-store.h"
#include "bty-config.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>

/**
 * bty_session_store_list:
 * @database: a connection
 * @bot_id: (nullable): only sessions with this bot
 * @folder: (nullable): only sessions in this folder
 * @archived: the archived ones, else the others
 * @after: (nullable): the last session of the page before
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtySession) (nullable): a page of sessions that are not deleted,
 *   pinned ones first, then the newest
 */
GPtrArray *
bty_session_store_list (BtyDatabase  *database,
                        const char   *bot_id,
                        const char   *folder,
                        gboolean      archived,
                        BtySession   *after,
                        gint64        limit,
                        GError      **error)
{
  g_autoptr(GString) clauses = g_string_new ("WHERE deleted_at IS NULL AND archived = $1");

  if (bot_id != NULL)
    g_string_append (clauses, " AND bot_id = $2");
  else
    g_string_append (clauses, " AND bot_id NOT IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL)");
  if (folder != NULL)
    g_string_append (clauses, *folder != '\0' ? " AND folder = $3 AND folder <> ''" : " AND folder = ''");
  if (after != NULL)
    g_string_append (clauses, " AND (pinned, updated_at, id) < ($4, $5, $6)");
  g_string_append (clauses, " ORDER BY pinned DESC, updated_at DESC, id DESC LIMIT $7");

  return bty_database_select (database, BTY_TYPE_SESSION, clauses->str,
                              BTY_ARGS (BTY_INTEGER (archived ? 1 : 0), BTY_TEXT (bot_id), BTY_TEXT (folder),
                                        BTY_INTEGER (after != NULL && after->pinned ? 1 : 0),
                                        BTY_INTEGER (after != NULL ? after->updated_at : 0),
                                        BTY_TEXT (after != NULL ? after->id : NULL), BTY_INTEGER (limit)),
                              error);
}

/* Returns: (transfer full) (nullable): the first column of @rows */
static char **
read_texts (BtyRows  *rows,
            GError  **error)
{
  g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();
  GError *row_error = NULL;

  if (rows == NULL)
    return NULL;

  while (bty_rows_next (rows, &row_error))
    g_strv_builder_add (texts, bty_rows_get_text (rows, 0));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_strv_builder_end (texts);
}

/**
 * bty_session_store_list_folders:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the folders that have sessions in them, by name
 */
char **
bty_session_store_list_folders (BtyDatabase  *database,
                                GError      **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (database,
                                                "SELECT DISTINCT folder FROM sessions"
                                                " WHERE deleted_at IS NULL AND folder <> '' ORDER BY folder",
                                                BTY_NO_ARGS, error);

  return read_texts (rows, error);
}

/**
 * bty_session_store_get:
 * @database: a connection
 * @id: of a session
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the session
 */
BtySession *
bty_session_store_get (BtyDatabase  *database,
                       const char   *id,
                       GError      **error)
{
  return bty_database_get (database, BTY_TYPE_SESSION, id, error);
}

/**
 * bty_session_store_insert:
 * @database: a connection
 * @session: a new session
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_session_store_insert (BtyDatabase  *database,
                          BtySession   *session,
                          GError      **error)
{
  return bty_database_insert (database, session, error);
}

/**
 * bty_session_store_update:
 * @database: a connection
 * @session: a stored session
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Stores what a person changes: title, pinned, archived, folder, expiry. Where the conversation stands is left as it
 * is: it may have gone on since @session was read.
 *
 * Returns: whether it was stored
 */
gboolean
bty_session_store_update (BtyDatabase  *database,
                          BtySession   *session,
                          GError      **error)
{
  static const char *const names[] = { "title", "pinned", "archived", "folder", "expires_at", NULL };

  return bty_database_update_fields (database, session, names, error);
}

/**
 * bty_session_store_update_progress:
 * @database: a connection
 * @session: a stored session
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Stores where the conversation stands: status, shown branch, draft, time of the newest message.
 *
 * Returns: whether it was stored
 */
gboolean
bty_session_store_update_progress (BtyDatabase  *database,
                                   BtySession   *session,
                                   GError      **error)
{
  static const char *const names[] = { "status", "head_id", "draft", "updated_at", NULL };

  return bty_database_update_fields (database, session, names, error);
}

/**
 * bty_session_store_update_deleted:
 * @database: a connection
 * @session: a stored session
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Stores whether and when it was deleted.
 *
 * Returns: whether it was stored
 */
gboolean
bty_session_store_update_deleted (BtyDatabase  *database,
                                  BtySession   *session,
                                  GError      **error)
{
  static const char *const names[] = { "deleted_at", NULL };

  return bty_database_update_fields (database, session, names, error);
}

static gboolean
set_column (BtyDatabase  *database,
            const char   *sql,
            const char   *id,
            const char   *value,
            GError      **error)
{
  gint64 changes = bty_database_execute_counted (database, sql, BTY_ARGS (BTY_TEXT (id), BTY_TEXT (value)), error);

  if (changes == 0)
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("This conversation is not stored any more."));

  return changes > 0;
}

/**
 * bty_session_store_set_draft:
 * @database: a connection
 * @id: of a session
 * @draft: what was typed and not sent
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_session_store_set_draft (BtyDatabase  *database,
                             const char   *id,
                             const char   *draft,
                             GError      **error)
{
  return set_column (database, "UPDATE sessions SET draft = $2 WHERE id = $1", id, draft != NULL ? draft : "", error);
}

/**
 * bty_session_store_set_head:
 * @database: a connection
 * @id: of a session
 * @head_id: (nullable): the last message of the branch that is shown
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_session_store_set_head (BtyDatabase  *database,
                            const char   *id,
                            const char   *head_id,
                            GError      **error)
{
  return set_column (database, "UPDATE sessions SET head_id = $2 WHERE id = $1", id, head_id, error);
}

/**
 * bty_session_store_delete:
 * @database: a connection
 * @id: of a session
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Removes a session, its messages and what goes with them for good.
 *
 * Returns: whether it is gone
 */
gboolean
bty_session_store_delete (BtyDatabase  *database,
                          const char   *id,
                          GError      **error)
{
  return bty_database_delete (database, BTY_TYPE_SESSION, id, error) && bty_artifact_store_sweep (database, error) >= 0;
}

/**
 * bty_session_store_mark_crashed:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Call it at start-up, before anything is sent: a reply that is still arriving then will never end. It
 * becomes interrupted with its text kept, and its session crashed.
 *
 * Returns: whether they are marked
 */
gboolean
bty_session_store_mark_crashed (BtyDatabase  *database,
                                GError      **error)
{
  return bty_database_execute (database,
                               "UPDATE sessions SET status = 'crashed'"
                               " WHERE id IN (SELECT session_id FROM messages WHERE status = 'streaming')",
                               BTY_NO_ARGS, error)
         && bty_database_execute (database,
                                  "UPDATE messages SET status = 'interrupted', error = $1 WHERE status = 'streaming'",
                                  BTY_ARGS (BTY_TEXT (_("Boternity ended while this reply was arriving."))), error);
}

/**
 * bty_session_store_list_deleted:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtySession) (nullable): the sessions that were deleted and can still be
 *   brought back, the last that was deleted first; not those that went with their bot
 */
GPtrArray *
bty_session_store_list_deleted (BtyDatabase  *database,
                                GError      **error)
{
  return bty_database_select (database, BTY_TYPE_SESSION,
                              "WHERE deleted_at IS NOT NULL AND private = 0"
                              " AND bot_id NOT IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL)"
                              " ORDER BY deleted_at DESC, id DESC",
                              BTY_NO_ARGS, error);
}

/**
 * bty_session_store_purge_deleted:
 * @database: a connection
 * @until: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes for good the sessions that were deleted until then.
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_session_store_purge_deleted (BtyDatabase  *database,
                                 gint64        until,
                                 GError      **error)
{
  return bty_database_execute_counted (database, "DELETE FROM sessions WHERE deleted_at <= $1",
                                       BTY_ARGS (BTY_INTEGER (until)), error);
}

/**
 * bty_session_store_purge_private:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes private sessions that a crash left for good.
 *
 * Returns: whether they are gone
 */
gboolean
bty_session_store_purge_private (BtyDatabase  *database,
                                 GError      **error)
{
  return bty_database_execute (database, "DELETE FROM sessions WHERE private <> 0", BTY_NO_ARGS, error);
}

/**
 * bty_session_store_purge_expired:
 * @database: a connection
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes sessions for good whose time is over.
 *
 * Returns: (transfer full) (nullable): the ids of those that are gone
 */
char **
bty_session_store_purge_expired (BtyDatabase  *database,
                                 gint64        now,
                                 GError      **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (database, "DELETE FROM sessions WHERE expires_at <= $1 RETURNING id",
                                                BTY_ARGS (BTY_INTEGER (now)), error);

  return read_texts (rows, error);
}
