/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-words.h"

#include <string.h>

/* No word that means something is longer; a base64 block must not become one. */
#define MAX_WORD_BYTES 64

/* One rule of a stemmer: words that end in @suffix, with enough before it, end in @replacement instead. */
typedef struct
{
  const char *suffix;
  gsize       length;  /* of the suffix */
  const char *replacement;
} Rule;

#define RULE(suffix, replacement) { suffix, sizeof suffix - 1, replacement }

static const Rule second_step[] = {
  RULE ("ational", "ate"), RULE ("tional", "tion"), RULE ("enci", "ence"), RULE ("anci", "ance"),
  RULE ("izer", "ize"), RULE ("abli", "able"), RULE ("alli", "al"), RULE ("entli", "ent"), RULE ("eli", "e"),
  RULE ("ousli", "ous"), RULE ("ization", "ize"), RULE ("ation", "ate"), RULE ("ator", "ate"), RULE ("alism", "al"),
  RULE ("iveness", "ive"), RULE ("fulness", "ful"), RULE ("ousness", "ous"), RULE ("aliti", "al"),
  RULE ("iviti", "ive"), RULE ("biliti", "ble"), { NULL, 0, NULL }
};

static const Rule third_step[] = {
  RULE ("icate", "ic"), RULE ("ative", ""), RULE ("alize", "al"), RULE ("iciti", "ic"), RULE ("ical", "ic"),
  RULE ("ful", ""), RULE ("ness", ""), { NULL, 0, NULL }
};

static const Rule fourth_step[] = {
  RULE ("ement", ""), RULE ("ance", ""), RULE ("ence", ""), RULE ("able", ""), RULE ("ible", ""), RULE ("ment", ""),
  RULE ("ion", ""), RULE ("ant", ""), RULE ("ent", ""), RULE ("ism", ""), RULE ("ate", ""), RULE ("iti", ""),
  RULE ("ous", ""), RULE ("ive", ""), RULE ("ize", ""), RULE ("al", ""), RULE ("er", ""), RULE ("ic", ""),
  RULE ("ou", ""), { NULL, 0, NULL }
};

static gboolean
is_vowel (const GString *word,
          gsize          i)
{
  switch (word->str[i])
    {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
      return TRUE;
    case 'y':
      return i > 0 && !is_vowel (word, i - 1);
    default:
      return FALSE;
    }
}

static gboolean
has_vowel (const GString *word,
           gsize          length)
{
  for (gsize i = 0; i < length; i++)
    if (is_vowel (word, i))
      return TRUE;

  return FALSE;
}

/* How often a vowel is followed by a consonant in the first @length letters: about the number of syllables. */
static guint
measure (const GString *word,
         gsize          length)
{
  guint n = 0;

  for (gsize i = 1; i < length; i++)
    n += is_vowel (word, i - 1) && !is_vowel (word, i) ? 1 : 0;

  return n;
}

/* The last letter tells of most suffixes that they are not there. */
static gboolean
ends_in_bytes (const GString *word,
               const char    *suffix,
               gsize          length)
{
  return word->len > length && word->str[word->len - 1] == suffix[length - 1]
         && memcmp (word->str + word->len - length, suffix, length) == 0;
}

#define ends_in(word, suffix) ends_in_bytes (word, suffix, sizeof suffix - 1)

/* Whether the first @length letters end consonant, vowel, consonant, as in "hop", which was "hope" or "hopp". */
static gboolean
is_short (const GString *word,
          gsize          length)
{
  return length >= 3 && !is_vowel (word, length - 1) && is_vowel (word, length - 2) && !is_vowel (word, length - 3)
         && strchr ("wxy", word->str[length - 1]) == NULL;
}

/* The first rule whose suffix fits is the only one tried. */
static void
apply (GString    *word,
       const Rule *rules,
       guint       min_measure)
{
  for (guint i = 0; rules[i].suffix != NULL; i++)
    if (ends_in_bytes (word, rules[i].suffix, rules[i].length))
      {
        gsize stem = word->len - rules[i].length;

        /* "adoption" is from "adopt", but "champion" from nothing. */
        if (g_str_equal (rules[i].suffix, "ion") && strchr ("st", word->str[stem - 1]) == NULL)
          return;
        if (measure (word, stem) >= min_measure)
          {
            g_string_truncate (word, stem);
            g_string_append (word, rules[i].replacement);
          }
        return;
      }
}

/* "ponies" -> "poni", "caresses" -> "caress", "cats" -> "cat". */
static void
remove_plural (GString *word)
{
  if (ends_in (word, "sses") || ends_in (word, "ies"))
    g_string_truncate (word, word->len - 2);
  else if (ends_in (word, "s") && !ends_in (word, "ss") && !ends_in (word, "us"))
    g_string_truncate (word, word->len - 1);
}

/* "hopping" -> "hop", "hoped" -> "hope", "agreed" -> "agree". */
static void
remove_tense (GString *word)
{
  gsize stem = 0;

  if (ends_in (word, "eed"))
    {
      if (measure (word, word->len - 3) > 0)
        g_string_truncate (word, word->len - 1);
      return;
    }

  if (ends_in (word, "ed"))
    stem = word->len - 2;
  else if (ends_in (word, "ing"))
    stem = word->len - 3;
  if (stem == 0 || !has_vowel (word, stem))
    return;

  g_string_truncate (word, stem);
  if (ends_in (word, "at") || ends_in (word, "bl") || ends_in (word, "iz"))
    g_string_append_c (word, 'e');
  else if (stem >= 2 && word->str[stem - 1] == word->str[stem - 2] && strchr ("lsz", word->str[stem - 1]) == NULL
           && !is_vowel (word, stem - 1))
    g_string_truncate (word, stem - 1);
  else if (measure (word, stem) == 1 && is_short (word, stem))
    g_string_append_c (word, 'e');
}

static void
remove_final_e (GString *word)
{
  if (ends_in (word, "e"))
    {
      guint n = measure (word, word->len - 1);

      if (n > 1 || (n == 1 && !is_short (word, word->len - 1)))
        g_string_truncate (word, word->len - 1);
    }
  if (ends_in (word, "ll") && measure (word, word->len - 1) > 1)
    g_string_truncate (word, word->len - 1);
}

/**
 * bty_words_stem:
 * @word: a word of bty_words_split()
 *
 * What is left of an English word when its endings are taken off, after M. F. Porter, "An algorithm for suffix
 * stripping", 1980. Words with letters other than a to z are left as they are.
 *
 * Returns: (transfer full): the stem, which need not be a word
 */
char *
bty_words_stem (const char *word)
{
  gsize length = 0;
  GString *stem;

  while (g_ascii_islower (word[length]))
    length++;
  if (length < 3 || word[length] != '\0')
    return g_strdup (word);

  stem = g_string_new_len (word, (gssize) length);
  remove_plural (stem);
  remove_tense (stem);
  if (ends_in (stem, "y") && has_vowel (stem, stem->len - 1))
    stem->str[stem->len - 1] = 'i';
  apply (stem, second_step, 1);
  apply (stem, third_step, 1);
  apply (stem, fourth_step, 2);
  remove_final_e (stem);

  return g_string_free (stem, FALSE);
}

/* Scripts whose words are not told apart by spaces, of which Thai comes first. */
#define FIRST_UNSPACED 0x0e00

static gboolean
is_unspaced (gunichar letter)
{
  if (letter < FIRST_UNSPACED)
    return FALSE;

  switch (g_unichar_get_script (letter))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * bty_words_are_spaced:
 * @word: a word of bty_words_split()
 *
 * Returns: whether it is of a script that puts spaces between words; if not, it may be a whole sentence
 */
gboolean
bty_words_are_spaced (const char *word)
{
  return !is_unspaced (g_utf8_get_char (word));
}

static gboolean
is_apostrophe (gunichar letter)
{
  return letter == '\'' || letter == 0x2019 || letter == 0x02bc;
}

#define FIRST_MARK 0x0300

/* Accents and vowel points are left out where words are often written without them; the vowels of Devanagari or
 * Thai are marks too, and stay. */
static gboolean
is_accent (gunichar letter)
{
  int class;

  if (letter < FIRST_MARK)
    return FALSE;
  class = g_unichar_combining_class (letter);

  return g_unichar_ismark (letter) && (class >= 200 || (class >= 10 && class <= 35));
}

static void
end_word (GPtrArray *words,
          GString   *word)
{
  if (word->len > 0 && word->len <= MAX_WORD_BYTES)
    g_ptr_array_add (words, g_strdup (word->str));
  g_string_truncate (word, 0);
}

/* What follows an apostrophe says little: "Lena's", "don't", "you'll". */
static const char *
skip_contraction (const char *at)
{
  const char *end = at;
  guint length = 0;

  while (g_unichar_isalpha (g_utf8_get_char (end)))
    {
      end = g_utf8_next_char (end);
      length++;
    }

  return length <= 2 ? end : at;
}

/* Letters before the first accent that stands alone: those of Latin scripts. */
#define FIRST_LATIN 0x80
#define END_LATIN 0x250

/* Small, with accents on their own. */
static char *
fold_slowly (const char *text,
             gssize      length)
{
  g_autofree char *folded = g_utf8_casefold (text, length);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
}

/* What each Latin letter becomes; read once and kept. */
static char **
get_latin (void)
{
  static char **latin;

  if (g_once_init_enter (&latin))
    {
      char **table = g_new0 (char *, END_LATIN - FIRST_LATIN);

      for (gunichar letter = FIRST_LATIN; letter < END_LATIN; letter++)
        {
          char bytes[6];

          table[letter - FIRST_LATIN] = fold_slowly (bytes, g_unichar_to_utf8 (letter, bytes));
        }
      g_once_init_leave (&latin, table);
    }

  return latin;
}

/* Letters on which no accent that follows can act are looked up: the order of several accents is all that depends on
 * what is beside a letter. */
static void
append_folded (GString    *plain,
               const char *text,
               const char *end)
{
  gsize length = plain->len;
  g_autofree char *folded = NULL;

  for (const char *at = text; at < end; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (letter >= END_LATIN)
        {
          g_string_truncate (plain, length);
          folded = fold_slowly (text, end - text);
          g_string_append (plain, folded);
          return;
        }
      g_string_append (plain, get_latin ()[letter - FIRST_LATIN]);
    }
}

/* @text in small letters, with accents on their own. Letters of ASCII stay what they are and part what is around them:
 * most texts are made of them, and changing all others takes ten times as long. */
static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *plain = g_string_sized_new (strlen (valid) + 16);

  for (const char *at = valid; *at != '\0';)
    {
      const char *end = at;

      while ((guchar) *end >= 0x80)
        end++;
      if (end > at)
        append_folded (plain, at, end);
      for (at = end; *at != '\0' && (guchar) *at < 0x80; at++)
        g_string_append_c (plain, g_ascii_tolower (*at));
    }

  return g_string_free (plain, FALSE);
}

/**
 * bty_words_split:
 * @text: any text
 *
 * Its words, small, without accents, in their order. Emoji and the like are words of their own; a run of letters
 * of a script without spaces is one word. The result depends on the text alone, not on the locale.
 *
 * Returns: (transfer full) (array zero-terminated=1): the words, repeated as they are
 */
char **
bty_words_split (const char *text)
{
  g_autofree char *plain = fold (text);
  g_autoptr(GString) word = g_string_new (NULL);
  GPtrArray *words = g_ptr_array_new ();
  gboolean unspaced = FALSE;

  for (const char *at = plain; *at != '\0';)
    {
      gunichar letter;

      if (g_ascii_isalnum (*at))
        {
          if (word->len > 0 && unspaced)
            end_word (words, word);
          unspaced = FALSE;
          g_string_append_c (word, *at++);
          continue;
        }
      letter = g_utf8_get_char (at);
      at = g_utf8_next_char (at);
      if (is_accent (letter))
        continue;

      if (g_unichar_isalnum (letter) || (g_unichar_ismark (letter) && word->len > 0))
        {
          gboolean is_mark = g_unichar_ismark (letter);

          if (word->len > 0 && !is_mark && is_unspaced (letter) != unspaced)
            end_word (words, word);
          unspaced = is_mark ? unspaced : is_unspaced (letter);
          g_string_append_unichar (word, letter);
          if (unspaced && word->len > MAX_WORD_BYTES - 6)
            end_word (words, word);
          continue;
        }

      if (is_apostrophe (letter) && word->len > 0)
        at = skip_contraction (at);
      end_word (words, word);
      if (g_unichar_type (letter) == G_UNICODE_OTHER_SYMBOL && letter != 0xfffd)
        {
          g_string_append_unichar (word, letter);
          end_word (words, word);
        }
    }
  end_word (words, word);
  g_ptr_array_add (words, NULL);

  return (char **) g_ptr_array_free (words, FALSE);
}

/**
 * bty_words_is_blank:
 * @text: valid UTF-8
 *
 * Returns: whether there is nothing in it but white space
 */
gboolean
bty_words_is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}
