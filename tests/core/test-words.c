/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-words.h"

static const struct
{
  const char *text;
  const char *words;  /* joined by "|" */
} texts[] = {
  { "My sister Lena is allergic to peanuts!", "my|sister|lena|is|allergic|to|peanuts" },
  { "Lena's, don't, you’ll, rock'n'roll", "lena|don|you|rock|roll" },
  { "O'Brien", "o|brien" },
  { "Müßiggänger, ÉTÉ, Œuvre", "mussigganger|ete|œuvre" },
  { "it cost 1,250.50 in 2023", "it|cost|1|250|50|in|2023" },
  { "I 💜 tea", "i|💜|tea" },
  { "艾达 likes 茶", "艾达|likes|茶" },
  { "tea茶tea", "tea|茶|tea" },
  { "हिन्दी", "हिन्दी" },
  { "\xff\xfe", "" },
  { " \n\t.,;!?", "" },
  { "", "" },
};

static void
test_split (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto(GStrv) words = bty_words_split (texts[i].text);
      g_autofree char *joined = g_strjoinv ("|", words);

      g_assert_cmpstr (joined, ==, texts[i].words);
    }
}

/* What is made of ASCII is changed by itself, between all else: nothing comes of it that would not be the same words
 * for the whole text, changed at once. */
static void
test_fold (void)
{
  static const char *const pieces[] = {
    "a", "Z", "s", " ", "'", "9", "e\xcc\x81", "\xcc\xa7", "\xcc\x81", "Ä", "ß", "İ", "ﬁ", "Å", "한", "á", "Σ", "①", "茶",
    "’", "ि", "\xff", "´",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed (5);

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *valid = NULL;
      g_autofree char *folded = NULL;
      g_autofree char *apart = NULL;
      g_auto(GStrv) words = NULL;
      g_auto(GStrv) expected = NULL;

      for (gint n = g_rand_int_range (random, 1, 12); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      valid = g_utf8_make_valid (text->str, -1);
      folded = g_utf8_casefold (valid, -1);
      apart = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
      words = bty_words_split (text->str);
      expected = bty_words_split (apart);
      g_assert_cmpstrv (words, expected);
    }
}

/* Latin letters are looked up; that makes the same of each as to change it with what is around it. */
static void
test_latin (void)
{
  for (gunichar letter = 0x80; letter < 0x260; letter++)
    {
      char bytes[7] = "";
      g_autofree char *text = NULL;
      g_autofree char *folded = NULL;
      g_autofree char *apart = NULL;
      g_auto(GStrv) words = NULL;
      g_auto(GStrv) expected = NULL;

      g_unichar_to_utf8 (letter, bytes);
      text = g_strconcat ("x", bytes, "y ", bytes, NULL);
      folded = g_utf8_casefold (text, -1);
      apart = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
      words = bty_words_split (text);
      expected = bty_words_split (apart);
      g_assert_cmpstrv (words, expected);
    }
}

/* A block of letters without spaces is no word; a sentence of a script without them is cut into pieces. */
static void
test_long (void)
{
  g_autofree char *block = g_strnfill (10000, 'x');
  g_auto(GStrv) words = bty_words_split (block);
  g_autoptr(GString) sentence = g_string_new (NULL);
  g_auto(GStrv) pieces = NULL;

  g_assert_null (words[0]);

  for (guint i = 0; i < 100; i++)
    g_string_append (sentence, "茶");
  pieces = bty_words_split (sentence->str);
  g_assert_cmpuint (g_strv_length (pieces), >, 1);
  g_assert_false (bty_words_are_spaced (pieces[0]));
  g_assert_true (bty_words_are_spaced ("tea"));
}

/* Pairs of Porter's paper, words on which two forms must meet, and what must be left alone. */
static const char *stems[][2] = {
  { "caresses", "caress" }, { "ponies", "poni" }, { "cats", "cat" }, { "feed", "feed" }, { "agreed", "agre" },
  { "plastered", "plaster" }, { "bled", "bled" }, { "motoring", "motor" }, { "sing", "sing" },
  { "conflated", "conflat" }, { "troubled", "troubl" }, { "hopping", "hop" }, { "falling", "fall" },
  { "filing", "file" }, { "happy", "happi" }, { "sky", "sky" }, { "relational", "relat" },
  { "conditional", "condit" }, { "vietnamization", "vietnam" }, { "operator", "oper" }, { "feudalism", "feudal" },
  { "hopefulness", "hope" }, { "electrical", "electr" }, { "goodness", "good" }, { "allowance", "allow" },
  { "replacement", "replac" }, { "adoption", "adopt" }, { "effective", "effect" }, { "probate", "probat" },
  { "rate", "rate" }, { "controlling", "control" },
  { "allergic", "allerg" }, { "allergies", "allergi" }, { "birthdays", "birthdai" }, { "birthday", "birthdai" },
  { "running", "run" }, { "runs", "run" }, { "painted", "paint" }, { "painting", "paint" }, { "paintings", "paint" },
  { "bus", "bus" }, { "is", "is" }, { "a", "a" }, { "s", "s" }, { "", "" }, { "2023", "2023" }, { "été", "été" },
  { "ing", "ing" }, { "ies", "ie" }, { "eed", "e" }, { "yyy", "yyi" },
};

static void
test_stem (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (stems); i++)
    {
      g_autofree char *stem = bty_words_stem (stems[i][0]);

      g_assert_cmpstr (stem, ==, stems[i][1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/split", test_split);
  g_test_add_func ("/words/fold", test_fold);
  g_test_add_func ("/words/latin", test_latin);
  g_test_add_func ("/words/long", test_long);
  g_test_add_func ("/words/stem", test_stem);

  return g_test_run ();
}
