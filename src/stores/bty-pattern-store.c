/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-pattern-store.h"

#include "bty-config.h"
#include "bty-error.h"
#include "bty-uuid.h"

#include <glib/gi18n-lib.h>

#define MOST_FREQUENT " ORDER BY count DESC, last_at DESC, from_state, to_state LIMIT $4"

/**
 * bty_pattern_store_record:
 * @database: a connection
 * @scope: whose habit it may be
 * @key: what kind of habit
 * @from_state: what came before
 * @to_state: what came after
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): %BTY_ERROR_INVALID, or what else went wrong
 *
 * Counts one transition.
 *
 * Returns: whether it was counted
 */
gboolean
bty_pattern_store_record (BtyDatabase  *database,
                          const char   *scope,
                          const char   *key,
                          const char   *from_state,
                          const char   *to_state,
                          gint64        now,
                          GError      **error)
{
  g_autofree char *id = bty_uuid_new ();

  if (*scope == '\0' || *key == '\0' || *to_state == '\0')
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("A habit needs a scope, a key and what follows."));
      return FALSE;
    }

  return bty_database_execute (database,
                               "INSERT INTO transitions"
                               " (id, scope, key, from_state, to_state, count, first_at, last_at)"
                               " VALUES ($1, $2, $3, $4, $5, 1, $6, $6)"
                               " ON CONFLICT (scope, key, from_state, to_state)"
                               " DO UPDATE SET count = transitions.count + 1, last_at = excluded.last_at",
                               BTY_ARGS (BTY_TEXT (id), BTY_TEXT (scope), BTY_TEXT (key), BTY_TEXT (from_state),
                                         BTY_TEXT (to_state), BTY_INTEGER (now)),
                               error);
}

/**
 * bty_pattern_store_list:
 * @database: a connection
 * @scope: whose
 * @key: what kind of habit
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyTransition) (nullable): what happened often enough to be a pattern,
 *   the most frequent first
 */
GPtrArray *
bty_pattern_store_list (BtyDatabase  *database,
                        const char   *scope,
                        const char   *key,
                        gint64        limit,
                        GError      **error)
{
  return bty_database_select (database, BTY_TYPE_TRANSITION,
                              "WHERE scope = $1 AND key = $2 AND count >= $3" MOST_FREQUENT,
                              BTY_ARGS (BTY_TEXT (scope), BTY_TEXT (key), BTY_INTEGER (BTY_TRANSITION_PATTERN),
                                        BTY_INTEGER (limit)),
                              error);
}

/**
 * bty_pattern_store_suggest:
 * @database: a connection
 * @scope: whose
 * @key: what kind of habit
 * @from_state: what happened just now
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyTransition) (nullable): the patterns that say what may follow, the
 *   most frequent first
 */
GPtrArray *
bty_pattern_store_suggest (BtyDatabase  *database,
                           const char   *scope,
                           const char   *key,
                           const char   *from_state,
                           gint64        limit,
                           GError      **error)
{
  return bty_database_select (database, BTY_TYPE_TRANSITION,
                              "WHERE scope = $1 AND key = $2 AND count >= $3 AND from_state = $5" MOST_FREQUENT,
                              BTY_ARGS (BTY_TEXT (scope), BTY_TEXT (key), BTY_INTEGER (BTY_TRANSITION_PATTERN),
                                        BTY_INTEGER (limit), BTY_TEXT (from_state)),
                              error);
}

/**
 * bty_pattern_store_forget:
 * @database: a connection
 * @scope: whose
 * @key: (nullable): what kind of habit; %NULL = every kind
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: how many counts are gone; -1 on error
 */
gint64
bty_pattern_store_forget (BtyDatabase  *database,
                          const char   *scope,
                          const char   *key,
                          GError      **error)
{
  g_autofree char *sql = g_strconcat ("DELETE FROM transitions WHERE scope = $1",
                                      key != NULL ? " AND key = $2" : "", NULL);

  return bty_database_execute_counted (database, sql, BTY_ARGS (BTY_TEXT (scope), BTY_TEXT (key)), error);
}
