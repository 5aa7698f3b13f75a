/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-graph.h"

#include "bty-entity.h"
#include "bty-fact-store.h"
#include "bty-memory-rule.h"
#include "bty-memory-store.h"
#include "bty-recall-memories.h"

/*
 * Whom a question means, by the graph. "My sister" means Lena if a memory says so; what is remembered of Lena may
 * answer then, though it has no word of the question. What is known of those around her may help, too. Nothing leads
 * anywhere but what the reader may read: each step is asked for under the condition on memories.
 */

/* Terms of a question that are looked for, alone and with the one or two after them. */
#define MAX_TERMS 12
#define MAX_TOGETHER 3
#define MAX_KEYS (MAX_TERMS * MAX_TOGETHER)

/* Memories that speak of one thing, the newest; who has more is no help to choose. */
#define MAX_OF_ONE 30
#define MAX_MEMORIES 60
#define MAX_AROUND 24

#define MAY_USE BTY_MEMORY_IS_READABLE ("$1") " AND " BTY_MEMORY_IS_LIVE ("$2") " AND " BTY_MEMORY_IS_WANTED ("$3")
#define MAY_USE_ARGS(self) \
  BTY_TEXT ((self)->reader_id), BTY_INTEGER ((self)->now), BTY_TEXT ((self)->session_id)

typedef struct
{
  BtyDatabase *database;
  const char  *reader_id;
  const char  *session_id;
  gint64       now;
  GHashTable  *meant;     /* id of an entity or relationship -> terms that mean it, bits */
  GHashTable  *around;    /* id of an entity -> terms that mean one beside it, bits */
  GPtrArray   *memories;  /* of BtyRecalled */
  GHashTable  *by_id;     /* id -> BtyRecalled of these, or NULL = may not be used */
  GHashTable  *intact;    /* id of another memory -> whether it is as it was stored */
} Search;

static void
add_bits (GHashTable *table,
          const char *id,
          guint32     bits)
{
  bits |= GPOINTER_TO_UINT (g_hash_table_lookup (table, id));
  g_hash_table_replace (table, g_strdup (id), GUINT_TO_POINTER (bits));
}

/* Returns: (transfer none) (nullable): the memory, unless it may not be used or there are enough */
static BtyRecalled *
get_memory (Search      *self,
            const char  *id,
            GError     **error)
{
  BtyRecalled *memory;

  if (g_hash_table_contains (self->by_id, id))
    return g_hash_table_lookup (self->by_id, id);
  if (self->memories->len >= MAX_MEMORIES)
    return NULL;
  memory = bty_recall_memories_get (self->database, id, self->reader_id, self->session_id, self->now, error);
  g_hash_table_insert (self->by_id, g_strdup (id), memory);
  if (memory != NULL)
    g_ptr_array_add (self->memories, memory);

  return memory;
}

/* Looks for memories that speak of something: by a key, or by the id of it. */
static gboolean
find_mentions (Search      *self,
               const char  *condition,
               const char  *value,
               guint32      meant,
               guint32      around,
               GError     **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT g.subject_id, g.memory_id FROM graph_mentions AS g JOIN memories AS m"
                                          " ON m.id = g.memory_id WHERE %s AND " MAY_USE
                                          " ORDER BY g.id DESC LIMIT $5", condition);
  g_autoptr(BtyRows) rows = bty_database_query (self->database, sql,
                                                BTY_ARGS (MAY_USE_ARGS (self), BTY_TEXT (value),
                                                          BTY_INTEGER (MAX_OF_ONE)),
                                                error);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GError *own_error = NULL;

  if (rows == NULL)
    return FALSE;
  while (bty_rows_next (rows, &own_error))
    {
      g_ptr_array_add (ids, g_strdup (bty_rows_get_text (rows, 0)));
      g_ptr_array_add (ids, g_strdup (bty_rows_get_text (rows, 1)));
    }
  for (guint i = 0; i + 1 < ids->len && own_error == NULL; i += 2)
    {
      BtyRecalled *memory = get_memory (self, g_ptr_array_index (ids, i + 1), &own_error);

      if (memory == NULL)
        continue;
      memory->meant |= meant;
      memory->around |= around;
      if (meant != 0)
        add_bits (self->meant, g_ptr_array_index (ids, i), meant);
    }
  if (own_error != NULL)
    g_propagate_error (error, own_error);

  return own_error == NULL;
}

/* Each of the terms, alone and with the one or two after it: the keys, and in @bits which terms each is. */
static GPtrArray *
list_keys (BtyQuestion *question,
           guint32      bits[MAX_KEYS])
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  guint n_terms = MIN (question->terms->len, MAX_TERMS);

  for (guint first = 0; first < n_terms; first++)
    {
      g_autoptr(GString) key = g_string_new (NULL);
      guint32 together = 0;

      for (guint i = first; i < n_terms && i < first + MAX_TOGETHER; i++)
        {
          g_string_append_printf (key, "%s%s", i > first ? " " : "",
                                  ((BtyQuestionTerm *) g_ptr_array_index (question->terms, i))->stem);
          together |= 1u << i;
          bits[keys->len] = together;
          g_ptr_array_add (keys, g_strdup (key->str));
        }
    }

  return keys;
}

/* Which of @keys are said of anything; most are of nothing. What may be used of it, is looked at afterwards. */
static GHashTable *
find_known (Search     *self,
            GPtrArray  *keys,
            GError    **error)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GString) sql = g_string_new ("SELECT k.column1 FROM (VALUES ");
  BtyValue args[MAX_KEYS + 1];
  g_autoptr(BtyRows) rows = NULL;
  GError *own_error = NULL;

  for (guint i = 0; i < MAX_KEYS; i++)
    {
      g_string_append_printf (sql, "%s($%u)", i > 0 ? ", " : "", i + 1);
      args[i] = BTY_TEXT (g_ptr_array_index (keys, i < keys->len ? i : 0));
    }
  args[MAX_KEYS].type = BTY_VALUE_END;
  g_string_append (sql, ") AS k WHERE EXISTS (SELECT 1 FROM graph_mentions AS g WHERE g.key = k.column1)");

  rows = bty_database_query (self->database, sql->str, args, error);
  if (rows == NULL)
    return NULL;
  while (bty_rows_next (rows, &own_error))
    g_hash_table_add (known, g_strdup (bty_rows_get_text (rows, 0)));
  if (own_error != NULL)
    {
      g_propagate_error (error, own_error);
      return NULL;
    }

  return g_steal_pointer (&known);
}

/* Who is called, and what is said to be, as the words of the question say. */
static gboolean
find_named (Search       *self,
            BtyQuestion  *question,
            GError      **error)
{
  guint32 bits[MAX_KEYS];
  g_autoptr(GPtrArray) keys = list_keys (question, bits);
  g_autoptr(GHashTable) known = NULL;

  if (keys->len == 0)
    return TRUE;
  known = find_known (self, keys, error);
  if (known == NULL)
    return FALSE;

  for (guint i = 0; i < keys->len; i++)
    if (g_hash_table_contains (known, g_ptr_array_index (keys, i))
        && !find_mentions (self, "g.key = $4", g_ptr_array_index (keys, i), bits[i], 0, error))
      return FALSE;

  return TRUE;
}

static gboolean
is_somebody (const char *type)
{
  return g_strcmp0 (type, "person") == 0 || g_strcmp0 (type, "animal") == 0;
}

/* Whether the memory that tells of a relationship was not altered outside Boternity; empty = a person wrote it. */
static gboolean
is_as_stored (Search      *self,
              const char  *memory_id,
              GError     **error)
{
  gpointer known;
  g_autoptr(BtyMemory) memory = NULL;
  gboolean is_intact;

  if (*memory_id == '\0' || g_hash_table_lookup (self->by_id, memory_id) != NULL)
    return TRUE;
  if (g_hash_table_lookup_extended (self->intact, memory_id, NULL, &known))
    return GPOINTER_TO_INT (known);
  memory = bty_memory_store_get (self->database, memory_id, error);
  is_intact = memory != NULL && bty_memory_is_intact (memory);
  g_hash_table_insert (self->intact, g_strdup (memory_id), GINT_TO_POINTER (is_intact));

  return is_intact;
}

/* One relationship of somebody who is meant, or one that is meant itself. */
static void
follow (Search  *self,
        BtyRows *rows)
{
  const char *from = bty_rows_get_text (rows, 1);
  const char *to = bty_rows_get_text (rows, 2);
  const char *from_type = bty_rows_get_text (rows, 3);
  guint32 named = GPOINTER_TO_UINT (g_hash_table_lookup (self->meant, bty_rows_get_text (rows, 0)));
  guint32 from_bits = GPOINTER_TO_UINT (g_hash_table_lookup (self->meant, from));
  guint32 to_bits = GPOINTER_TO_UINT (g_hash_table_lookup (self->meant, to));
  gboolean is_user = g_strcmp0 (from_type, BTY_ENTITY_USER) == 0;

  /* "my sister", "Tom's daughter" */
  if (named != 0 && (is_user || from_bits != 0) && is_somebody (bty_rows_get_text (rows, 4)))
    add_bits (self->meant, to, named | from_bits);
  else if (from_bits != 0 && to_bits == 0)
    add_bits (self->around, to, from_bits);
  if (to_bits != 0 && from_bits == 0 && !is_user)
    add_bits (self->around, from, to_bits);
}

/* From what is meant over its relationships; only over those that the reader was told, or drew. */
static gboolean
find_related (Search  *self,
              GError **error)
{
  static const char sql[] =
    "SELECT relationship_id, from_id, to_id, from_type, to_type, told FROM ("
    "SELECT r.relationship_id, r.from_id, r.to_id, f.type AS from_type, t.type AS to_type, r.recorded_at, r.id,"
    " CASE WHEN r.source_id IS NULL AND r.scope = $1 THEN ''"
    " ELSE (SELECT g.memory_id FROM graph_mentions AS g JOIN memories AS m ON m.id = g.memory_id"
    "  WHERE g.subject_id = r.relationship_id AND " MAY_USE " ORDER BY g.id DESC LIMIT 1) END AS told"
    " FROM relationships AS r"
    " JOIN entities AS f ON f.entity_id = r.from_id AND f.superseded_at IS NULL AND f.valid_to IS NULL"
    " JOIN entities AS t ON t.entity_id = r.to_id AND t.superseded_at IS NULL AND t.valid_to IS NULL"
    " WHERE (r.relationship_id = $4 OR r.from_id = $4 OR r.to_id = $4) AND r.superseded_at IS NULL"
    " AND (r.valid_to IS NULL OR r.valid_to > $2)"
    ") AS related WHERE told IS NOT NULL ORDER BY recorded_at DESC, id LIMIT $5";
  g_autofree gpointer *ids = g_hash_table_get_keys_as_array (self->meant, NULL);
  g_autoptr(GPtrArray) subjects = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; ids[i] != NULL; i++)
    g_ptr_array_add (subjects, g_strdup (ids[i]));
  for (guint i = 0; i < subjects->len; i++)
    {
      g_autoptr(BtyRows) rows = NULL;
      GError *row_error = NULL;

      rows = bty_database_query (self->database, sql,
                                 BTY_ARGS (MAY_USE_ARGS (self), BTY_TEXT (g_ptr_array_index (subjects, i)),
                                           BTY_INTEGER (MAX_AROUND)),
                                 error);
      if (rows == NULL)
        return FALSE;
      while (row_error == NULL && bty_rows_next (rows, &row_error))
        if (is_as_stored (self, bty_rows_get_text (rows, 5), &row_error))
          follow (self, rows);
      if (row_error != NULL)
        {
          g_propagate_error (error, row_error);
          return FALSE;
        }
    }

  return TRUE;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* What is remembered of the entities in @table. */
static gboolean
find_told (Search      *self,
           GHashTable  *table,
           GError     **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (table, NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    g_ptr_array_add (ids, g_strdup (keys[i]));
  g_ptr_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len && i < MAX_AROUND; i++)
    {
      guint32 bits = GPOINTER_TO_UINT (g_hash_table_lookup (table, g_ptr_array_index (ids, i)));

      if (!find_mentions (self, "g.subject_id = $4", g_ptr_array_index (ids, i), table == self->meant ? bits : 0,
                          table == self->meant ? 0 : bits, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bty_recall_graph_find:
 * @database: a connection
 * @question: what is asked
 * @reader_id: the bot that reads; what it may read is decided here
 * @session_id: (nullable): where it reads: some memories are not wanted there
 * @now: microseconds since 1970 UTC
 * @error: (out) (optional): where to say what went wrong
 *
 * Finds whom the question means, by name or by what they are to somebody, and those one step away, and what is
 * remembered of them.
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): memories with the terms of the question that lead to
 *   them, not ranked
 */
GPtrArray *
bty_recall_graph_find (BtyDatabase  *database,
                       BtyQuestion  *question,
                       const char   *reader_id,
                       const char   *session_id,
                       gint64        now,
                       GError      **error)
{
  g_autoptr(GPtrArray) memories = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  g_autoptr(GHashTable) meant = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) around = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) intact = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Search self = { database, reader_id, session_id, now, meant, around, memories, by_id, intact };

  if (!find_named (&self, question, error))
    return NULL;
  if (g_hash_table_size (meant) > 0
      && (!find_related (&self, error) || !find_told (&self, meant, error) || !find_told (&self, around, error)))
    return NULL;

  return g_steal_pointer (&memories);
}
