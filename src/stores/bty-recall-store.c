/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-store.h"

#include "bty-enum-types.h"
#include "bty-memory-rule.h"
#include "bty-provider-config.h"
#include "bty-recall-memories.h"
#include "bty-text-search.h"
#include "bty-value-list.h"
#include "bty-vector-store.h"

/* How many messages that have the words are looked at closely. */
#define MAX_FOUND 150
#define MAX_CHUNKS 30

/* So many that are near in meaning are enough. */
#define MAX_NEAR 20

/* What was found by its words, and what stands around it. $101 = bot, $102 = the session where it is read: what was
 * said there is seen anyway. An engine that knows little of these rows yet must not look for all that is near once more
 * for each message. */
#define MESSAGES \
  "WITH found AS MATERIALIZED (SELECT m.seq AS seq, m.session_id AS session_id" \
  " FROM messages AS m CROSS JOIN sessions AS s" \
  " WHERE m.seq IN (" BTY_VALUE_LIST ") AND s.id = m.session_id AND s.deleted_at IS NULL" \
  " AND ($101 IS NULL OR s.bot_id = $101) AND s.bot_id NOT IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL)" \
  " AND ($102 IS NULL OR s.id <> $102))," \
  " near AS MATERIALIZED (SELECT DISTINCT n.seq AS seq FROM found CROSS JOIN messages AS n" \
  " WHERE n.seq BETWEEN found.seq - 3 AND found.seq + 3 AND n.session_id = found.session_id" \
  " AND n.status <> 'streaming' AND n.content <> ''" \
  " AND (n.model IS NULL OR n.role = 'user' OR n.model <> '" BTY_BUILTIN_MODEL "'))" \
  " SELECT m.seq, m.id, m.session_id, s.title, m.role, m.content, m.created_at" \
  " FROM near CROSS JOIN messages AS m CROSS JOIN sessions AS s WHERE m.seq = near.seq AND s.id = m.session_id" \
  " AND " BTY_MESSAGE_IS_WANTED ("$102")

static BtyRecalled *
create_message (BtyRows *rows)
{
  BtyRecalled *recalled = bty_recalled_new (bty_rows_get_text (rows, 5), bty_rows_get_text (rows, 3),
                                            bty_rows_get_text (rows, 1), bty_rows_get_integer (rows, 6), 0);
  int role = BTY_ROLE_USER;

  bty_enum_from_nick (BTY_TYPE_ROLE, bty_rows_get_text (rows, 4), &role);
  recalled->kind = BTY_RECALL_KIND_MESSAGE;
  recalled->seq = bty_rows_get_integer (rows, 0);
  recalled->session_id = g_strdup (bty_rows_get_text (rows, 2));
  recalled->role = role;

  return recalled;
}

/* Adds those that are not known yet. */
static gboolean
add_messages (BtyDatabase  *database,
              const char   *bot_id,
              const char   *session_id,
              GArray       *keys,
              GPtrArray    *list,
              GHashTable   *known,
              GError      **error)
{
  g_autofree BtyValue *args = bty_value_list_new (keys, BTY_ARGS (BTY_TEXT (bot_id), BTY_TEXT (session_id)));
  g_autoptr(BtyRows) rows = bty_database_query (database, MESSAGES, args, error);
  GError *row_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      gint64 seq = bty_rows_get_integer (rows, 0);
      BtyRecalled *recalled;

      if (g_hash_table_contains (known, &seq))
        continue;
      recalled = create_message (rows);
      g_ptr_array_add (list, recalled);
      g_hash_table_add (known, &recalled->seq);
    }
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

/* Goes along @seqs until there is enough. */
static gboolean
read_messages (BtyDatabase  *database,
               const char   *bot_id,
               const char   *session_id,
               GArray       *seqs,
               GPtrArray    *list,
               GError      **error)
{
  g_autoptr(GHashTable) known = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint n_found = 0;

  for (guint start = 0; start < seqs->len && n_found < MAX_FOUND;)
    {
      g_autoptr(GArray) keys = bty_value_list_take (seqs, &start, MAX_FOUND - n_found);

      if (!add_messages (database, bot_id, session_id, keys, list, known, error))
        return FALSE;
      for (guint i = 0; i < keys->len; i++)
        n_found += g_hash_table_contains (known, &g_array_index (keys, BtyValue, i).integer) ? 1 : 0;
    }

  return TRUE;
}

/**
 * bty_recall_store_load_messages:
 * @database: a connection
 * @bot_id: with whom the conversations were
 * @session_id: (nullable): where it reads: its messages the bot sees anyway, and some others are not wanted there
 * @seqs: (element-type BtyValue): which messages
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): these messages, and those around them, not ranked
 */
GPtrArray *
bty_recall_store_load_messages (BtyDatabase  *database,
                                const char   *bot_id,
                                const char   *session_id,
                                GArray       *seqs,
                                GError      **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);

  return read_messages (database, bot_id, session_id, seqs, list, error) ? g_steal_pointer (&list) : NULL;
}

/**
 * bty_recall_store_find_messages:
 * @database: a connection
 * @question: what is asked; gets its counts
 * @bot_id: with whom the conversations were
 * @session_id: (nullable): where it reads: its messages the bot sees anyway, and some others are not wanted there
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): messages that may answer, and those around them,
 *   not ranked
 */
GPtrArray *
bty_recall_store_find_messages (BtyDatabase  *database,
                                BtyQuestion  *question,
                                const char   *bot_id,
                                const char   *session_id,
                                GError      **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  gboolean left_out;
  g_autoptr(GArray) seqs = bty_text_search_run (database, BTY_FULL_TEXT_CHATS, question, &left_out, error);
  g_autoptr(GArray) own = NULL;

  if (seqs == NULL || !read_messages (database, bot_id, session_id, seqs, list, error))
    return NULL;
  if (list->len > 0 || !left_out)
    return g_steal_pointer (&list);

  own = bty_text_search_run_own (database, BTY_FULL_TEXT_CHATS, question, bot_id, error);

  return own != NULL && read_messages (database, bot_id, session_id, own, list, error) ? g_steal_pointer (&list)
                                                                                       : NULL;
}

#define IS_IN(column) column " IN (" BTY_VALUE_LIST ")"
#define CHUNKS(is_one) \
  "SELECT c.text, f.name, c.id, f.updated_at FROM file_chunks AS c CROSS JOIN files AS f" \
  " WHERE f.id = c.file_id AND f.bot_id = $101 AND " is_one " AND " BTY_CHUNK_IS_WANTED ("$102")

/* The pieces of files of this bot with @keys, in no order. */
static GPtrArray *
load_chunks (BtyDatabase  *database,
             const char   *sql,
             const char   *reader_id,
             const char   *session_id,
             GArray       *keys,
             GError      **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  g_autofree BtyValue *args = keys->len > 0 ? bty_value_list_new (keys, BTY_ARGS (BTY_TEXT (reader_id),
                                                                                  BTY_TEXT (session_id)))
                                            : NULL;
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  if (args == NULL)
    return g_steal_pointer (&list);
  rows = bty_database_query (database, sql, args, error);
  if (rows == NULL)
    return NULL;
  while (bty_rows_next (rows, &row_error))
    {
      BtyRecalled *recalled = bty_recalled_new (bty_rows_get_text (rows, 0), bty_rows_get_text (rows, 1),
                                                bty_rows_get_text (rows, 2), bty_rows_get_integer (rows, 3), 0);

      recalled->kind = BTY_RECALL_KIND_CHUNK;
      g_ptr_array_add (list, recalled);
    }
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&list);
}

/* Goes along @seqs until there is enough. */
static gboolean
read_chunks (BtyDatabase  *database,
             const char   *reader_id,
             const char   *session_id,
             GArray       *seqs,
             GPtrArray    *list,
             GError      **error)
{
  for (guint start = 0; start < seqs->len && list->len < MAX_CHUNKS;)
    {
      g_autoptr(GArray) keys = bty_value_list_take (seqs, &start, MAX_CHUNKS - list->len);
      GPtrArray *chunks = load_chunks (database, CHUNKS (IS_IN ("c.seq")), reader_id, session_id, keys, error);

      if (chunks == NULL)
        return FALSE;
      g_ptr_array_extend_and_steal (list, chunks);
    }

  return TRUE;
}

/**
 * bty_recall_store_find_chunks:
 * @database: a connection
 * @question: what is asked
 * @reader_id: the bot that reads: its own files
 * @session_id: (nullable): where it reads: some pieces are not wanted there
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): pieces of files that may answer, not ranked
 */
GPtrArray *
bty_recall_store_find_chunks (BtyDatabase  *database,
                              BtyQuestion  *question,
                              const char   *reader_id,
                              const char   *session_id,
                              GError      **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  gboolean left_out;
  g_autoptr(GArray) seqs = bty_text_search_run (database, BTY_FULL_TEXT_FILES, question, &left_out, error);
  g_autoptr(GArray) own = NULL;

  if (seqs == NULL || !read_chunks (database, reader_id, session_id, seqs, list, error))
    return NULL;
  if (list->len > 0 || !left_out)
    return g_steal_pointer (&list);

  own = bty_text_search_run_own (database, BTY_FULL_TEXT_FILES, question, reader_id, error);

  return own != NULL && read_chunks (database, reader_id, session_id, own, list, error) ? g_steal_pointer (&list)
                                                                                        : NULL;
}

/* In the order of @hits, with the similarity of each; at most %MAX_NEAR. */
static GPtrArray *
order_by_hits (GPtrArray *hits,
               GPtrArray *passages)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < passages->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (passages, i);

      g_hash_table_insert (by_id, passage->id, passage);
    }
  for (guint i = 0; i < hits->len && list->len < MAX_NEAR; i++)
    {
      BtyVectorHit *hit = g_ptr_array_index (hits, i);
      BtyRecalled *passage = g_hash_table_lookup (by_id, hit->vector->subject_id);

      if (passage == NULL)
        continue;
      passage->similarity = hit->similarity;
      g_ptr_array_add (list, bty_recalled_copy (passage));
    }

  return list;
}

/**
 * bty_recall_store_get_near:
 * @database: a connection
 * @reader_id: the bot that reads; what it may read is decided here
 * @session_id: (nullable): where it reads: some memories are not wanted there
 * @hits: (element-type BtyVectorHit): what is near in meaning, the nearest first, at most %BTY_VALUE_LIST_MAX
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): the memories and pieces of files of @hits that may
 *   be read, with their similarity, not ranked
 */
GPtrArray *
bty_recall_store_get_near (BtyDatabase  *database,
                           const char   *reader_id,
                           const char   *session_id,
                           GPtrArray    *hits,
                           gint64        now,
                           GError      **error)
{
  g_autoptr(GArray) memory_ids = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(GArray) chunk_ids = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(GPtrArray) passages = NULL;
  GPtrArray *chunks;

  for (guint i = 0; i < hits->len; i++)
    {
      BtyVector *vector = ((BtyVectorHit *) g_ptr_array_index (hits, i))->vector;

      bty_value_list_add (g_strcmp0 (vector->kind, "chunk") == 0 ? chunk_ids : memory_ids, vector->subject_id);
    }
  passages = bty_recall_memories_load (database, memory_ids, reader_id, session_id, now, error);
  chunks = passages != NULL ? load_chunks (database, CHUNKS (IS_IN ("c.id")), reader_id, session_id, chunk_ids, error)
                            : NULL;
  if (chunks == NULL)
    return NULL;
  g_ptr_array_extend_and_steal (passages, chunks);

  return order_by_hits (hits, passages);
}
