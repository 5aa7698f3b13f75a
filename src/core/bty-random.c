/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-random.h"

#include <sys/random.h>

/**
 * bty_random_fill:
 * @bytes: (out caller-allocates): where they go
 * @length: how many
 *
 * Takes random bytes from the kernel: unlike those of a seeded generator they neither collide across machines
 * nor can be foretold. Any thread may call it.
 */
void
bty_random_fill (guint8 *bytes,
                 gsize   length)
{
  gsize filled = 0;

  while (filled < length)
    {
      gssize got = getrandom (bytes + filled, length - filled, 0);

      if (got > 0)
        filled += got;
    }
}

/**
 * bty_random_hex:
 * @n_bytes: how many bytes
 *
 * Returns: (transfer full): that many random bytes in hexadecimal
 */
char *
bty_random_hex (gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);
  GString *text = g_string_sized_new (2 * n_bytes);

  bty_random_fill (bytes, n_bytes);
  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);

  return g_string_free (text, FALSE);
}
