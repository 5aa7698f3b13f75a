/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-text-search.h"

#include <math.h>

/* How many texts are looked at for a question, and how many if these few say too little. */
#define MAX_MATCHES 1000
#define MAX_MATCHES_AGAIN 10000

#define NEWEST " ORDER BY seq DESC LIMIT 5000"

typedef struct
{
  gint64 seq;
  double weight;
} Found;

/* The most and rarest words first; of equal texts the newest. */
static int
compare_found (gconstpointer a,
               gconstpointer b)
{
  const Found *first = a;
  const Found *second = b;

  if (first->weight != second->weight)
    return first->weight < second->weight ? 1 : -1;

  return first->seq < second->seq ? 1 : -1;
}

/* Adds up how rare the words are that each text has. */
static GArray *
add_up (GArray       *hits,
        const gint64 *counts,
        gint64        n_texts)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autoptr(GHashTable) places = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < hits->len; i++)
    {
      BtyWordHit *hit = &g_array_index (hits, BtyWordHit, i);
      gpointer key = GSIZE_TO_POINTER ((gsize) hit->seq);
      gsize place = GPOINTER_TO_SIZE (g_hash_table_lookup (places, key));
      gint64 n = counts[hit->word];

      if (place == 0)
        {
          Found one = { hit->seq, 0 };

          g_array_append_val (found, one);
          place = found->len;
          g_hash_table_insert (places, key, GSIZE_TO_POINTER (place));
        }
      g_array_index (found, Found, place - 1).weight += log (1 + (MAX (n_texts, n) - n + 0.5) / (n + 0.5));
    }
  g_array_sort (found, compare_found);

  return found;
}

static void
note_counts (BtyQuestion  *question,
             BtyFullTexts  texts,
             const gint64 *counts,
             gint64        n_texts)
{
  gboolean are_messages = texts == BTY_FULL_TEXT_CHATS;

  for (guint i = 0; i < question->terms->len; i++)
    {
      BtyQuestionTerm *term = g_ptr_array_index (question->terms, i);

      *(are_messages ? &term->n_texts : &term->n_memories) += counts[i];
    }
  *(are_messages ? &question->n_texts : &question->n_memories) += n_texts;
}

/* Whether even the rarest of the words is in more than @limit texts: the newest of them say little. */
static gboolean
is_rarest_frequent (const gint64 *counts,
                    guint         n_words,
                    gint64        limit)
{
  gint64 least = 0;

  for (guint i = 0; i < n_words; i++)
    if (counts[i] > 0 && (least == 0 || counts[i] < least))
      least = counts[i];

  return least > limit;
}

static gboolean
is_left_out (const gint64 *counts,
             guint         n_words,
             gint64        limit)
{
  gint64 total = 0;

  for (guint i = 0; i < n_words; i++)
    total += counts[i];

  return total > limit;
}

static GArray *
find (BtyDatabase   *database,
      BtyFullTexts   texts,
      BtyQuestion   *question,
      gint64         limit,
      gint64        *counts,
      gint64        *n_texts,
      GError       **error)
{
  guint n_words = question->terms->len;
  g_autofree const char **words = g_new0 (const char *, n_words + 1);

  for (guint i = 0; i < n_words; i++)
    words[i] = ((BtyQuestionTerm *) g_ptr_array_index (question->terms, i))->forms;

  return bty_database_find_words (database, texts, words, limit, counts, n_texts, error);
}

static GArray *
list_seqs (GArray       *hits,
           const gint64 *counts,
           gint64        n_texts)
{
  g_autoptr(GArray) found = add_up (hits, counts, n_texts);
  GArray *seqs = g_array_sized_new (FALSE, FALSE, sizeof (BtyValue), found->len);

  for (guint i = 0; i < found->len; i++)
    {
      BtyValue seq = BTY_INTEGER (g_array_index (found, Found, i).seq);

      g_array_append_val (seqs, seq);
    }

  return seqs;
}

/**
 * bty_text_search_run:
 * @database: a connection
 * @texts: one of %BTY_FULL_TEXT_CHATS (messages), %BTY_FULL_TEXT_MEMORIES and %BTY_FULL_TEXT_FILES (pieces of files)
 * @question: what is asked; what is counted is added to its counts
 * @left_out: (out): whether some words were not looked for, because they are in so many texts
 * @error: (out) (optional): where to say what went wrong
 *
 * Finds the texts that have words of a question, those with the most and rarest words first: the same on every engine.
 * It reads neither the texts nor who may read them: the caller goes along the list until it has enough.
 *
 * Returns: (transfer full) (element-type BtyValue) (nullable): the numbers of the texts, mostly at most a few thousand
 */
GArray *
bty_text_search_run (BtyDatabase   *database,
                     BtyFullTexts   texts,
                     BtyQuestion   *question,
                     gboolean      *left_out,
                     GError       **error)
{
  guint n_words = question->terms->len;
  g_autofree gint64 *counts = g_new0 (gint64, n_words + 1);
  g_autoptr(GArray) hits = NULL;
  gint64 n_texts;

  *left_out = FALSE;
  if (n_words == 0)
    return g_array_new (FALSE, FALSE, sizeof (BtyValue));
  hits = find (database, texts, question, MAX_MATCHES, counts, &n_texts, error);
  if (hits == NULL)
    return NULL;
  if (n_texts == 0)
    return g_array_new (FALSE, FALSE, sizeof (BtyValue));

  note_counts (question, texts, counts, n_texts);
  *left_out = is_left_out (counts, n_words, MAX_MATCHES);
  if (!is_rarest_frequent (counts, n_words, MAX_MATCHES))
    return list_seqs (hits, counts, n_texts);

  *left_out = FALSE;

  return bty_text_search_run_again (database, texts, question, error);
}

/**
 * bty_text_search_run_again:
 * @database: a connection
 * @texts: as before
 * @question: what is asked
 * @error: (out) (optional): where to say what went wrong
 *
 * As bty_text_search_run(), with words that are in very many texts, which takes its time: for when nothing that may be
 * read was found without these.
 *
 * Returns: (transfer full) (element-type BtyValue) (nullable): the numbers of the texts
 */
GArray *
bty_text_search_run_again (BtyDatabase   *database,
                           BtyFullTexts   texts,
                           BtyQuestion   *question,
                           GError       **error)
{
  g_autofree gint64 *counts = g_new0 (gint64, question->terms->len + 1);
  g_autoptr(GArray) hits = NULL;
  gint64 n_texts;

  hits = find (database, texts, question, MAX_MATCHES_AGAIN, counts, &n_texts, error);

  return hits != NULL ? list_seqs (hits, counts, n_texts) : NULL;
}

/* What a bot may read can be little beside what others have; its own newest texts are quickly listed. $1 = bot. */
static const char *
get_newest_sql (BtyFullTexts texts)
{
  if (texts == BTY_FULL_TEXT_CHATS)
    return "SELECT seq FROM messages WHERE session_id IN"
           " (SELECT id FROM sessions WHERE bot_id = $1 AND deleted_at IS NULL)" NEWEST;
  if (texts == BTY_FULL_TEXT_MEMORIES)
    return "SELECT seq FROM memories WHERE bot_id = $1" NEWEST;

  return "SELECT seq FROM file_chunks WHERE file_id IN (SELECT id FROM files WHERE bot_id = $1)" NEWEST;
}

/**
 * bty_text_search_run_own:
 * @database: a connection
 * @texts: as before
 * @question: what is asked
 * @bot_id: a bot
 * @error: (out) (optional): where to say what went wrong
 *
 * As bty_text_search_run_again(), but only among the newest texts of one bot.
 *
 * Returns: (transfer full) (element-type BtyValue) (nullable): the numbers of the texts
 */
GArray *
bty_text_search_run_own (BtyDatabase   *database,
                         BtyFullTexts   texts,
                         BtyQuestion   *question,
                         const char    *bot_id,
                         GError       **error)
{
  g_autoptr(GArray) seqs = bty_text_search_run_again (database, texts, question, error);
  g_autoptr(BtyRows) rows = seqs != NULL ? bty_database_query (database, get_newest_sql (texts),
                                                             BTY_ARGS (BTY_TEXT (bot_id)), error)
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
