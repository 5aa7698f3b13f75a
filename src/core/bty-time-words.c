/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-time-words.h"

#include <string.h>

/* Words that say when, as bty_words_split() leaves them: without capitals and accents. */

static const char *const months[] = {
  "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
  "december", NULL,
};

static const char *const weekdays[] = {
  "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", NULL,
};

static const char *const numbers[] = {
  "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", NULL,
};

/* With the month in which each begins. */
static const struct
{
  const char *word;
  int         month;
} seasons[] = {
  { "spring", 3 }, { "summer", 6 }, { "autumn", 9 }, { "fall", 9 }, { "winter", 12 },
};

/* German words, and the English ones by which they are understood. */
static const char *const german[][2] = {
  { "januar", "january" }, { "janner", "january" }, { "februar", "february" }, { "marz", "march" }, { "mai", "may" },
  { "juni", "june" }, { "juli", "july" }, { "oktober", "october" }, { "dezember", "december" },
  { "montag", "monday" }, { "dienstag", "tuesday" }, { "mittwoch", "wednesday" }, { "donnerstag", "thursday" },
  { "freitag", "friday" }, { "samstag", "saturday" }, { "sonnabend", "saturday" }, { "sonntag", "sunday" },
  { "fruhling", "spring" }, { "fruhjahr", "spring" }, { "sommer", "summer" }, { "herbst", "autumn" },
  { "heute", "today" }, { "gestern", "yesterday" }, { "wochenende", "weekend" },
  { "letzte", "last" }, { "letzten", "last" }, { "letzter", "last" }, { "letztes", "last" }, { "letztem", "last" },
  { "vergangene", "last" }, { "vergangenen", "last" }, { "vergangenes", "last" }, { "vergangenem", "last" },
  { "vorige", "last" }, { "vorigen", "last" }, { "voriges", "last" }, { "vorigem", "last" }, { "past", "last" },
  { "diese", "this" }, { "diesen", "this" }, { "dieser", "this" }, { "dieses", "this" }, { "diesem", "this" },
  { "nachste", "next" }, { "nachsten", "next" }, { "nachster", "next" }, { "nachstes", "next" },
  { "nachstem", "next" }, { "kommende", "next" }, { "kommenden", "next" }, { "kommendes", "next" },
  { "kommender", "next" }, { "kommendem", "next" }, { "coming", "next" },
  { "tag", "day" }, { "tage", "days" }, { "tagen", "days" }, { "woche", "week" }, { "wochen", "weeks" },
  { "monat", "month" }, { "monate", "months" }, { "monaten", "months" }, { "jahr", "year" }, { "jahre", "years" },
  { "jahren", "years" }, { "nacht", "night" },
  { "im", "in" }, { "seit", "since" }, { "dem", "the" }, { "der", "the" },
  { "a", "one" }, { "an", "one" }, { "einem", "one" }, { "einer", "one" }, { "zwei", "two" }, { "drei", "three" },
  { "vier", "four" }, { "funf", "five" }, { "sechs", "six" }, { "sieben", "seven" }, { "acht", "eight" },
  { "neun", "nine" }, { "zehn", "ten" }, { "elf", "eleven" }, { "zwolf", "twelve" },
};

/* Words that say how far away from the day of the speaker something is: said on another day they mean another. */
static const char *const distances[] = {
  "today", "tonight", "yesterday", "vorgestern", "tomorrow", "ubermorgen", "morgen", "last", "this", "next", "ago",
  "vor", "day", "days", "week", "weeks", "weekend", "month", "months", "year", "years", NULL,
};

static int
find (const char        *word,
      const char *const *list)
{
  for (int i = 0; list[i] != NULL; i++)
    if (g_str_equal (word, list[i]))
      return i;

  return -1;
}

/**
 * bty_time_words_to_english:
 * @word: a word of bty_words_split()
 *
 * Returns: the English word that says the same, if @word is a German one that says when; else @word
 */
const char *
bty_time_words_to_english (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (german); i++)
    if (g_str_equal (word, german[i][0]))
      return german[i][1];

  return word;
}

/**
 * bty_time_words_find_month:
 * @word: of bty_time_words_to_english()
 *
 * Returns: 1 to 12; 0 = it names no month
 */
int
bty_time_words_find_month (const char *word)
{
  return find (word, months) + 1;
}

/**
 * bty_time_words_dup_month:
 * @month: 1 to 12
 *
 * Returns: (transfer full): its names, separated by blanks
 */
char *
bty_time_words_dup_month (int month)
{
  GString *names = g_string_new (months[month - 1]);

  for (guint i = 0; i < G_N_ELEMENTS (german); i++)
    if (g_str_equal (german[i][1], months[month - 1]))
      g_string_append_printf (names, " %s", german[i][0]);

  return g_string_free (names, FALSE);
}

/**
 * bty_time_words_find_weekday:
 * @word: of bty_time_words_to_english()
 *
 * Returns: 1 = Monday to 7 = Sunday; 0 = it names no day
 */
int
bty_time_words_find_weekday (const char *word)
{
  return find (word, weekdays) + 1;
}

/**
 * bty_time_words_find_season:
 * @word: of bty_time_words_to_english()
 *
 * Returns: the month in which it begins; 0 = it names no season
 */
int
bty_time_words_find_season (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (seasons); i++)
    if (g_str_equal (word, seasons[i].word))
      return seasons[i].month;

  return 0;
}

/**
 * bty_time_words_read_digits:
 * @word: a word of bty_words_split()
 *
 * Returns: the number of "13" and "13th", at most 9999; -1 = it is none
 */
int
bty_time_words_read_digits (const char *word)
{
  char *end = NULL;
  gint64 number = g_ascii_strtoll (word, &end, 10);
  gboolean is_ordinal = strlen (end) == 2 && strstr ("st nd rd th", end) != NULL;

  return end == word || (*end != '\0' && !is_ordinal) || number > 9999 ? -1 : (int) number;
}

/**
 * bty_time_words_read_number:
 * @word: of bty_time_words_to_english()
 *
 * Returns: the number of "13", "three" and "a"; -1 = it is none
 */
int
bty_time_words_read_number (const char *word)
{
  int number = find (word, numbers);

  return number >= 0 ? number : bty_time_words_read_digits (word);
}

/**
 * bty_time_words_is_distance:
 * @word: a word of bty_words_split()
 *
 * Returns: whether it says how far away from the day of the speaker something is: "yesterday", "last", "weeks". Said
 *   on another day it means another time.
 */
gboolean
bty_time_words_is_distance (const char *word)
{
  return find (bty_time_words_to_english (word), distances) >= 0;
}

/**
 * bty_time_words_is_time:
 * @word: a word of bty_words_split()
 *
 * Returns: whether it says when, or counts
 */
gboolean
bty_time_words_is_time (const char *word)
{
  const char *english = bty_time_words_to_english (word);

  return bty_time_words_is_distance (word) || bty_time_words_find_month (english) > 0
         || bty_time_words_find_weekday (english) > 0 || bty_time_words_find_season (english) > 0
         || bty_time_words_read_number (english) >= 0;
}
