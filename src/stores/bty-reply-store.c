/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-reply-store.h"

#include "bty-enum-types.h"
#include "bty-json.h"
#include "bty-message-store.h"

#include <math.h>

/* What was sent is known by name; what it says is read where it is. What was forgotten is no longer there, and so says
 * nothing here either. */
#define LIST_USED \
  "SELECT p.rank, p.kind, p.subject_id, p.similarity, p.score, p.factors," \
  " CASE WHEN m.forgotten_at IS NULL THEN m.content END, s.title, m.session_id, m.role," \
  " m.created_at, NULL AS author, 0 AS importance, 0 AS access_count, CAST (NULL AS BIGINT) AS event_at" \
  " FROM reply_passages AS p LEFT JOIN messages AS m ON m.id = p.subject_id" \
  " LEFT JOIN sessions AS s ON s.id = m.session_id WHERE p.message_id = $1 AND p.kind = 'message'" \
  " UNION ALL" \
  " SELECT p.rank, p.kind, p.subject_id, p.similarity, p.score, p.factors, c.text, f.name, NULL, 'user'," \
  " f.updated_at, NULL, 0, 0, NULL" \
  " FROM reply_passages AS p LEFT JOIN file_chunks AS c ON c.id = p.subject_id" \
  " LEFT JOIN files AS f ON f.id = c.file_id WHERE p.message_id = $1 AND p.kind = 'chunk'" \
  " UNION ALL" \
  " SELECT p.rank, p.kind, p.subject_id, p.similarity, p.score, p.factors, y.text, NULL, y.session_id, 'assistant'," \
  " y.created_at, NULL, 0, 0, NULL" \
  " FROM reply_passages AS p LEFT JOIN session_summaries AS y ON y.id = p.subject_id" \
  " WHERE p.message_id = $1 AND p.kind = 'summary'" \
  " UNION ALL" \
  " SELECT p.rank, p.kind, p.subject_id, p.similarity, p.score, p.factors, m.text, s.title, m.session_id, 'user'," \
  " m.created_at, NULL, m.importance, m.access_count, m.event_at" \
  " FROM reply_passages AS p LEFT JOIN memories AS m ON m.id = p.subject_id AND m.deleted_at IS NULL" \
  " LEFT JOIN sessions AS s ON s.id = m.session_id WHERE p.message_id = $1 AND p.kind = 'memory'" \
  " UNION ALL" \
  " SELECT u.rank, 'memory', u.memory_id, u.similarity, u.score, u.factors, m.text, s.title, m.session_id, 'user'," \
  " m.created_at, CASE WHEN m.bot_id <> u.bot_id THEN b.name END, m.importance, m.access_count, m.event_at" \
  " FROM memory_uses AS u LEFT JOIN memories AS m ON m.id = u.memory_id AND m.deleted_at IS NULL" \
  " LEFT JOIN sessions AS s ON s.id = m.session_id LEFT JOIN bots AS b ON b.id = m.bot_id WHERE u.message_id = $1" \
  " ORDER BY 1"

/* Messages and pieces of files are as private as a memory can be, and so is what was forgotten since: of that only the
 * count tells. What sums a conversation up has the trust of its turns. */
#define LIST_TRUST \
  "SELECT u.message_id, m.trust FROM messages AS r JOIN memory_uses AS u ON u.message_id = r.id" \
  " LEFT JOIN memories AS m ON m.id = u.memory_id WHERE r.session_id = $1 AND r.role = 'assistant'" \
  " UNION ALL" \
  " SELECT p.message_id, m.trust FROM messages AS r JOIN reply_passages AS p ON p.message_id = r.id" \
  " LEFT JOIN memories AS m ON m.id = p.subject_id AND p.kind = 'memory'" \
  " WHERE r.session_id = $1 AND r.role = 'assistant' AND p.kind <> 'summary'" \
  " UNION ALL" \
  " SELECT r.id, NULL FROM messages AS r WHERE r.session_id = $1 AND r.role = 'assistant' AND r.memories_used >" \
  " (SELECT COUNT(*) FROM memory_uses AS u WHERE u.message_id = r.id)" \
  " + (SELECT COUNT(*) FROM reply_passages AS p WHERE p.message_id = r.id AND p.kind <> 'summary')"

static BtyRecalled *
create_recalled (BtyRows *rows)
{
  BtyRecalled *recalled = bty_recalled_new (bty_rows_get_text (rows, 6), bty_rows_get_text (rows, 7),
                                            bty_rows_get_text (rows, 2), bty_rows_get_integer (rows, 10),
                                            bty_rows_get_real (rows, 4));
  const char *factors = bty_rows_get_text (rows, 5);
  g_autoptr(JsonNode) node = factors != NULL ? bty_json_parse (factors, -1, NULL) : NULL;
  int value = BTY_RECALL_KIND_MESSAGE;

  bty_enum_from_nick (BTY_TYPE_RECALL_KIND, bty_rows_get_text (rows, 1), &value);
  recalled->kind = value;
  if (bty_rows_get_value (rows, 3).type == BTY_VALUE_REAL)
    recalled->similarity = bty_rows_get_real (rows, 3);
  bty_recall_factors_from_json (&recalled->factors, node);
  recalled->session_id = g_strdup (bty_rows_get_text (rows, 8));
  value = BTY_ROLE_USER;
  if (bty_rows_get_text (rows, 9) != NULL)
    bty_enum_from_nick (BTY_TYPE_ROLE, bty_rows_get_text (rows, 9), &value);
  recalled->role = value;
  recalled->author = g_strdup (bty_rows_get_text (rows, 11));
  recalled->importance = bty_rows_get_integer (rows, 12);
  recalled->access_count = bty_rows_get_integer (rows, 13);
  if (bty_rows_get_value (rows, 14).type == BTY_VALUE_INTEGER)
    recalled->event_at = bty_rows_get_integer (rows, 14);

  return recalled;
}

/**
 * bty_reply_store_save:
 * @database: a connection
 * @prompt: (nullable): what was sent for a reply, in the place of what was sent for it before
 * @passages: (element-type BtyReplyPassage): what it was sent of what was said before
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it was stored
 */
gboolean
bty_reply_store_save (BtyDatabase     *database,
                      BtyReplyPrompt  *prompt,
                      GPtrArray       *passages,
                      GError         **error)
{
  if (prompt != NULL && !bty_database_upsert (database, prompt, error))
    return FALSE;
  for (guint i = 0; i < passages->len; i++)
    if (!bty_database_insert (database, g_ptr_array_index (passages, i), error))
      return FALSE;

  return TRUE;
}

/**
 * bty_reply_store_list_used:
 * @database: a connection
 * @message_id: a reply
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): what was said before and sent for that reply, best
 *   first, as it is now; the text of what is no longer there is %NULL
 */
GPtrArray *
bty_reply_store_list_used (BtyDatabase  *database,
                           const char   *message_id,
                           GError      **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  g_autoptr(BtyRows) rows = bty_database_query (database, LIST_USED, BTY_ARGS (BTY_TEXT (message_id)), error);
  GError *row_error = NULL;

  if (rows == NULL)
    return NULL;

  while (bty_rows_next (rows, &row_error))
    g_ptr_array_add (list, create_recalled (rows));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&list);
}

/**
 * bty_reply_store_forget_sent:
 * @database: a connection
 * @replies: SQL that selects the ids of replies
 * @args: its parameters
 * @error: (out) (optional): where to say what went wrong
 *
 * Takes all words out of what was sent for these replies, because something in it is forgotten, see
 * bty_reply_prompt_forget().
 *
 * Returns: whether they are gone
 */
gboolean
bty_reply_store_forget_sent (BtyDatabase     *database,
                             const char      *replies,
                             const BtyValue  *args,
                             GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE reply_prompts SET size = 0, data = substr (data, 1, 0)"
                                          " WHERE size > 0 AND id IN (%s)", replies);

  return bty_database_execute (database, sql, args, error);
}

/**
 * bty_reply_store_list_trust:
 * @database: a connection
 * @session_id: a conversation
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the id of each reply that was made of what was remembered -> the lowest
 *   #BtyTrust of that, as it is now
 */
GHashTable *
bty_reply_store_list_trust (BtyDatabase  *database,
                            const char   *session_id,
                            GError      **error)
{
  g_autoptr(GHashTable) lowest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(BtyRows) rows = bty_database_query (database, LIST_TRUST, BTY_ARGS (BTY_TEXT (session_id)), error);
  GError *row_error = NULL;

  if (rows == NULL)
    return NULL;

  while (bty_rows_next (rows, &row_error))
    {
      const char *id = bty_rows_get_text (rows, 0);
      const char *nick = bty_rows_get_text (rows, 1);
      gpointer known = GINT_TO_POINTER (BTY_TRUST_PUBLIC);
      int trust = BTY_TRUST_PRIVATE;

      if (nick != NULL)
        bty_enum_from_nick (BTY_TYPE_TRUST, nick, &trust);
      g_hash_table_lookup_extended (lowest, id, NULL, &known);
      g_hash_table_insert (lowest, g_strdup (id), GINT_TO_POINTER (MIN (trust, GPOINTER_TO_INT (known))));
    }
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&lowest);
}

/**
 * bty_reply_store_get_prompt:
 * @database: a connection
 * @message_id: a reply
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): what was sent for it
 */
BtyReplyPrompt *
bty_reply_store_get_prompt (BtyDatabase  *database,
                            const char   *message_id,
                            GError      **error)
{
  return bty_database_get (database, BTY_TYPE_REPLY_PROMPT, message_id, error);
}

/**
 * bty_reply_store_dup_sent:
 * @database: a connection
 * @message_id: a reply
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): what was sent for it, byte for byte
 */
char *
bty_reply_store_dup_sent (BtyDatabase  *database,
                          const char   *message_id,
                          GError      **error)
{
  g_autoptr(BtyReplyPrompt) prompt = bty_reply_store_get_prompt (database, message_id, error);
  g_autoptr(BtyMessage) message = prompt != NULL ? bty_message_store_get (database, message_id, error) : NULL;
  g_autoptr(GPtrArray) attachments = NULL;

  if (message == NULL)
    return NULL;

  attachments = bty_message_store_list_attachments (database, message->session_id, error);

  return attachments != NULL ? bty_reply_prompt_dup_sent (prompt, attachments, error) : NULL;
}
