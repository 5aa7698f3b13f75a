/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-title.h"

#include <string.h>

#define FEWEST_WORDS 3
#define MOST_WORDS 7
#define LONGEST 60 /* characters */

/* Words that open a request and say nothing about it. */
static const char *openings[] = {
  "hi", "hello", "hey", "please", "can", "could", "would", "will", "you", "i", "want", "need", "to", "tell", "me",
  "hallo", "bitte", "kannst", "könntest", "du", "ich", "möchte", "mir",
};

/* Words that lead on to what was cut off. */
static const char *leads[] = {
  "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
  "am", "auf", "aus", "bei", "das", "dem", "den", "der", "die", "ein", "eine", "für", "im", "mit", "oder", "und", "von",
  "zu",
};

/* Whether a word may end with it: "C++" and "C#" do. */
static gboolean
ends_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '+' || c == '#';
}

/* Whether a full stop behind it is none, as in "Dr. Weber". */
static gboolean
is_shortened (const char *word)
{
  static const char *const shortened[] = { "Dr", "Prof", "Mr", "Mrs", "Ms", "St", NULL };

  return g_strv_contains (shortened, word);
}

/* The next word of @text without the punctuation and Markdown around it, or NULL at the end; moves @text on.
 * @ends_sentence says whether a sentence ends with it. */
static char *
take_word (const char **text,
           gboolean    *ends_sentence)
{
  const char *start = *text;
  const char *end;
  const char *last;
  char *word;

  while (*start != '\0' && !g_unichar_isalnum (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  if (*start == '\0')
    {
      *text = start;
      return NULL;
    }

  for (end = start; *end != '\0' && !g_unichar_isspace (g_utf8_get_char (end)); end = g_utf8_next_char (end))
    ;
  *text = end;

  last = g_utf8_find_prev_char (start, end);
  *ends_sentence = strchr (".?!", *last) != NULL || *end == '\n' || *end == '\0';
  while (!ends_word (g_utf8_get_char (last)))
    last = g_utf8_find_prev_char (start, last);

  word = g_strndup (start, g_utf8_next_char (last) - start);
  *ends_sentence = *ends_sentence && !(end[-1] == '.' && is_shortened (word));

  return word;
}

static gboolean
is_one_of (const char  *word,
           const char **list,
           guint        length)
{
  g_autofree char *lower = g_utf8_strdown (word, -1);

  for (guint i = 0; i < length; i++)
    if (g_str_equal (lower, list[i]))
      return TRUE;

  return FALSE;
}

/* Adds words of @text until there are enough or, if @stop_at_sentence, a sentence ends. */
static void
append_words (GPtrArray  *words,
              const char *text,
              gboolean    stop_at_sentence)
{
  gboolean ends = FALSE;

  while (words->len < MOST_WORDS && !(stop_at_sentence && ends && words->len >= FEWEST_WORDS))
    {
      char *word = take_word (&text, &ends);

      if (word == NULL)
        return;
      g_ptr_array_add (words, word);
    }

  while (!ends && words->len > FEWEST_WORDS
         && is_one_of (g_ptr_array_index (words, words->len - 1), leads, G_N_ELEMENTS (leads)))
    g_ptr_array_set_size (words, (int) words->len - 1);
}

/* @text after its openings, unless nothing is left then. */
static const char *
skip_openings (const char *text)
{
  const char *start = text;
  const char *next = text;
  gboolean ends;

  for (;;)
    {
      g_autofree char *word = take_word (&next, &ends);

      if (word == NULL)
        return text;
      if (!is_one_of (word, openings, G_N_ELEMENTS (openings)))
        return start;
      start = next;
    }
}

static char *
capitalise (const char *text)
{
  g_autofree char *first = g_utf8_strup (text, g_utf8_next_char (text) - text);

  return g_strconcat (first, g_utf8_next_char (text), NULL);
}

/**
 * bty_title_from_exchange:
 * @question: (nullable): what the user said first
 * @answer: (nullable): what was answered
 *
 * Makes a title for a conversation without asking a model: three to seven words of the question, and
 * of the answer if the question is shorter.
 *
 * Returns: (transfer full): one line of at most 61 characters; empty if nothing was said
 */
char *
bty_title_from_exchange (const char *question,
                         const char *answer)
{
  g_autofree char *said = g_utf8_make_valid (question != NULL ? question : "", -1);
  g_autofree char *answered = g_utf8_make_valid (answer != NULL ? answer : "", -1);
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *line = NULL;

  append_words (words, skip_openings (said), TRUE);
  if (words->len < FEWEST_WORDS)
    {
      g_ptr_array_set_size (words, 0);
      append_words (words, said, TRUE);
    }
  if (words->len < FEWEST_WORDS)
    append_words (words, answered, TRUE);
  if (words->len == 0)
    return g_strdup ("");

  g_ptr_array_add (words, NULL);
  line = g_strjoinv (" ", (char **) words->pdata);
  if (g_utf8_strlen (line, -1) > LONGEST)
    {
      g_autofree char *start = g_utf8_substring (line, 0, LONGEST);
      g_autofree char *shortened = g_strconcat (g_strchomp (start), "…", NULL);

      return capitalise (shortened);
    }

  return capitalise (line);
}
