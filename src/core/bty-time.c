/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-time.h"

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
