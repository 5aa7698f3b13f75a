/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-prose.h"

#include <math.h>

#define N_WORDS 20000

struct _BtyProse
{
  GRand *rand;
  char **words; /* the most frequent first */
};

static const char *const frequent_words[] = {
  "the", "of", "and", "to", "in", "a", "is", "that", "it", "for", "you", "was", "with", "on", "as", "have", "but", "be",
  "they", "this", "what", "can", "not", "how", "which", "their", "if", "do", "will", "each", "about", "we", "many",
  "then", "would", "time", "people", "other", "into", "could", "now", "day", "more", "like", "work", "first", "use",
  "water", "long", "think", "because", "good", "write", "garden", "meeting", "weather", "coffee", "train", "recipe",
  "music", "budget", "holiday", "doctor", "neighbour", "café", "Köln", "kitchen", "book", "river", "bicycle", "server",
  "database", "function", "letter", "birthday", "winter", "soup", "mountain", "language", "window", "question",
};

static const char *const syllables[] = {
  "ba", "cor", "den", "fi", "gra", "hu", "jo", "kel", "lum", "mi", "nor", "pe", "qua", "ri", "sol", "ta", "ul", "ven",
  "wi", "xa", "yor", "zen", "bri", "cla", "dro", "sté", "fä", "glo", "shi", "tra",
};

/**
 * bty_prose_new:
 * @seed: which text
 *
 * Returns: (transfer full): a writer
 */
BtyProse *
bty_prose_new (guint32 seed)
{
  BtyProse *self = g_new0 (BtyProse, 1);

  self->rand = g_rand_new_with_seed (seed);
  self->words = g_new0 (char *, N_WORDS + 1);
  for (guint i = 0; i < N_WORDS; i++)
    if (i < G_N_ELEMENTS (frequent_words))
      self->words[i] = g_strdup (frequent_words[i]);
    else
      self->words[i] = g_strconcat (syllables[i % 30], syllables[i / 30 % 30], syllables[i / 900 % 30],
                                    i % 7 == 0 ? syllables[i / 7 % 30] : NULL, NULL);

  return self;
}

/**
 * bty_prose_free:
 * @self: (transfer full): a writer
 *
 * Frees it.
 */
void
bty_prose_free (BtyProse *self)
{
  g_rand_free (self->rand);
  g_strfreev (self->words);
  g_free (self);
}

/**
 * bty_prose_pick:
 * @self: a writer
 * @end: more than 0
 *
 * Returns: a number from 0 to @end - 1
 */
int
bty_prose_pick (BtyProse *self,
                int       end)
{
  return g_rand_int_range (self->rand, 0, end);
}

/* The n-th word is n times rarer than the first. */
static const char *
pick_word (BtyProse *self)
{
  return self->words[(int) pow (N_WORDS, g_rand_double (self->rand)) - 1];
}

static void
append_sentence (BtyProse *self,
                 GString  *text)
{
  int n_words = 4 + bty_prose_pick (self, 14);
  gsize start = text->len;

  for (int i = 0; i < n_words; i++)
    {
      if (i > 0)
        g_string_append (text, bty_prose_pick (self, 12) == 0 ? ", " : " ");
      g_string_append (text, pick_word (self));
    }
  text->str[start] = g_ascii_toupper (text->str[start]);
  g_string_append (text, bty_prose_pick (self, 5) == 0 ? "? " : ". ");
}

static void
append_paragraph (BtyProse *self,
                  GString  *text)
{
  for (int i = bty_prose_pick (self, 5); i >= 0; i--)
    append_sentence (self, text);
  g_string_append (text, "\n\n");
}

static void
append_list (BtyProse *self,
             GString  *text)
{
  for (int i = 2 + bty_prose_pick (self, 4); i >= 0; i--)
    g_string_append_printf (text, "- **%s**: %s %s %s\n", pick_word (self), pick_word (self), pick_word (self),
                            pick_word (self));
  g_string_append_c (text, '\n');
}

static void
append_code (BtyProse *self,
             GString  *text)
{
  g_string_append_printf (text, "```python\ndef %s (%s):\n    return %s + %d\n```\n\n", pick_word (self),
                          pick_word (self), pick_word (self), bty_prose_pick (self, 100));
}

static void
append_table (BtyProse *self,
              GString  *text)
{
  g_string_append (text, "| word | count |\n|---|---:|\n");
  for (int i = 1 + bty_prose_pick (self, 5); i >= 0; i--)
    g_string_append_printf (text, "| %s | %d |\n", pick_word (self), bty_prose_pick (self, 1000));
  g_string_append_c (text, '\n');
}

/**
 * bty_prose_write_title:
 * @self: a writer
 *
 * Returns: (transfer full): 3 to 7 words
 */
char *
bty_prose_write_title (BtyProse *self)
{
  GString *title = g_string_new (NULL);

  for (int i = 2 + bty_prose_pick (self, 5); i >= 0; i--)
    g_string_append_printf (title, "%s%s", title->len > 0 ? " " : "", pick_word (self));
  title->str[0] = g_ascii_toupper (title->str[0]);

  return g_string_free (title, FALSE);
}

/**
 * bty_prose_write_prompt:
 * @self: a writer
 *
 * Returns: (transfer full): a few sentences
 */
char *
bty_prose_write_prompt (BtyProse *self)
{
  GString *text = g_string_new (NULL);

  for (int i = bty_prose_pick (self, 3); i >= 0; i--)
    append_sentence (self, text);

  return g_strchomp (g_string_free (text, FALSE));
}

/**
 * bty_prose_write_reply:
 * @self: a writer
 *
 * Returns: (transfer full): Markdown: paragraphs, now and then a heading, a list, code or a table
 */
char *
bty_prose_write_reply (BtyProse *self)
{
  GString *text = g_string_new (NULL);

  if (bty_prose_pick (self, 10) == 0)
    g_string_append_printf (text, "## %s %s\n\n", pick_word (self), pick_word (self));
  for (int i = bty_prose_pick (self, 3); i >= 0; i--)
    append_paragraph (self, text);
  if (bty_prose_pick (self, 6) == 0)
    append_list (self, text);
  if (bty_prose_pick (self, 12) == 0)
    append_code (self, text);
  if (bty_prose_pick (self, 20) == 0)
    append_table (self, text);

  return g_strchomp (g_string_free (text, FALSE));
}
