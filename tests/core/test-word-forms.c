/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-word-forms.h"

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

  g_assert_cmpstr (go, ==, "go goes went gone");
  g_assert_cmpstr (plain, ==, "paintings");
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/word-forms/normalize", test_normalize);
  g_test_add_func ("/word-forms/list", test_list);
  g_test_add_func ("/word-forms/kinds", test_kinds);

  return g_test_run ();
}
