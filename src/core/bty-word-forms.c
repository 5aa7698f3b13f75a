/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-word-forms.h"

#include "bty-words.h"

#include <string.h>

/* English words whose forms no rule about endings finds; the first of a line stands for all. */
static const char irregular_forms[] =
  "become became\n" "begin began begun\n" "bite bit bitten\n" "blow blew blown\n" "break broke broken\n"
  "bring brought\n" "build built\n" "buy bought\n" "catch caught\n" "child children\n" "choose chose chosen\n"
  "come came\n" "deal dealt\n" "dig dug\n" "draw drew drawn\n" "dream dreamt\n" "drink drank drunk\n"
  "drive drove driven\n" "eat ate eaten\n" "fall fell fallen\n" "feed fed\n" "feel felt\n" "fight fought\n"
  "find found\n" "fly flew flown\n" "foot feet\n" "forget forgot forgotten\n" "freeze froze frozen\n"
  "get got gotten\n" "give gave given\n" "go goes went gone\n" "good better best\n" "grow grew grown\n"
  "hang hung\n" "hear heard\n" "hide hid hidden\n" "hold held\n" "keep kept\n" "know knew known\n" "lead led\n"
  "learn learnt\n" "leave left\n" "lend lent\n" "lie lay lain\n" "life lives\n" "light lit\n" "lose lost\n"
  "make made\n" "man men\n" "mean meant\n" "meet met\n" "mouse mice\n" "pay paid\n" "person people\n"
  "ride rode ridden\n" "rise rose risen\n" "run ran\n" "say said\n" "see saw seen\n" "seek sought\n" "sell sold\n"
  "send sent\n" "shake shook shaken\n" "shine shone\n" "shoot shot\n" "show shown\n" "sing sang sung\n" "sit sat\n"
  "sleep slept\n" "speak spoke spoken\n" "spend spent\n" "stand stood\n" "steal stole stolen\n" "stick stuck\n"
  "strike struck\n" "swear swore sworn\n" "swim swam swum\n" "take took taken\n" "teach taught\n" "tear tore torn\n"
  "tell told\n" "think thought\n" "throw threw thrown\n" "tooth teeth\n" "understand understood\n"
  "wake woke woken\n" "wear wore worn\n" "wife wives\n" "win won\n" "woman women\n" "write wrote written\n"
  "bad worse worst\n" "dad daddy\n" "mom mum mommy mummy\n" "grandma granny grandmother\n" "grandpa grandfather";

/* Words that hold sentences together and tell nothing about what is said; German ones as far as they are no English
 * words, without accents. */
static const char common_words[] =
  "a about all also am an and any are as at be been being both but by can could d did do does doing done down each for "
  "from had has have having he her here him his how i if in into is it its just ll m may me might mine must my no not "
  "of on or our out over re s shall she should so some t than that the their them then there these they this those to "
  "too up us ve very was we were what when where which who whom whose why will with would yes you your yours "
  "aber als auch auf aus bei das dein deine deinem deinen deiner dem der des dich dir du ein eine einem einen einer er "
  "euch euer fur habe haben hatte ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im ist kann konnen mein meine meinem "
  "meinen meiner mich mir nach nicht oder sein seine seinem seinen seiner sich sie sind soll sollen sollte uber um und "
  "uns unser unsere unserem unseren unserer unter vom von vor wann warum wem wen wer werde werden wie wir wird wo zu "
  "zum zur";

/* Words that ask, but that an answer need not have. */
static const char asking_words[] =
  "according describe feel kind kinds long many mention mentioned much remember said say tell think told type types";

/* Stems of words that say when. */
static const char time_words[] =
  "ago april august dai decemb even februari fridai januari juli june last march mondai month morn next night novemb "
  "octob recent saturdai septemb sinc soon sundai thursdai todai tomorrow tonight tuesdai wednesdai week weekend "
  "yesterdai year afternoon";

static GHashTable *
read_words (const char *words)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) list = g_strsplit (words, " ", -1);

  for (guint i = 0; list[i] != NULL; i++)
    g_hash_table_add (table, g_strdup (list[i]));

  return table;
}

/* Every form -> its whole line. */
static GHashTable *
read_forms (const char *forms)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) lines = g_strsplit (forms, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", -1);

      for (guint j = 0; words[j] != NULL; j++)
        g_hash_table_insert (table, g_strdup (words[j]), g_strdup (lines[i]));
    }

  return table;
}

typedef struct
{
  GHashTable *forms;
  GHashTable *common;
  GHashTable *asking;
  GHashTable *time;
  GHashTable *time_heads; /* the first two bytes of each of these */
} Tables;

/* Stems of more than one letter begin like their words. */
static GHashTable *
list_heads (GHashTable *words)
{
  GHashTable *heads = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    g_hash_table_add (heads, GUINT_TO_POINTER (bty_word_forms_get_head (word)));

  return heads;
}

/* Read once and kept: they belong to the program like the texts they are read from. */
static const Tables *
get_tables (void)
{
  static Tables *tables;

  if (g_once_init_enter (&tables))
    {
      Tables *read = g_new0 (Tables, 1);

      read->forms = read_forms (irregular_forms);
      read->common = read_words (common_words);
      read->asking = read_words (asking_words);
      read->time = read_words (time_words);
      read->time_heads = list_heads (read->time);
      g_once_init_leave (&tables, read);
    }

  return tables;
}

/**
 * bty_word_forms_normalize:
 * @word: a word of bty_words_split()
 *
 * Returns: (transfer full): what all forms of the word have in common: "went" and "goes" are "go", "children" is the
 *   stem of "child"
 */
char *
bty_word_forms_normalize (const char *word)
{
  const char *line = g_hash_table_lookup (get_tables ()->forms, word);
  g_autofree char *first = NULL;

  if (line == NULL)
    return bty_words_stem (word);

  first = g_strndup (line, strcspn (line, " "));

  return bty_words_stem (first);
}

/**
 * bty_word_forms_list:
 * @word: a word of bty_words_split()
 *
 * Returns: (transfer full): the word and its irregular forms, separated by blanks: what to look for in full text
 *   that only takes off endings, and that keeps the "ß" which folding makes "ss"
 */
char *
bty_word_forms_list (const char *word)
{
  const char *line = g_hash_table_lookup (get_tables ()->forms, word);
  GString *list = g_string_new (line != NULL ? line : word);

  if (strstr (word, "ss") != NULL)
    {
      g_autoptr(GString) with_sharp_s = g_string_new (word);

      g_string_replace (with_sharp_s, "ss", "ß", 0);
      g_string_append_printf (list, " %s", with_sharp_s->str);
    }

  return g_string_free (list, FALSE);
}

/**
 * bty_word_forms_is_common:
 * @word: a word of bty_words_split()
 *
 * Returns: whether it tells nothing about what is said
 */
gboolean
bty_word_forms_is_common (const char *word)
{
  return g_hash_table_contains (get_tables ()->common, word);
}

/**
 * bty_word_forms_is_asking:
 * @word: a word of bty_words_split()
 *
 * Returns: whether it belongs to the question and not to what is asked for: "tell", "kind"
 */
gboolean
bty_word_forms_is_asking (const char *word)
{
  return g_hash_table_contains (get_tables ()->asking, word);
}

/**
 * bty_word_forms_is_time:
 * @stem: what bty_word_forms_normalize() made of a word
 *
 * Returns: whether it says when: "yesterday", "weeks", "May"
 */
gboolean
bty_word_forms_is_time (const char *stem)
{
  return g_hash_table_contains (get_tables ()->time, stem);
}

/**
 * bty_word_forms_get_head:
 * @word: a word of bty_words_split(), or the stem of one
 *
 * Spares looking for the stems of most words. Taking off endings leaves the first letter as it is, and the second too,
 * except that a y may become an i.
 *
 * Returns: what a regular word and its stem have in common, unless the stem is a single letter: that has a 0 in the
 *   lowest byte
 */
guint
bty_word_forms_get_head (const char *word)
{
  guint second = word[0] != '\0' ? (guchar) word[1] : 0;

  return (guint) (guchar) word[0] << 8 | (second == 'y' ? 'i' : second);
}

/**
 * bty_word_forms_may_be_time:
 * @word: a word of bty_words_split()
 *
 * Returns: whether bty_word_forms_is_time() could hold for its stem
 */
gboolean
bty_word_forms_may_be_time (const char *word)
{
  return g_hash_table_contains (get_tables ()->time_heads, GUINT_TO_POINTER (bty_word_forms_get_head (word)));
}

/**
 * bty_word_forms_is_irregular:
 * @word: a word of bty_words_split()
 *
 * Returns: whether it has forms that no rule about endings finds
 */
gboolean
bty_word_forms_is_irregular (const char *word)
{
  return g_hash_table_contains (get_tables ()->forms, word);
}
