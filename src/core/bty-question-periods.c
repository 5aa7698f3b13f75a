/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-question.h"

#include <string.h>

/* Which years "in May" may mean. */
#define YEARS_BACK 9

/* How long something is still told of as new, after a day and after a month, and how sure that is. */
#define DAYS_AFTER_DAY 7
#define DAYS_AFTER_MONTH 12
#define AFTER_DAY_WEIGHT 0.5
#define AFTER_MONTH_WEIGHT 0.4

static const char *const months[] = {
  "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
  "december",
};

/* German words, folded, and the English ones that are understood below. */
static const char *const german[][2] = {
  { "januar", "january" }, { "februar", "february" }, { "marz", "march" }, { "mai", "may" }, { "juni", "june" },
  { "juli", "july" }, { "oktober", "october" }, { "dezember", "december" },
  { "heute", "today" }, { "gestern", "yesterday" },
  { "letzte", "last" }, { "letzten", "last" }, { "letzter", "last" }, { "letztes", "last" },
  { "vergangene", "last" }, { "vergangenen", "last" }, { "vergangenes", "last" }, { "vorige", "last" },
  { "vorigen", "last" }, { "voriges", "last" },
  { "tag", "day" }, { "tage", "days" }, { "tagen", "days" }, { "woche", "week" }, { "wochen", "weeks" },
  { "monat", "month" }, { "jahr", "year" }, { "im", "in" }, { "seit", "since" },
  { "einem", "one" }, { "einer", "one" },
};

static const char *
to_english (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (german); i++)
    if (g_str_equal (word, german[i][0]))
      return german[i][1];

  return word;
}

static void
add_period (GArray    *periods,
            GDateTime *from,
            GDateTime *to,
            double     weight)
{
  BtyQuestionPeriod period = { 0, 0, weight };

  if (from == NULL || to == NULL)
    return;

  period.from = g_date_time_to_unix (from) * G_USEC_PER_SEC;
  period.to = g_date_time_to_unix (to) * G_USEC_PER_SEC;
  g_array_append_val (periods, period);
}

/* A day, a month (@day 0) or a year (@month 0), and a while after it. */
static void
add_date (GArray *periods,
          int     year,
          int     month,
          int     day)
{
  g_autoptr(GDateTime) from = g_date_time_new_local (year, MAX (month, 1), MAX (day, 1), 0, 0, 0);
  g_autoptr(GDateTime) to = NULL;
  g_autoptr(GDateTime) after = NULL;

  if (from == NULL)
    return;

  if (day > 0)
    to = g_date_time_add_days (from, 1);
  else if (month > 0)
    to = g_date_time_add_months (from, 1);
  else
    to = g_date_time_add_years (from, 1);
  after = to != NULL ? g_date_time_add_days (to, day > 0 ? DAYS_AFTER_DAY : DAYS_AFTER_MONTH) : NULL;
  add_period (periods, from, to, 1);
  if (month > 0)
    add_period (periods, to, after, day > 0 ? AFTER_DAY_WEIGHT : AFTER_MONTH_WEIGHT);
}

static int
find_month (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_str_equal (word, months[i]))
      return i + 1;

  return 0;
}

/* "13", "13th"; -1 = it is no number. */
static int
read_number (const char *word)
{
  char *end = NULL;
  gint64 number = g_ascii_strtoll (word, &end, 10);
  gboolean is_ordinal = strlen (end) == 2 && strstr ("st nd rd th", end) != NULL;

  return end == word || (*end != '\0' && !is_ordinal) || number > 9999 ? -1 : (int) number;
}

/* A month with the day and year that stand beside it: "October 13, 2023", "the 13th of October", "May 2023". */
static void
add_named (GArray      *periods,
           const char **words,
           guint        n_words,
           guint        at,
           int          this_year)
{
  static const char *const before_month[] = { "in", "since", "during", "of", "until", "last", "this", NULL };
  gboolean has_of = at > 0 && g_str_equal (words[at - 1], "of");
  const int offsets[] = { has_of ? -2 : -1, 1, 2 };
  int month = find_month (words[at]);
  int day = 0;
  int year = 0;

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      guint place = at + offsets[i];
      int number = place < n_words ? read_number (words[place]) : -1;

      if (number >= 1 && number <= 31 && day == 0)
        day = number;
      else if (number > 1900 && number < 2200)
        year = number;
    }
  /* "May" is also a name and a verb. */
  if (g_str_equal (words[at], "may") && day == 0 && year == 0
      && (at == 0 || !g_strv_contains (before_month, words[at - 1])))
    return;

  for (int i = year != 0 ? year : this_year - YEARS_BACK; i <= (year != 0 ? year : this_year); i++)
    add_date (periods, i, month, day);
}

static void
add_days_back (GArray    *periods,
               GDateTime *today,
               int        days)
{
  g_autoptr(GDateTime) day = g_date_time_add_days (today, -days);

  if (day != NULL)
    add_date (periods, g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day));
}

/* "last week", "last month", "last year". */
static void
add_last (GArray     *periods,
          GDateTime  *today,
          const char *unit)
{
  int year = g_date_time_get_year (today);
  int month = g_date_time_get_month (today);

  if (g_str_equal (unit, "week"))
    {
      int since_monday = g_date_time_get_day_of_week (today) - 1;
      g_autoptr(GDateTime) to = g_date_time_add_days (today, -since_monday);
      g_autoptr(GDateTime) from = g_date_time_add_days (to, -7);

      add_period (periods, from, to, 1);
    }
  else if (g_str_equal (unit, "month"))
    add_date (periods, month > 1 ? year : year - 1, month > 1 ? month - 1 : 12, 0);
  else if (g_str_equal (unit, "year"))
    add_date (periods, year - 1, 0, 0);
}

/* "3 days ago", "2 weeks ago", "vor 3 Tagen". */
static void
add_ago (GArray     *periods,
         GDateTime  *today,
         const char *number,
         const char *unit)
{
  int n = g_str_equal (number, "a") || g_str_equal (number, "one") ? 1 : read_number (number);

  if (n < 0)
    return;
  if (g_str_has_prefix (unit, "day"))
    add_days_back (periods, today, n);
  else if (g_str_has_prefix (unit, "week"))
    for (int i = -3; i <= 3; i++)
      add_days_back (periods, today, MIN (n, 999) * 7 + i);
}

/**
 * bty_question_find_periods:
 * @said: words of bty_words_split()
 * @now: microseconds since 1970 UTC
 *
 * Finds the times that are named, in English or German: days, months, years of four digits, "yesterday", "last week",
 * "3 days ago".
 *
 * Returns: (transfer full) (element-type BtyQuestionPeriod): the times, by the local clock
 */
GArray *
bty_question_find_periods (char  **said,
                           gint64  now)
{
  GArray *periods = g_array_new (FALSE, FALSE, sizeof (BtyQuestionPeriod));
  g_autoptr(GDateTime) local = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);
  g_autoptr(GDateTime) today = NULL;
  guint n_words = g_strv_length (said);
  g_autofree const char **words = g_new0 (const char *, n_words + 1);

  if (local == NULL)
    return periods;
  for (guint i = 0; i < n_words; i++)
    words[i] = to_english (said[i]);

  today = g_date_time_new_local (g_date_time_get_year (local), g_date_time_get_month (local),
                                 g_date_time_get_day_of_month (local), 0, 0, 0);
  for (guint i = 0; i < n_words; i++)
    {
      int number = read_number (words[i]);

      if (find_month (words[i]) > 0)
        add_named (periods, words, n_words, i, g_date_time_get_year (today));
      else if (g_str_equal (words[i], "today"))
        add_days_back (periods, today, 0);
      else if (g_str_equal (words[i], "yesterday"))
        add_days_back (periods, today, 1);
      else if (g_str_equal (words[i], "last") && words[i + 1] != NULL)
        add_last (periods, today, words[i + 1]);
      else if (g_str_equal (words[i], "ago") && i >= 2)
        add_ago (periods, today, words[i - 2], words[i - 1]);
      else if (g_str_equal (words[i], "vor") && i + 2 < n_words)
        add_ago (periods, today, words[i + 1], words[i + 2]);
      else if (number > 1900 && number < 2200 && (i == 0 || find_month (words[i - 1]) == 0)
               && (i < 2 || find_month (words[i - 2]) == 0))
        add_date (periods, number, 0, 0);
    }

  return periods;
}
