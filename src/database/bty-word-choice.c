/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-word-choice.h"

/* Equally rare words as they were said. */
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

/**
 * bty_word_choice_make:
 * @counts: (array length=n_words): in how many texts each of some words is
 * @n_words: how many
 * @limit: how many texts can be looked at
 *
 * Words that are in nearly everything tell nothing, and are what finding takes most of its time for.
 *
 * Returns: (transfer full) (element-type guint): which words to look for, the rarest first: as many as are together in
 *   no more than @limit texts, but at least one, if any is somewhere
 */
GArray *
bty_word_choice_make (const gint64 *counts,
                      guint         n_words,
                      gint64        limit)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  gint64 n_texts = 0;
  guint n = 0;

  for (guint i = 0; i < n_words; i++)
    if (counts[i] > 0)
      g_array_append_val (chosen, i);
  g_array_sort_with_data (chosen, compare_counts, (gpointer) counts);
  while (n < chosen->len && (n == 0 || n_texts + counts[g_array_index (chosen, guint, n)] <= limit))
    n_texts += counts[g_array_index (chosen, guint, n++)];
  g_array_set_size (chosen, n);

  return chosen;
}
