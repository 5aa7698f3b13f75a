/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-backoff.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bty-error.h"

#define SHORTEST_WAIT 500
#define LONGEST_WAIT 8000
#define PATIENCE_WITHOUT_NEXT 60000

/* Whether another provider is more likely to answer soon than this one asked again. */
static gboolean
prefers_next (const BtyBackoff *situation)
{
  gint64 stated = bty_error_get_retry_after (situation->error);

  if (stated >= 0)
    return stated > BTY_BACKOFF_PATIENCE_MS;

  return g_error_matches (situation->error, BTY_ERROR, BTY_ERROR_RATE_LIMITED)
         || g_error_matches (situation->error, BTY_ERROR, BTY_ERROR_OFFLINE)
         || g_error_matches (situation->error, BTY_ERROR, BTY_ERROR_TIMEOUT);
}

/**
 * bty_backoff_decide:
 * @situation: where the turn stands
 * @wait_ms: (out): milliseconds to wait before a retry, else 0
 *
 * Says what to do after a failed attempt. A provider that asks for a longer wait than one is ready to
 * accept is not asked again before it wants to be.
 *
 * Returns: what to do
 */
BtyBackoffAction
bty_backoff_decide (const BtyBackoff *situation,
                    gint64           *wait_ms)
{
  gint64 stated = bty_error_get_retry_after (situation->error);
  gint64 wait = stated >= 0 ? stated : bty_backoff_get_jitter (situation->retries, situation->random);
  /* Retries must not use up the attempts that the others need. */
  gboolean can_retry = situation->retries < BTY_BACKOFF_MAX_RETRIES
                       && situation->attempts + situation->n_next < BTY_BACKOFF_MAX_ATTEMPTS
                       && wait <= PATIENCE_WITHOUT_NEXT
                       && wait < situation->time_left_ms;

  *wait_ms = 0;

  if (situation->text_seen
      || situation->time_left_ms <= 0
      || situation->attempts >= BTY_BACKOFF_MAX_ATTEMPTS
      || !bty_error_fails_over (situation->error))
    return BTY_BACKOFF_GIVE_UP;

  if (situation->n_next > 0 && (!can_retry || prefers_next (situation)))
    return BTY_BACKOFF_NEXT;
  if (!can_retry)
    return BTY_BACKOFF_GIVE_UP;

  *wait_ms = wait;
  return BTY_BACKOFF_RETRY;
}

/**
 * bty_backoff_get_jitter:
 * @retries: of this provider so far
 * @random: 0 to 1
 *
 * Spreads retries, so that many programs whose provider failed at once do not return at once.
 *
 * Returns: milliseconds to wait, between half a second and a limit that doubles up to eight seconds
 */
gint64
bty_backoff_get_jitter (guint  retries,
                        double random)
{
  gint64 limit = LONGEST_WAIT >> (retries < 3 ? 3 - retries : 0);

  return SHORTEST_WAIT + (gint64) (CLAMP (random, 0, 1) * (limit - SHORTEST_WAIT));
}

static int
parse_month (const char *name)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const char *found = strlen (name) == 3 ? strstr (months, name) : NULL;

  return found != NULL && (found - months) % 3 == 0 ? (int) (found - months) / 3 + 1 : 0;
}

/* A year of two digits that would be more than 50 years ahead is in the past (RFC 9110, 5.6.7). */
static int
complete_year (int    year,
               gint64 now)
{
  g_autoptr(GDateTime) today = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  int this_year = today != NULL ? g_date_time_get_year (today) : 1970;

  year += this_year / 100 * 100;
  if (year > this_year + 50)
    return year - 100;

  return year <= this_year - 50 ? year + 100 : year;
}

/* The three forms of a date that HTTP knows: "Sun, 06 Nov 1994 08:49:37 GMT",
 * "Sunday, 06-Nov-94 08:49:37 GMT" and "Sun Nov  6 08:49:37 1994". */
static GDateTime *
parse_http_date (const char *text,
                 gint64      now)
{
  char month[4] = "";
  int day;
  int year;
  int hour;
  int minute;
  int second;
  int end = 0;

  if (sscanf (text, "%*3[A-Za-z], %2d %3s %4d %2d:%2d:%2d GMT%n",
              &day, month, &year, &hour, &minute, &second, &end) == 6 && end > 0)
    ;
  else if (sscanf (text, "%*9[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT%n",
                   &day, month, &year, &hour, &minute, &second, &end) == 6 && end > 0)
    year = complete_year (year, now);
  else if (sscanf (text, "%*3[A-Za-z] %3s %2d %2d:%2d:%2d %4d%n",
                   month, &day, &hour, &minute, &second, &year, &end) == 6 && end > 0)
    ;
  else
    return NULL;

  if (text[end] != '\0' || parse_month (month) == 0)
    return NULL;

  /* A leap second is not a time that GDateTime knows. */
  return g_date_time_new_utc (year, parse_month (month), day, hour, minute, MIN (second, 59));
}

static gboolean
is_decimal (const char *text)
{
  gsize whole = strspn (text, "0123456789");
  gsize fraction = text[whole] == '.' ? strspn (text + whole + 1, "0123456789") : 0;

  return whole > 0 && text[whole + (fraction > 0 ? fraction + 1 : 0)] == '\0';
}

/**
 * bty_backoff_parse_retry_after:
 * @header: (nullable): the value of a Retry-After header
 * @now: microseconds since 1970 UTC
 *
 * Reads a number of seconds, also with a fraction, or an HTTP date.
 *
 * Returns: milliseconds to wait, rounded up; 0 for a time that has passed; -1 if it cannot be read
 */
gint64
bty_backoff_parse_retry_after (const char *header,
                               gint64      now)
{
  g_autofree char *text = header != NULL ? g_strstrip (g_strdup (header)) : NULL;
  g_autoptr(GDateTime) date = NULL;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return -1;

  if (is_decimal (text))
    {
      double milliseconds = g_ascii_strtod (text, NULL) * 1000;
      gint64 whole = (gint64) MIN (milliseconds, G_MAXINT);

      return whole < milliseconds && whole < G_MAXINT ? whole + 1 : whole;
    }

  date = parse_http_date (text, now);
  if (date == NULL)
    return -1;

  return CLAMP ((g_date_time_to_unix (date) * G_USEC_PER_SEC - now + 999) / 1000, 0, G_MAXINT);
}

/**
 * bty_backoff_find_wait:
 * @sentence: (nullable): what a service says about an error
 *
 * Finds a time in words such as "try again in 1m2.5s" or "retry after 20 seconds".
 *
 * Returns: milliseconds to wait, rounded up; -1 if no time is named
 */
gint64
bty_backoff_find_wait (const char *sentence)
{
  static const double factors[] = { 3600 * 1000, 60 * 1000, 1000, 1 };
  g_autoptr(GRegex) wording = g_regex_new ("(?:try again|retry) (?:in|after) "
                                           "(?=\\d)(?:(\\d{1,4})h)?(?:(\\d{1,6})m(?!s))?"
                                           "(?:(\\d{1,9}(?:\\.\\d+)?) ?s(?:ec|\\b))?(?:(\\d{1,9}(?:\\.\\d+)?) ?ms\\b)?",
                                           G_REGEX_CASELESS, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  double milliseconds = 0;
  gboolean is_named = FALSE;

  if (sentence == NULL || !g_regex_match (wording, sentence, 0, &match))
    return -1;

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      g_autofree char *number = g_match_info_fetch (match, i + 1);

      if (number == NULL || *number == '\0')
        continue;
      milliseconds += g_ascii_strtod (number, NULL) * factors[i];
      is_named = TRUE;
    }

  return is_named ? (gint64) MIN (ceil (milliseconds), G_MAXINT) : -1;
}
