/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-memories.h"

#include "bty-memory-rule.h"
#include "bty-memory.h"
#include "bty-text-search.h"
#include "bty-value-list.h"

/* The half of what is recalled that was remembered: memories, under the condition of who may read them. */

/* How many that have the words are looked at closely. */
#define MAX_MEMORIES 60

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
  recalled->memory = g_object_ref (memory);
  recalled->origin_id = g_strdup (memory->message_id);
  recalled->event_at = memory->event_at;
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

/* What is remembered in @memories. Those that were altered outside Boternity are left out. */
static GPtrArray *
create_memories (BtyDatabase *database,
                 const char  *reader_id,
                 GPtrArray   *memories)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  g_autoptr(GArray) author_ids = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(GArray) session_ids = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(GHashTable) authors = NULL;
  g_autoptr(GHashTable) titles = NULL;

  for (guint i = 0; i < memories->len; i++)
    {
      BtyMemory *memory = g_ptr_array_index (memories, i);
      gboolean is_own = g_strcmp0 (memory->bot_id, reader_id) == 0;

      bty_value_list_add (is_own ? session_ids : author_ids, is_own ? memory->session_id : memory->bot_id);
    }
  authors = load_names (database, "SELECT id, name FROM bots WHERE id IN (" BTY_VALUE_LIST ")", author_ids);
  titles = load_names (database, "SELECT id, title FROM sessions WHERE id IN (" BTY_VALUE_LIST ")"
                       " AND deleted_at IS NULL", session_ids);
  for (guint i = 0; i < memories->len; i++)
    if (bty_memory_is_intact (g_ptr_array_index (memories, i)))
      g_ptr_array_add (list, create_memory (g_ptr_array_index (memories, i), reader_id, authors, titles));

  return list;
}

/* By ids, or by numbers. */
#define IS_ID(alias) alias ".id IN (" BTY_VALUE_LIST ")"
#define IS_SEQ(alias) alias ".seq IN (" BTY_VALUE_LIST ")"
#define READABLE(is_one) \
  "AS m WHERE " is_one " AND " BTY_MEMORY_IS_READABLE ("$101") " AND " BTY_MEMORY_IS_LIVE ("$102") \
  " AND " BTY_MEMORY_IS_WANTED ("$103")

/* Who reads, and where and when. */
typedef struct
{
  const char *id;
  const char *session_id;
  gint64      now;
} Reader;

/* Asks for the memories of @keys, of which there is at least one, that may be read and used here. */
static BtyRows *
ask_readable (BtyDatabase   *database,
              const Reader  *reader,
              const char    *clauses,
              GArray        *keys,
              GError       **error)
{
  g_autofree BtyValue *args = bty_value_list_new (keys, BTY_ARGS (BTY_TEXT (reader->id), BTY_INTEGER (reader->now),
                                                                  BTY_TEXT (reader->session_id)));

  return bty_database_ask_records (database, BTY_TYPE_MEMORY, clauses, args, error);
}

/* In no order. */
static GPtrArray *
read_readable (BtyDatabase   *database,
               const Reader  *reader,
               BtyRows       *rows,
               GError       **error)
{
  g_autoptr(GPtrArray) memories = bty_rows_read_records (rows, BTY_TYPE_MEMORY, error);

  return memories != NULL ? create_memories (database, reader->id, memories) : NULL;
}

struct _BtyMemoriesAsked
{
  Reader       reader;
  BtyQuestion *question;
  GArray      *seqs;      /* of all that have words */
  guint        n_asked;   /* of these */
  gboolean     left_out;  /* some words */
  BtyRows     *rows;      /* (nullable): of those that were asked for */
};

/**
 * bty_memories_asked_free:
 * @self: (transfer full): what was asked for
 */
void
bty_memories_asked_free (BtyMemoriesAsked *self)
{
  g_clear_pointer (&self->rows, bty_rows_free);
  g_array_unref (self->seqs);
  g_free (self);
}

static gboolean
ask_more (BtyDatabase       *database,
          BtyMemoriesAsked  *self,
          guint              limit,
          GError           **error)
{
  g_autoptr(GArray) keys = bty_value_list_take (self->seqs, &self->n_asked, limit);

  g_clear_pointer (&self->rows, bty_rows_free);
  if (keys->len == 0)
    return TRUE;
  self->rows = ask_readable (database, &self->reader, READABLE (IS_SEQ ("m")), keys, error);

  return self->rows != NULL;
}

/* Goes along the numbers until there is enough. */
static gboolean
read_asked (BtyDatabase       *database,
            BtyMemoriesAsked  *self,
            GPtrArray         *list,
            GError           **error)
{
  while (self->rows != NULL)
    {
      GPtrArray *memories = read_readable (database, &self->reader, self->rows, error);

      if (memories == NULL)
        return FALSE;
      g_ptr_array_extend_and_steal (list, memories);
      if (!ask_more (database, self, list->len < MAX_MEMORIES ? MAX_MEMORIES - list->len : 0, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bty_recall_memories_ask:
 * @database: a connection
 * @question: what is asked; gets its counts. Kept alive by the caller, as are the ids
 * @reader_id: the bot that reads; what it may read is decided here
 * @session_id: (nullable): where it reads: some memories are not wanted there
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Finds memories that have words of the question, and asks for them: see bty_database_ask().
 *
 * Returns: (transfer full) (nullable): what was asked for
 */
BtyMemoriesAsked *
bty_recall_memories_ask (BtyDatabase  *database,
                         BtyQuestion  *question,
                         const char   *reader_id,
                         const char   *session_id,
                         gint64        now,
                         GError      **error)
{
  g_autoptr(BtyMemoriesAsked) self = NULL;
  gboolean left_out;
  GArray *seqs = bty_text_search_run (database, BTY_FULL_TEXT_MEMORIES, question, &left_out, error);

  if (seqs == NULL)
    return NULL;
  self = g_new0 (BtyMemoriesAsked, 1);
  self->reader = (Reader) { reader_id, session_id, now };
  self->question = question;
  self->seqs = seqs;
  self->left_out = left_out;

  return ask_more (database, self, MAX_MEMORIES, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * bty_recall_memories_read:
 * @database: a connection
 * @asked: what was asked for there
 * @error: (out) (optional): where to say what went wrong
 *
 * Memories that were altered outside Boternity are left out.
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): memories that may answer, not ranked
 */
GPtrArray *
bty_recall_memories_read (BtyDatabase       *database,
                          BtyMemoriesAsked  *asked,
                          GError           **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  GArray *own;

  if (!read_asked (database, asked, list, error))
    return NULL;
  if (list->len > 0 || !asked->left_out)
    return g_steal_pointer (&list);

  own = bty_text_search_run_own (database, BTY_FULL_TEXT_MEMORIES, asked->question, asked->reader.id, error);
  if (own == NULL)
    return NULL;
  g_array_unref (asked->seqs);
  asked->seqs = own;
  asked->n_asked = 0;

  return ask_more (database, asked, MAX_MEMORIES, error) && read_asked (database, asked, list, error)
           ? g_steal_pointer (&list) : NULL;
}

/**
 * bty_recall_memories_load:
 * @database: a connection
 * @ids: (element-type BtyValue): of memories, at most %BTY_VALUE_LIST_MAX
 * @reader_id: the bot that reads; what it may read is decided here
 * @session_id: (nullable): where it reads: some memories are not wanted there
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Memories that may not be read or used here, or were altered outside Boternity, are left out.
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): the memories, in no order
 */
GPtrArray *
bty_recall_memories_load (BtyDatabase  *database,
                          GArray       *ids,
                          const char   *reader_id,
                          const char   *session_id,
                          gint64        now,
                          GError      **error)
{
  const Reader reader = { reader_id, session_id, now };
  g_autoptr(BtyRows) rows = NULL;

  if (ids->len == 0)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  rows = ask_readable (database, &reader, READABLE (IS_ID ("m")), ids, error);

  return rows != NULL ? read_readable (database, &reader, rows, error) : NULL;
}

/**
 * bty_recall_memories_get:
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
bty_recall_memories_get (BtyDatabase  *database,
                         const char   *id,
                         const char   *reader_id,
                         const char   *session_id,
                         gint64        now,
                         GError      **error)
{
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(GPtrArray) found = NULL;

  bty_value_list_add (keys, id);
  found = bty_recall_memories_load (database, keys, reader_id, session_id, now, error);

  return found != NULL && found->len > 0 ? bty_recalled_copy (g_ptr_array_index (found, 0)) : NULL;
}
