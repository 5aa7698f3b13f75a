/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-extract.h"

#include "bty-question.h"
#include "bty-words.h"

/* The date that a statement tells of, by the calendar on the wall: "tomorrow" ends at midnight here. */

/* With the hour that is given back in autumn. */
#define LONGEST_DAY (25 * G_TIME_SPAN_HOUR)

static const char *const months[12][4] = {
  { "january", "jan", "januar", "jänner" }, { "february", "feb", "februar", NULL }, { "march", "mar", "märz", NULL },
  { "april", "apr", NULL, NULL }, { "may", "mai", NULL, NULL }, { "june", "jun", "juni", NULL },
  { "july", "jul", "juli", NULL }, { "august", "aug", NULL, NULL }, { "september", "sep", "sept", NULL },
  { "october", "oct", "oktober", "okt" }, { "november", "nov", NULL, NULL }, { "december", "dec", "dezember", "dez" },
};

/* Each with groups year, month and day; a date without a year is the nearest of its kind. */
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

/* What was tells of it so: "I painted", "Lena went", "ich war", "ich habe … gekauft". What comes back every year is no
 * such thing. */
static const char past[] =
  "\\b(?:i|we|he|she|they|it|and|who) (?:\\w+ly |just |also |both |all )?(?:\\w{3,}ed|bought|broke|brought|built|"
  "caught|fell|felt|forgot|found|got|had|heard|held|left|lost|made|met|paid|quit|read|said|sent|slept|sold|spent|"
  "taught|told|won)\\b|\\b(?:ate|became|began|came|did|died|drank|drove|flew|gave|got (?:married|engaged|divorced)|"
  "moved|ran|sang|saw|spoke|swam|took|was|went|were|wrote|war|waren|hatte|hatten|wurde|wurden)\\b|"
  "\\b(?:habe|haben|hat|bin|sind|ist)\\b.*\\b(?:um|an|ab|auf|aus|hin|los|weg|mit)?ge\\w{2,}(?:t|en)\\b[^,]*$";
static const char every_year[] = "\\b(?:birthday|anniversary|born|geburtstag|\\w*hochzeitstag|jahrestag|geboren)\\b";

/* "I moved the dentist to 17 June" */
static const char put_off[] =
  "\\b(?:moved|postponed|rescheduled|changed|shifted|delayed)\\b.* to (?:the )?(?:\\d|\\w+day\\b|\\pL+ \\d)|"
  "\\bauf (?:den )?\\d.*\\b(?:gelegt|verlegt|verschoben)\\b";

static gboolean
tells_of_past (const char *text)
{
  return g_regex_match_simple (past, text, G_REGEX_CASELESS, 0)
         && !g_regex_match_simple (put_off, text, G_REGEX_CASELESS, 0)
         && !g_regex_match_simple (every_year, text, G_REGEX_CASELESS, 0);
}

/* The next such day, today included; the last one of what is told as past. */
static gint64
make_nearest (GDateTime *now,
              int        month,
              int        day,
              gboolean   is_past)
{
  int year = g_date_time_get_year (now);
  gint64 date = make_date (year, month, day);
  gint64 today = make_date (year, g_date_time_get_month (now), g_date_time_get_day_of_month (now));

  if (date == BTY_UNSET || (is_past ? date <= today : date >= today))
    return date;

  return make_date (is_past ? year - 1 : year + 1, month, day);
}

/* "Every Friday" is no day, and "two weeks ago" none that is known. */
static const char no_day[] = "\\b(?:every|each|jede[nmrs]?|weeks?|wochen?)\\b";

/* Returns: the day that is named by how far it is away, or by its place in the week; %BTY_UNSET if there is none */
static gint64
find_near_day (const char *text,
               gint64      now,
               gboolean    is_past)
{
  g_auto(GStrv) words = bty_words_split (text);
  g_autoptr(GArray) periods = bty_question_find_periods (words, now);
  gint64 found = BTY_UNSET;

  if (g_regex_match_simple (no_day, text, G_REGEX_CASELESS, 0))
    return BTY_UNSET;

  for (guint i = 0; i < periods->len; i++)
    {
      const BtyQuestionPeriod *period = &g_array_index (periods, BtyQuestionPeriod, i);

      /* "On Friday" may be the last one or the next one. */
      if (period->weight >= 1 && period->to - period->from <= LONGEST_DAY
          && (found == BTY_UNSET || (!is_past && found < now - LONGEST_DAY && period->from > found)))
        found = period->from;
    }

  return found;
}

/* Returns: the date that a form found, or %BTY_UNSET if it makes no sense */
static gint64
read_date (GMatchInfo *info,
           GDateTime  *now,
           gboolean    is_past)
{
  g_autofree char *year = g_match_info_fetch_named (info, "year");
  g_autofree char *month = g_match_info_fetch_named (info, "month");
  g_autofree char *day = g_match_info_fetch_named (info, "day");
  int month_number = read_month (month);
  int day_number = (int) g_ascii_strtoll (day, NULL, 10);

  if (year != NULL && *year != '\0')
    return make_date ((int) g_ascii_strtoll (year, NULL, 10), month_number, day_number);

  return make_nearest (now, month_number, day_number, is_past);
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
  gboolean is_past = tells_of_past (text);

  /* What was imported may say that it was said at any time. */
  if (said_at == NULL)
    return BTY_UNSET;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(GRegex) regex = g_regex_new (forms[i], G_REGEX_CASELESS, 0, NULL);
      g_autoptr(GMatchInfo) info = NULL;

      for (g_regex_match (regex, text, 0, &info); g_match_info_matches (info); g_match_info_next (info, NULL))
        {
          gint64 date = read_date (info, said_at, is_past);

          if (date != BTY_UNSET)
            return date;
        }
    }

  return find_near_day (text, now, is_past);
}
