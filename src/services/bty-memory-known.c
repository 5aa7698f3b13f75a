/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-known.h"

#include "bty-builtin-embedder.h"
#include "bty-candidate-store.h"
#include "bty-embedding-store.h"
#include "bty-kernels.h"
#include "bty-meaning-index.h"
#include "bty-memory-candidate.h"
#include "bty-memory-store.h"
#include "bty-time.h"
#include "bty-vector-store.h"

/* Among those that are near are pieces of files too. */
#define MAX_HITS 8

/* So many new ones are compared one by one, before the indexes are told of them. */
#define MAX_RECENT 256
#define CHANGES_AT_ONCE 1000

/**
 * BtyMemoryKnown:
 *
 * What one bot remembers, for whoever brings it many memories at once: the same is found as by
 * bty_memory_similar_find(), in indexes that are made once instead of in the database for each. The embedder that was
 * chosen says what is near where it knows both, and else the built-in one.
 */
struct _BtyMemoryKnown
{
  /* Borrowed */
  BtyDatabase       *database;

  /* Owned */
  BtyEmbedder       *embedder;  /* the built-in one */
  BtyMeaningIndex   *own;       /* by its vectors: what only this bot reads */
  BtyMeaningIndex   *shared;    /* and what others read as well, of all bots */
  BtyMeaningIndex   *chosen;    /* by those of the embedder that was chosen; NULL = that is the built-in one */
  BtyEmbedderChoice *choice;
  GHashTable        *texts;     /* what is remembered or waits, as it is compared word for word */
  GPtrArray         *recent;    /* of BtyMemory: what the indexes do not have yet */
  GArray            *values;    /* of float: its vectors, by the built-in embedder */
  float             *last;      /* the vector of what was looked for last */
  char              *bot_id;
};

/* The nearest that says the same, or the same and less. */
typedef struct
{
  BtyMemory         *memory;
  BtyMemoryRelation  relation;
  double             similarity;
} Best;

static BtyMeaningIndex *
open_index (BtyMemoryKnown  *self,
            const char      *scope,
            GError         **error)
{
  return bty_meaning_index_open (scope, bty_embedder_get_model (self->embedder), BTY_BUILTIN_EMBEDDER_DIMENSIONS, FALSE,
                                 self->database, error);
}

static gboolean
open_indexes (BtyMemoryKnown  *self,
              GError         **error)
{
  self->own = open_index (self, self->bot_id, error);
  if (self->own != NULL)
    self->shared = open_index (self, BTY_VECTOR_SHARED, error);
  if (self->shared == NULL)
    return FALSE;
  if (self->choice == NULL)
    return TRUE;
  self->chosen = bty_meaning_index_open (self->bot_id, self->choice->vectors, (guint) self->choice->dimensions, FALSE,
                                         self->database, error);

  return self->chosen != NULL;
}

static gboolean
list_texts (BtyMemoryKnown  *self,
            GError         **error)
{
  g_autoptr(GPtrArray) texts = bty_memory_store_list_texts (self->database, self->bot_id, error);
  g_autoptr(GPtrArray) waiting = NULL;

  if (texts != NULL)
    waiting = bty_candidate_store_list (self->database, self->bot_id, error);
  if (waiting == NULL)
    return FALSE;
  for (guint i = 0; i < texts->len; i++)
    g_hash_table_add (self->texts, bty_memory_compare_dup_plain (g_ptr_array_index (texts, i)));
  for (guint i = 0; i < waiting->len; i++)
    g_hash_table_add (self->texts,
                      bty_memory_compare_dup_plain (((BtyMemoryCandidate *) g_ptr_array_index (waiting, i))->text));

  return TRUE;
}

/**
 * bty_memory_known_new:
 * @database: a connection, in the transaction in which the new ones are stored
 * @bot_id: who remembers
 * @choice: (nullable): the embedder that was chosen, if vectors of it are given; %NULL = the built-in one
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): what the bot remembers
 */
BtyMemoryKnown *
bty_memory_known_new (BtyDatabase        *database,
                      const char         *bot_id,
                      BtyEmbedderChoice  *choice,
                      GError            **error)
{
  g_autoptr(BtyMemoryKnown) self = g_new0 (BtyMemoryKnown, 1);

  self->database = database;
  self->bot_id = g_strdup (bot_id);
  self->choice = choice != NULL ? g_object_ref (choice) : NULL;
  self->embedder = bty_builtin_embedder_new (NULL);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->recent = g_ptr_array_new_with_free_func (g_object_unref);
  self->values = g_array_new (FALSE, FALSE, sizeof (float));

  return open_indexes (self, error) && list_texts (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * bty_memory_known_free:
 * @self: (transfer full): what a bot remembers
 */
void
bty_memory_known_free (BtyMemoryKnown *self)
{
  g_clear_object (&self->embedder);
  g_clear_object (&self->choice);
  g_clear_pointer (&self->own, bty_meaning_index_free);
  g_clear_pointer (&self->shared, bty_meaning_index_free);
  g_clear_pointer (&self->chosen, bty_meaning_index_free);
  g_hash_table_unref (self->texts);
  g_ptr_array_unref (self->recent);
  g_array_unref (self->values);
  g_free (self->last);
  g_free (self->bot_id);
  g_free (self);
}

static void
compare (Best      *best,
         BtyMemory *memory,
         BtyMemory *other,
         double     similarity)
{
  BtyMemoryRelation relation;

  if (similarity < BTY_MEMORY_DUPLICATE || similarity <= best->similarity || !bty_memory_is_intact (other))
    return;
  relation = bty_memory_compare (other->text, memory->text, similarity);
  if (relation != BTY_MEMORY_SAME && relation != BTY_MEMORY_ADDS)
    return;
  g_set_object (&best->memory, other);
  best->relation = relation;
  best->similarity = similarity;
}

/* Looks in one index. What the embedder that was chosen knows, it is asked about and not the built-in one. */
static gboolean
look_in (BtyMemoryKnown   *self,
         BtyMeaningIndex  *index,
         BtyMemory        *memory,
         const float      *values,
         gboolean          by_chosen,
         Best             *best,
         GError          **error)
{
  const char *scopes[] = { index->scope, NULL };
  const BtyVectorQuery query = { .model = index->model, .values = values, .dimensions = index->dimensions,
                                 .scopes = scopes, .now = bty_time_now (), .min_similarity = BTY_MEMORY_DUPLICATE,
                                 .limit = MAX_HITS };
  g_autoptr(GArray) found = bty_meaning_index_search (index, &query);
  g_autoptr(GPtrArray) hits = bty_meaning_index_look_up (self->database, found, &query, error);

  for (guint i = 0; hits != NULL && i < hits->len; i++)
    {
      BtyVectorHit *hit = g_ptr_array_index (hits, i);
      g_autoptr(BtyMemory) other = NULL;
      gboolean is_others = FALSE;

      if (!g_str_equal (hit->vector->kind, "memory"))
        continue;
      if (by_chosen
          && !bty_embedding_store_has_memory (self->database, hit->vector->subject_id, self->choice->vectors,
                                              &is_others, error))
        return FALSE;
      other = is_others ? NULL : bty_memory_store_get (self->database, hit->vector->subject_id, NULL);
      if (other != NULL && g_str_equal (other->bot_id, self->bot_id) && bty_memory_is_live (other, query.now))
        compare (best, memory, other, hit->similarity);
    }

  return hits != NULL;
}

static void
look_at_recent (BtyMemoryKnown *self,
                BtyMemory      *memory,
                const float    *values,
                Best           *best)
{
  for (guint i = 0; i < self->recent->len; i++)
    {
      const float *others = &g_array_index (self->values, float, i * BTY_BUILTIN_EMBEDDER_DIMENSIONS);

      compare (best, memory, g_ptr_array_index (self->recent, i),
               bty_kernels_get ()->dot (values, others, BTY_BUILTIN_EMBEDDER_DIMENSIONS));
    }
}

static gboolean
follow (BtyMemoryKnown   *self,
        BtyMeaningIndex  *index,
        GError          **error)
{
  gint n_changes;

  do
    n_changes = bty_meaning_index_follow (index, self->database, CHANGES_AT_ONCE, error);
  while (n_changes == CHANGES_AT_ONCE);

  return n_changes >= 0;
}

/**
 * bty_memory_known_follow:
 * @self: what a bot remembers
 * @error: (out) (optional): where to say what went wrong
 *
 * Brings the indexes up to what is stored; needed after a memory was changed.
 *
 * Returns: whether they are
 */
gboolean
bty_memory_known_follow (BtyMemoryKnown  *self,
                         GError         **error)
{
  g_ptr_array_set_size (self->recent, 0);
  g_array_set_size (self->values, 0);

  return follow (self, self->own, error)
         && follow (self, self->shared, error)
         && (self->chosen == NULL || follow (self, self->chosen, error));
}

/* Whether the same words are remembered or wait already. */
static gboolean
has_text (BtyMemoryKnown *self,
          BtyMemory      *memory)
{
  g_autofree char *plain = bty_memory_compare_dup_plain (memory->text);

  return g_hash_table_contains (self->texts, plain);
}

/**
 * bty_memory_known_find:
 * @self: what a bot remembers
 * @memory: what may be new, with secrets masked
 * @vectors: (nullable): of that and of others, by the embedder that was chosen
 * @number: which of @vectors
 * @relation: (out): %BTY_MEMORY_SAME if it adds nothing to what is remembered or waits, %BTY_MEMORY_ADDS if it adds
 *   something to what is returned, or %BTY_MEMORY_UNRELATED
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (nullable): what it adds something to, or is the same as in other words
 */
BtyMemory *
bty_memory_known_find (BtyMemoryKnown     *self,
                       BtyMemory          *memory,
                       BtyQueryVector     *vectors,
                       guint               number,
                       BtyMemoryRelation  *relation,
                       GError            **error)
{
  const float *chosen = self->chosen != NULL ? bty_query_vector_get (vectors, number) : NULL;
  Best best = { NULL, BTY_MEMORY_UNRELATED, -1 };

  *relation = BTY_MEMORY_SAME;
  if (has_text (self, memory))
    return NULL;

  *relation = BTY_MEMORY_UNRELATED;
  g_free (self->last);
  self->last = bty_embedder_embed_text (self->embedder, memory->text, error);
  if (self->last == NULL
      || ((self->recent->len == MAX_RECENT || chosen != NULL) && !bty_memory_known_follow (self, error))
      || (chosen != NULL && !look_in (self, self->chosen, memory, chosen, FALSE, &best, error))
      || !look_in (self, self->own, memory, self->last, chosen != NULL, &best, error)
      || !look_in (self, self->shared, memory, self->last, chosen != NULL, &best, error))
    {
      g_clear_object (&best.memory);
      return NULL;
    }
  look_at_recent (self, memory, self->last, &best);
  *relation = best.relation;

  return best.memory;
}

/**
 * bty_memory_known_add:
 * @self: what a bot remembers
 * @memory: what was looked for last
 * @is_stored: whether it is remembered now, with its vectors; else it waits, and is compared word for word
 *
 * So that what comes next is compared with it as well.
 */
void
bty_memory_known_add (BtyMemoryKnown *self,
                      BtyMemory      *memory,
                      gboolean        is_stored)
{
  g_hash_table_add (self->texts, bty_memory_compare_dup_plain (memory->text));
  if (!is_stored)
    return;
  g_ptr_array_add (self->recent, g_object_ref (memory));
  g_array_append_vals (self->values, self->last, BTY_BUILTIN_EMBEDDER_DIMENSIONS);
}
