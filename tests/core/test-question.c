/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-question.h"

/* Which words are looked for, joined by blanks, and what kind of question it is. */
static void
test_questions (void)
{
  static const struct
  {
    const char *text;
    const char *words;
    gboolean    asks_when;
    gboolean    about_user;
  } table[] = {
    { "When did Caroline go to the support group?", "caroline go support group", TRUE, FALSE },
    { "What kind of dog do I have?", "dog", FALSE, TRUE },
    { "Wie alt ist mein Kind?", "alt kind", FALSE, TRUE },
    { "Wann kommt der Zug?", "kommt zug", TRUE, FALSE },
    { "In welchem Jahr war es?", NULL, TRUE, FALSE },
    { "How long have my parents been married?", "parents married", TRUE, TRUE },
    { "In which year was it?", "year", TRUE, FALSE },
    { "Tell me!", "tell", FALSE, TRUE },
    { "dog, dogs and DOG", "dog", FALSE, FALSE },
    { "How are you?", "", FALSE, FALSE },
    { "", "", FALSE, FALSE },
    { "?!", "", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(BtyQuestion) question = bty_question_new (table[i].text, 0);
      g_autoptr(GString) words = g_string_new (NULL);

      for (guint j = 0; j < question->terms->len; j++)
        g_string_append_printf (words, "%s%s", j > 0 ? " " : "",
                                ((BtyQuestionTerm *) g_ptr_array_index (question->terms, j))->word);
      if (table[i].words != NULL)
        g_assert_cmpstr (words->str, ==, table[i].words);
      g_assert_cmpint (question->asks_when, ==, table[i].asks_when);
      g_assert_cmpint (question->about_user, ==, table[i].about_user);
    }
}

/* Near words are looked for in the place of a word that hardly anybody said. */
static void
test_related (void)
{
  g_autoptr(BtyQuestion) question = bty_question_new ("Which pet is on the boat of my spouse?", 0);
  BtyQuestionTerm *pet = g_ptr_array_index (question->terms, 0);
  BtyQuestionTerm *boat = g_ptr_array_index (question->terms, 1);
  BtyQuestionTerm *spouse = g_ptr_array_index (question->terms, 2);
  g_autoptr(BtyQuestion) related = NULL;
  BtyQuestionTerm *near;

  spouse->n_texts = 5;
  related = bty_question_new_related (question);
  g_assert_nonnull (related);
  g_assert_cmpuint (related->terms->len, ==, 1);
  near = g_ptr_array_index (related->terms, 0);
  g_assert_nonnull (strstr (near->forms, "hamster"));
  g_assert_null (strstr (near->forms, "husband"));
  g_assert_true (g_strv_contains ((const char *const *) pet->related, "hamster"));
  g_assert_null (boat->related);
  g_assert_null (spouse->related);
}

/* Whether nothing but a time is asked for. */
static void
test_only_time (void)
{
  static const struct
  {
    const char *text;
    gboolean    only_time;
  } table[] = {
    { "What did I do in June?", TRUE },
    { "What happened last summer?", TRUE },
    { "Was habe ich gestern gemacht?", TRUE },
    { "Was ist letzte Woche passiert?", TRUE },
    { "What are my plans for tomorrow?", TRUE },
    { "Where did I go on 3 June 2024?", TRUE },
    { "What did I cook in June?", FALSE },
    { "Was habe ich gestern gegessen?", FALSE },
    { "What did I do?", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(BtyQuestion) question = bty_question_new (table[i].text, 0);

      g_test_message ("%s", table[i].text);
      g_assert_cmpint (question->only_time, ==, table[i].only_time);
    }
}

static gint64
at (int year,
    int month,
    int day,
    int hour)
{
  g_autoptr(GDateTime) time = g_date_time_new_local (year, month, day, hour, 0, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

typedef struct
{
  const char *text;
  int         year, month, day;
  double      weight;
} Period;

/* Asked on Wednesday, 15 July 2026. */
static void
check_periods (const Period *table,
               guint         n_periods)
{
  for (guint i = 0; i < n_periods; i++)
    {
      g_autoptr(BtyQuestion) question = bty_question_new (table[i].text, at (2026, 7, 15, 18));
      gint64 time = at (table[i].year, table[i].month, table[i].day, 12);

      g_test_message ("%s", table[i].text);
      g_assert_cmpfloat (bty_question_match_period (question, time), ==, table[i].weight);
    }
}

static void
test_periods (void)
{
  static const Period table[] = {
    { "on October 13, 2023", 2023, 10, 13, 1 },
    { "on 13 October 2023", 2023, 10, 13, 1 },
    { "on the 13th of October 2023", 2023, 10, 20, 0.5 },
    { "on October 13th, 2023", 2023, 10, 13, 1 },
    { "on October 13, 2023", 2023, 10, 12, 0 },
    { "on October 13, 2023", 2023, 10, 15, 0.5 },
    { "on October 13, 2023", 2023, 10, 21, 0 },
    { "in October 2023", 2023, 10, 1, 1 },
    { "in October 2023", 2023, 11, 5, 0.4 },
    { "in October 2023", 2022, 10, 5, 0 },
    { "in October", 2022, 10, 5, 1 },
    { "in May", 2026, 5, 31, 1 },
    { "may I go?", 2026, 5, 31, 0 },
    { "in 2024", 2024, 12, 31, 1 },
    { "in 2024", 2025, 1, 1, 0 },
    { "gestern", 2026, 7, 14, 1 },
    { "vor 3 Tagen", 2026, 7, 12, 1 },
    { "vor einer Woche", 2026, 7, 8, 1 },
    { "letzte Woche", 2026, 7, 6, 1 },
    { "letzte Woche", 2026, 7, 13, 0 },
    { "letzten Monat", 2026, 6, 30, 1 },
    { "am 13. März 2023", 2023, 3, 13, 1 },
    { "im Mai", 2026, 5, 31, 1 },
    { "im Oktober 2023", 2023, 10, 1, 1 },
    { "yesterday", 2026, 7, 14, 1 },
    { "yesterday", 2026, 7, 13, 0 },
    { "today", 2026, 7, 15, 1 },
    { "last week", 2026, 7, 6, 1 },
    { "last week", 2026, 7, 12, 1 },
    { "last week", 2026, 7, 13, 0 },
    { "last month", 2026, 6, 30, 1 },
    { "last year", 2025, 1, 1, 1 },
    { "3 days ago", 2026, 7, 12, 1 },
    { "a week ago", 2026, 7, 8, 1 },
    { "31 February 2024", 2024, 2, 1, 0 },
    { "my dog", 2026, 7, 15, 0 },
    { "99999999999999999999 days ago", 2026, 7, 15, 0 },
  };

  check_periods (table, G_N_ELEMENTS (table));
}

/* Seasons, weekdays and what is told from the day of the speaker. */
static void
test_near_periods (void)
{
  static const Period table[] = {
    { "last June", 2026, 6, 30, 1 },
    { "last June", 2025, 6, 30, 0 },
    { "letzten Juli", 2025, 7, 3, 1 },
    { "letzten Juli", 2026, 7, 3, 0 },
    { "next March", 2027, 3, 31, 1 },
    { "in March", 2027, 3, 31, 1 },
    { "I march to work", 2026, 3, 31, 0 },
    { "last summer", 2025, 8, 31, 1 },
    { "last summer", 2026, 7, 1, 0 },
    { "letzten Winter", 2026, 2, 28, 1 },
    { "letzten Winter", 2025, 12, 1, 1 },
    { "diesen Sommer", 2026, 7, 1, 1 },
    { "in the summer of 2024", 2024, 6, 1, 1 },
    { "in the summer of 2024", 2024, 3, 1, 0 },
    { "im Herbst", 2025, 9, 1, 1 },
    { "im Herbst", 2026, 9, 1, 1 },
    { "What was there in the fall?", 2026, 9, 1, 0 },
    { "a spring onion", 2026, 3, 1, 0 },
    { "on Monday", 2026, 7, 13, 1 },
    { "on Monday", 2026, 7, 20, 1 },
    { "What did I do on Monday?", 2026, 7, 20, 0.5 },
    { "last Monday", 2026, 7, 13, 1 },
    { "last Monday", 2026, 7, 21, 0 },
    { "nächsten Freitag", 2026, 7, 17, 1 },
    { "nächsten Freitag", 2026, 7, 10, 0 },
    { "last Wednesday", 2026, 7, 8, 1 },
    { "am Wochenende", 2026, 7, 18, 1 },
    { "am Wochenende", 2026, 7, 12, 1 },
    { "last weekend", 2026, 7, 11, 1 },
    { "last weekend", 2026, 7, 18, 0 },
    { "tomorrow", 2026, 7, 16, 1 },
    { "the day after tomorrow", 2026, 7, 17, 1 },
    { "the day before yesterday", 2026, 7, 13, 1 },
    { "vorgestern", 2026, 7, 13, 1 },
    { "übermorgen", 2026, 7, 17, 1 },
    { "morgen", 2026, 7, 16, 1 },
    { "heute Morgen", 2026, 7, 16, 0.5 },
    { "am Morgen", 2026, 7, 16, 0 },
    { "next week", 2026, 7, 20, 1 },
    { "diese Woche", 2026, 7, 13, 1 },
    { "this month", 2026, 7, 31, 1 },
    { "next year", 2027, 1, 1, 1 },
    { "last night", 2026, 7, 14, 1 },
    { "two months ago", 2026, 5, 2, 1 },
    { "vor zwei Jahren", 2024, 12, 31, 1 },
    { "in 3 days", 2026, 7, 18, 1 },
    { "in den letzten drei Wochen", 2026, 6, 25, 1 },
    { "in den letzten drei Wochen", 2026, 6, 20, 0 },
    { "3.6.2024", 2024, 6, 3, 1 },
    { "3.6.2024", 2024, 12, 31, 0 },
    { "2024-06-03", 2024, 6, 3, 1 },
    { "6/30/2024", 2024, 6, 30, 1 },
  };

  check_periods (table, G_N_ELEMENTS (table));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/question/questions", test_questions);
  g_test_add_func ("/question/periods", test_periods);
  g_test_add_func ("/question/near-periods", test_near_periods);
  g_test_add_func ("/question/only-time", test_only_time);
  g_test_add_func ("/question/related", test_related);

  return g_test_run ();
}
