/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times a whole number: the numbers 1, 2, 3 … are far from each other then (the golden ratio in 64 bits). */
#define BTY_MIX_STEP 0x9e3779b97f4a7c15

/**
 * bty_mix:
 * @bits: any
 *
 * The last step of splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
 *
 * Returns: bits that look accidental, of which each depends on each of @bits; the same on every machine
 */
static inline guint64
bty_mix (guint64 bits)
{
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;

  return bits ^ (bits >> 31);
}

G_END_DECLS
