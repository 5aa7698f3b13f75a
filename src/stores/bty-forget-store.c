/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-forget-store.h"

#include "bty-artifact-store.h"
#include "bty-json.h"
#include "bty-memory-tombstone.h"
#include "bty-reply-store.h"
#include "bty-value-list.h"

/* Taking one message out of everything that holds its words. Its row stays in its place. */

/* The message and all that come after it, on every branch: what was sent for these may have it in it. They are stored
 * after it. */
static GArray *
list_following (BtyDatabase  *database,
                BtyMessage   *message,
                GHashTable   *ids,
                GError      **error)
{
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(BtyRows) rows = bty_database_query (database,
                                                "SELECT id, parent_id FROM messages WHERE session_id = $1 ORDER BY seq",
                                                BTY_ARGS (BTY_TEXT (message->session_id)), error);
  GError *row_error = NULL;

  if (rows == NULL)
    return NULL;
  while (bty_rows_next (rows, &row_error))
    {
      const char *id = bty_rows_get_text (rows, 0);
      const char *parent_id = bty_rows_get_text (rows, 1);
      BtyValue key;

      if (!g_str_equal (id, message->id) && (parent_id == NULL || !g_hash_table_contains (ids, parent_id)))
        continue;
      key = BTY_TEXT (g_strdup (id));
      g_hash_table_add (ids, (char *) key.text);
      g_array_append_val (keys, key);
    }
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&keys);
}

static gboolean
forget_in_following (BtyDatabase  *database,
                     BtyMessage   *message,
                     GError      **error)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GArray) keys = list_following (database, message, ids, error);

  for (guint start = 0; keys != NULL && start < keys->len; start += BTY_VALUE_LIST_MAX)
    {
      g_autoptr(GArray) some = g_array_new (FALSE, FALSE, sizeof (BtyValue));
      g_autofree BtyValue *args = NULL;

      g_array_append_vals (some, &g_array_index (keys, BtyValue, start), MIN (keys->len - start, BTY_VALUE_LIST_MAX));
      args = bty_value_list_new (some, BTY_NO_ARGS);
      if (!bty_reply_store_forget_sent (database, BTY_VALUE_LIST, args, error)
          || !bty_database_execute (database, "DELETE FROM session_summaries WHERE until_id IN (" BTY_VALUE_LIST ")",
                                    args, error))
        return FALSE;
    }

  return keys != NULL;
}

/* Replies in other chats that it was recalled for, and others to the same that went on with it. */
static gboolean
forget_in_others (BtyDatabase  *database,
                  BtyMessage   *message,
                  GError      **error)
{
  return bty_reply_store_forget_sent (database,
                                      "SELECT message_id FROM reply_passages"
                                      " WHERE kind = 'message' AND subject_id = $1",
                                      BTY_ARGS (BTY_TEXT (message->id)), error)
         && bty_reply_store_forget_sent (database,
                                         "SELECT id FROM messages WHERE session_id = $1 AND parent_id = $2"
                                         " AND role = 'assistant' AND $3 <> ''"
                                         " AND substr (content, 1, length ($3)) = $3",
                                         BTY_ARGS (BTY_TEXT (message->session_id), BTY_TEXT (message->parent_id),
                                                   BTY_TEXT (message->content)),
                                         error);
}

/**
 * bty_forget_store_forget_message:
 * @database: a connection
 * @message: a stored message that has ended; says nothing any more afterwards
 * @error: (out) (optional): what went wrong
 *
 * Takes the words of the message, and what was sent with it, out of its row, out of what was sent for replies, out of
 * summaries and the inbox. The residue in the files goes with bty_database_erase_residue().
 *
 * Returns: whether they are gone
 */
gboolean
bty_forget_store_forget_message (BtyDatabase  *database,
                                 BtyMessage   *message,
                                 GError      **error)
{
  static const char *const steps[] = {
    "DELETE FROM attachments WHERE message_id = $1",
    "DELETE FROM memory_candidates WHERE message_id = $1",
    "DELETE FROM recall_exclusions WHERE subject_id = $1",
    "UPDATE sessions SET draft = '' WHERE id = $2 AND draft = $3",
  };
  const BtyValue *args = BTY_ARGS (BTY_TEXT (message->id), BTY_TEXT (message->session_id), BTY_TEXT (message->content));

  if (!forget_in_following (database, message, error) || !forget_in_others (database, message, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!bty_database_execute (database, steps[i], args, error))
      return FALSE;
  if (bty_artifact_store_sweep (database, error) < 0)
    return FALSE;
  bty_message_forget (message);

  return bty_database_update (database, message, error);
}

/**
 * bty_forget_store_forget_title:
 * @database: a connection
 * @session_id: a session whose title was made of a message that is forgotten
 * @error: (out) (optional): what went wrong
 *
 * Takes the title out of what was sent for replies: what is recalled of a session is quoted with its title.
 *
 * Returns: whether it is gone
 */
gboolean
bty_forget_store_forget_title (BtyDatabase  *database,
                               const char   *session_id,
                               GError      **error)
{
  const BtyValue *args = BTY_ARGS (BTY_TEXT (session_id));

  return bty_reply_store_forget_sent (database,
                                      "SELECT p.message_id FROM reply_passages AS p JOIN messages AS m"
                                      " ON m.id = p.subject_id WHERE m.session_id = $1",
                                      args, error)
         && bty_reply_store_forget_sent (database,
                                         "SELECT u.message_id FROM memory_uses AS u JOIN memories AS m"
                                         " ON m.id = u.memory_id WHERE m.session_id = $1",
                                         args, error);
}

/**
 * bty_forget_store_list:
 * @database: a connection
 * @session_id: a session
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMessage) (nullable): those of its messages that were forgotten
 */
GPtrArray *
bty_forget_store_list (BtyDatabase  *database,
                       const char   *session_id,
                       GError      **error)
{
  return bty_database_select (database, BTY_TYPE_MESSAGE, "WHERE session_id = $1 AND forgotten_at IS NOT NULL",
                              BTY_ARGS (BTY_TEXT (session_id)), error);
}

/**
 * bty_forget_store_list_tombstones:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryTombstone) (nullable): of all memories that somebody wanted forgotten
 *   and that are not there; not of those that were only deleted, and then cleared away
 */
GPtrArray *
bty_forget_store_list_tombstones (BtyDatabase  *database,
                                  GError      **error)
{
  return bty_database_select (database, BTY_TYPE_MEMORY_TOMBSTONE,
                              "AS t WHERE t.actor <> 'system'"
                              " AND NOT EXISTS (SELECT 1 FROM memories AS m WHERE m.id = t.id) ORDER BY t.id",
                              BTY_NO_ARGS, error);
}

/**
 * bty_forget_store_has_tombstone:
 * @database: a connection
 * @memory_id: that a memory may have had
 * @has_tombstone: (out): whether somebody wanted a memory of that id forgotten
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it could be looked at
 */
gboolean
bty_forget_store_has_tombstone (BtyDatabase  *database,
                                const char   *memory_id,
                                gboolean     *has_tombstone,
                                GError      **error)
{
  gint64 count;

  if (!bty_database_query_integer (database,
                                   "SELECT count(*) FROM memory_tombstones WHERE id = $1 AND actor <> 'system'",
                                   BTY_ARGS (BTY_TEXT (memory_id)), &count, error))
    return FALSE;
  *has_tombstone = count > 0;

  return TRUE;
}

static void
free_place (gpointer data)
{
  BtyForgottenPlace *place = data;

  g_free (place->message_id);
  g_free (place);
}

static void
add_place (GPtrArray  *places,
           GHashTable *ids,
           const char *message_id,
           gint64      forgotten_at)
{
  BtyForgottenPlace *place;

  if (message_id == NULL || g_hash_table_contains (ids, message_id))
    return;
  place = g_new0 (BtyForgottenPlace, 1);
  place->message_id = g_strdup (message_id);
  place->forgotten_at = forgotten_at;
  g_hash_table_add (ids, place->message_id);
  g_ptr_array_add (places, place);
}

/* A message goes with its chat; that it was forgotten stays in the record. */
static gboolean
add_noted (BtyDatabase  *database,
           GPtrArray    *places,
           GHashTable   *ids,
           GError      **error)
{
  g_autoptr(BtyRows) rows = bty_database_query (database,
                                                "SELECT details, at FROM audit_entries WHERE action = 'forget'"
                                                " AND memory_id IS NULL AND details IS NOT NULL",
                                                BTY_NO_ARGS, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      g_autoptr(JsonNode) details = bty_json_parse (bty_rows_get_text (rows, 0), -1, NULL);

      add_place (places, ids, bty_json_get_text (details, "message"), bty_rows_get_integer (rows, 1));
    }
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

/**
 * bty_forget_store_list_places:
 * @database: a connection
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyForgottenPlace) (nullable): of all messages that were forgotten, also those
 *   whose chat is gone
 */
GPtrArray *
bty_forget_store_list_places (BtyDatabase  *database,
                              GError      **error)
{
  g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func (free_place);
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(BtyRows) rows = bty_database_query (database,
                                                "SELECT id, forgotten_at FROM messages WHERE forgotten_at IS NOT NULL",
                                                BTY_NO_ARGS, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return NULL;
  while (bty_rows_next (rows, &row_error))
    add_place (places, ids, bty_rows_get_text (rows, 0), bty_rows_get_integer (rows, 1));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return add_noted (database, places, ids, error) ? g_steal_pointer (&places) : NULL;
}

/**
 * bty_forget_store_count_since:
 * @database: a connection
 * @session_id: a session
 * @since: microseconds since 1970 UTC
 * @count: (out): how many of its messages were forgotten since then
 * @error: (out) (optional): where to say what went wrong
 *
 * For those who made something of messages meanwhile.
 *
 * Returns: whether they were counted
 */
gboolean
bty_forget_store_count_since (BtyDatabase  *database,
                              const char   *session_id,
                              gint64        since,
                              gint64       *count,
                              GError      **error)
{
  return bty_database_query_integer (database,
                                     "SELECT count(*) FROM messages WHERE session_id = $1 AND forgotten_at >= $2",
                                     BTY_ARGS (BTY_TEXT (session_id), BTY_INTEGER (since)), count, error);
}

/**
 * bty_forget_store_count_arriving:
 * @database: a connection
 * @session_id: a session
 * @count: (out): how many replies are arriving in it
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were counted
 */
gboolean
bty_forget_store_count_arriving (BtyDatabase  *database,
                                 const char   *session_id,
                                 gint64       *count,
                                 GError      **error)
{
  return bty_database_query_integer (database,
                                     "SELECT count(*) FROM messages WHERE session_id = $1 AND status = 'streaming'",
                                     BTY_ARGS (BTY_TEXT (session_id)), count, error);
}
