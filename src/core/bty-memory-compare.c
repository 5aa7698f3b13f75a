/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-compare.h"

#include "bty-memory.h"

#include <string.h>

/* How two memories stand to each other, by their words. Only what is certain from the form of a sentence counts as a
 * contradiction: a memory that is ended wrongly is worse than one that stands beside another. */

/* Words that say nothing by themselves, in English and German, sorted. */
static const char *const empty_words[] = {
  "a", "am", "an", "and", "any", "anymore", "are", "at", "auf", "be", "bei", "bin", "das", "dass", "dem", "den",
  "der", "die", "does", "ein", "eine", "einen", "einer", "er", "for", "gegen", "has", "hat", "have", "he", "her",
  "his", "i", "ich", "im", "in", "is", "ist", "it", "longer", "mehr", "mein", "meine", "meinem", "meinen", "meiner",
  "mit", "more", "my", "of", "on", "our", "sein", "seine", "she", "sie", "sind", "so", "that", "the", "their", "they",
  "to", "und", "unser", "user", "users", "von", "was", "we", "wir", "with", "zu", "zum", "zur",
};

static const char *const negations[] = {
  "aren't", "can't", "cannot", "don't", "doesn't", "isn't", "kein", "keine", "keinen", "never", "nicht", "nie",
  "niemals", "no", "not", "wasn't", "won't",
};

/* Forms of sentences of which only one can hold at a time: what is before the group "value" must be the same. */
static const char *const single_valued[] = {
  "^(?:my|the user'?s|user'?s) (?<key>(?:full |first |last |current |new )?(?:name|age|birthday|address|home|phone "
  "number|e-?mail(?: address)?|job|employer|boss|manager|height|weight|shoe size|wife|husband|partner|"
  "favou?rite [\\w -]+?|preferred [\\w -]+?)) (?:is|are|was) (?:now |called )?(?<value>.+)$",
  "^(?:i|the user) (?<key>lives?|works?) (?:in|at|for) (?<value>.+)$",
  /* A year or a day says when, and that it may be long ago. */
  "^(?:(?:i|the user)(?:'ve| have| has)? (?:just |recently )?moved (?:from [^\\d]+? )?to|(?:i|the user)(?: am|'m| is)? "
  "(?:now )?(?:lives?|living)(?: now)? in)(?<key>) (?<value>(?!.*\\b(?:when|as|ago)\\b)[^\\d ]+(?: [^\\d ]+){0,3})$",
  "^(?:i am|i'm|the user is) (?<value>\\d+)(?<key> years old)$",
  "^(?<key>call me|i am called) (?<value>.+)$",
  "^(?:i|the user) (?<key>prefers?) (?<value>.+) (?:over|to|instead of|rather than) (?<other>.+)$",
  "^meine? (?<key>name|alter|geburtstag|adresse|telefonnummer|e-?mail(?:-adresse)?|beruf|arbeitgeber|chef|chefin|"
  "größe|gewicht|schuhgröße|frau|mann|partner|partnerin|lieblings[\\w-]+) (?:ist|sind|heißt|lautet) (?<value>.+)$",
  "^ich (?<key>wohne|lebe|arbeite) (?:jetzt )?(?:in|bei|für) (?<value>.+)$",
  "^(?:ich bin (?:von [^\\d]+? )?nach|ich (?:wohne|lebe) (?:jetzt )?in)(?<key>) "
  "(?<value>[^\\d]+?)(?: (?:um)?gezogen)?$",
  "^ich bin (?<value>\\d+)(?<key> jahre alt)$",
  "^(?<key>ich heiße|nenn mich) (?<value>.+)$",
  "^ich (?<key>mag) (?<value>.+) lieber als (?<other>.+)$",
};

/* Words by which one says the same thing of oneself in a sentence without a common word. */
static const char *const home_words[] = { "live", "living", "moved", "wohne", "lebe", "gezogen" };

static gboolean
is_among (const char *const *words,
          guint              n_words,
          const char        *word)
{
  for (guint i = 0; i < n_words; i++)
    if (g_str_equal (words[i], word))
      return TRUE;

  return FALSE;
}

/* Without the ending of a plural or a genitive. */
static void
cut_ending (char *word)
{
  gsize length = strlen (word);

  if (length > 2 && g_str_has_suffix (word, "'s"))
    word[length - 2] = '\0';
  else if (length > 3 && word[length - 1] == 's' && word[length - 2] != 's')
    word[length - 1] = '\0';
}

/* Returns: (transfer full): the words that say something, in order; @negated = whether the sentence denies */
static GPtrArray *
split (const char *text,
       gboolean   *negated)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autoptr(GString) word = g_string_new (NULL);

  *negated = FALSE;
  for (const char *c = folded;; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (g_unichar_isalnum (character) || ((character == '\'' || character == 0x2019) && word->len > 0))
        {
          g_string_append_unichar (word, character == 0x2019 ? '\'' : character);
          continue;
        }
      if (is_among (negations, G_N_ELEMENTS (negations), word->str))
        *negated = !*negated;
      else if (word->len > 0 && !is_among (empty_words, G_N_ELEMENTS (empty_words), word->str))
        {
          char *copy = g_strdup (word->str);

          cut_ending (copy);
          g_ptr_array_add (words, copy);
        }
      g_string_truncate (word, 0);
      if (*c == '\0')
        break;
    }

  return words;
}

static gboolean
has_word (GPtrArray  *words,
          const char *word)
{
  return g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL);
}

static guint
count_common (GPtrArray *a,
              GPtrArray *b)
{
  guint n = 0;

  for (guint i = 0; i < a->len; i++)
    if (has_word (b, g_ptr_array_index (a, i)))
      n++;

  return n;
}

static gboolean
is_same_sequence (GPtrArray *a,
                  GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;

  return TRUE;
}

/* Lower case, straight apostrophes, one blank between words, without the full stop. */
static char *
normalize (const char *text)
{
  g_autofree char *folded = g_utf8_strdown (text, -1);
  g_auto(GStrv) quotes = g_strsplit (folded, "’", -1);
  g_autofree char *straight = g_strjoinv ("'", quotes);
  g_auto(GStrv) parts = g_strsplit_set (g_strstrip (straight), " \t\n", -1);
  g_autoptr(GString) joined = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", parts[i]);
  while (joined->len > 0 && strchr (".!;", joined->str[joined->len - 1]) != NULL)
    g_string_truncate (joined, joined->len - 1);

  return g_strdup (joined->str);
}

static GRegex *
get_single_valued (guint index)
{
  static gsize once;
  static GRegex *regexes[G_N_ELEMENTS (single_valued)];

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (single_valued); i++)
        {
          regexes[i] = g_regex_new (single_valued[i], G_REGEX_OPTIMIZE, 0, NULL);
          g_assert (regexes[i] != NULL);
        }
      g_once_init_leave (&once, 1);
    }

  return regexes[index];
}

/* Whether both sentences give the same thing different values. */
static gboolean
has_other_value (const char *a,
                 const char *b)
{
  for (guint i = 0; i < G_N_ELEMENTS (single_valued); i++)
    {
      g_autoptr(GMatchInfo) match_a = NULL;
      g_autoptr(GMatchInfo) match_b = NULL;
      g_autofree char *key_a = NULL;
      g_autofree char *key_b = NULL;
      g_autofree char *value_a = NULL;
      g_autofree char *value_b = NULL;
      g_autofree char *other_a = NULL;
      g_autofree char *other_b = NULL;

      if (!g_regex_match (get_single_valued (i), a, 0, &match_a)
          || !g_regex_match (get_single_valued (i), b, 0, &match_b))
        continue;
      key_a = g_match_info_fetch_named (match_a, "key");
      key_b = g_match_info_fetch_named (match_b, "key");
      value_a = g_match_info_fetch_named (match_a, "value");
      value_b = g_match_info_fetch_named (match_b, "value");
      other_a = g_match_info_fetch_named (match_a, "other");
      other_b = g_match_info_fetch_named (match_b, "other");

      /* "tea over coffee" denies "coffee over tea", and nothing else. */
      if (other_a != NULL)
        return g_strcmp0 (value_a, other_b) == 0 && g_strcmp0 (value_b, other_a) == 0;
      return g_strcmp0 (key_a, key_b) == 0 && g_strcmp0 (value_a, value_b) != 0
             && !g_str_has_prefix (value_a, value_b) && !g_str_has_prefix (value_b, value_a);
    }

  return FALSE;
}

/**
 * bty_memory_compare_dup_words:
 * @text: a text
 *
 * Returns: (transfer full): words by which texts are found that may stand to it in any way
 */
char *
bty_memory_compare_dup_words (const char *text)
{
  gboolean negated;
  g_autoptr(GPtrArray) words = split (text, &negated);
  g_autoptr(GString) all = g_string_new (text);
  gboolean is_of_home = FALSE;

  for (guint i = 0; i < words->len && !is_of_home; i++)
    is_of_home = is_among (home_words, G_N_ELEMENTS (home_words), g_ptr_array_index (words, i));
  for (guint i = 0; is_of_home && i < G_N_ELEMENTS (home_words); i++)
    g_string_append_printf (all, " %s", home_words[i]);

  return g_strdup (all->str);
}

/* Without the end of longer words, as in "allergic" and "allergy". */
static void
cut_words (GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    {
      char *word = g_ptr_array_index (words, i);

      if (g_utf8_strlen (word, -1) > 6)
        *g_utf8_offset_to_pointer (word, 5) = '\0';
    }
}

/**
 * bty_memory_compare_cover:
 * @text: a statement
 * @said: what was said
 *
 * Returns: how many of the words of @text that say something are in @said, 0 to 1
 */
double
bty_memory_compare_cover (const char *text,
                          const char *said)
{
  gboolean negated;
  g_autoptr(GPtrArray) text_words = split (text, &negated);
  g_autoptr(GPtrArray) said_words = split (said, &negated);

  if (text_words->len == 0)
    return 0;
  cut_words (text_words);
  cut_words (said_words);

  return count_common (text_words, said_words) / (double) text_words->len;
}

/**
 * bty_memory_compare:
 * @old_text: what is remembered
 * @new_text: what shall be remembered
 * @similarity: of their meaning, 0 to 1
 *
 * Returns: how the new text stands to the old one
 */
BtyMemoryRelation
bty_memory_compare (const char *old_text,
                    const char *new_text,
                    double      similarity)
{
  gboolean old_negated;
  gboolean new_negated;
  g_autoptr(GPtrArray) old_words = split (old_text, &old_negated);
  g_autoptr(GPtrArray) new_words = split (new_text, &new_negated);
  g_autofree char *old_normal = normalize (old_text);
  g_autofree char *new_normal = normalize (new_text);
  gboolean is_same = is_same_sequence (old_words, new_words);

  if (g_str_equal (old_normal, new_normal))
    return BTY_MEMORY_SAME;
  if (old_words->len == 0 || new_words->len == 0)
    return BTY_MEMORY_UNRELATED;
  if (is_same && old_negated != new_negated)
    return BTY_MEMORY_CONTRADICTS;
  if (has_other_value (old_normal, new_normal))
    return BTY_MEMORY_CONTRADICTS;
  if (old_negated != new_negated || similarity < BTY_MEMORY_DUPLICATE)
    return BTY_MEMORY_UNRELATED;

  if (is_same)
    return BTY_MEMORY_SAME;
  /* The same words in another order may say something else: "Tom likes Lena". */
  if (old_words->len == new_words->len && count_common (new_words, old_words) == new_words->len)
    return BTY_MEMORY_UNRELATED;
  if (count_common (new_words, old_words) == new_words->len)
    return BTY_MEMORY_SAME;

  for (guint i = 0; i < new_words->len; i++)
    {
      const char *word = g_ptr_array_index (new_words, i);

      /* Another number or date is another fact. */
      if (g_ascii_isdigit (*word) && !has_word (old_words, word))
        return BTY_MEMORY_UNRELATED;
    }

  return BTY_MEMORY_ADDS;
}

/**
 * bty_memory_compare_join:
 * @old_text: what is remembered
 * @new_text: what it shall say too
 *
 * Returns: (transfer full): both, or the one that holds the other; the old text alone if both are too long for a
 *   memory
 */
char *
bty_memory_compare_join (const char *old_text,
                         const char *new_text)
{
  g_autofree char *old_normal = normalize (old_text);
  g_autofree char *new_normal = normalize (new_text);
  g_autofree char *joined = NULL;

  if (strstr (new_normal, old_normal) != NULL)
    return g_strdup (new_text);
  if (strstr (old_normal, new_normal) != NULL)
    return g_strdup (old_text);

  joined = g_strconcat (old_text, "\n", new_text, NULL);

  return g_utf8_strlen (joined, -1) <= BTY_MEMORY_MAX_CHARACTERS ? g_steal_pointer (&joined) : g_strdup (old_text);
}

/**
 * bty_memory_compare_dup_plain:
 * @text: what is remembered
 *
 * Returns: (transfer full): what two texts have in common that are the same word for word, whatever the capitals, the
 *   blanks and the full stop
 */
char *
bty_memory_compare_dup_plain (const char *text)
{
  return normalize (text);
}
