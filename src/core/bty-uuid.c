/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-uuid.h"

#include "bty-random.h"
#include "bty-time.h"

/**
 * bty_uuid_new:
 *
 * Makes a UUID of version 7 (RFC 9562, 5.7): 48 bits of milliseconds, 12 bits that count up within a
 * millisecond in one process, and 62 random bits, so ids sort by the time they were made. Any thread
 * may call it.
 *
 * Returns: (transfer full): 36 lower-case characters
 */
char *
bty_uuid_new (void)
{
  static GMutex mutex;
  static guint64 last;
  guint8 random[8];
  guint64 stamp;

  bty_random_fill (random, sizeof random);

  g_mutex_lock (&mutex);
  /* Milliseconds in the upper bits, the counter in the lower 12: a full counter runs into the next one. */
  stamp = ((guint64) (bty_time_now () / 1000)) << 12;
  last = stamp = MAX (stamp, last + 1);
  g_mutex_unlock (&mutex);

  return g_strdup_printf ("%08x-%04x-7%03x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          (guint32) (stamp >> 28), (guint32) (stamp >> 12) & 0xffff, (guint32) stamp & 0xfff,
                          (random[0] & 0x3f) | 0x80, random[1], random[2], random[3], random[4],
                          random[5], random[6], random[7]);
}

/**
 * bty_uuid_new_from_name:
 * @space: where the name comes from
 * @name: a name that is there once in it
 *
 * Makes a UUID of version 8 (RFC 9562, 5.8 and B.2) from the SHA-256 of both: always the same one for the same names.
 *
 * Returns: (transfer full): 36 lower-case characters
 */
char *
bty_uuid_new_from_name (const char *space,
                        const char *name)
{
  g_autofree char *text = g_strconcat (space, "\n", name, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  guint variant = (g_ascii_xdigit_value (hash[16]) & 0x3) | 0x8;

  return g_strdup_printf ("%.8s-%.4s-8%.3s-%x%.3s-%.12s", hash, hash + 8, hash + 13, variant, hash + 17, hash + 20);
}
