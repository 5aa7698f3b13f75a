/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-event-store.h"

#include "bty-config.h"
#include "bty-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ALL G_MAXINT64

/* Capitals are not in it, because not every engine tells them from small letters in a pattern. */
static gboolean
check_type (const char  *type,
            const char  *others,
            GError     **error)
{
  gboolean valid = type != NULL && *type != '\0';

  for (const char *at = type; valid && *at != '\0'; at++)
    valid = g_ascii_islower (*at) || g_ascii_isdigit (*at) || strchr (others, *at) != NULL;
  if (!valid)
    g_set_error (error, BTY_ERROR, BTY_ERROR_INVALID,
                 _("The type of an event is made of small letters, digits, “.”, “_” and “-”, not “%s”."),
                 type != NULL ? type : "");

  return valid;
}

/**
 * bty_event_store_append:
 * @database: a connection, in a transaction that is rolled back when this fails
 * @event: a new event; gets its number
 * @error: (out) (optional): %BTY_ERROR_INVALID, or what else went wrong
 *
 * Numbers come from a row that everybody who appends must change, so that none is missing when a transaction is
 * rolled back, and none is given out twice when several machines write.
 *
 * Returns: whether it was stored
 */
gboolean
bty_event_store_append (BtyDatabase  *database,
                        BtyEvent     *event,
                        GError      **error)
{
  gint64 sequence;

  if (!check_type (event->type, "._-", error)
      || !bty_database_query_integer (database,
                                      "INSERT INTO counters (id, value) VALUES ('events', 1)"
                                      " ON CONFLICT (id) DO UPDATE SET value = counters.value + 1 RETURNING value",
                                      BTY_NO_ARGS, &sequence, error))
    return FALSE;
  g_object_set (event, "sequence", sequence, NULL);

  return bty_database_insert (database, event, error);
}

/* The pattern in the language of LIKE. */
static char *
write_pattern (const char *type)
{
  GString *pattern = g_string_new (NULL);

  for (const char *at = type; *at != '\0'; at++)
    if (*at == '*')
      g_string_append_c (pattern, '%');
    else if (*at == '_')
      g_string_append (pattern, "\\_");
    else
      g_string_append_c (pattern, *at);

  return g_string_free (pattern, FALSE);
}

/**
 * bty_event_store_list:
 * @database: a connection
 * @query: which
 * @error: (out) (optional): %BTY_ERROR_INVALID, or what else went wrong
 *
 * Returns: (transfer full) (element-type BtyEvent) (nullable): the events in their order
 */
GPtrArray *
bty_event_store_list (BtyDatabase          *database,
                      const BtyEventQuery  *query,
                      GError              **error)
{
  g_autoptr(GString) clauses = g_string_new ("WHERE sequence > $1");
  g_autofree char *pattern = NULL;

  if (query->type != NULL && !check_type (query->type, "._-*", error))
    return NULL;

  if (query->type != NULL && strchr (query->type, '*') != NULL)
    {
      pattern = write_pattern (query->type);
      g_string_append (clauses, " AND type LIKE $2 ESCAPE '\\'");
    }
  else if (query->type != NULL)
    g_string_append (clauses, " AND type = $2");
  if (query->source != NULL)
    g_string_append (clauses, " AND source = $3");
  if (query->correlation_id != NULL)
    g_string_append (clauses, " AND correlation_id = $4");
  if (query->since != 0)
    g_string_append (clauses, " AND created_at >= $5");
  if (query->until != 0)
    g_string_append (clauses, " AND created_at < $6");
  g_string_append_printf (clauses, " ORDER BY sequence%s LIMIT $7", query->newest_first ? " DESC" : "");

  return bty_database_select (database, BTY_TYPE_EVENT, clauses->str,
                              BTY_ARGS (BTY_INTEGER (query->after), BTY_TEXT (pattern != NULL ? pattern : query->type),
                                        BTY_TEXT (query->source), BTY_TEXT (query->correlation_id),
                                        BTY_INTEGER (query->since), BTY_INTEGER (query->until),
                                        BTY_INTEGER (query->limit > 0 ? query->limit : ALL)),
                              error);
}

/**
 * bty_event_store_purge:
 * @database: a connection
 * @until: microseconds since 1970 UTC; the first that stay
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes old events. Their numbers are not given out again.
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_event_store_purge (BtyDatabase  *database,
                       gint64        until,
                       GError      **error)
{
  return bty_database_execute_counted (database, "DELETE FROM events WHERE created_at < $1",
                                       BTY_ARGS (BTY_INTEGER (until)), error);
}
