/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-related-words.h"

#include <gio/gio.h>

/* Whether a word is near to another, more general than it, or neither. */
static void
test_near (void)
{
  static const struct
  {
    const char *word;
    const char *other;
    gboolean    is_near;
    gboolean    is_general;
  } table[] = {
    { "pets", "cat", TRUE, FALSE },
    { "pet", "haustier", TRUE, FALSE },
    { "cats", "pet", FALSE, TRUE },
    { "cat", "dog", FALSE, FALSE },
    { "cat", "cats", FALSE, FALSE },
    { "beruf", "lehrer", TRUE, FALSE },
    { "lehrer", "profession", FALSE, TRUE },
    { "children", "son", TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      guint n_near;
      g_auto(GStrv) words = bty_related_words_list (table[i].word, &n_near);
      gboolean is_near = FALSE;
      gboolean is_general = FALSE;

      g_assert_nonnull (words);
      for (guint j = 0; words[j] != NULL; j++)
        if (g_str_equal (words[j], table[i].other))
          *(j < n_near ? &is_near : &is_general) = TRUE;
      g_test_message ("%s, %s", table[i].word, table[i].other);
      g_assert_cmpint (is_near, ==, table[i].is_near);
      g_assert_cmpint (is_general, ==, table[i].is_general);
    }
}

static void
test_unknown (void)
{
  static const char *const words[] = { "", "zorblax", "the" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      guint n_near;
      g_auto(GStrv) list = bty_related_words_list (words[i], &n_near);

      g_assert_null (list);
      g_assert_cmpuint (n_near, ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/related-words/near", test_near);
  g_test_add_func ("/related-words/unknown", test_unknown);

  return g_test_run ();
}
