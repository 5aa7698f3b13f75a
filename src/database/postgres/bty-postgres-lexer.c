/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-postgres-lexer.h"

#include <string.h>

static gboolean
is_in_word (char character)
{
  return g_ascii_isalnum (character) || character == '_' || character == '$' || (guchar) character >= 0x80;
}

static const char *
skip_blanks (const char *at)
{
  while (TRUE)
    {
      if (g_ascii_isspace (*at))
        at++;
      else if (g_str_has_prefix (at, "--"))
        at += strcspn (at, "\n");
      else if (g_str_has_prefix (at, "/*"))
        at = strstr (at, "*/") != NULL ? strstr (at, "*/") + 2 : at + strlen (at);
      else
        return at;
    }
}

/* A quotation mark inside is doubled. */
static const char *
skip_quoted (const char *at)
{
  char mark = *at++;

  while (*at != '\0' && (*at != mark || at[1] == mark))
    at += *at == mark ? 2 : 1;

  return *at != '\0' ? at + 1 : at;
}

/**
 * bty_sql_tokens_new:
 * @sql: statements, which must outlive the result
 *
 * Returns: (transfer full) (element-type BtySqlToken): its tokens, without comments
 */
GArray *
bty_sql_tokens_new (const char *sql)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (BtySqlToken));
  const char *end = sql;
  const char *at;

  while (*(at = skip_blanks (end)) != '\0')
    {
      BtySqlToken token = { .start = at, .is_apart = at != end };

      if (*at == '\'' || *at == '"')
        end = skip_quoted (at);
      else if (is_in_word (*at))
        for (end = at; is_in_word (*end); end++)
          ;
      else
        end = at + 1;
      token.length = end - at;
      g_array_append_val (tokens, token);
    }

  return tokens;
}

static gboolean
is_word (BtySqlToken *token,
         const char  *word,
         gsize        length)
{
  return token->length == length && g_ascii_strncasecmp (token->start, word, length) == 0;
}

/**
 * bty_sql_tokens_are:
 * @tokens: tokens
 * @first: the first of them to look at
 * @words: words and signs with one blank between them
 *
 * Returns: whether @words begin there; upper and lower case are the same
 */
gboolean
bty_sql_tokens_are (GArray     *tokens,
                    guint       first,
                    const char *words)
{
  for (const char *at = words; *at != '\0'; first++)
    {
      gsize length = strcspn (at, " ");

      if (first >= tokens->len || !is_word (&g_array_index (tokens, BtySqlToken, first), at, length))
        return FALSE;
      at += length + (at[length] == ' ');
    }

  return TRUE;
}

/**
 * bty_sql_tokens_find_end:
 * @tokens: tokens
 * @open: the number of an opening bracket
 *
 * Returns: the number of the bracket that closes it
 */
guint
bty_sql_tokens_find_end (GArray *tokens,
                         guint   open)
{
  guint depth = 0;
  guint i;

  for (i = open; i < tokens->len; i++)
    {
      char sign = *g_array_index (tokens, BtySqlToken, i).start;

      depth += sign == '(';
      depth -= sign == ')';
      if (depth == 0)
        break;
    }

  return i;
}

/**
 * bty_sql_tokens_find:
 * @tokens: tokens
 * @first: the first of them to look at
 * @last: the one behind the last
 * @words: words and signs with one blank between them
 *
 * Looks for @words outside of brackets.
 *
 * Returns: the number of the first of them; @last if they are not there
 */
guint
bty_sql_tokens_find (GArray     *tokens,
                     guint       first,
                     guint       last,
                     const char *words)
{
  for (guint i = first; i < last; i++)
    {
      if (bty_sql_tokens_are (tokens, i, words))
        return i;
      if (bty_sql_tokens_are (tokens, i, "("))
        i = bty_sql_tokens_find_end (tokens, i);
    }

  return last;
}

/**
 * bty_sql_tokens_join:
 * @tokens: tokens
 * @first: the first of them
 * @last: the one behind the last
 *
 * Returns: (transfer full): the text that they are
 */
char *
bty_sql_tokens_join (GArray *tokens,
                     guint   first,
                     guint   last)
{
  GString *text = g_string_new (NULL);

  for (guint i = first; i < MIN (last, tokens->len); i++)
    {
      BtySqlToken *token = &g_array_index (tokens, BtySqlToken, i);

      if (i > first && token->is_apart)
        g_string_append_c (text, ' ');
      g_string_append_len (text, token->start, token->length);
    }

  return g_string_free (text, FALSE);
}
