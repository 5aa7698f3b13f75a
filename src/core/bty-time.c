/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-time.h"

#define LONGEST_SPAN (36525 * G_TIME_SPAN_DAY)

static gint64 pretended_offset;

/**
 * bty_time_now:
 *
 * Returns: microseconds since 1970 UTC: what is stored and shown
 */
gint64
bty_time_now (void)
{
  return g_get_real_time () + pretended_offset;
}

/**
 * bty_time_steady:
 *
 * Returns: microseconds on a clock that nobody can set back: for waiting and for circuit breakers
 */
gint64
bty_time_steady (void)
{
  return g_get_monotonic_time () + pretended_offset;
}

/**
 * bty_time_pretend:
 * @offset: microseconds to add to both clocks from now on
 *
 * Lets a test live days later without waiting. Call it before threads are started.
 */
void
bty_time_pretend (gint64 offset)
{
  pretended_offset = offset;
}

/**
 * bty_time_parse_span:
 * @text: a whole number and a unit: 90m, 12h, 1d or 2w
 * @span: (out): so many microseconds, at least one minute
 *
 * Returns: whether @text is a span of time, of at most a hundred years
 */
gboolean
bty_time_parse_span (const char *text,
                     gint64     *span)
{
  static const struct
  {
    const char *unit;
    gint64      span;
  } units[] = {
    { "m", G_TIME_SPAN_MINUTE },
    { "h", G_TIME_SPAN_HOUR },
    { "d", G_TIME_SPAN_DAY },
    { "w", 7 * G_TIME_SPAN_DAY },
  };
  char *rest;
  guint64 count;

  if (!g_ascii_isdigit (*text))
    return FALSE;
  count = g_ascii_strtoull (text, &rest, 10);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (rest, units[i].unit) && count > 0 && count <= (guint64) (LONGEST_SPAN / units[i].span))
      {
        *span = (gint64) count * units[i].span;
        return TRUE;
      }

  return FALSE;
}
