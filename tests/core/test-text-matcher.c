/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-text-matcher.h"

/* How often the first term is in a text, how many words of it tell something, whether it asks, whether it tells a
 * time. Texts with and without letters beyond ASCII go different ways and must agree. */
static void
test_match (void)
{
  static const struct
  {
    const char *text;
    guint       n_found;
    guint       n_words;
    gboolean    is_question;
    gboolean    tells_time;
  } table[] = {
    { "I went home, and he's gone too", 2, 3, FALSE, FALSE },
    { "I went home, and he’s gone too", 2, 3, FALSE, FALSE },
    { "Going again yesterday", 1, 3, FALSE, TRUE },
    { "Will you go?", 1, 1, TRUE, FALSE },
    { "Will you go? [a photo of a dog]", 1, 3, TRUE, FALSE },
    { "Will you go? Fine.", 1, 2, FALSE, FALSE },
    { "你去吗？", 0, 1, TRUE, FALSE },
    { "Lena is home", 0, 1, FALSE, FALSE },
    { "", 0, 0, FALSE, FALSE },
    { "]", 0, 0, FALSE, FALSE },
    { "\xff\xfe go", 1, 1, FALSE, FALSE },
  };
  g_autoptr(BtyQuestion) question = bty_question_new ("Where did Lena go?", 0);
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(BtyTextMatcher) matcher = NULL;

  g_hash_table_add (names, (gpointer) "lena");
  matcher = bty_text_matcher_new (question, names);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(BtyTextMatch) match = bty_text_matcher_match (matcher, table[i].text);

      g_assert_cmpuint (match->terms[1], ==, table[i].n_found);
      g_assert_cmpuint (match->n_words, ==, table[i].n_words);
      g_assert_cmpint (match->is_question, ==, table[i].is_question);
      g_assert_cmpint (match->tells_time, ==, table[i].tells_time);
    }
}

/* Groups of letters find what is spelled in another way. */
static void
test_letters (void)
{
  g_autoptr(BtyQuestion) question = bty_question_new ("allergies", 0);
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(BtyTextMatcher) matcher = bty_text_matcher_new (question, names);
  g_autoptr(BtyTextMatch) near = bty_text_matcher_match (matcher, "allergic");
  g_autoptr(BtyTextMatch) far = bty_text_matcher_match (matcher, "peanuts");
  guint n_near = 0;
  guint n_far = 0;

  g_assert_cmpuint (bty_text_matcher_get_n_letters (matcher), ==, 8);
  for (guint i = 0; i < 8; i++)
    {
      n_near += near->letters[i];
      n_far += far->letters[i];
    }
  g_assert_cmpuint (near->terms[0], ==, 0);
  g_assert_cmpuint (n_near, ==, 5);
  g_assert_cmpuint (n_far, ==, 0);
}

static void
test_speakers (void)
{
  static const struct
  {
    const char *text;
    const char *speaker;
    const char *rest;
  } table[] = {
    { "Lena: I am back", "Lena", "I am back" },
    { "Jean-Luc O'Neil: Hi", "Jean-Luc O'Neil", "Hi" },
    { "Ana María Ruiz: Hi", "Ana María Ruiz", "Hi" },
    { "Dr. Who: Hi", "Dr. Who", "Hi" },
    { "One Two Three Four: no", NULL, "One Two Three Four: no" },
    { "what I want: cake", NULL, "what I want: cake" },
    { "Time 10:30", NULL, "Time 10:30" },
    { "https://example.org", NULL, "https://example.org" },
    { ": nobody", NULL, ": nobody" },
    { "Lena", NULL, "Lena" },
    { "", NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const char *rest = NULL;
      g_autofree char *speaker = bty_text_dup_speaker (table[i].text, &rest);

      g_assert_cmpstr (speaker, ==, table[i].speaker);
      g_assert_cmpstr (rest, ==, table[i].rest);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-matcher/match", test_match);
  g_test_add_func ("/text-matcher/letters", test_letters);
  g_test_add_func ("/text-matcher/speakers", test_speakers);

  return g_test_run ();
}
