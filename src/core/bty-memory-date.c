/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-extract.h"

#include <string.h>

/* The date that a statement tells of, by the calendar on the wall: "tomorrow" ends at midnight here. */

static const char *const months[12][4] = {
  { "january", "jan", "januar", "jänner" }, { "february", "feb", "februar", NULL }, { "march", "mar", "märz", NULL },
  { "april", "apr", NULL, NULL }, { "may", "mai", NULL, NULL }, { "june", "jun", "juni", NULL },
  { "july", "jul", "juli", NULL }, { "august", "aug", NULL, NULL }, { "september", "sep", "sept", NULL },
  { "october", "oct", "oktober", "okt" }, { "november", "nov", NULL, NULL }, { "december", "dec", "dezember", "dez" },
};

/* Each with groups year, month and day; a date without a year is the next one of its kind. */
static const char *const forms[] = {
  "\\b(?<year>[12]\\d{3})-(?<month>\\d{1,2})-(?<day>\\d{1,2})\\b",
  "\\b(?<day>\\d{1,2})\\.\\s?(?<month>\\d{1,2})\\.\\s?(?<year>[12]\\d{3})\\b",
  "\\b(?<day>\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of )?(?<month>\\pL{3,9})\\.?,? (?<year>[12]\\d{3})\\b",
  "\\b(?<month>\\pL{3,9})\\.? (?<day>\\d{1,2})(?:st|nd|rd|th)?,? (?<year>[12]\\d{3})\\b",
  "\\b(?<day>\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of )?(?<month>\\pL{3,9})\\b(?<year>)",
  "\\b(?<month>\\pL{3,9}) (?<day>\\d{1,2})(?:st|nd|rd|th)?\\b(?<year>)",
};

static int
read_month (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);

  if (g_ascii_isdigit (*lower))
    return g_ascii_strtoll (lower, NULL, 10);
  for (int month = 0; month < 12; month++)
    for (guint i = 0; i < 4 && months[month][i] != NULL; i++)
      if (g_str_equal (lower, months[month][i]))
        return month + 1;

  return 0;
}

/* Returns: the beginning of a day by the local clock, or %BTY_UNSET if there is no such day */
static gint64
make_date (int year,
           int month,
           int day)
{
  g_autoptr(GDateTime) date = g_date_time_new_local (year, month, day, 0, 0, 0);

  return date != NULL ? g_date_time_to_unix (date) * G_USEC_PER_SEC : BTY_UNSET;
}

static gint64
make_near_date (GDateTime *now,
                int        days)
{
  g_autoptr(GDateTime) date = g_date_time_add_days (now, days);

  return date != NULL ? make_date (g_date_time_get_year (date), g_date_time_get_month (date),
                                   g_date_time_get_day_of_month (date)) : BTY_UNSET;
}

/* The next such day, today included. */
static gint64
make_next (GDateTime *now,
           int        month,
           int        day)
{
  int year = g_date_time_get_year (now);
  gint64 date = make_date (year, month, day);

  return date != BTY_UNSET && date < make_near_date (now, 0) ? make_date (year + 1, month, day) : date;
}

/* Returns: how many days from today a word names; -1 if it names none */
static int
find_near_day (const char *text)
{
  static const struct { const char *word; int days; } words[] = {
    { "\\bday after tomorrow\\b", 2 }, { "\\bübermorgen\\b", 2 }, { "\\btomorrow\\b", 1 },
    { "(?<!\\bheute )(?<!\\bjeden )\\bmorgen\\b(?! früh um)", 1 }, { "\\btoday\\b", 0 }, { "\\bheute\\b", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_regex_match_simple (words[i].word, text, G_REGEX_CASELESS, 0))
      return words[i].days;

  return -1;
}

/* Returns: the date that a form found, or %BTY_UNSET if it makes no sense */
static gint64
read_date (GMatchInfo *info,
           GDateTime  *now)
{
  g_autofree char *year = g_match_info_fetch_named (info, "year");
  g_autofree char *month = g_match_info_fetch_named (info, "month");
  g_autofree char *day = g_match_info_fetch_named (info, "day");
  int month_number = read_month (month);
  int day_number = (int) g_ascii_strtoll (day, NULL, 10);

  if (year != NULL && *year != '\0')
    return make_date ((int) g_ascii_strtoll (year, NULL, 10), month_number, day_number);

  return make_next (now, month_number, day_number);
}

/**
 * bty_memory_extract_date:
 * @text: a statement
 * @now: when it was said, microseconds since 1970 UTC
 *
 * Returns: the beginning, by the local clock, of the day that the statement names, microseconds since 1970 UTC; or
 *   %BTY_UNSET
 */
gint64
bty_memory_extract_date (const char *text,
                         gint64      now)
{
  g_autoptr(GDateTime) said_at = g_date_time_new_from_unix_local (now / G_USEC_PER_SEC);
  int days;

  /* What was imported may say that it was said at any time. */
  if (said_at == NULL)
    return BTY_UNSET;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(GRegex) regex = g_regex_new (forms[i], G_REGEX_CASELESS, 0, NULL);
      g_autoptr(GMatchInfo) info = NULL;

      for (g_regex_match (regex, text, 0, &info); g_match_info_matches (info); g_match_info_next (info, NULL))
        {
          gint64 date = read_date (info, said_at);

          if (date != BTY_UNSET)
            return date;
        }
    }

  days = find_near_day (text);

  return days >= 0 ? make_near_date (said_at, days) : BTY_UNSET;
}
