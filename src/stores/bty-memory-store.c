/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-store.h"

#include "bty-embedding-store.h"
#include "bty-fact-store.h"
#include "bty-memory-rule.h"
#include "bty-memory-tombstone.h"
#include "bty-reply-store.h"

#include <string.h>

/* The parameters of a filter; the last one is the time of the question. */
#define FILTER_ARGS(filter, now) \
  BTY_TEXT ((filter)->bot_id), BTY_TEXT ((filter)->reader_id), BTY_TEXT ((filter)->category), \
  BTY_TEXT ((filter)->origin), BTY_TEXT ((filter)->trust), BTY_INTEGER ((filter)->since), \
  BTY_INTEGER ((filter)->before), BTY_INTEGER (now)

static const char *const states[] = {
  [BTY_MEMORY_LIVE] = BTY_MEMORY_IS_LIVE ("$8"),
  [BTY_MEMORY_ENDED] = "(m.deleted_at IS NULL AND NOT " BTY_MEMORY_IS_LIVE ("$8") ")",
  [BTY_MEMORY_DELETED] = "m.deleted_at IS NOT NULL",
  [BTY_MEMORY_NOT_DELETED] = "m.deleted_at IS NULL",
};

static const char *const orders[] = {
  [BTY_MEMORY_BY_TIME] = "m.created_at DESC, m.id DESC",
  [BTY_MEMORY_BY_IMPORTANCE] = "m.importance DESC, m.created_at DESC, m.id DESC",
  [BTY_MEMORY_BY_USE] = "m.access_count DESC, m.created_at DESC, m.id DESC",
};

static GString *
write_condition (const BtyMemoryFilter *filter)
{
  GString *condition = g_string_new (states[filter->state]);

  if (filter->bot_id != NULL)
    g_string_append (condition, " AND m.bot_id = $1");
  else
    g_string_append (condition, " AND m.bot_id NOT IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL)");
  if (filter->reader_id != NULL)
    g_string_append (condition, " AND " BTY_MEMORY_IS_READABLE ("$2"));
  if (filter->category != NULL)
    g_string_append (condition, " AND m.category = $3");
  if (filter->origin != NULL)
    g_string_append (condition, " AND m.origin = $4");
  if (filter->trust != NULL)
    g_string_append (condition, " AND m.trust = $5");
  if (filter->is_shared)
    g_string_append (condition, " AND m.trust <> 'private'");
  if (filter->since != 0)
    g_string_append (condition, " AND m.created_at >= $6");
  if (filter->before != 0)
    g_string_append (condition, " AND m.created_at < $7");

  return condition;
}

/* Reads the records with the ids in the first column of @rows, in that order. */
static GPtrArray *
get_each (BtyDatabase  *database,
          BtyRows      *rows,
          gint64        offset,
          GError      **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) memories = g_ptr_array_new_with_free_func (g_object_unref);
  GError *row_error = NULL;

  while (bty_rows_next (rows, &row_error))
    if (offset-- <= 0)
      g_ptr_array_add (ids, g_strdup (bty_rows_get_text (rows, 0)));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  for (guint i = 0; i < ids->len; i++)
    {
      BtyMemory *memory = bty_memory_store_get (database, g_ptr_array_index (ids, i), error);

      if (memory == NULL)
        return NULL;
      g_ptr_array_add (memories, memory);
    }

  return g_steal_pointer (&memories);
}

/**
 * bty_memory_store_list:
 * @database: a connection
 * @filter: which ones, and in which order
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemory) (nullable): a page of memories
 */
GPtrArray *
bty_memory_store_list (BtyDatabase            *database,
                       const BtyMemoryFilter  *filter,
                       gint64                  now,
                       GError                **error)
{
  g_autoptr(GString) clauses = write_condition (filter);
  gint64 limit = filter->limit > 0 ? filter->limit : BTY_MEMORY_PAGE;

  if (filter->words != NULL && *filter->words != '\0')
    {
      g_autoptr(BtyRows) rows = NULL;

      rows = bty_database_match_memories (database, filter->words, TRUE, clauses->str,
                                          BTY_ARGS (FILTER_ARGS (filter, now)), filter->offset + limit, error);
      return rows != NULL ? get_each (database, rows, filter->offset, error) : NULL;
    }

  g_string_prepend (clauses, "AS m WHERE ");
  g_string_append_printf (clauses, " ORDER BY %s LIMIT $9 OFFSET $10", orders[filter->order]);

  return bty_database_select (database, BTY_TYPE_MEMORY, clauses->str,
                              BTY_ARGS (FILTER_ARGS (filter, now), BTY_INTEGER (limit), BTY_INTEGER (filter->offset)),
                              error);
}

/**
 * bty_memory_store_count:
 * @database: a connection
 * @filter: which ones; words, offset and limit do not count
 * @now: microseconds since 1970 UTC
 * @count: (out): how many there are
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were counted
 */
gboolean
bty_memory_store_count (BtyDatabase            *database,
                        const BtyMemoryFilter  *filter,
                        gint64                  now,
                        gint64                 *count,
                        GError                **error)
{
  g_autoptr(GString) sql = write_condition (filter);

  g_string_prepend (sql, "SELECT COUNT(*) FROM memories AS m WHERE ");

  return bty_database_query_integer (database, sql->str, BTY_ARGS (FILTER_ARGS (filter, now)), count, error);
}

/**
 * bty_memory_store_get:
 * @database: a connection
 * @id: of a memory
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Returns: (transfer full) (nullable): the memory, whatever has become of it
 */
BtyMemory *
bty_memory_store_get (BtyDatabase  *database,
                      const char   *id,
                      GError      **error)
{
  return bty_database_get (database, BTY_TYPE_MEMORY, id, error);
}

/**
 * bty_memory_store_count_shared:
 * @database: a connection
 * @bot_id: an author
 * @count: (out): how many of its memories others can read
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were counted
 */
gboolean
bty_memory_store_count_shared (BtyDatabase  *database,
                               const char   *bot_id,
                               gint64       *count,
                               GError      **error)
{
  return bty_database_query_integer (database,
                                     "SELECT COUNT(*) FROM memories"
                                     " WHERE bot_id = $1 AND trust <> 'private' AND deleted_at IS NULL",
                                     BTY_ARGS (BTY_TEXT (bot_id)), count, error);
}

static gboolean
insert_version (BtyDatabase  *database,
                BtyMemory    *memory,
                const char   *actor,
                GError      **error)
{
  g_autoptr(BtyMemoryVersion) version = bty_memory_version_new (memory, actor);

  return bty_database_insert (database, version, error);
}

/**
 * bty_memory_store_insert:
 * @database: a connection
 * @memory: a new memory
 * @actor: who made it
 * @error: (out) (optional): %BTY_ERROR_EXISTS, or what else went wrong
 *
 * Seals the memory and stores it with its first version.
 *
 * Returns: whether it was stored
 */
gboolean
bty_memory_store_insert (BtyDatabase  *database,
                         BtyMemory    *memory,
                         const char   *actor,
                         GError      **error)
{
  bty_memory_seal (memory);

  return bty_database_insert (database, memory, error) && insert_version (database, memory, actor, error);
}

/**
 * bty_memory_store_save_version:
 * @database: a connection
 * @memory: a memory that says something else now, or to somebody else
 * @actor: who changed it
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Stores the next version; those before it stay.
 *
 * Returns: whether it was stored
 */
gboolean
bty_memory_store_save_version (BtyDatabase  *database,
                               BtyMemory    *memory,
                               const char   *actor,
                               GError      **error)
{
  g_object_set (memory, "version", memory->version + 1, NULL);
  bty_memory_seal (memory);

  return bty_database_update (database, memory, error) && insert_version (database, memory, actor, error);
}

/**
 * bty_memory_store_update:
 * @database: a connection
 * @memory: a memory that says what it said
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND, or what else went wrong
 *
 * Stores what has become of it: deleted, superseded, or back.
 *
 * Returns: whether it was stored
 */
gboolean
bty_memory_store_update (BtyDatabase  *database,
                         BtyMemory    *memory,
                         GError      **error)
{
  return bty_database_update (database, memory, error);
}

/* What was sent for the replies that it was read for holds its text. */
static gboolean
forget_sent (BtyDatabase  *database,
             const char   *memory_id,
             GError      **error)
{
  return bty_reply_store_forget_sent (database, "SELECT message_id FROM memory_uses WHERE memory_id = $1",
                                      BTY_ARGS (BTY_TEXT (memory_id)), error);
}

/* Lists that name a memory, for LIKE. An id that came with an import may have any characters. */
static char *
dup_pattern (const char *memory_id)
{
  g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), memory_id);
  g_autofree char *quoted = json_to_string (node, FALSE);
  GString *pattern = g_string_new ("%");

  for (const char *at = quoted; *at != '\0'; at++)
    {
      if (strchr ("%_!", *at) != NULL)
        g_string_append_c (pattern, '!');
      g_string_append_c (pattern, *at);
    }
  g_string_append_c (pattern, '%');

  return g_string_free (pattern, FALSE);
}

#define IS_MADE_OF(pattern) "parents LIKE " pattern " ESCAPE '!'"
#define MERGED "SELECT memory_id FROM memory_versions WHERE " IS_MADE_OF ("$1") " AND memory_id <> $2"

/* Another memory may have said the same for a while: when they were merged, and that was undone. These versions go, and
 * so does what was sent and what was so because of them. */
static gboolean
forget_merged (BtyDatabase  *database,
               const char   *memory_id,
               GError      **error)
{
  static const char *const steps[] = {
    "DELETE FROM relationships WHERE NOT (superseded_at IS NULL AND valid_to IS NULL) AND source_id IN (" MERGED ")",
    "DELETE FROM entities WHERE NOT (superseded_at IS NULL AND valid_to IS NULL) AND source_id IN (" MERGED ")",
    "DELETE FROM memory_versions WHERE " IS_MADE_OF ("$1") " AND memory_id <> $2",
  };
  g_autofree char *pattern = dup_pattern (memory_id);

  if (!bty_reply_store_forget_sent (database, "SELECT message_id FROM memory_uses WHERE memory_id IN (" MERGED ")",
                                    BTY_ARGS (BTY_TEXT (pattern), BTY_TEXT (memory_id)), error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!bty_database_execute (database, steps[i], BTY_ARGS (BTY_TEXT (pattern), BTY_TEXT (memory_id)), error))
      return FALSE;

  return TRUE;
}

/**
 * bty_memory_store_list_versions:
 * @database: a connection
 * @memory_id: a memory
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemoryVersion) (nullable): its versions, the newest first
 */
GPtrArray *
bty_memory_store_list_versions (BtyDatabase  *database,
                                const char   *memory_id,
                                GError      **error)
{
  return bty_database_select (database, BTY_TYPE_MEMORY_VERSION, "WHERE memory_id = $1 ORDER BY version DESC",
                              BTY_ARGS (BTY_TEXT (memory_id)), error);
}

/**
 * bty_memory_store_get_beginning:
 * @database: a connection
 * @bot_id: a bot
 * @time: (out): since when it remembers something that is not forgotten, microseconds since 1970 UTC; 0 = nothing
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether it is known
 */
gboolean
bty_memory_store_get_beginning (BtyDatabase  *database,
                                const char   *bot_id,
                                gint64       *time,
                                GError      **error)
{
  return bty_database_query_integer (database,
                                     "SELECT coalesce(min(v.changed_at), 0) FROM memory_versions AS v"
                                     " JOIN memories AS m ON m.id = v.memory_id WHERE m.bot_id = $1",
                                     BTY_ARGS (BTY_TEXT (bot_id)), time, error);
}

/**
 * bty_memory_store_list_known:
 * @database: a connection
 * @bot_id: a bot
 * @time: microseconds since 1970 UTC
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Tells what a bot remembered of its own at a time, in the words of that time. What was forgotten since is not
 * known any more.
 *
 * Returns: (transfer full) (element-type BtyMemoryVersion) (nullable): one version each, the newest first
 */
GPtrArray *
bty_memory_store_list_known (BtyDatabase  *database,
                             const char   *bot_id,
                             gint64        time,
                             gint64        limit,
                             GError      **error)
{
  return bty_database_select (database, BTY_TYPE_MEMORY_VERSION,
                              "AS v WHERE v.changed_at <= $2 AND (v.expires_at IS NULL OR v.expires_at > $2)"
                              " AND NOT EXISTS (SELECT 1 FROM memory_versions AS n WHERE n.memory_id = v.memory_id"
                              "  AND n.version > v.version AND n.changed_at <= $2)"
                              " AND v.memory_id IN (SELECT m.id FROM memories AS m WHERE m.bot_id = $1"
                              "  AND (m.valid_to IS NULL OR m.valid_to > $2)"
                              "  AND (m.deleted_at IS NULL OR m.deleted_at > $2))"
                              " ORDER BY v.changed_at DESC, v.id DESC LIMIT $3",
                              BTY_ARGS (BTY_TEXT (bot_id), BTY_INTEGER (time), BTY_INTEGER (limit)), error);
}

/**
 * bty_memory_store_list_deleted:
 * @database: a connection
 * @until: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemory) (nullable): those that were deleted before @until, and those of
 *   bots that were
 */
GPtrArray *
bty_memory_store_list_deleted (BtyDatabase  *database,
                               gint64        until,
                               GError      **error)
{
  return bty_database_select (database, BTY_TYPE_MEMORY,
                              "WHERE (deleted_at IS NOT NULL AND deleted_at < $1)"
                              " OR bot_id IN (SELECT id FROM bots WHERE deleted_at IS NOT NULL AND deleted_at < $1)",
                              BTY_ARGS (BTY_INTEGER (until)), error);
}

/**
 * bty_memory_store_list_from:
 * @database: a connection
 * @after: an id; empty = from the first
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemory) (nullable): whatever has become of them, in the order of ids
 */
GPtrArray *
bty_memory_store_list_from (BtyDatabase  *database,
                            const char   *after,
                            gint64        limit,
                            GError      **error)
{
  return bty_database_select (database, BTY_TYPE_MEMORY, "WHERE id > $1 ORDER BY id LIMIT $2",
                              BTY_ARGS (BTY_TEXT (after), BTY_INTEGER (limit)), error);
}

/**
 * bty_memory_store_list_texts:
 * @database: a connection
 * @bot_id: a bot
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type utf8) (nullable): what it remembers, word for word
 */
GPtrArray *
bty_memory_store_list_texts (BtyDatabase  *database,
                             const char   *bot_id,
                             GError      **error)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(BtyRows) rows = NULL;
  GError *row_error = NULL;

  rows = bty_database_query (database, "SELECT text FROM memories WHERE bot_id = $1 AND deleted_at IS NULL",
                             BTY_ARGS (BTY_TEXT (bot_id)), error);
  if (rows == NULL)
    return NULL;
  while (bty_rows_next (rows, &row_error))
    g_ptr_array_add (texts, g_strdup (bty_rows_get_text (rows, 0)));
  if (row_error != NULL)
    {
      g_propagate_error (error, row_error);
      return NULL;
    }

  return g_steal_pointer (&texts);
}

/**
 * bty_memory_store_list_taken:
 * @database: a connection
 * @message_id: a message
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemory) (nullable): what was made a memory of it, whatever has become of
 *   that
 */
GPtrArray *
bty_memory_store_list_taken (BtyDatabase  *database,
                             const char   *message_id,
                             GError      **error)
{
  return bty_database_select (database, BTY_TYPE_MEMORY, "WHERE message_id = $1 ORDER BY created_at, id",
                              BTY_ARGS (BTY_TEXT (message_id)), error);
}

/**
 * bty_memory_store_forget:
 * @database: a connection
 * @memory: a memory
 * @actor: who makes it forgotten
 * @error: (out) (optional): what went wrong
 *
 * Removes the memory with all that hangs on it, its versions, uses, vectors, the prompts it was sent in and what the
 * graph knows from it, and those versions of others that were merged with it, and leaves a tombstone. The residue in
 * the files goes with
 * bty_database_erase_residue(), and what the audit holds of it with bty_audit_store_forget().
 *
 * Returns: whether it is gone
 */
gboolean
bty_memory_store_forget (BtyDatabase  *database,
                         BtyMemory    *memory,
                         const char   *actor,
                         GError      **error)
{
  g_autoptr(BtyMemoryTombstone) tombstone = bty_memory_tombstone_new (memory->id, memory->bot_id, actor);

  return bty_database_execute (database,
                               "UPDATE memories SET superseded_by = NULL WHERE superseded_by = $1",
                               BTY_ARGS (BTY_TEXT (memory->id)), error)
         && bty_embedding_store_remove_memory (database, memory->id, error) >= 0
         && forget_sent (database, memory->id, error)
         && forget_merged (database, memory->id, error)
         && bty_fact_store_forget (database, memory->id, error)
         && bty_database_execute (database, "DELETE FROM recall_exclusions WHERE subject_id = $1",
                                  BTY_ARGS (BTY_TEXT (memory->id)), error)
         && bty_database_delete (database, BTY_TYPE_MEMORY, memory->id, error)
         && bty_database_upsert (database, tombstone, error);
}

/**
 * bty_memory_store_list_near:
 * @database: a connection
 * @bot_id: whose
 * @text: some text
 * @now: microseconds since 1970 UTC
 * @limit: how many at most
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemory) (nullable): live memories with any of its words, the best first
 */
GPtrArray *
bty_memory_store_list_near (BtyDatabase  *database,
                            const char   *bot_id,
                            const char   *text,
                            gint64        now,
                            gint64        limit,
                            GError      **error)
{
  g_autoptr(BtyRows) rows = NULL;

  rows = bty_database_match_memories (database, text, FALSE, "m.bot_id = $1 AND " BTY_MEMORY_IS_LIVE ("$2"),
                                      BTY_ARGS (BTY_TEXT (bot_id), BTY_INTEGER (now)), limit, error);

  return rows != NULL ? get_each (database, rows, 0, error) : NULL;
}

static gboolean
has_parent (BtyMemory *memory,
            BtyMemory *parent)
{
  return memory->parents != NULL && g_strv_contains ((const char *const *) memory->parents, parent->id);
}

/* A memory that only ended because of the other one says something else. */
static gboolean
is_of_family (BtyMemory *a,
              BtyMemory *b)
{
  return has_parent (a, b) || has_parent (b, a);
}

/**
 * bty_memory_store_list_family:
 * @database: a connection
 * @memory: a memory
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyMemory) (nullable): the memory, all that were merged into it, and all
 *   that were made of any of these
 */
GPtrArray *
bty_memory_store_list_family (BtyDatabase  *database,
                              BtyMemory    *memory,
                              GError      **error)
{
  g_autoptr(GPtrArray) family = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_add (family, g_object_ref (memory));
  g_hash_table_add (ids, memory->id);
  for (guint i = 0; i < family->len; i++)
    {
      BtyMemory *member = g_ptr_array_index (family, i);
      g_autofree char *pattern = dup_pattern (member->id);
      g_autoptr(GPtrArray) found = NULL;

      found = bty_database_select (database, BTY_TYPE_MEMORY, "WHERE superseded_by = $1 OR " IS_MADE_OF ("$2"),
                                   BTY_ARGS (BTY_TEXT (member->id), BTY_TEXT (pattern)), error);
      if (found == NULL)
        return NULL;
      for (guint j = 0; j < found->len; j++)
        {
          BtyMemory *other = g_ptr_array_index (found, j);

          if (is_of_family (member, other) && g_hash_table_add (ids, other->id))
            g_ptr_array_add (family, g_object_ref (other));
        }
    }

  return g_steal_pointer (&family);
}
