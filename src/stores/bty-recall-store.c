/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-store.h"

#include "bty-enum-types.h"
#include "bty-memory-rule.h"
#include "bty-memory.h"
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

/* A name that cannot be found is left out: it explains, and decides nothing. */
static char *
dup_name (BtyDatabase *database,
          const char  *sql,
          const char  *id)
{
  g_autoptr(BtyRows) rows = bty_database_query (database, sql, BTY_ARGS (BTY_TEXT (id)), NULL);

  return rows != NULL && bty_rows_next (rows, NULL) ? g_strdup (bty_rows_get_text (rows, 0)) : NULL;
}

static BtyRecalled *
create_memory (BtyDatabase *database,
               BtyMemory   *memory,
               const char  *reader_id)
{
  BtyRecalled *recalled = bty_recalled_new (memory->text, NULL, memory->id, memory->created_at, 0);

  recalled->kind = BTY_RECALL_KIND_MEMORY;
  recalled->origin_id = g_strdup (memory->message_id);
  recalled->trust = memory->trust;
  recalled->importance = memory->importance;
  recalled->access_count = memory->access_count;
  if (g_strcmp0 (memory->bot_id, reader_id) != 0)
    recalled->author = dup_name (database, "SELECT name FROM bots WHERE id = $1", memory->bot_id);
  else if (memory->session_id != NULL)
    recalled->source = dup_name (database, "SELECT title FROM sessions WHERE id = $1 AND deleted_at IS NULL",
                                 memory->session_id);
  else
    recalled->source = g_strdup (memory->source);

  return recalled;
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
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  g_autofree char *words = join_forms (question);
  g_autoptr(BtyRows) rows = NULL;
  g_autoptr(GPtrArray) ids = NULL;

  if (*words == '\0')
    return g_steal_pointer (&list);

  rows = bty_database_match_memories (database, words, FALSE,
                                      BTY_MEMORY_IS_READABLE ("$1") " AND " BTY_MEMORY_IS_LIVE ("$2")
                                      " AND " BTY_MEMORY_IS_WANTED ("$3"),
                                      BTY_ARGS (BTY_TEXT (reader_id), BTY_INTEGER (now), BTY_TEXT (session_id)),
                                      MAX_MEMORIES, error);
  ids = rows != NULL ? list_ids (rows, error) : NULL;
  if (ids == NULL)
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr(BtyMemory) memory = bty_database_get (database, BTY_TYPE_MEMORY, g_ptr_array_index (ids, i), error);

      if (memory == NULL)
        return NULL;
      if (bty_memory_is_intact (memory))
        g_ptr_array_add (list, create_memory (database, memory, reader_id));
    }

  return g_steal_pointer (&list);
}

/* The piece of a file of this bot. */
static BtyRecalled *
get_chunk (BtyDatabase  *database,
           const char   *id,
           const char   *reader_id,
           GError      **error)
{
  g_autoptr(BtyRows) rows = NULL;
  BtyRecalled *recalled;

  rows = bty_database_query (database,
                             "SELECT c.text, f.name, f.updated_at FROM file_chunks AS c JOIN files AS f"
                             " ON f.id = c.file_id WHERE c.id = $1 AND f.bot_id = $2",
                             BTY_ARGS (BTY_TEXT (id), BTY_TEXT (reader_id)), error);
  if (rows == NULL || !bty_rows_next (rows, error))
    return NULL;

  recalled = bty_recalled_new (bty_rows_get_text (rows, 0), bty_rows_get_text (rows, 1), id,
                               bty_rows_get_integer (rows, 2), 0);
  recalled->kind = BTY_RECALL_KIND_CHUNK;

  return recalled;
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
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  g_autofree char *words = join_forms (question);
  g_autoptr(BtyRows) rows = NULL;
  g_autoptr(GPtrArray) ids = NULL;
  GError *own_error = NULL;

  if (*words == '\0')
    return g_steal_pointer (&list);

  rows = bty_database_match_chunks (database, words, reader_id, MAX_CHUNKS, error);
  ids = rows != NULL ? list_ids (rows, error) : NULL;
  if (ids == NULL)
    return NULL;

  for (guint i = 0; i < ids->len && own_error == NULL; i++)
    {
      BtyRecalled *recalled = get_chunk (database, g_ptr_array_index (ids, i), reader_id, &own_error);

      if (recalled != NULL)
        g_ptr_array_add (list, recalled);
    }
  if (own_error != NULL)
    {
      g_propagate_error (error, own_error);
      return NULL;
    }

  return g_steal_pointer (&list);
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
  g_autoptr(GPtrArray) memories = NULL;
  BtyMemory *memory;

  memories = bty_database_select (database, BTY_TYPE_MEMORY,
                                  "AS m WHERE m.id = $1 AND " BTY_MEMORY_IS_READABLE ("$2")
                                  " AND " BTY_MEMORY_IS_LIVE ("$3") " AND " BTY_MEMORY_IS_WANTED ("$4"),
                                  BTY_ARGS (BTY_TEXT (id), BTY_TEXT (reader_id), BTY_INTEGER (now),
                                            BTY_TEXT (session_id)),
                                  error);
  if (memories == NULL || memories->len == 0)
    return NULL;
  memory = g_ptr_array_index (memories, 0);

  return bty_memory_is_intact (memory) ? create_memory (database, memory, reader_id) : NULL;
}

/**
 * bty_recall_store_get_near:
 * @database: a connection
 * @reader_id: the bot that reads; what it may read is decided here
 * @session_id: (nullable): where it reads: some memories are not wanted there
 * @hits: (element-type BtyVectorHit): what is near in meaning, the nearest first
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
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  GError *own_error = NULL;

  for (guint i = 0; i < hits->len && list->len < MAX_NEAR && own_error == NULL; i++)
    {
      BtyVectorHit *hit = g_ptr_array_index (hits, i);
      BtyRecalled *recalled;

      if (g_strcmp0 (hit->vector->kind, "chunk") == 0)
        recalled = get_chunk (database, hit->vector->subject_id, reader_id, &own_error);
      else
        recalled = bty_recall_store_get_memory (database, hit->vector->subject_id, reader_id, session_id, now,
                                                &own_error);
      if (recalled == NULL)
        continue;
      recalled->similarity = hit->similarity;
      g_ptr_array_add (list, recalled);
    }
  if (own_error != NULL)
    {
      g_propagate_error (error, own_error);
      return NULL;
    }

  return g_steal_pointer (&list);
}
