/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-embedding-store.h"

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

/* Once for its bot, and once more for others if they may read it. */
static gboolean
add_vector (BtyDatabase  *database,
            BtyMemory    *memory,
            const char   *model,
            const float  *values,
            guint         dimensions,
            GError      **error)
{
  g_autoptr(BtyVector) own = bty_vector_new (memory->bot_id, MEMORY, memory->id, model, values, dimensions);
  g_autoptr(BtyVector) shared = NULL;

  if (memory->trust != BTY_TRUST_PRIVATE)
    shared = bty_vector_new (BTY_VECTOR_SHARED, MEMORY, memory->id, model, values, dimensions);

  return bty_database_insert (database, own, error)
         && (shared == NULL || bty_database_insert (database, shared, error));
}

/**
 * bty_embedding_store_set_memory:
 * @database: a connection
 * @memory: a stored memory
 * @model: what made the vector
 * @values: of length 1
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
  g_object_set (memory, "embedding-model", model, NULL);

  return remove_one (database, MEMORY, memory->id, model, error)
         && add_vector (database, memory, model, values, dimensions, error)
         && bty_database_execute (database, "UPDATE memories SET embedding_model = $2 WHERE id = $1",
                                  BTY_ARGS (BTY_TEXT (memory->id), BTY_TEXT (model)), error);
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
      if (!bty_database_insert (database, vector, error))
        return FALSE;
    }

  return vectors != NULL;
}

/**
 * bty_embedding_store_set_chunk:
 * @database: a connection
 * @bot_id: whose file it is of
 * @chunk_id: a piece of a file
 * @model: what made the vector
 * @values: of length 1
 * @dimensions: how many values
 * @error: (out) (optional): where to say what went wrong
 *
 * Stores the vector of what a piece says in the place of an earlier one of the same model.
 *
 * Returns: whether it was stored
 */
gboolean
bty_embedding_store_set_chunk (BtyDatabase  *database,
                               const char   *bot_id,
                               const char   *chunk_id,
                               const char   *model,
                               const float  *values,
                               guint         dimensions,
                               GError      **error)
{
  g_autoptr(BtyVector) vector = bty_vector_new (bot_id, CHUNK, chunk_id, model, values, dimensions);

  return remove_one (database, CHUNK, chunk_id, model, error) && bty_database_insert (database, vector, error);
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
