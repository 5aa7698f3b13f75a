/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-embedding-store.h"

#include "bty-enum-types.h"
#include "bty-file-chunk.h"
#include "bty-memory-rule.h"
#include "bty-time.h"
#include "bty-uuid.h"
#include "bty-vector-store.h"

/* What is found by meaning: memories, and pieces of files. Each can have a vector of several models, with which it is
 * found while one model takes the place of another. */

#define MEMORY "memory"
#define CHUNK "chunk"

/**
 * bty_embedding_store_remove_memory:
 * @database: a connection
 * @memory_id: of a memory
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes what every model made of what a memory says.
 *
 * Returns: how many vectors are gone; -1 on error
 */
gint64
bty_embedding_store_remove_memory (BtyDatabase  *database,
                                   const char   *memory_id,
                                   GError      **error)
{
  return bty_vector_store_delete_subject (database, MEMORY, memory_id, error);
}

/**
 * bty_embedding_store_has_memory:
 * @database: a connection
 * @memory_id: of a memory
 * @model: of an embedder
 * @has_vector: (out): whether there is a vector of that memory by that model
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether that could be found out
 */
gboolean
bty_embedding_store_has_memory (BtyDatabase  *database,
                                const char   *memory_id,
                                const char   *model,
                                gboolean     *has_vector,
                                GError      **error)
{
  gint64 n;

  if (!bty_database_query_integer (database,
                                   "SELECT COUNT(*) FROM vectors WHERE kind = $1 AND subject_id = $2 AND model = $3",
                                   BTY_ARGS (BTY_TEXT (MEMORY), BTY_TEXT (memory_id), BTY_TEXT (model)), &n, error))
    return FALSE;
  *has_vector = n > 0;

  return TRUE;
}

/**
 * bty_embedding_store_get_memory:
 * @database: a connection
 * @memory: a memory
 * @model: of an embedder
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): the vector of what it says, for its bot; %NULL without an error if that model
 *   made none
 */
BtyVector *
bty_embedding_store_get_memory (BtyDatabase  *database,
                                BtyMemory    *memory,
                                const char   *model,
                                GError      **error)
{
  g_autoptr(GPtrArray) vectors = NULL;

  vectors = bty_database_select (database, BTY_TYPE_VECTOR,
                                 "WHERE kind = $1 AND subject_id = $2 AND model = $3 AND scope = $4",
                                 BTY_ARGS (BTY_TEXT (MEMORY), BTY_TEXT (memory->id), BTY_TEXT (model),
                                           BTY_TEXT (memory->bot_id)), error);

  return vectors != NULL && vectors->len > 0 ? g_object_ref (g_ptr_array_index (vectors, 0)) : NULL;
}

static gboolean
remove_one (BtyDatabase  *database,
            const char   *kind,
            const char   *subject_id,
            const char   *model,
            GError      **error)
{
  return bty_database_execute (database, "DELETE FROM vectors WHERE kind = $1 AND subject_id = $2 AND model = $3",
                               BTY_ARGS (BTY_TEXT (kind), BTY_TEXT (subject_id), BTY_TEXT (model)), error);
}

/* Makes room for the vector of a memory, and adds it to those that are to be stored: once for its bot, and once more
 * for others if they may read it. */
static gboolean
prepare_memory (BtyDatabase  *database,
                BtyMemory    *memory,
                const char   *model,
                const float  *values,
                guint         dimensions,
                GPtrArray    *vectors,
                GError      **error)
{
  gboolean has_meaning = bty_vector_check_values (values, dimensions, NULL);

  g_object_set (memory, "embedding-model", model, NULL);
  if (has_meaning)
    g_ptr_array_add (vectors, bty_vector_new (memory->bot_id, MEMORY, memory->id, model, values, dimensions));
  if (has_meaning && memory->trust != BTY_TRUST_PRIVATE)
    g_ptr_array_add (vectors, bty_vector_new (BTY_VECTOR_SHARED, MEMORY, memory->id, model, values, dimensions));

  return remove_one (database, MEMORY, memory->id, model, error)
         && bty_database_execute (database, "UPDATE memories SET embedding_model = $2 WHERE id = $1",
                                  BTY_ARGS (BTY_TEXT (memory->id), BTY_TEXT (model)), error);
}

/**
 * bty_embedding_store_set_memory:
 * @database: a connection
 * @memory: a stored memory
 * @model: what made the vector
 * @values: of length 1, or all 0 if it has no meaning, as signs without a word
 * @dimensions: how many values
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores the vector of what a memory says in the place of an earlier one of the same model.
 *
 * Returns: whether it was stored
 */
gboolean
bty_embedding_store_set_memory (BtyDatabase  *database,
                                BtyMemory    *memory,
                                const char   *model,
                                const float  *values,
                                guint         dimensions,
                                GError      **error)
{
  g_autoptr(GPtrArray) vectors = g_ptr_array_new_with_free_func (g_object_unref);

  return prepare_memory (database, memory, model, values, dimensions, vectors, error)
         && bty_vector_store_insert_batch (database, vectors, error);
}

/**
 * bty_embedding_store_share_memory:
 * @database: a connection
 * @memory: a stored memory whose trust has changed
 * @error: (out) (optional): where to say what went wrong
 *
 * Lets others find it by meaning, or not any more.
 *
 * Returns: whether it is so
 */
gboolean
bty_embedding_store_share_memory (BtyDatabase  *database,
                                  BtyMemory    *memory,
                                  GError      **error)
{
  g_autoptr(GPtrArray) vectors = NULL;

  if (!bty_database_execute (database, "DELETE FROM vectors WHERE kind = $1 AND subject_id = $2 AND scope = $3",
                             BTY_ARGS (BTY_TEXT (MEMORY), BTY_TEXT (memory->id), BTY_TEXT (BTY_VECTOR_SHARED)),
                             error))
    return FALSE;
  if (memory->trust == BTY_TRUST_PRIVATE)
    return TRUE;

  vectors = bty_database_select (database, BTY_TYPE_VECTOR, "WHERE kind = $1 AND subject_id = $2",
                                 BTY_ARGS (BTY_TEXT (MEMORY), BTY_TEXT (memory->id)), error);
  for (guint i = 0; vectors != NULL && i < vectors->len; i++)
    {
      BtyVector *vector = g_ptr_array_index (vectors, i);
      g_autofree char *id = bty_uuid_new ();

      g_object_set (vector, "id", id, "scope", BTY_VECTOR_SHARED, NULL);
    }

  return vectors != NULL && bty_vector_store_insert_batch (database, vectors, error);
}

/**
 * bty_embedding_store_add_chunks:
 * @database: a connection
 * @bot_id: whose file they are of
 * @chunks: (element-type BtyFileChunk): new pieces of a file
 * @model: what made the vectors
 * @values: the vectors one after the other, each of length 1, or all 0 where a piece has no meaning
 * @dimensions: how many values each has
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores the vectors of what the pieces say.
 *
 * Returns: whether they were stored
 */
gboolean
bty_embedding_store_add_chunks (BtyDatabase  *database,
                                const char   *bot_id,
                                GPtrArray    *chunks,
                                const char   *model,
                                const float  *values,
                                guint         dimensions,
                                GError      **error)
{
  g_autoptr(GPtrArray) vectors = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < chunks->len; i++, values += dimensions)
    if (bty_vector_check_values (values, dimensions, NULL))
      g_ptr_array_add (vectors, bty_vector_new (bot_id, CHUNK, ((BtyFileChunk *) g_ptr_array_index (chunks, i))->id,
                                                model, values, dimensions));

  return bty_vector_store_insert_batch (database, vectors, error);
}

/**
 * bty_embedding_store_remove_file:
 * @database: a connection
 * @file_id: of a file whose pieces are still there
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes what every model made of the pieces of a file.
 *
 * Returns: whether they are gone
 */
gboolean
bty_embedding_store_remove_file (BtyDatabase  *database,
                                 const char   *file_id,
                                 GError      **error)
{
  return bty_database_execute (database,
                               "DELETE FROM vectors WHERE kind = $1"
                               " AND subject_id IN (SELECT id FROM file_chunks WHERE file_id = $2)",
                               BTY_ARGS (BTY_TEXT (CHUNK), BTY_TEXT (file_id)), error);
}

/**
 * bty_embedding_item_free:
 * @item: (transfer full): something without a vector
 */
void
bty_embedding_item_free (BtyEmbeddingItem *item)
{
  g_free (item->id);
  g_free (item->bot_id);
  g_free (item->text);
  g_free (item);
}

/* The parameters of what is missing; after them comes what is asked for. */
#define MISSING_ARGS(query) \
  BTY_TEXT ((query)->model), BTY_TEXT (bty_enum_to_nick (BTY_TYPE_TRUST, (query)->clearance)), \
  BTY_INTEGER ((query)->is_local), BTY_INTEGER (bty_time_now ())

/* Whether what is of a bot may be sent: some bots are gone, some send nothing beyond this machine. */
#define MAY_BE_SENT(bot) \
  bot " NOT IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL)" \
  " AND ($3 = 1 OR " bot " NOT IN (SELECT id FROM bots WHERE local_only = 1))"

#define HAS_NO_VECTOR(kind, id, scope) \
  "NOT EXISTS (SELECT 1 FROM vectors AS v WHERE v.kind = '" kind "' AND v.subject_id = " id \
  " AND v.model = $1 AND v.scope = " scope ")"

#define MISSING_MEMORIES \
  "memories AS m WHERE " BTY_MEMORY_IS_LIVE ("$4") " AND " MAY_BE_SENT ("m.bot_id") \
  " AND ($2 = 'private' OR m.trust = 'public' OR ($2 = 'trusted' AND m.trust = 'trusted'))" \
  " AND (" HAS_NO_VECTOR (MEMORY, "m.id", "m.bot_id") \
  " OR (m.trust <> 'private' AND " HAS_NO_VECTOR (MEMORY, "m.id", "''") "))"

/* Only its bot reads a file: it counts as private. */
#define MISSING_CHUNKS \
  "file_chunks AS c JOIN files AS f ON f.id = c.file_id WHERE $2 = 'private' AND CAST ($4 AS BIGINT) > 0 AND " \
  MAY_BE_SENT ("f.bot_id") " AND " HAS_NO_VECTOR (CHUNK, "c.id", "f.bot_id")

static BtyEmbeddingItem *
create_item (gboolean    is_memory,
             const char *id,
             const char *bot_id)
{
  BtyEmbeddingItem *item = g_new0 (BtyEmbeddingItem, 1);

  item->is_memory = is_memory;
  item->id = g_strdup (id);
  item->bot_id = g_strdup (bot_id);

  return item;
}

/* What was altered outside Boternity has no text here. */
static gboolean
list_memories (BtyDatabase              *database,
               const BtyEmbeddingQuery  *query,
               GPtrArray                *items,
               GError                  **error)
{
  g_autoptr(GPtrArray) memories = NULL;

  memories = bty_database_select (database, BTY_TYPE_MEMORY,
                                  "AS m WHERE m.id IN (SELECT m.id FROM " MISSING_MEMORIES
                                  " AND m.id > $5 ORDER BY m.id LIMIT $6) ORDER BY m.id",
                                  BTY_ARGS (MISSING_ARGS (query), BTY_TEXT (query->after_memory),
                                            BTY_INTEGER (query->limit)), error);
  for (guint i = 0; memories != NULL && i < memories->len; i++)
    {
      BtyMemory *memory = g_ptr_array_index (memories, i);
      BtyEmbeddingItem *item = create_item (TRUE, memory->id, memory->bot_id);

      if (bty_memory_is_intact (memory))
        item->text = g_strdup (memory->text);
      g_ptr_array_add (items, item);
    }

  return memories != NULL;
}

static gboolean
list_chunks (BtyDatabase              *database,
             const BtyEmbeddingQuery  *query,
             GPtrArray                *items,
             GError                  **error)
{
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  if (items->len >= query->limit)
    return TRUE;
  rows = bty_database_query (database, "SELECT c.id, f.bot_id, c.heading, c.text FROM " MISSING_CHUNKS
                             " AND c.id > $5 ORDER BY c.id LIMIT $6",
                             BTY_ARGS (MISSING_ARGS (query), BTY_TEXT (query->after_chunk),
                                       BTY_INTEGER (query->limit - items->len)), error);
  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &row_error))
    {
      BtyEmbeddingItem *item = create_item (FALSE, bty_rows_get_text (rows, 0), bty_rows_get_text (rows, 1));

      item->text = bty_file_chunk_join (bty_rows_get_text (rows, 2), bty_rows_get_text (rows, 3));
      g_ptr_array_add (items, item);
    }
  if (row_error != NULL)
    g_propagate_error (error, row_error);

  return row_error == NULL;
}

/**
 * bty_embedding_store_list_missing:
 * @database: a connection
 * @query: what is wanted
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyEmbeddingItem) (nullable): live memories, then pieces of files, that have
 *   no vector of that model and may be sent to it, each by id
 */
GPtrArray *
bty_embedding_store_list_missing (BtyDatabase              *database,
                                  const BtyEmbeddingQuery  *query,
                                  GError                  **error)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_embedding_item_free);

  return list_memories (database, query, items, error) && list_chunks (database, query, items, error)
           ? g_steal_pointer (&items) : NULL;
}

/**
 * bty_embedding_store_count_missing:
 * @database: a connection
 * @query: what is wanted; how many at most, and after which, does not matter
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: how many memories and pieces of files have no vector of that model and may be sent to it; -1 on error
 */
gint64
bty_embedding_store_count_missing (BtyDatabase              *database,
                                   const BtyEmbeddingQuery  *query,
                                   GError                  **error)
{
  gint64 n_memories;
  gint64 n_chunks;

  return bty_database_query_integer (database, "SELECT count(*) FROM " MISSING_MEMORIES,
                                     BTY_ARGS (MISSING_ARGS (query)), &n_memories, error)
         && bty_database_query_integer (database, "SELECT count(*) FROM " MISSING_CHUNKS,
                                        BTY_ARGS (MISSING_ARGS (query)), &n_chunks, error)
           ? n_memories + n_chunks : -1;
}

/* Adds the vector of a memory that still says the same to those that are to be stored. */
static gboolean
set_memory (BtyDatabase       *database,
            BtyEmbeddingItem  *item,
            const char        *model,
            const float       *values,
            guint              dimensions,
            GPtrArray         *vectors,
            GError           **error)
{
  g_autoptr(GPtrArray) memories = bty_database_select (database, BTY_TYPE_MEMORY, "WHERE id = $1",
                                                       BTY_ARGS (BTY_TEXT (item->id)), error);
  BtyMemory *memory = memories != NULL && memories->len > 0 ? g_ptr_array_index (memories, 0) : NULL;

  if (memory == NULL || g_strcmp0 (memory->text, item->text) != 0)
    return memories != NULL;

  return prepare_memory (database, memory, model, values, dimensions, vectors, error);
}

/* The same with a piece of a file that is still there. */
static gboolean
set_chunk (BtyDatabase       *database,
           BtyEmbeddingItem  *item,
           const char        *model,
           const float       *values,
           guint              dimensions,
           GPtrArray         *vectors,
           GError           **error)
{
  gint64 n_there = 0;

  if (!bty_database_query_integer (database, "SELECT count(*) FROM file_chunks WHERE id = $1",
                                   BTY_ARGS (BTY_TEXT (item->id)), &n_there, error))
    return FALSE;
  if (n_there > 0)
    g_ptr_array_add (vectors, bty_vector_new (item->bot_id, CHUNK, item->id, model, values, dimensions));

  return n_there == 0 || remove_one (database, CHUNK, item->id, model, error);
}

/**
 * bty_embedding_store_set:
 * @database: a connection
 * @items: (element-type BtyEmbeddingItem): what had no vector when it was listed
 * @model: what made the vectors
 * @values: one after the other those of the items that have a text, each of length 1, or all 0
 * @dimensions: how many values each has
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores the vector of each, unless what it is of has gone, says something else by now, or has no meaning.
 *
 * Returns: whether nothing went wrong
 */
gboolean
bty_embedding_store_set (BtyDatabase  *database,
                         GPtrArray    *items,
                         const char   *model,
                         const float  *values,
                         guint         dimensions,
                         GError      **error)
{
  g_autoptr(GPtrArray) vectors = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < items->len; i++)
    {
      BtyEmbeddingItem *item = g_ptr_array_index (items, i);
      const float *own = values;

      if (item->text == NULL)
        continue;
      values += dimensions;
      if (bty_vector_check_values (own, dimensions, NULL)
          && !(item->is_memory ? set_memory : set_chunk) (database, item, model, own, dimensions, vectors, error))
        return FALSE;
    }

  return bty_vector_store_insert_batch (database, vectors, error);
}

/**
 * bty_embedding_store_remove_others:
 * @database: a connection
 * @builtin: the model whose vectors are always kept
 * @model: the model that is used
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Removes vectors of memories and of pieces of files that other models made.
 *
 * Returns: how many are gone; -1 on error
 */
gint64
bty_embedding_store_remove_others (BtyDatabase  *database,
                                   const char   *builtin,
                                   const char   *model,
                                   guint         limit,
                                   GError      **error)
{
  return bty_database_execute_counted (database,
                                       "DELETE FROM vectors WHERE id IN (SELECT id FROM vectors"
                                       " WHERE kind IN ('" MEMORY "', '" CHUNK "') AND model NOT IN ($1, $2) LIMIT $3)",
                                       BTY_ARGS (BTY_TEXT (builtin), BTY_TEXT (model), BTY_INTEGER (limit)), error);
}
