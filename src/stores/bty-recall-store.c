/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-store.h"

#include "bty-enum-types.h"
#include "bty-memory-rule.h"
#include "bty-memory.h"
#include "bty-provider-config.h"
#include "bty-text-search.h"
#include "bty-value-list.h"
#include "bty-vector-store.h"

/* How many messages that have the words are looked at closely. */
#define MAX_FOUND 150
#define MAX_MEMORIES 60
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

/* The next of @seqs, at most @limit. */
static GArray *
take_keys (GArray *seqs,
           guint  *start,
           guint   limit)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  guint n = MIN (MIN (limit, BTY_VALUE_LIST_MAX), seqs->len - *start);

  g_array_append_vals (keys, &g_array_index (seqs, BtyValue, *start), n);
  *start += n;

  return keys;
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

/* What a bot may read can be little beside what others have; its own newest texts are quickly listed. $1 = bot. */
#define NEWEST " ORDER BY seq DESC LIMIT 5000"
#define NEWEST_MESSAGES \
  "SELECT seq FROM messages WHERE session_id IN (SELECT id FROM sessions WHERE bot_id = $1 AND deleted_at IS NULL)" \
  NEWEST
#define NEWEST_MEMORIES "SELECT seq FROM memories WHERE bot_id = $1" NEWEST
#define NEWEST_CHUNKS \
  "SELECT seq FROM file_chunks WHERE file_id IN (SELECT id FROM files WHERE bot_id = $1)" NEWEST

/* Looks for words that are in very many texts, too, among those of one bot. */
static GArray *
search_own (BtyDatabase   *database,
            BtyFullTexts   texts,
            BtyQuestion   *question,
            const char    *newest,
            const char    *bot_id,
            GError       **error)
{
  g_autoptr(GArray) seqs = bty_text_search_run_again (database, texts, question, error);
  g_autoptr(BtyRows) rows = seqs != NULL ? bty_database_query (database, newest, BTY_ARGS (BTY_TEXT (bot_id)), error)
                                         : NULL;
  g_autoptr(GHashTable) own = g_hash_table_new (NULL, NULL);
  GError *row_error = NULL;
  guint n = 0;

  if (rows == NULL)
    return NULL;
  while (bty_rows_next (rows, &row_error))
    g_hash_table_add (own, GSIZE_TO_POINTER ((gsize) bty_rows_get_integer (rows, 0)));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  for (guint i = 0; i < seqs->len; i++)
    {
      BtyValue seq = g_array_index (seqs, BtyValue, i);

      if (g_hash_table_contains (own, GSIZE_TO_POINTER ((gsize) seq.integer)))
        g_array_index (seqs, BtyValue, n++) = seq;
    }
  g_array_set_size (seqs, n);

  return g_steal_pointer (&seqs);
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
      g_autoptr(GArray) keys = take_keys (seqs, &start, MAX_FOUND - n_found);

      if (!add_messages (database, bot_id, session_id, keys, list, known, error))
        return FALSE;
      for (guint i = 0; i < keys->len; i++)
        n_found += g_hash_table_contains (known, &g_array_index (keys, BtyValue, i).integer) ? 1 : 0;
    }

  return TRUE;
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

  own = search_own (database, BTY_FULL_TEXT_CHATS, question, NEWEST_MESSAGES, bot_id, error);

  return own != NULL && read_messages (database, bot_id, session_id, own, list, error) ? g_steal_pointer (&list)
                                                                                       : NULL;
}

static void
add_key (GArray     *keys,
         const char *id)
{
  BtyValue key = BTY_TEXT (id);

  if (id != NULL)
    g_array_append_val (keys, key);
}

/* Names by id. One that cannot be found is left out: it explains, and decides nothing. */
static GHashTable *
load_names (BtyDatabase *database,
            const char  *sql,
            GArray      *ids)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree BtyValue *args = ids->len > 0 ? bty_value_list_new (ids, BTY_NO_ARGS) : NULL;
  g_autoptr(BtyRows) rows = args != NULL ? bty_database_query (database, sql, args, NULL) : NULL;

  while (rows != NULL && bty_rows_next (rows, NULL))
    g_hash_table_insert (names, g_strdup (bty_rows_get_text (rows, 0)), g_strdup (bty_rows_get_text (rows, 1)));

  return names;
}

static BtyRecalled *
create_memory (BtyMemory  *memory,
               const char *reader_id,
               GHashTable *authors,
               GHashTable *titles)
{
  BtyRecalled *recalled = bty_recalled_new (memory->text, NULL, memory->id, memory->created_at, 0);

  recalled->kind = BTY_RECALL_KIND_MEMORY;
  recalled->origin_id = g_strdup (memory->message_id);
  recalled->trust = memory->trust;
  recalled->importance = memory->importance;
  recalled->access_count = memory->access_count;
  if (g_strcmp0 (memory->bot_id, reader_id) != 0)
    recalled->author = g_strdup (g_hash_table_lookup (authors, memory->bot_id));
  else if (memory->session_id != NULL)
    recalled->source = g_strdup (g_hash_table_lookup (titles, memory->session_id));
  else
    recalled->source = g_strdup (memory->source);

  return recalled;
}

/* The memories of @keys that @clauses select, in no order. Those that were altered outside Boternity
 * are left out. */
static GPtrArray *
load_memories (BtyDatabase     *database,
               const char      *reader_id,
               GArray          *keys,
               const char      *clauses,
               const BtyValue  *others,
               GError         **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  g_autoptr(GArray) author_ids = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(GArray) session_ids = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autofree BtyValue *args = keys->len > 0 ? bty_value_list_new (keys, others) : NULL;
  g_autoptr(GPtrArray) memories = NULL;
  g_autoptr(GHashTable) authors = NULL;
  g_autoptr(GHashTable) titles = NULL;

  if (args == NULL)
    return g_steal_pointer (&list);
  memories = bty_database_select (database, BTY_TYPE_MEMORY, clauses, args, error);
  if (memories == NULL)
    return NULL;

  for (guint i = 0; i < memories->len; i++)
    {
      BtyMemory *memory = g_ptr_array_index (memories, i);
      gboolean is_own = g_strcmp0 (memory->bot_id, reader_id) == 0;

      add_key (is_own ? session_ids : author_ids, is_own ? memory->session_id : memory->bot_id);
    }
  authors = load_names (database, "SELECT id, name FROM bots WHERE id IN (" BTY_VALUE_LIST ")", author_ids);
  titles = load_names (database, "SELECT id, title FROM sessions WHERE id IN (" BTY_VALUE_LIST ")"
                       " AND deleted_at IS NULL", session_ids);
  for (guint i = 0; i < memories->len; i++)
    if (bty_memory_is_intact (g_ptr_array_index (memories, i)))
      g_ptr_array_add (list, create_memory (g_ptr_array_index (memories, i), reader_id, authors, titles));

  return g_steal_pointer (&list);
}

/* By ids, or by numbers. */
#define IS_ID(alias) alias ".id IN (" BTY_VALUE_LIST ")"
#define IS_SEQ(alias) alias ".seq IN (" BTY_VALUE_LIST ")"
#define READABLE(is_one) \
  "AS m WHERE " is_one " AND " BTY_MEMORY_IS_READABLE ("$101") " AND " BTY_MEMORY_IS_LIVE ("$102") \
  " AND " BTY_MEMORY_IS_WANTED ("$103")

/* The memories of @keys that may be read and used here, in no order. */
static GPtrArray *
load_readable (BtyDatabase  *database,
               const char   *clauses,
               GArray       *keys,
               const char   *reader_id,
               const char   *session_id,
               gint64        now,
               GError      **error)
{
  return load_memories (database, reader_id, keys, clauses,
                        BTY_ARGS (BTY_TEXT (reader_id), BTY_INTEGER (now), BTY_TEXT (session_id)), error);
}

/* Who reads, and where and when. */
typedef struct
{
  const char *id;
  const char *session_id;
  gint64      now;
} Reader;

/* Goes along @seqs until there is enough. */
static gboolean
read_memories (BtyDatabase   *database,
               const Reader  *reader,
               GArray        *seqs,
               GPtrArray     *list,
               GError       **error)
{
  for (guint start = 0; start < seqs->len && list->len < MAX_MEMORIES;)
    {
      g_autoptr(GArray) keys = take_keys (seqs, &start, MAX_MEMORIES - list->len);
      GPtrArray *memories = load_readable (database, READABLE (IS_SEQ ("m")), keys, reader->id, reader->session_id,
                                           reader->now, error);

      if (memories == NULL)
        return FALSE;
      g_ptr_array_extend_and_steal (list, memories);
    }

  return TRUE;
}

/**
 * bty_recall_store_find_memories:
 * @database: a connection
 * @question: what is asked
 * @reader_id: the bot that reads; what it may read is decided here
 * @session_id: (nullable): where it reads: some memories are not wanted there
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Memories that were altered outside Boternity are left out.
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): memories that may answer, not ranked
 */
GPtrArray *
bty_recall_store_find_memories (BtyDatabase  *database,
                                BtyQuestion  *question,
                                const char   *reader_id,
                                const char   *session_id,
                                gint64        now,
                                GError      **error)
{
  const Reader reader = { reader_id, session_id, now };
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  gboolean left_out;
  g_autoptr(GArray) seqs = bty_text_search_run (database, BTY_FULL_TEXT_MEMORIES, question, &left_out, error);
  g_autoptr(GArray) own = NULL;

  if (seqs == NULL || !read_memories (database, &reader, seqs, list, error))
    return NULL;
  if (list->len > 0 || !left_out)
    return g_steal_pointer (&list);

  own = search_own (database, BTY_FULL_TEXT_MEMORIES, question, NEWEST_MEMORIES, reader_id, error);

  return own != NULL && read_memories (database, &reader, own, list, error) ? g_steal_pointer (&list) : NULL;
}

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
      g_autoptr(GArray) keys = take_keys (seqs, &start, MAX_CHUNKS - list->len);
      GPtrArray *chunks = load_chunks (database, CHUNKS (IS_SEQ ("c")), reader_id, session_id, keys, error);

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

  own = search_own (database, BTY_FULL_TEXT_FILES, question, NEWEST_CHUNKS, reader_id, error);

  return own != NULL && read_chunks (database, reader_id, session_id, own, list, error) ? g_steal_pointer (&list)
                                                                                        : NULL;
}

/**
 * bty_recall_store_get_memory:
 * @database: a connection
 * @id: of a memory
 * @reader_id: the bot that reads; what it may read is decided here
 * @session_id: (nullable): where it reads: some memories are not wanted there
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the memory; %NULL without an error if it may not be read or used here, or was
 *   altered outside Boternity
 */
BtyRecalled *
bty_recall_store_get_memory (BtyDatabase  *database,
                             const char   *id,
                             const char   *reader_id,
                             const char   *session_id,
                             gint64        now,
                             GError      **error)
{
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(GPtrArray) found = NULL;

  add_key (keys, id);
  found = load_readable (database, READABLE (IS_ID ("m")), keys, reader_id, session_id, now, error);

  return found != NULL && found->len > 0 ? bty_recalled_copy (g_ptr_array_index (found, 0)) : NULL;
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

      add_key (g_strcmp0 (vector->kind, "chunk") == 0 ? chunk_ids : memory_ids, vector->subject_id);
    }
  passages = load_readable (database, READABLE (IS_ID ("m")), memory_ids, reader_id, session_id, now, error);
  chunks = passages != NULL ? load_chunks (database, CHUNKS (IS_ID ("c")), reader_id, session_id, chunk_ids, error)
                            : NULL;
  if (chunks == NULL)
    return NULL;
  g_ptr_array_extend_and_steal (passages, chunks);

  return order_by_hits (hits, passages);
}
