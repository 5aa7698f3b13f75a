/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-question.h"

#include "bty-time-words.h"

/* Which years "in May" may mean. */
#define YEARS_BACK 9
#define YEARS_AHEAD 1

/* How long something is still told of as new, after a day and after a month, and how sure that is. */
#define DAYS_AFTER_DAY 7
#define DAYS_AFTER_MONTH 12
#define AFTER_DAY_WEIGHT 0.5
#define AFTER_MONTH_WEIGHT 0.4

#define DAYS_OF_WEEK 7
#define MONTHS_OF_SEASON 3
#define MOST_BACK 999

/* What is read, from left to right. */
typedef struct
{
  GArray      *periods;  /* of BtyQuestionPeriod */
  const char **words;    /* in English, as far as they say when */
  guint        n_words;
  GDateTime   *today;    /* its beginning by the local clock */
  int          year;
  int          month;
  gboolean     is_past;  /* it is asked for what was */
} Reader;

/* Which one of a kind is meant. */
typedef enum
{
  ANY,
  LAST,
  THIS,
  NEXT,
} Which;

static const char *
get_word (Reader *self,
          guint   at)
{
  return at < self->n_words ? self->words[at] : "";
}

static gboolean
is_word (Reader     *self,
         guint       at,
         const char *word)
{
  return g_str_equal (get_word (self, at), word);
}

static void
add_period (Reader    *self,
            GDateTime *from,
            GDateTime *to,
            double     weight)
{
  BtyQuestionPeriod period = { 0, 0, weight };

  if (from == NULL || to == NULL)
    return;

  period.from = g_date_time_to_unix (from) * G_USEC_PER_SEC;
  period.to = g_date_time_to_unix (to) * G_USEC_PER_SEC;
  g_array_append_val (self->periods, period);
}

/* A day, a month (@day 0) or a year (@month 0), and a while after it. */
static void
add_date (Reader *self,
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
  add_period (self, from, to, 1);
  if (month > 0)
    add_period (self, to, after, day > 0 ? AFTER_DAY_WEIGHT : AFTER_MONTH_WEIGHT);
}

/* Days that are counted from today. */
static void
add_days (Reader *self,
          int     first,
          int     n_days)
{
  g_autoptr(GDateTime) from = g_date_time_add_days (self->today, first);
  g_autoptr(GDateTime) to = from != NULL ? g_date_time_add_days (from, n_days) : NULL;

  add_period (self, from, to, 1);
}

static void
add_day (Reader *self,
         int     days)
{
  g_autoptr(GDateTime) day = g_date_time_add_days (self->today, days);

  if (day != NULL)
    add_date (self, g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day));
}

/* A month, counted from this one. */
static void
add_month (Reader *self,
           int     months)
{
  g_autoptr(GDateTime) first = g_date_time_new_local (self->year, self->month, 1, 0, 0, 0);
  g_autoptr(GDateTime) month = first != NULL ? g_date_time_add_months (first, months) : NULL;

  if (month != NULL)
    add_date (self, g_date_time_get_year (month), g_date_time_get_month (month), 0);
}

static void
add_season (Reader *self,
            int     year,
            int     first_month)
{
  g_autoptr(GDateTime) from = g_date_time_new_local (year, first_month, 1, 0, 0, 0);
  g_autoptr(GDateTime) to = from != NULL ? g_date_time_add_months (from, MONTHS_OF_SEASON) : NULL;

  add_period (self, from, to, 1);
}

/* Returns: the year in which something that begins with @month, and lasts for @n_months, was the last time, is now or
 *   comes next */
static int
choose_year (Reader *self,
             Which   which,
             int     month,
             int     n_months)
{
  gboolean began_last_year = month + n_months - 12 > self->month;

  if (which == LAST && month + n_months > self->month)
    return self->year - 1 - (began_last_year ? 1 : 0);
  if (which == NEXT && month <= self->month)
    return self->year + 1;

  return which == THIS && began_last_year ? self->year - 1 : self->year;
}

static Which
read_which (Reader *self,
            guint   at)
{
  if (at == 0)
    return ANY;
  if (is_word (self, at - 1, "last"))
    return LAST;
  if (is_word (self, at - 1, "this"))
    return THIS;

  return is_word (self, at - 1, "next") ? NEXT : ANY;
}

/* "in June", "since the summer". */
static gboolean
follows_preposition (Reader *self,
                     guint   at)
{
  static const char *const prepositions[] = { "in", "since", "during", "of", "until", "last", "this", "next", NULL };

  if (at > 1 && is_word (self, at - 1, "the"))
    at--;

  return at > 0 && g_strv_contains (prepositions, self->words[at - 1]);
}

static gboolean
is_year (int number)
{
  return number > 1900 && number < 2200;
}

/* A month with the day and year that stand beside it: "October 13, 2023", "the 13th of October", "May 2023". */
static void
read_month (Reader *self,
            guint   at,
            int     month)
{
  const int offsets[] = { at > 0 && is_word (self, at - 1, "of") ? -2 : -1, 1, 2 };
  Which which = read_which (self, at);
  int first = self->year - YEARS_BACK;
  int last = self->year + YEARS_AHEAD;
  int day = 0;
  int year = 0;

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      int number = bty_time_words_read_digits (get_word (self, at + offsets[i]));

      if (number >= 1 && number <= 31 && day == 0)
        day = number;
      else if (is_year (number))
        year = number;
    }
  /* "May" is also a name and a verb, "March" what one does. */
  if ((is_word (self, at, "may") || is_word (self, at, "march")) && day == 0 && year == 0
      && !follows_preposition (self, at))
    return;

  if (year != 0)
    first = last = year;
  else if (which != ANY)
    first = last = choose_year (self, which, month, 1);
  for (int i = last; i >= first; i--)
    add_date (self, i, month, day);
}

/* "last summer", "in the summer of 2024"; "in the summer" is the one that began last or the next one; elsewhere "fall"
 * and "spring" may be anything. */
static void
read_season (Reader *self,
             guint   at,
             int     first_month)
{
  Which which = read_which (self, at);
  guint after = is_word (self, at + 1, "of") ? at + 2 : at + 1;
  int year = bty_time_words_read_digits (get_word (self, after));

  if (is_year (year))
    {
      add_season (self, year, first_month);
      if (first_month + MONTHS_OF_SEASON > 13)
        add_season (self, year - 1, first_month);
    }
  else if (which != ANY)
    add_season (self, choose_year (self, which, first_month, MONTHS_OF_SEASON), first_month);
  else if (follows_preposition (self, at))
    {
      int begun = first_month <= self->month ? self->year : self->year - 1;

      add_season (self, begun, first_month);
      if (!self->is_past)
        add_season (self, begun + 1, first_month);
    }
}

/* "on Friday" is the last one or the next one. */
static void
read_weekday (Reader *self,
              guint   at,
              int     weekday)
{
  Which which = read_which (self, at);
  int from_today = weekday - g_date_time_get_day_of_week (self->today);
  int ahead = (from_today + DAYS_OF_WEEK) % DAYS_OF_WEEK;

  if (which == THIS)
    add_day (self, from_today);
  else if (which == NEXT)
    add_day (self, ahead == 0 ? DAYS_OF_WEEK : ahead);
  else if (which == LAST)
    add_day (self, ahead - DAYS_OF_WEEK);
  else
    {
      add_day (self, ahead == 0 ? 0 : ahead - DAYS_OF_WEEK);
      if (!self->is_past && ahead > 0)
        add_day (self, ahead);
    }
}

/* "last week", "this month", "next year", "at the weekend". */
static void
read_unit (Reader *self,
           guint   at,
           Which   which)
{
  int by = which == LAST ? -1 : which == NEXT ? 1 : 0;
  int monday = 1 - g_date_time_get_day_of_week (self->today) + by * DAYS_OF_WEEK;
  int saturday = monday + 5;

  if (is_word (self, at, "weekend"))
    {
      add_days (self, saturday, 2);
      if (which == ANY)
        add_days (self, saturday - DAYS_OF_WEEK, 2);
    }
  else if (which == ANY)
    return;
  else if (is_word (self, at, "week"))
    add_days (self, monday, DAYS_OF_WEEK);
  else if (is_word (self, at, "month"))
    add_month (self, by);
  else if (is_word (self, at, "year"))
    add_date (self, self->year + by, 0, 0);
  else if (is_word (self, at, "night"))
    add_days (self, by, which == LAST ? 2 : 1);
}

/* "3 days ago", "2 weeks ago", "vor 3 Tagen", and the same ahead. */
static void
read_distance (Reader     *self,
               const char *number,
               const char *unit,
               int         sign)
{
  int n = MIN (bty_time_words_read_number (number), MOST_BACK) * sign;

  if (bty_time_words_read_number (number) < 0)
    return;
  if (g_str_has_prefix (unit, "day"))
    add_day (self, n);
  else if (g_str_has_prefix (unit, "week"))
    for (int i = -3; i <= 3; i++)
      add_day (self, n * DAYS_OF_WEEK + i);
  else if (g_str_has_prefix (unit, "month"))
    add_month (self, n);
  else if (g_str_has_prefix (unit, "year"))
    add_date (self, self->year + n, 0, 0);
}

/* "in the last 3 weeks". */
static void
read_span (Reader *self,
           guint   at)
{
  int n = MIN (bty_time_words_read_number (get_word (self, at)), MOST_BACK);
  const char *unit = get_word (self, at + 1);
  int days = g_str_equal (unit, "days") ? 1 : g_str_equal (unit, "weeks") ? DAYS_OF_WEEK
             : g_str_equal (unit, "months") ? 31 : g_str_equal (unit, "years") ? 366 : 0;

  if (n > 1 && days > 0)
    add_days (self, -n * days, n * days + 1);
}

/* "3.6.2024", "2024-06-03", "6/30/2024". Returns: whether three numbers at @at are a day */
static gboolean
read_numbers (Reader *self,
              guint   at)
{
  int first = bty_time_words_read_digits (get_word (self, at));
  int second = bty_time_words_read_digits (get_word (self, at + 1));
  int third = bty_time_words_read_digits (get_word (self, at + 2));

  if (is_year (first) && second >= 1 && second <= 12 && third >= 1 && third <= 31)
    add_date (self, first, second, third);
  else if (is_year (third) && first >= 1 && first <= 31 && second >= 1 && second <= 12)
    add_date (self, third, second, first);
  else if (is_year (third) && first >= 1 && first <= 12 && second > 12 && second <= 31)
    add_date (self, third, first, second);
  else
    return FALSE;

  return TRUE;
}

/* A year that stands alone, not in "May 2023" and "summer of 2023". */
static void
read_year (Reader *self,
           guint   at,
           int     number)
{
  for (guint back = 1; back <= MIN (at, 2); back++)
    if (bty_time_words_find_month (self->words[at - back]) > 0
        || bty_time_words_find_season (self->words[at - back]) > 0)
      return;

  if (is_year (number))
    add_date (self, number, 0, 0);
}

static gboolean
read_near_day (Reader *self,
               guint   at)
{
  if (is_word (self, at, "today") || is_word (self, at, "tonight"))
    add_day (self, 0);
  else if (is_word (self, at, "yesterday"))
    add_day (self, at > 0 && is_word (self, at - 1, "before") ? -2 : -1);
  else if (is_word (self, at, "vorgestern"))
    add_day (self, -2);
  else if (is_word (self, at, "tomorrow"))
    add_day (self, at > 0 && is_word (self, at - 1, "after") ? 2 : 1);
  else if (is_word (self, at, "ubermorgen"))
    add_day (self, 2);
  else
    return FALSE;

  return TRUE;
}

/* Returns: whether it was the beginning of a time of a length of its own */
static gboolean
read_counted (Reader *self,
              guint   at)
{
  if (is_word (self, at, "ago") && at >= 2)
    read_distance (self, self->words[at - 2], self->words[at - 1], -1);
  else if (is_word (self, at, "vor"))
    read_distance (self, get_word (self, at + 1), get_word (self, at + 2), -1);
  else if (is_word (self, at, "in"))
    read_distance (self, get_word (self, at + 1), get_word (self, at + 2), 1);
  else if (is_word (self, at, "last"))
    read_span (self, at + 1);
  else
    return FALSE;

  return TRUE;
}

/* Returns: how many words were read */
static guint
read_word (Reader *self,
           guint   at)
{
  int month = bty_time_words_find_month (self->words[at]);
  int weekday = bty_time_words_find_weekday (self->words[at]);
  int season = bty_time_words_find_season (self->words[at]);
  int number = bty_time_words_read_digits (self->words[at]);

  if (number >= 0 && read_numbers (self, at))
    return 3;

  if (month > 0)
    read_month (self, at, month);
  else if (weekday > 0)
    read_weekday (self, at, weekday);
  else if (season > 0)
    read_season (self, at, season);
  else if (number >= 0)
    read_year (self, at, number);
  else if (!read_near_day (self, at) && !read_counted (self, at))
    read_unit (self, at, read_which (self, at));

  return 1;
}

/* "What did I do on Friday?" */
static gboolean
asks_for_past (char **words)
{
  static const char *const past[] = {
    "did", "was", "were", "had", "war", "waren", "hatte", "hatten", "gemacht", "passiert", NULL,
  };

  for (guint i = 0; words[i] != NULL; i++)
    if (g_strv_contains (past, words[i]) && (i > 0 || !g_str_equal (words[i], "was")))
      return TRUE;

  return FALSE;
}

/* "morgen" is the next day, and the morning of any. */
static gboolean
is_tomorrow (char  **words,
             guint   at)
{
  static const char *const before_morning[] = {
    "am", "jeden", "der", "den", "diesen", "guten", "heute", "gestern", NULL,
  };

  return g_str_equal (words[at], "morgen") && (at == 0 || !g_strv_contains (before_morning, words[at - 1]));
}

/**
 * bty_question_find_periods:
 * @said: words of bty_words_split()
 * @now: microseconds since 1970 UTC
 *
 * Finds the times that are named, in English or German: days, weekdays, months, seasons, years of four digits,
 * "yesterday", "next week", "last summer", "3 days ago", "in the last two weeks".
 *
 * Returns: (transfer full) (element-type BtyQuestionPeriod): the times, by the local clock
 */
GArray *
bty_question_find_periods (char   **said,
                           gint64   now)
{
  GArray *periods = g_array_new (FALSE, FALSE, sizeof (BtyQuestionPeriod));
  g_autoptr(GDateTime) local = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);
  guint n_words = g_strv_length (said);
  g_autofree const char **words = g_new0 (const char *, n_words + 1);
  g_autoptr(GDateTime) today = NULL;
  Reader self = { periods, words, n_words, NULL, 0, 0, asks_for_past (said) };

  if (local == NULL)
    return periods;
  for (guint i = 0; i < n_words; i++)
    words[i] = is_tomorrow (said, i) ? "tomorrow" : bty_time_words_to_english (said[i]);

  self.year = g_date_time_get_year (local);
  self.month = g_date_time_get_month (local);
  today = g_date_time_new_local (self.year, self.month, g_date_time_get_day_of_month (local), 0, 0, 0);
  self.today = today;
  for (guint i = 0; i < n_words;)
    i += read_word (&self, i);

  return periods;
}
