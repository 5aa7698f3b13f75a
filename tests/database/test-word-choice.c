/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-word-choice.h"

/* The rarest first, as many as are together in few enough texts; one of those that are somewhere in any case. */
static void
test_make (void)
{
  static const struct
  {
    gint64      counts[4];
    guint       n_words;
    const char *chosen;
  } table[] = {
    { { 0 }, 0, "" },
    { { 0, 0 }, 2, "" },
    { { 101 }, 1, "0" },
    { { 101, 0, 101 }, 3, "0" },
    { { 60, 40 }, 2, "10" },
    { { 60, 41 }, 2, "1" },
    { { 101, 5, 0, 3 }, 4, "31" },
    { { 20, 20, 20, 20 }, 4, "0123" },
    { { 90, 5, 10, 4 }, 4, "312" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GArray) chosen = bty_word_choice_make (table[i].counts, table[i].n_words, 100);
      g_autoptr(GString) text = g_string_new (NULL);

      for (guint j = 0; j < chosen->len; j++)
        g_string_append_printf (text, "%u", g_array_index (chosen, guint, j));
      g_assert_cmpstr (text->str, ==, table[i].chosen);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/word-choice/make", test_make);

  return g_test_run ();
}
