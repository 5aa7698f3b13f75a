/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-store.h"

#include "bty-enum-types.h"
#include "bty-memory-rule.h"
#include "bty-memory.h"
#include "bty-value-list.h"
#include "bty-vector-store.h"

/* Finding reads every message that has one of the words, so the most frequent words are left out: those with which
 * it would be more than this. */
#define MAX_MATCHES 1500

/* How many messages that have the words are looked at closely. */
#define MAX_FOUND 150
#define MAX_MEMORIES 60
#define MAX_CHUNKS 30

/* So many that are near in meaning are enough. */
#define MAX_NEAR 20

static int
compare_counts (gconstpointer a,
                gconstpointer b)
{
  const BtyQuestionTerm *first = *(const BtyQuestionTerm *const *) a;
  const BtyQuestionTerm *second = *(const BtyQuestionTerm *const *) b;

  return (first->n_texts > second->n_texts) - (first->n_texts < second->n_texts);
}

static gboolean
count_terms (BtyDatabase  *database,
             BtyQuestion  *question,
             GError      **error)
{
  for (guint i = 0; i < question->terms->len; i++)
    {
      BtyQuestionTerm *term = g_ptr_array_index (question->terms, i);

      if (!bty_database_count_words (database, term->forms, MAX_MATCHES + 1, &term->n_texts, error))
        return FALSE;
    }

  return bty_database_query_integer (database, "SELECT coalesce(max(seq), 0) FROM messages", BTY_NO_ARGS,
                                     &question->n_texts, error);
}

/* The rarest words, as many as can be looked for; the rarest one in any case. */
static char *
choose_words (BtyQuestion *question)
{
  g_autoptr(GPtrArray) terms = g_ptr_array_copy (question->terms, NULL, NULL);
  g_autoptr(GString) words = g_string_new (NULL);
  gint64 n_matches = 0;

  g_ptr_array_set_free_func (terms, NULL);
  g_ptr_array_sort (terms, compare_counts);
  for (guint i = 0; i < terms->len; i++)
    {
      BtyQuestionTerm *term = g_ptr_array_index (terms, i);

      n_matches += term->n_texts;
      if (term->n_texts == 0)
        continue;
      if (n_matches > MAX_MATCHES && words->len > 0)
        break;
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", term->forms);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

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

/**
 * bty_recall_store_find_messages:
 * @database: a connection
 * @question: what is asked; gets its counts
 * @bot_id: with whom the conversations were
 * @exclude_session: (nullable): a session whose messages the bot sees anyway
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): messages that may answer, and those around them,
 *   not ranked
 */
GPtrArray *
bty_recall_store_find_messages (BtyDatabase  *database,
                                BtyQuestion  *question,
                                const char   *bot_id,
                                const char   *exclude_session,
                                GError      **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  g_autoptr(BtyRows) rows = NULL;
  g_autofree char *words = NULL;
  GError *row_error = NULL;

  if (!count_terms (database, question, error))
    return NULL;

  words = choose_words (question);
  if (*words == '\0')
    return g_steal_pointer (&list);

  rows = bty_database_recall (database, words, bot_id, exclude_session, MAX_FOUND, error);
  if (rows == NULL)
    return NULL;
  while (bty_rows_next (rows, &row_error))
    g_ptr_array_add (list, create_message (rows));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&list);
}

static char *
join_forms (BtyQuestion *question)
{
  g_autoptr(GString) words = g_string_new (NULL);

  for (guint i = 0; i < question->terms->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? " " : "",
                            ((BtyQuestionTerm *) g_ptr_array_index (question->terms, i))->forms);

  return g_string_free (g_steal_pointer (&words), FALSE);
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

static GPtrArray *
list_ids (BtyRows  *rows,
          GError  **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GError *row_error = NULL;

  while (bty_rows_next (rows, &row_error))
    g_ptr_array_add (ids, g_strdup (bty_rows_get_text (rows, 0)));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&ids);
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
  g_autofree char *words = join_forms (question);
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(BtyRows) rows = NULL;
  g_autoptr(GPtrArray) ids = NULL;

  if (*words == '\0')
    return g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);

  rows = bty_database_match_memories (database, words, FALSE,
                                      BTY_MEMORY_IS_READABLE ("$1") " AND " BTY_MEMORY_IS_LIVE ("$2")
                                      " AND " BTY_MEMORY_IS_WANTED ("$3"),
                                      BTY_ARGS (BTY_TEXT (reader_id), BTY_INTEGER (now), BTY_TEXT (session_id)),
                                      MAX_MEMORIES, error);
  ids = rows != NULL ? list_ids (rows, error) : NULL;
  if (ids == NULL)
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    add_key (keys, g_ptr_array_index (ids, i));

  return load_memories (database, reader_id, keys, "WHERE id IN (" BTY_VALUE_LIST ")", BTY_NO_ARGS, error);
}

/* The pieces of files of this bot with the ids @keys, in no order. */
static GPtrArray *
load_chunks (BtyDatabase  *database,
             const char   *reader_id,
             GArray       *keys,
             GError      **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  g_autofree BtyValue *args = keys->len > 0 ? bty_value_list_new (keys, BTY_ARGS (BTY_TEXT (reader_id))) : NULL;
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  if (args == NULL)
    return g_steal_pointer (&list);
  rows = bty_database_query (database,
                             "SELECT c.text, f.name, c.id, f.updated_at FROM file_chunks AS c JOIN files AS f"
                             " ON f.id = c.file_id WHERE c.id IN (" BTY_VALUE_LIST ") AND f.bot_id = $101",
                             args, error);
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

/**
 * bty_recall_store_find_chunks:
 * @database: a connection
 * @question: what is asked
 * @reader_id: the bot that reads: its own files
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): pieces of files that may answer, not ranked
 */
GPtrArray *
bty_recall_store_find_chunks (BtyDatabase  *database,
                              BtyQuestion  *question,
                              const char   *reader_id,
                              GError      **error)
{
  g_autofree char *words = join_forms (question);
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(BtyRows) rows = NULL;
  g_autoptr(GPtrArray) ids = NULL;

  if (*words == '\0')
    return g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);

  rows = bty_database_match_chunks (database, words, reader_id, MAX_CHUNKS, error);
  ids = rows != NULL ? list_ids (rows, error) : NULL;
  if (ids == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    add_key (keys, g_ptr_array_index (ids, i));

  return load_chunks (database, reader_id, keys, error);
}

/* The memories of @keys that may be read and used here, in no order. */
static GPtrArray *
load_readable (BtyDatabase  *database,
               GArray       *keys,
               const char   *reader_id,
               const char   *session_id,
               gint64        now,
               GError      **error)
{
  return load_memories (database, reader_id, keys,
                        "AS m WHERE m.id IN (" BTY_VALUE_LIST ") AND " BTY_MEMORY_IS_READABLE ("$101")
                        " AND " BTY_MEMORY_IS_LIVE ("$102") " AND " BTY_MEMORY_IS_WANTED ("$103"),
                        BTY_ARGS (BTY_TEXT (reader_id), BTY_INTEGER (now), BTY_TEXT (session_id)), error);
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
  found = load_readable (database, keys, reader_id, session_id, now, error);

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
  passages = load_readable (database, memory_ids, reader_id, session_id, now, error);
  chunks = passages != NULL ? load_chunks (database, reader_id, chunk_ids, error) : NULL;
  if (chunks == NULL)
    return NULL;
  g_ptr_array_extend_and_steal (passages, chunks);

  return order_by_hits (hits, passages);
}
