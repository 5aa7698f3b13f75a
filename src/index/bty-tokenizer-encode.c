/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-tokenizer-private.h"

#include <string.h>

#define WORD_MARK "▁"

/* More than a piece has on average in any language. */
#define BYTES_PER_PIECE 64

/* What a character costs that no piece has, beyond the least likely piece; as SentencePiece has it. */
#define UNKNOWN_COST 10.0

static gboolean
is_ideograph (gunichar letter)
{
  return g_unichar_get_script (letter) == G_UNICODE_SCRIPT_HAN;
}

/* As BERT has it: all of ASCII that is neither letter, digit nor space, and what Unicode calls punctuation. */
static gboolean
is_punctuation (gunichar letter)
{
  return letter < 0x80 ? letter > 0x20 && letter < 0x7f && !g_ascii_isalnum (letter) : g_unichar_ispunct (letter);
}

/* Returns: (transfer full): the text in the form in which the pieces are */
static char *
even_out (const BtyTextRules *rules,
          const char         *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *formed = rules->has_form ? g_utf8_normalize (valid, -1, rules->form) : g_strdup (valid);
  g_autofree char *lower = rules->lowercase ? g_utf8_strdown (formed, -1) : g_strdup (formed);
  g_autofree char *apart = rules->strip_accents ? g_utf8_normalize (lower, -1, G_NORMALIZE_NFD) : g_strdup (lower);
  GString *even = g_string_new (NULL);

  for (const char *at = apart; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (rules->strip_accents && g_unichar_type (letter) == G_UNICODE_NON_SPACING_MARK)
        continue;
      if (g_unichar_isspace (letter))
        g_string_append_c (even, ' ');
      else if (g_unichar_iscntrl (letter) || g_unichar_type (letter) == G_UNICODE_FORMAT || letter == 0xfffd)
        continue;
      else if (rules->space_ideographs && is_ideograph (letter))
        g_string_append_printf (even, " %.*s ", (int) (g_utf8_next_char (at) - at), at);
      else
        g_string_append_unichar (even, letter);
    }

  return g_string_free (even, FALSE);
}

static void
end_word (GPtrArray *words,
          GString   *word)
{
  if (word->len > 0)
    g_ptr_array_add (words, g_strdup (word->str));
  g_string_truncate (word, 0);
}

/* Returns: (transfer full): the words of a text that was made even */
static char **
split_words (const BtyTokenizer *self,
             const char         *text)
{
  GPtrArray *words = g_ptr_array_new ();
  g_autoptr(GString) word = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);
      gboolean alone = self->split_punctuation && is_punctuation (letter);

      if (letter == ' ' || alone)
        end_word (words, word);
      if (letter == ' ')
        continue;
      if (word->len == 0 && self->mark_words)
        g_string_append (word, WORD_MARK);
      g_string_append_unichar (word, letter);
      if (alone)
        end_word (words, word);
    }
  end_word (words, word);
  g_ptr_array_add (words, NULL);

  return (char **) g_ptr_array_free (words, FALSE);
}

/* The number of a piece plus one, or 0. */
static guint
look_up (const BtyTokenizer *self,
         const char         *text,
         gsize               length,
         GString            *scratch)
{
  g_string_append_len (scratch, text, length);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->pieces, scratch->str));
}

/* From the left the longest piece each time; a word in which that does not work out is unknown as a whole. */
static void
encode_word_piece (const BtyTokenizer *self,
                   const char         *word,
                   GArray             *numbers,
                   GString            *scratch)
{
  guint before = numbers->len;
  gsize length = strlen (word);
  gsize start = 0;

  if (g_utf8_strlen (word, -1) > self->max_word)
    return;

  while (start < length)
    {
      gsize end = MIN (length, start + self->longest);
      guint found = 0;

      while (end < length && ((guchar) word[end] & 0xc0) == 0x80)
        end++;
      for (; end > start && found == 0; end = g_utf8_prev_char (word + end) - word)
        {
          g_string_assign (scratch, start > 0 ? self->prefix : "");
          found = look_up (self, word + start, end - start, scratch);
          if (found != 0)
            break;
        }
      if (found == 0)
        {
          g_array_set_size (numbers, before);
          return;
        }
      found--;
      g_array_append_val (numbers, found);
      start = end;
    }
}

/* The pieces that are most likely together, by the best way to each place (A. Viterbi, 1967). */
static void
encode_unigram (const BtyTokenizer *self,
                const char         *word,
                GArray             *numbers,
                GString            *scratch)
{
  gsize length = strlen (word);
  g_autofree double *best = g_new (double, length + 1);
  g_autofree gsize *from = g_new0 (gsize, length + 1);
  g_autofree gint64 *piece = g_new (gint64, length + 1);
  guint before = numbers->len;

  for (gsize i = 0; i <= length; i++)
    best[i] = i == 0 ? 0 : -G_MAXDOUBLE;
  for (gsize start = 0; start < length; start = g_utf8_next_char (word + start) - word)
    for (gsize end = start; end < length && end - start < self->longest;)
      {
        gboolean is_first = end == start;
        guint found;
        double score;

        end = g_utf8_next_char (word + end) - word;
        g_string_truncate (scratch, 0);
        found = look_up (self, word + start, end - start, scratch);
        if (found == 0 && !is_first)
          continue;
        score = best[start] + (found != 0 ? self->scores[found - 1] : self->least_score - UNKNOWN_COST);
        if (score > best[end])
          {
            best[end] = score;
            from[end] = start;
            piece[end] = found != 0 ? (gint64) found - 1 : -1;
          }
      }

  for (gsize end = length; end > 0; end = from[end])
    if (piece[end] >= 0 && piece[end] != self->unknown)
      {
        guint number = piece[end];

        g_array_insert_val (numbers, before, number);
      }
}

/* What is left out would not be looked at; a book takes no longer than a page. */
static char *
cut (const char *text,
     gsize       max_bytes)
{
  return g_strndup (text, MIN (strlen (text), max_bytes));
}

/**
 * bty_tokenizer_encode:
 * @self: a tokenizer
 * @text: any text
 * @max_pieces: how many pieces at most; the rest of the text is left out
 *
 * Returns: (transfer full) (element-type guint): the numbers of its pieces, without what is unknown
 */
GArray *
bty_tokenizer_encode (BtyTokenizer *self,
                      const char   *text,
                      guint         max_pieces)
{
  g_autofree char *head = cut (text, (gsize) max_pieces * BYTES_PER_PIECE);
  g_autofree char *even = even_out (&self->rules, head);
  g_auto(GStrv) words = split_words (self, even);
  g_autoptr(GString) scratch = g_string_new (NULL);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; words[i] != NULL && numbers->len < max_pieces; i++)
    if (self->is_unigram)
      encode_unigram (self, words[i], numbers, scratch);
    else
      encode_word_piece (self, words[i], numbers, scratch);
  if (numbers->len > max_pieces)
    g_array_set_size (numbers, max_pieces);

  return numbers;
}
