/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-recall-query.h"

#include "bty-audit-noted.h"
#include "bty-builtin-embedder.h"
#include "bty-recall-dated.h"
#include "bty-recall-graph.h"
#include "bty-recall-memories.h"
#include "bty-recall-near.h"
#include "bty-recall-store.h"
#include "bty-time.h"
#include "bty-value-list.h"
#include "bty-words.h"

#include <math.h>

/* What fits less well than this part of the best passage does not help a reply. Of what answers the questions measured
 * in HACKING.md, 4.6 % would be left out at 0.5, 1.6 % at 0.35, nothing here. What a bot only said beside what fits,
 * such as "Noted.", has to fit better. */
#define RECALL_FLOOR 0.2
#define RECALL_FLOOR_BESIDE 0.5

/**
 * bty_recall_query_free:
 * @query: (transfer full): what was looked for
 */
void
bty_recall_query_free (BtyRecallQuery *query)
{
  g_clear_object (&query->meaning);
  g_free (query->words);
  g_free (query->bot_id);
  g_free (query->session_id);
  g_clear_pointer (&query->vector, bty_query_vector_free);
  g_free (query->asked);
  g_free (query->note);
  g_free (query);
}

/* That the same was asked before answers nothing. */
static void
drop_repeated (GPtrArray   *passages,
               BtyQuestion *question)
{
  for (guint i = passages->len; i > 0; i--)
    {
      g_auto(GStrv) words = bty_words_split (((BtyRecalled *) g_ptr_array_index (passages, i - 1))->text);

      if (g_strv_equal ((const char *const *) words, (const char *const *) question->words))
        g_ptr_array_remove_index (passages, i - 1);
    }
}

static void
drop_poor (GPtrArray *passages)
{
  double best = passages->len > 0 ? ((BtyRecalled *) g_ptr_array_index (passages, 0))->score : 0;

  for (guint i = passages->len; i > 0; i--)
    {
      BtyRecalled *passage = g_ptr_array_index (passages, i - 1);
      gboolean is_beside = passage->role == BTY_ROLE_ASSISTANT && passage->factors.words == 0;

      if (passage->score < (is_beside ? RECALL_FLOOR_BESIDE : RECALL_FLOOR) * best)
        g_ptr_array_remove_index (passages, i - 1);
    }
}

/* Of somebody who is only meant, much may be known: what has words of the question needs a place, too. */
static void
drop_meant (GPtrArray *passages,
            guint      limit)
{
  guint n_meant = 0;

  for (guint i = 0; i < passages->len;)
    {
      const BtyRecallFactors *factors = &((BtyRecalled *) g_ptr_array_index (passages, i))->factors;

      if (factors->graph > 0 && factors->words == 0 && ++n_meant > limit)
        g_ptr_array_remove_index (passages, i);
      else
        i++;
    }
}

/* A memory says better what the message says that it comes from. */
static void
drop_origins (GPtrArray *passages)
{
  g_autoptr(GHashTable) origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < passages->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (passages, i);

      if (passage->origin_id != NULL)
        g_hash_table_add (origins, g_strdup (passage->origin_id));
    }
  for (guint i = passages->len; i > 0; i--)
    if (g_hash_table_contains (origins, ((BtyRecalled *) g_ptr_array_index (passages, i - 1))->id))
      g_ptr_array_remove_index (passages, i - 1);
}

/* How near in meaning are those that were found by their words alone, by the embedder that needs no download. Here this
 * is shown, and changes no order: of messages, ranking has looked more closely at what that embedder sees, words and
 * their letters. */
static void
compare_meaning (const float *asked,
                 GPtrArray   *passages)
{
  guint n = 0;
  g_autoptr(BtyEmbedder) embedder = bty_builtin_embedder_new (NULL);
  g_autofree BtyRecalled **unknown = g_new0 (BtyRecalled *, passages->len + 1);
  g_autofree const char **texts = g_new0 (const char *, passages->len + 1);
  g_autofree float *vectors = g_new0 (float, (passages->len + 1) * BTY_BUILTIN_EMBEDDER_DIMENSIONS);

  for (guint i = 0; i < passages->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (passages, i);

      if (!isnan (passage->similarity))
        continue;
      unknown[n] = passage;
      texts[n++] = passage->text;
    }
  if (n == 0 || !bty_embedder_embed (embedder, texts, n, vectors, NULL))
    return;

  for (guint i = 0; i < n; i++)
    {
      double similarity = 0;

      for (guint j = 0; j < BTY_BUILTIN_EMBEDDER_DIMENSIONS; j++)
        similarity += asked[j] * vectors[i * BTY_BUILTIN_EMBEDDER_DIMENSIONS + j];
      unknown[i]->similarity = similarity;
    }
}

static GHashTable *
list_by_id (GPtrArray *passages)
{
  GHashTable *by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < passages->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (passages, i);

      g_hash_table_insert (by_id, passage->id, passage);
    }

  return by_id;
}

/* What was found by words, by meaning and over the graph is one passage, with all that is known of it. */
static void
add_more (GPtrArray *passages,
          GPtrArray *more)
{
  g_autoptr(GHashTable) known = list_by_id (passages);

  for (guint i = 0; i < more->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (more, i);
      BtyRecalled *same = g_hash_table_lookup (known, passage->id);

      if (same == NULL)
        {
          g_ptr_array_add (passages, bty_recalled_copy (passage));
          continue;
        }
      if (!isnan (passage->similarity))
        same->similarity = passage->similarity;
      if (passage->event_at != BTY_UNSET)
        same->event_at = passage->event_at;
      same->meant |= passage->meant;
      same->around |= passage->around;
    }
}

/* Passages that were read already need only be told how near they are. Returns: (transfer container): the others */
static GPtrArray *
tell_known (GPtrArray *passages,
            GPtrArray *hits)
{
  GPtrArray *unknown = g_ptr_array_new ();
  g_autoptr(GHashTable) known = list_by_id (passages);

  for (guint i = 0; i < hits->len; i++)
    {
      BtyVectorHit *hit = g_ptr_array_index (hits, i);
      BtyRecalled *passage = g_hash_table_lookup (known, hit->vector->subject_id);

      if (passage != NULL)
        passage->similarity = hit->similarity;
      else
        g_ptr_array_add (unknown, hit);
    }

  return unknown;
}

/* The rarer a word is among what is remembered, the more it says of what is asked for. */
static float *
embed_question (BtyQuestion  *question,
                GError      **error)
{
  g_autoptr(BtyRarity) rarity = bty_rarity_new ((guint) MIN (question->n_memories, G_MAXINT));
  g_autoptr(BtyEmbedder) embedder = NULL;

  for (guint i = 0; i < question->terms->len; i++)
    {
      BtyQuestionTerm *term = g_ptr_array_index (question->terms, i);
      g_autofree char *stem = bty_words_stem (term->word);

      bty_rarity_set (rarity, stem, (guint) term->n_memories);
    }
  embedder = bty_builtin_embedder_new (rarity);

  return bty_embedder_embed_text (embedder, question->text, error);
}

/* No search crosses models. */
static gboolean
follow_models (BtyDatabase     *database,
               BtyRecallQuery  *query,
               BtyRecallNear   *near,
               GError         **error)
{
  return bty_recall_near_follow (near, database, BTY_BUILTIN_EMBEDDER_MODEL, BTY_BUILTIN_EMBEDDER_DIMENSIONS, error)
         && (query->vector == NULL
             || bty_recall_near_follow (near, database, query->vector->choice->vectors,
                                        query->vector->choice->dimensions, error));
}

/* The model that was chosen has the last word on how near a passage is. */
static gboolean
add_near (BtyDatabase     *database,
          BtyRecallQuery  *query,
          BtyRecallNear   *near,
          gint64           now,
          GPtrArray       *passages,
          GError         **error)
{
  for (guint i = 0; i < bty_recall_near_get_n (near); i++)
    {
      g_autoptr(GPtrArray) hits = bty_recall_near_read (near, database, i, error);
      g_autoptr(GPtrArray) unknown = hits != NULL ? tell_known (passages, hits) : NULL;
      g_autoptr(GPtrArray) more = NULL;

      if (hits == NULL)
        return FALSE;
      more = bty_recall_store_get_near (database, query->bot_id, query->session_id, unknown, now, error);
      if (more == NULL)
        return FALSE;
      add_more (passages, more);
    }

  return TRUE;
}

static gboolean
add_meant (BtyDatabase     *database,
           BtyRecallQuery  *query,
           BtyQuestion     *question,
           gint64           now,
           GPtrArray       *passages,
           GError         **error)
{
  g_autoptr(GPtrArray) meant = NULL;

  if (!(query->parts & BTY_RANKING_GRAPH))
    return TRUE;
  meant = bty_recall_graph_find (database, question, query->bot_id, query->session_id, now, error);
  if (meant != NULL)
    add_more (passages, meant);

  return meant != NULL;
}

static gboolean
add_dated (BtyDatabase     *database,
           BtyRecallQuery  *query,
           BtyQuestion     *question,
           gint64           now,
           GPtrArray       *passages,
           GError         **error)
{
  g_autoptr(GPtrArray) dated = NULL;

  if (!(query->parts & BTY_RANKING_TIME) || question->periods->len == 0)
    return TRUE;
  dated = bty_recall_dated_find (database, question, query->bot_id, query->session_id, now, error);
  if (dated != NULL)
    add_more (passages, dated);

  return dated != NULL;
}

static gboolean
add_found (GPtrArray *passages,
           GPtrArray *found)
{
  if (found != NULL)
    g_ptr_array_extend_and_steal (passages, found);

  return found != NULL;
}

/* Messages and pieces of files that have words of @question, with what stands around them. */
static GPtrArray *
find_told (BtyDatabase     *database,
           BtyRecallQuery  *query,
           BtyQuestion     *question,
           GError         **error)
{
  g_autoptr(GPtrArray) passages = bty_recall_store_find_messages (database, question, query->bot_id,
                                                                  query->session_id, error);

  return passages != NULL
         && add_found (passages, bty_recall_store_find_chunks (database, question, query->bot_id, query->session_id,
                                                               error)) ? g_steal_pointer (&passages) : NULL;
}

/* Words near to those that were said by hardly anybody. */
static gboolean
add_related (BtyDatabase     *database,
             BtyRecallQuery  *query,
             BtyQuestion     *question,
             gint64           now,
             GPtrArray       *passages,
             GError         **error)
{
  g_autoptr(BtyQuestion) related = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(BtyMemoriesAsked) memories = NULL;

  if (query->parts & BTY_RANKING_RELATED)
    related = bty_question_new_related (question);
  if (related == NULL)
    return TRUE;
  found = find_told (database, query, related, error);
  if (found == NULL)
    return FALSE;
  memories = bty_recall_memories_ask (database, related, query->bot_id, query->session_id, now, error);
  if (memories == NULL || !add_found (found, bty_recall_memories_read (database, memories, error)))
    return FALSE;
  add_more (passages, found);

  return TRUE;
}

/* Memories that have the words, and what is near: while a server reads the memories, the indexes are searched, and
 * while it reads what these have found, the memories are looked at. */
static gboolean
add_memories (BtyDatabase     *database,
              BtyRecallQuery  *query,
              BtyQuestion     *question,
              gint64           now,
              GPtrArray       *passages,
              GError         **error)
{
  /* What only greets or asks nothing is near to other greetings, and to nothing that helps. */
  gboolean is_near_wanted = question->terms->len > 0 && query->parts & BTY_RANKING_MEANING;
  g_autoptr(BtyRecallNear) near = bty_recall_near_new (query->meaning, query->bot_id, now);
  g_autoptr(BtyMemoriesAsked) memories = NULL;

  if (is_near_wanted && !follow_models (database, query, near, error))
    return FALSE;
  memories = bty_recall_memories_ask (database, question, query->bot_id, query->session_id, now, error);
  if (memories == NULL)
    return FALSE;

  g_free (query->asked);
  query->asked = embed_question (question, error);
  if (query->asked == NULL)
    return FALSE;
  bty_recall_near_find (near, BTY_BUILTIN_EMBEDDER_MODEL, query->asked);
  if (query->vector != NULL)
    bty_recall_near_find (near, query->vector->choice->vectors, query->vector->values);

  return (bty_recall_near_get_n (near) == 0 || bty_recall_near_ask (near, database, 0, error))
         && add_found (passages, bty_recall_memories_read (database, memories, error))
         && add_related (database, query, question, now, passages, error)
         && add_near (database, query, near, now, passages, error);
}

static GPtrArray *
find_passages (BtyDatabase     *database,
               BtyRecallQuery  *query,
               BtyQuestion     *question,
               gint64           now,
               GError         **error)
{
  g_autoptr(GPtrArray) passages = find_told (database, query, question, error);

  return passages != NULL && add_memories (database, query, question, now, passages, error)
         && add_dated (database, query, question, now, passages, error)
         && add_meant (database, query, question, now, passages, error) ? g_steal_pointer (&passages) : NULL;
}

/* Nothing is sent that is not as the record says: each memory alone may look as if it were. */
static gboolean
drop_altered (BtyDatabase     *database,
              BtyRecallQuery  *query,
              GPtrArray       *passages,
              GError         **error)
{
  g_autoptr(GPtrArray) memories = g_ptr_array_new ();
  g_autoptr(GHashTable) sound = NULL;

  for (guint i = 0; i < passages->len; i++)
    {
      BtyRecalled *passage = g_ptr_array_index (passages, i);

      if (passage->memory != NULL)
        g_ptr_array_add (memories, passage->memory);
    }
  sound = bty_audit_noted_list_sound (database, memories, query->bot_id, error);
  if (sound == NULL)
    return FALSE;
  for (guint i = passages->len; i > 0; i--)
    {
      BtyRecalled *passage = g_ptr_array_index (passages, i - 1);

      if (passage->memory != NULL && !g_hash_table_contains (sound, passage->memory->id))
        g_ptr_array_remove_index (passages, i - 1);
    }

  return TRUE;
}

/**
 * bty_recall_on_db:
 *
 * A job with a #BtyRecallQuery.
 *
 * Returns: (transfer full) (element-type BtyRecalled) (nullable): the passages, best first
 */
gpointer
bty_recall_on_db (BtyDatabase   *database,
                  gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  BtyRecallQuery *query = data;
  gint64 now = bty_time_now ();
  g_autoptr(BtyQuestion) question = bty_question_new (query->words, now);
  g_autoptr(GPtrArray) passages = find_passages (database, query, question, now, error);

  if (passages == NULL)
    return NULL;

  bty_ranking_rank (question, passages, now, query->parts);
  drop_origins (passages);
  if (query->for_reply)
    drop_repeated (passages, question);
  drop_meant (passages, MAX (1, query->limit / 2));
  if (passages->len > query->limit)
    g_ptr_array_set_size (passages, (int) query->limit);
  if (!drop_altered (database, query, passages, error))
    return NULL;
  if (query->for_reply)
    {
      drop_poor (passages);
      compare_meaning (query->asked, passages);
    }

  return g_steal_pointer (&passages);
}
