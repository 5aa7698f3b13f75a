/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-text-matcher.h"

#include "bty-word-forms.h"
#include "bty-words.h"

#include <string.h>

/* How many letters are a group. Words are marked at both ends first: "^cat$". */
#define GROUP 4

/* Longer words are cut: no group of letters late in one tells more. */
#define MAX_WORD_BYTES 64

/* What lies further inside a long text is not compared. */
#define MAX_TEXT_BYTES 8192

/* A name before what somebody says, as in a transcript: "Lena: I am back". */
#define MAX_SPEAKER_BYTES 40
#define MAX_SPEAKER_WORDS 3

/* How much a more general word than the one that is asked for says. */
#define GENERAL_WEIGHT 0.5

/* That a word is near to a term. */
typedef struct
{
  guint  term;
  double weight;
} Near;

/* What is known of a word that was seen in a text. */
typedef struct
{
  int       term;       /* of the question; -1 = none */
  GArray   *near;       /* of Near: the terms that it is near to; NULL = none */
  guint     n_groups;
  guint    *groups;     /* of the question, that are in it */
  guint     n_shared;   /* how many those are */
  gboolean  is_silent;  /* tells nothing, or is the name of one who speaks */
  gboolean  is_time;
} Word;

struct _BtyTextMatcher
{
  GHashTable *terms;     /* stem -> number + 1 */
  GHashTable *near;      /* stem -> array of Near */
  GHashTable *heads;     /* of each of all these stems */
  GHashTable *groups;    /* four bytes of letters -> number + 1 */
  GHashTable *names;     /* folded words that name those who speak */
  GHashTable *words;     /* folded -> Word */
  guint       n_terms;
};

static void
free_word (gpointer data)
{
  Word *word = data;

  g_free (word->groups);
  g_free (word);
}

/* Fills @groups with each group of letters of @word, in its order; returns how many there are. */
static guint
list_groups (const char *word,
             guint32     groups[MAX_WORD_BYTES + 2])
{
  char marked[MAX_WORD_BYTES + 2 + GROUP] = "^";
  gsize length = MIN (strlen (word), MAX_WORD_BYTES);
  guint n_groups = 0;

  memcpy (marked + 1, word, length);
  marked[length + 1] = '$';
  length += 2;
  for (gsize i = 0; i == 0 || i + GROUP <= length; i++)
    memcpy (&groups[n_groups++], marked + i, GROUP);

  return n_groups;
}

static void
add_groups (BtyTextMatcher *self,
            const char     *word)
{
  guint32 groups[MAX_WORD_BYTES + 2];
  guint n_groups = list_groups (word, groups);

  for (guint i = 0; i < n_groups; i++)
    if (!g_hash_table_contains (self->groups, GUINT_TO_POINTER (groups[i])))
      g_hash_table_insert (self->groups, GUINT_TO_POINTER (groups[i]),
                           GUINT_TO_POINTER (g_hash_table_size (self->groups) + 1));
}

static void
find_shared (BtyTextMatcher *self,
             Word           *word,
             const char     *text)
{
  guint32 groups[MAX_WORD_BYTES + 2];
  guint shared[MAX_WORD_BYTES + 2];

  word->n_groups = list_groups (text, groups);
  for (guint i = 0; i < word->n_groups; i++)
    {
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->groups, GUINT_TO_POINTER (groups[i])));

      if (number > 0)
        shared[word->n_shared++] = number - 1;
    }
  word->groups = g_memdup2 (shared, word->n_shared * sizeof *shared);
}

/* Whether its stem could be that of a term, or say when: most words begin in another way. */
static gboolean
is_worth_stemming (BtyTextMatcher *self,
                   const char     *text)
{
  guint head = bty_word_forms_get_head (text);

  return g_hash_table_contains (self->heads, GUINT_TO_POINTER (head))
         || g_hash_table_contains (self->heads, GUINT_TO_POINTER (head & ~0xffu))
         || bty_word_forms_may_be_time (text) || bty_word_forms_is_irregular (text);
}

static Word *
look_up (BtyTextMatcher *self,
         const char     *text)
{
  Word *word = g_hash_table_lookup (self->words, text);
  g_autofree char *stem = NULL;

  if (word != NULL)
    return word;

  word = g_new0 (Word, 1);
  g_hash_table_insert (self->words, g_strdup (text), word);
  word->term = -1;
  if (is_worth_stemming (self, text))
    {
      stem = bty_word_forms_normalize (text);
      word->term = (int) GPOINTER_TO_UINT (g_hash_table_lookup (self->terms, stem)) - 1;
      word->near = g_hash_table_lookup (self->near, stem);
      word->is_time = bty_word_forms_is_time (stem);
    }
  word->is_silent = (word->term < 0 && bty_word_forms_is_common (text)) || g_hash_table_contains (self->names, text);
  if (!word->is_silent)
    find_shared (self, word, text);

  return word;
}

static void
count_word (BtyTextMatcher *self,
            BtyTextMatch   *match,
            const char     *text)
{
  Word *word = look_up (self, text);

  match->tells_time |= word->is_time;
  if (word->is_silent)
    return;

  match->n_words++;
  match->n_letters += word->n_groups;
  if (word->term >= 0)
    match->terms[word->term]++;
  for (guint i = 0; word->term < 0 && word->near != NULL && i < word->near->len; i++)
    match->related[g_array_index (word->near, Near, i).term] += g_array_index (word->near, Near, i).weight;
  for (guint i = 0; i < word->n_shared; i++)
    match->letters[word->groups[i]]++;
}

/* What bty_words_split() does, for texts of plain letters: most are, and this takes a tenth of the time. */
static void
count_plain_words (BtyTextMatcher *self,
                   BtyTextMatch   *match,
                   const char     *text,
                   gsize           length)
{
  const char *end = text + length;

  for (const char *at = text; at < end;)
    {
      char word[MAX_WORD_BYTES + 1];
      gsize n = 0;

      while (at < end && g_ascii_isalnum (*at))
        {
          if (n <= MAX_WORD_BYTES)
            word[MIN (n, MAX_WORD_BYTES)] = g_ascii_tolower (*at);
          n++;
          at++;
        }
      if (n > 0 && n <= MAX_WORD_BYTES)
        {
          word[n] = '\0';
          count_word (self, match, word);
        }
      if (n > 0 && at < end && *at == '\'')
        {
          gsize n_after = 0;

          while (at + 1 + n_after < end && g_ascii_isalpha (at[1 + n_after]))
            n_after++;
          at += n_after <= 2 ? n_after : 0;
        }
      at++;
    }
}

/* Whatever is in it. */
static void
count_split_words (BtyTextMatcher *self,
                   BtyTextMatch   *match,
                   const char     *text,
                   gsize           length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto(GStrv) words = bty_words_split (copy);

  for (guint i = 0; words[i] != NULL; i++)
    count_word (self, match, words[i]);
}

/* A blank parts words wherever it stands, so that only what is between two of them need be plain. */
static void
count_words (BtyTextMatcher *self,
             BtyTextMatch   *match,
             const char     *text)
{
  const char *end = text + MIN (strlen (text), MAX_TEXT_BYTES);

  while (text < end)
    {
      gboolean is_plain = TRUE;
      const char *at = text;

      for (; at < end && *at != ' '; at++)
        is_plain &= (guchar) *at < 0x80;
      if (is_plain)
        count_plain_words (self, match, text, at - text);
      else
        count_split_words (self, match, text, at - text);
      text = at + 1;
    }
}

/* Whether it ends with a question mark; a remark in square brackets after it, about a picture, does not count. */
static gboolean
ends_asking (const char *text)
{
  gsize length = strlen (text);

  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (length > 0 && text[length - 1] == ']')
    {
      const char *bracket = g_strrstr_len (text, length, "[");

      length = bracket != NULL ? (gsize) (bracket - text) : length;
      while (length > 0 && g_ascii_isspace (text[length - 1]))
        length--;
    }

  return length > 0 && (text[length - 1] == '?' || (length >= 2 && memcmp (text + length - 2, "\xd8\x9f", 2) == 0)
                        || (length >= 3 && memcmp (text + length - 3, "\xef\xbc\x9f", 3) == 0));
}

static void
add_near (BtyTextMatcher  *self,
          BtyQuestionTerm *term,
          guint            number)
{
  for (guint i = 0; term->related != NULL && term->related[i] != NULL; i++)
    {
      Near near = { number, i < term->n_near ? 1 : GENERAL_WEIGHT };
      g_autofree char *stem = bty_word_forms_normalize (term->related[i]);
      GArray *terms = g_hash_table_lookup (self->near, stem);

      if (terms == NULL)
        {
          terms = g_array_new (FALSE, FALSE, sizeof (Near));
          g_hash_table_add (self->heads, GUINT_TO_POINTER (bty_word_forms_get_head (stem)));
          g_hash_table_insert (self->near, g_steal_pointer (&stem), terms);
        }
      g_array_append_val (terms, near);
    }
}

/**
 * bty_text_matcher_new:
 * @question: what texts are compared with
 * @names: (element-type utf8 utf8): folded words that name those who speak; they say who, not what. Kept alive by
 *   the caller
 *
 * Returns: (transfer full): what compares
 */
BtyTextMatcher *
bty_text_matcher_new (BtyQuestion *question,
                      GHashTable  *names)
{
  BtyTextMatcher *self = g_new0 (BtyTextMatcher, 1);

  self->terms = g_hash_table_new (g_str_hash, g_str_equal);
  self->near = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->heads = g_hash_table_new (NULL, NULL);
  self->groups = g_hash_table_new (NULL, NULL);
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_word);
  self->names = names;
  self->n_terms = question->terms->len;
  for (guint i = 0; i < question->terms->len; i++)
    {
      BtyQuestionTerm *term = g_ptr_array_index (question->terms, i);

      g_hash_table_insert (self->terms, term->stem, GUINT_TO_POINTER (i + 1));
      g_hash_table_add (self->heads, GUINT_TO_POINTER (bty_word_forms_get_head (term->stem)));
      add_near (self, term, i);
      if (!g_hash_table_contains (names, term->word))
        add_groups (self, term->word);
    }

  return self;
}

/**
 * bty_text_matcher_free:
 * @self: (transfer full): what compares
 */
void
bty_text_matcher_free (BtyTextMatcher *self)
{
  g_hash_table_unref (self->terms);
  g_hash_table_unref (self->near);
  g_hash_table_unref (self->heads);
  g_hash_table_unref (self->groups);
  g_hash_table_unref (self->words);
  g_free (self);
}

/**
 * bty_text_matcher_get_n_letters:
 * @self: what compares
 *
 * Returns: how many groups of letters the question has
 */
guint
bty_text_matcher_get_n_letters (BtyTextMatcher *self)
{
  return g_hash_table_size (self->groups);
}

/**
 * bty_text_matcher_match:
 * @self: what compares
 * @text: a text, without the name of who says it
 *
 * Returns: (transfer full): what it has in common with the question
 */
BtyTextMatch *
bty_text_matcher_match (BtyTextMatcher *self,
                        const char     *text)
{
  BtyTextMatch *match = g_new0 (BtyTextMatch, 1);

  match->terms = g_new0 (guint, MAX (1, self->n_terms));
  match->related = g_new0 (double, MAX (1, self->n_terms));
  match->letters = g_new0 (guint, MAX (1, g_hash_table_size (self->groups)));
  match->is_question = ends_asking (text);
  count_words (self, match, text);

  return match;
}

/**
 * bty_text_match_free:
 * @self: (transfer full): what a text has in common
 */
void
bty_text_match_free (BtyTextMatch *self)
{
  g_free (self->terms);
  g_free (self->related);
  g_free (self->letters);
  g_free (self);
}

/**
 * bty_text_dup_speaker:
 * @text: a text
 * @rest: (out): what is said
 *
 * Texts of several people, such as transcripts, name who speaks: "Lena: I am back".
 *
 * Returns: (transfer full) (nullable): the name; %NULL if there is none
 */
char *
bty_text_dup_speaker (const char  *text,
                      const char **rest)
{
  gboolean at_start = TRUE;
  guint n_words = 0;

  *rest = text;
  for (const char *at = text; *at != '\0' && at - text <= MAX_SPEAKER_BYTES; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (letter == ':' && at[1] == ' ' && n_words > 0)
        {
          *rest = at + 2;
          return g_strndup (text, at - text);
        }
      if (at_start && (!g_unichar_isalpha (letter) || g_unichar_islower (letter) || ++n_words > MAX_SPEAKER_WORDS))
        return NULL;
      if (!g_unichar_isalnum (letter)
          && strchr (" .-'_", (int) MIN (letter, 0x7f)) == NULL)
        return NULL;
      at_start = letter == ' ';
    }

  return NULL;
}
