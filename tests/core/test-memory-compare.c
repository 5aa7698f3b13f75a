/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-compare.h"
#include "bty-memory.h"

#include <string.h>

/* What is known is not stored twice, and what is not certain to be wrong is not ended. */

static const struct
{
  const char        *old_text;
  const char        *new_text;
  double             similarity;
  BtyMemoryRelation  relation;
} cases[] = {
  { "I like tea", "I like tea.", 0, BTY_MEMORY_SAME },
  { "I like tea", "  i LIKE  tea!", 0, BTY_MEMORY_SAME },
  { "I like green tea", "The user likes green tea", 1, BTY_MEMORY_SAME },
  { "I like tea", "I like coffee", 0.5, BTY_MEMORY_UNRELATED },
  { "I like tea", "I like coffee", 0.9, BTY_MEMORY_ADDS },
  { "I like tea", "I don't like tea", 0.99, BTY_MEMORY_CONTRADICTS },
  { "Ich mag Tee", "Ich mag nicht Tee", 0.99, BTY_MEMORY_CONTRADICTS },
  { "Tom likes Lena", "Lena likes Tom", 1, BTY_MEMORY_UNRELATED },
  { "Meeting on 3 May in Berlin", "Meeting on 4 May in Berlin", 0.9, BTY_MEMORY_UNRELATED },
  { "I live in Berlin", "I live in Paris", 0.5, BTY_MEMORY_CONTRADICTS },
  { "I live in Berlin", "I live in Berlin, Mitte", 0.9, BTY_MEMORY_ADDS },
  { "I live in Berlin", "I work in Paris", 0.5, BTY_MEMORY_UNRELATED },
  { "My name is Anna", "My name is Johanna", 0.5, BTY_MEMORY_CONTRADICTS },
  { "My favourite colour is red", "My favourite colour is blue.", 0.5, BTY_MEMORY_CONTRADICTS },
  { "My favourite colour is red", "My favourite song is blue", 0.5, BTY_MEMORY_UNRELATED },
  { "I am 33 years old", "I am 34 years old", 0.5, BTY_MEMORY_CONTRADICTS },
  { "I prefer tea over coffee", "I prefer coffee over tea", 1, BTY_MEMORY_CONTRADICTS },
  { "I prefer tea over coffee", "I prefer tea over milk", 0.6, BTY_MEMORY_UNRELATED },
  { "Meine Lieblingsfarbe ist rot", "Meine Lieblingsfarbe ist blau", 0.5, BTY_MEMORY_CONTRADICTS },
  { "I’m 33 years old", "I'm 34 years old", 0.9, BTY_MEMORY_CONTRADICTS },
  { "I live in Paris", "I moved to Berlin", 0, BTY_MEMORY_CONTRADICTS },
  { "I live in Paris", "I moved from Paris to Berlin last year.", 0, BTY_MEMORY_CONTRADICTS },
  { "I moved to Berlin", "I live in Berlin", 0.6, BTY_MEMORY_UNRELATED },
  { "I live in Paris", "I moved to Berlin in 1990", 0, BTY_MEMORY_UNRELATED },
  { "I live in Paris", "I moved to Berlin when I was a child", 0, BTY_MEMORY_UNRELATED },
  { "I work for Bosch", "I no longer work for Bosch", 0.8, BTY_MEMORY_CONTRADICTS },
  { "I drink coffee", "I don't drink coffee any more", 0.8, BTY_MEMORY_CONTRADICTS },
  { "Ich wohne in Köln", "Ich bin nach Bonn gezogen", 0, BTY_MEMORY_CONTRADICTS },
  { "Ich esse Fleisch", "Ich esse kein Fleisch mehr", 0.8, BTY_MEMORY_CONTRADICTS },
  { "Ich wohne in Köln", "Ich wohne jetzt in Bonn", 0.5, BTY_MEMORY_CONTRADICTS },
  { "My sister Lena is allergic to peanuts", "My sister Lena is allergic to milk", 0.7, BTY_MEMORY_UNRELATED },
  { "", "I like tea", 0, BTY_MEMORY_UNRELATED },
};

static void
test_relation (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s / %s", cases[i].old_text, cases[i].new_text);
      g_assert_cmpint (bty_memory_compare (cases[i].old_text, cases[i].new_text, cases[i].similarity), ==,
                       cases[i].relation);
    }
}

static void
test_join (void)
{
  g_autofree char *long_text = g_strnfill (BTY_MEMORY_MAX_CHARACTERS - 3, 'a');
  g_autofree char *longer = bty_memory_compare_join ("I like tea", "I like tea with milk");
  g_autofree char *shorter = bty_memory_compare_join ("I like tea with milk", "I like tea.");
  g_autofree char *both = bty_memory_compare_join ("I like tea", "Tea is good");
  g_autofree char *too_long = bty_memory_compare_join (long_text, "Tea is good");

  g_assert_cmpstr (longer, ==, "I like tea with milk");
  g_assert_cmpstr (shorter, ==, "I like tea with milk");
  g_assert_cmpstr (both, ==, "I like tea\nTea is good");
  g_assert_cmpstr (too_long, ==, long_text);
}

static void
test_words (void)
{
  g_autofree char *home = bty_memory_compare_dup_words ("I moved to Berlin");
  g_autofree char *tea = bty_memory_compare_dup_words ("I like tea");

  g_assert_nonnull (strstr (home, "live"));
  g_assert_cmpstr (tea, ==, "I like tea");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory-compare/relation", test_relation);
  g_test_add_func ("/memory-compare/join", test_join);
  g_test_add_func ("/memory-compare/words", test_words);

  return g_test_run ();
}
