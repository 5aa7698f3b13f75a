/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-text-search.h"

#include <math.h>

/* Each of these is looked at, so the most frequent words are left out: those with which it would be more than this.
 * Texts that have such a word have rarer ones, too, or are not what is asked for. */
#define MAX_MATCHES 1000

typedef struct
{
  gint64 seq;
  double weight;
} Found;

static const char *
get_count_sql (BtyFullTexts texts)
{
  if (texts == BTY_FULL_TEXT_CHATS)
    return "SELECT coalesce(max(seq), 0) FROM messages";

  return texts == BTY_FULL_TEXT_MEMORIES ? "SELECT coalesce(max(seq), 0) FROM memories"
                                         : "SELECT coalesce(max(seq), 0) FROM file_chunks";
}

/* The words from the rarest to the most frequent; equally rare ones as they were said. */
static int
compare_counts (gconstpointer a,
                gconstpointer b,
                gpointer      counts)
{
  guint first = *(const guint *) a;
  guint second = *(const guint *) b;
  gint64 count_first = ((const gint64 *) counts)[first];
  gint64 count_second = ((const gint64 *) counts)[second];

  if (count_first != count_second)
    return count_first < count_second ? -1 : 1;

  return (first > second) - (first < second);
}

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

/* How many of the words, from the rarest on, are together in few enough texts to look at; at least one. */
static guint
count_rankable (const gint64 *counts,
                const guint  *order,
                guint         n_words)
{
  gint64 n_matches = 0;
  guint n = 0;

  while (n < n_words && (n == 0 || n_matches + counts[order[n]] <= MAX_MATCHES))
    n_matches += counts[order[n++]];

  return n;
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

/* Of a word that is in nearly everything the newest are found: there is nothing to choose by. */
static GArray *
find_texts (BtyDatabase        *database,
            BtyFullTexts        texts,
            const char *const  *words,
            guint               n_words,
            gint64              n_texts,
            const gint64       *counts,
            GError            **error)
{
  g_autofree guint *order = g_new (guint, n_words + 1);
  g_autofree const char **chosen = g_new0 (const char *, n_words + 1);
  g_autofree gint64 *chosen_counts = g_new0 (gint64, n_words + 1);
  g_autoptr(GArray) hits = NULL;
  guint n = 0;

  for (guint i = 0; i < n_words; i++)
    if (counts[i] > 0)
      order[n++] = i;
  g_qsort_with_data (order, (int) n, sizeof (guint), compare_counts, (gpointer) counts);
  n = count_rankable (counts, order, n);
  for (guint i = 0; i < n; i++)
    {
      chosen[i] = words[order[i]];
      chosen_counts[i] = counts[order[i]];
    }
  hits = n > 0 ? bty_database_find_words (database, texts, chosen, MAX_MATCHES, error)
               : g_array_new (FALSE, FALSE, sizeof (BtyWordHit));

  return hits != NULL ? add_up (hits, chosen_counts, n_texts) : NULL;
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

/**
 * bty_text_search_run:
 * @database: a connection
 * @texts: one of %BTY_FULL_TEXT_CHATS (messages), %BTY_FULL_TEXT_MEMORIES and %BTY_FULL_TEXT_FILES (pieces of files)
 * @question: what is asked; what is counted is added to its counts
 * @error: (out) (optional): where to say what went wrong
 *
 * Finds the texts that have words of a question, those with the most and rarest words first: the same on every engine.
 * It reads neither the texts nor who may read them: the caller goes along the list until it has enough.
 *
 * Returns: (transfer full) (element-type BtyValue) (nullable): the numbers of the texts, at most a few thousand
 */
GArray *
bty_text_search_run (BtyDatabase   *database,
                     BtyFullTexts   texts,
                     BtyQuestion   *question,
                     GError       **error)
{
  guint n_words = question->terms->len;
  g_autofree const char **words = g_new0 (const char *, n_words + 1);
  g_autofree gint64 *counts = g_new0 (gint64, n_words + 1);
  g_autoptr(GArray) seqs = g_array_new (FALSE, FALSE, sizeof (BtyValue));
  g_autoptr(GArray) found = NULL;
  gint64 n_texts;

  if (n_words == 0)
    return g_steal_pointer (&seqs);
  if (!bty_database_query_integer (database, get_count_sql (texts), BTY_NO_ARGS, &n_texts, error))
    return NULL;
  if (n_texts == 0)
    return g_steal_pointer (&seqs);

  for (guint i = 0; i < n_words; i++)
    words[i] = ((BtyQuestionTerm *) g_ptr_array_index (question->terms, i))->forms;
  if (!bty_database_count_words (database, texts, words, MAX_MATCHES, counts, error))
    return NULL;
  found = find_texts (database, texts, words, n_words, n_texts, counts, error);
  if (found == NULL)
    return NULL;

  note_counts (question, texts, counts, n_texts);
  for (guint i = 0; i < found->len; i++)
    {
      BtyValue seq = BTY_INTEGER (g_array_index (found, Found, i).seq);

      g_array_append_val (seqs, seq);
    }

  return g_steal_pointer (&seqs);
}
