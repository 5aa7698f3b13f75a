/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-word-forms.h"
#include "bty-words.h"

#include <string.h>

/* Forms of a word are the same word; other words are not. */
static void
test_normalize (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    gboolean    are_same;
  } table[] = {
    { "went", "going", TRUE }, { "gone", "go", TRUE }, { "children", "child", TRUE }, { "painted", "paintings", TRUE },
    { "better", "good", TRUE }, { "mum", "mom", TRUE }, { "bought", "buying", TRUE }, { "won", "winning", TRUE },
    { "won", "wonder", FALSE }, { "sea", "see", FALSE }, { "book", "back", FALSE }, { "lena", "lens", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *a = bty_word_forms_normalize (table[i].a);
      g_autofree char *b = bty_word_forms_normalize (table[i].b);

      g_assert_cmpint (g_str_equal (a, b), ==, table[i].are_same);
    }
}

static void
test_list (void)
{
  g_autofree char *go = bty_word_forms_list ("gone");
  g_autofree char *plain = bty_word_forms_list ("paintings");
  g_autofree char *street = bty_word_forms_list ("strasse");

  g_assert_cmpstr (go, ==, "go goes went gone");
  g_assert_cmpstr (plain, ==, "paintings");
  g_assert_cmpstr (street, ==, "strasse straße");
}

static void
test_kinds (void)
{
  g_assert_true (bty_word_forms_is_common ("the"));
  g_assert_true (bty_word_forms_is_common ("meine"));
  g_assert_false (bty_word_forms_is_common ("dog"));
  g_assert_false (bty_word_forms_is_common ("schwester"));
  g_assert_true (bty_word_forms_is_asking ("tell"));
  g_assert_false (bty_word_forms_is_asking ("the"));
  g_assert_true (bty_word_forms_is_time ("yesterdai"));
  g_assert_false (bty_word_forms_is_time ("dog"));
}

/* By its head alone it is known that a word cannot have a certain stem: the two must never part. */
static void
test_heads (void)
{
  static const char letters[] = "abcdeinoqstuy";
  static const char *const endings[] = {
    "", "s", "es", "ed", "eed", "ing", "y", "ies", "ied", "ational", "ness", "ment", "ll", "e", "er", "izer", "ion",
  };
  gsize n = strlen (letters);

  for (guint i = 0; i < n * n * n * G_N_ELEMENTS (endings); i++)
    {
      guint rest = i / G_N_ELEMENTS (endings);
      g_autofree char *word = g_strdup_printf ("%c%c%c%s", letters[rest % n], letters[rest / n % n],
                                               letters[rest / n / n], endings[i % G_N_ELEMENTS (endings)]);
      g_autofree char *two = g_strconcat (word, NULL);
      g_autofree char *stem = NULL;

      /* Also with two letters before the ending. */
      if (i % 2 == 0)
        memmove (two + 2, word + 3, strlen (word) - 2);
      stem = bty_words_stem (two);
      if (bty_word_forms_get_head (stem) & 0xff)
        g_assert_cmphex (bty_word_forms_get_head (stem), ==, bty_word_forms_get_head (two));
      else
        g_assert_cmpint (*stem, ==, *two);
      if (bty_word_forms_is_time (stem))
        g_assert_true (bty_word_forms_may_be_time (two));
    }

  g_assert_true (bty_word_forms_may_be_time ("yesterday"));
  g_assert_true (bty_word_forms_is_irregular ("went"));
  g_assert_false (bty_word_forms_is_irregular ("painted"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/word-forms/normalize", test_normalize);
  g_test_add_func ("/word-forms/list", test_list);
  g_test_add_func ("/word-forms/kinds", test_kinds);
  g_test_add_func ("/word-forms/heads", test_heads);

  return g_test_run ();
}
