/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-format.h"

#include <glib/gi18n.h>

#include "bty-time.h"
#include "bty-visible-text.h"

/* Of names in menus. */
#define MAX_CHOICE_CHARS 32

static GDateTime *
get_local_time (gint64 time)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_to_local (utc) : g_date_time_new_from_unix_local (0);
}

/* Calendar days between @time and today; negative in the future. */
static int
count_days (GDateTime *time)
{
  g_autoptr(GDateTime) now = get_local_time (bty_time_now ());
  GDate then;
  GDate today;

  g_date_clear (&then, 1);
  g_date_clear (&today, 1);
  g_date_set_dmy (&then, g_date_time_get_day_of_month (time), g_date_time_get_month (time),
                  g_date_time_get_year (time));
  g_date_set_dmy (&today, g_date_time_get_day_of_month (now), g_date_time_get_month (now),
                  g_date_time_get_year (now));

  return g_date_days_between (&then, &today);
}

/**
 * bty_format_when:
 * @time: microseconds since 1970 UTC
 *
 * Returns: (transfer full): when that was, as short as a list needs it
 */
char *
bty_format_when (gint64 time)
{
  g_autoptr(GDateTime) then = get_local_time (time);
  int days = count_days (then);

  if (days <= 0)
    return g_date_time_format (then, "%H:%M");
  if (days < 7)
    return g_date_time_format (then, "%a");
  if (days < 300)
    /* Translators: day and short name of the month, as g_date_time_format() takes it. */
    return g_date_time_format (then, _("%-e %b"));

  return g_date_time_format (then, "%Y");
}

/**
 * bty_format_day:
 * @time: microseconds since 1970 UTC
 *
 * Returns: (transfer full): the day of the year, such as 5 Dec
 */
char *
bty_format_day (gint64 time)
{
  g_autoptr(GDateTime) then = get_local_time (time);

  /* Translators: day and short name of the month, as g_date_time_format() takes it. */
  return g_date_time_format (then, _("%-e %b"));
}

/**
 * bty_format_event:
 * @time: microseconds since 1970 UTC: when that was, or will be, of which something tells
 *
 * Returns: (transfer full): the day, in full, and the time if it is not the beginning of the day
 */
char *
bty_format_event (gint64 time)
{
  g_autoptr(GDateTime) then = get_local_time (time);

  if (g_date_time_get_hour (then) + g_date_time_get_minute (then) > 0)
    return bty_format_moment (time);

  /* Translators: weekday, day, month and year, as g_date_time_format() takes it. */
  return g_date_time_format (then, _("%A, %-e %B %Y"));
}

/**
 * bty_format_age:
 * @time: microseconds since 1970 UTC
 *
 * Returns: (transfer full): the heading under which a list puts what is that old
 */
char *
bty_format_age (gint64 time)
{
  g_autoptr(GDateTime) then = get_local_time (time);
  int days = count_days (then);

  if (days <= 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Yesterday"));
  if (days < 7)
    return g_strdup (_("This week"));
  if (days < 31)
    return g_strdup (_("This month"));

  return g_strdup (_("Earlier"));
}

/**
 * bty_format_moment:
 * @time: microseconds since 1970 UTC
 *
 * Returns: (transfer full): day and time, in full
 */
char *
bty_format_moment (gint64 time)
{
  g_autoptr(GDateTime) then = get_local_time (time);

  /* xgettext:no-c-format */
  /* Translators: day and time as the system writes them; or name others, as g_date_time_format() takes them. */
  return g_date_time_format (then, _("%x %X"));
}

/**
 * bty_format_ago:
 * @time: microseconds since 1970 UTC
 *
 * Returns: (transfer full): how long ago that was, as it stands within a sentence
 */
char *
bty_format_ago (gint64 time)
{
  int minutes = (int) CLAMP ((bty_time_now () - time) / G_TIME_SPAN_MINUTE, 0, 60 * 24);

  if (minutes == 0)
    /* Translators: within a sentence: something happened just now */
    return g_strdup (_("just now"));
  if (minutes < 60)
    return g_strdup_printf (ngettext ("%d min ago", "%d min ago", minutes), minutes);
  if (minutes < 60 * 24)
    return g_strdup_printf (ngettext ("%d h ago", "%d h ago", minutes / 60), minutes / 60);

  return bty_format_moment (time);
}

/**
 * bty_format_duration:
 * @milliseconds: how long
 *
 * Returns: (transfer full): the duration, as exact as people care for
 */
char *
bty_format_duration (gint64 milliseconds)
{
  if (milliseconds < 1000)
    /* Translators: milliseconds */
    return g_strdup_printf (_("%d ms"), (int) milliseconds);
  if (milliseconds < 60000)
    /* Translators: seconds */
    return g_strdup_printf (_("%.1f s"), milliseconds / 1000.0);

  /* Translators: minutes and seconds */
  return g_strdup_printf (_("%d min %d s"), (int) (milliseconds / 60000), (int) (milliseconds / 1000 % 60));
}

/**
 * bty_format_choice:
 * @name: what somebody has called something
 *
 * Returns: (transfer full): a label for a menu: no wider than a phone, see bty_visible_line(), and its underscores
 *   are no mnemonics
 */
char *
bty_format_choice (const char *name)
{
  g_autofree char *line = bty_visible_line (name);
  g_autoptr(GString) label = g_string_new (NULL);

  if (g_utf8_strlen (line, -1) > MAX_CHOICE_CHARS)
    g_string_append_printf (label, "%.*s…", (int) (g_utf8_offset_to_pointer (line, MAX_CHOICE_CHARS - 1) - line), line);
  else
    g_string_append (label, line);
  g_string_replace (label, "_", "__", 0);

  return g_string_free (g_steal_pointer (&label), FALSE);
}
