/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-search-query.h"

#define MOST_WORDS 32

/* What the full-text index takes for a part of a word, roughly: its tokenizer splits the rest. */
static gboolean
is_in_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || g_unichar_type (c) == G_UNICODE_PRIVATE_USE;
}

/**
 * bty_search_query_from_text:
 * @text: (nullable): whatever somebody typed
 *
 * Turns it into a query of SQLite's FTS5 that cannot be a syntax error: all words must occur, the last
 * one as the beginning of a word. Operators, quotes and column names lose their meaning.
 *
 * Returns: (transfer full) (nullable): the query, or %NULL if there is no word to look for
 */
char *
bty_search_query_from_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autoptr(GString) query = g_string_new (NULL);
  guint words = 0;
  const char *c = valid;

  while (*c != '\0' && words < MOST_WORDS)
    {
      const char *start = c;

      while (is_in_word (g_utf8_get_char (c)))
        c = g_utf8_next_char (c);
      /* A mark alone is no word. */
      if (c > start && !g_unichar_ismark (g_utf8_get_char (start)))
        {
          g_string_append_printf (query, "%s\"%.*s\"", words > 0 ? " " : "", (int) (c - start), start);
          words++;
        }
      if (*c != '\0' && !is_in_word (g_utf8_get_char (c)))
        c = g_utf8_next_char (c);
    }
  if (words == 0)
    return NULL;

  g_string_append_c (query, '*');

  return g_string_free (g_steal_pointer (&query), FALSE);
}
