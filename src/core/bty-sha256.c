/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-sha256.h"

#include <string.h>

#define NOTHING G_MAXUINT32 /* the length of %NULL, which no text has */

/**
 * bty_sha256_init:
 * @self: (out caller-allocates): a hash of nothing
 */
void
bty_sha256_init (BtySha256 *self)
{
  sha256_init (&self->context);
}

static void
add_length (BtySha256 *self,
            guint32    length)
{
  guint32 bytes = GUINT32_TO_BE (length);

  sha256_update (&self->context, sizeof bytes, (const guint8 *) &bytes);
}

/**
 * bty_sha256_add_text:
 * @self: a hash
 * @text: (nullable): text, which is told apart from empty text when %NULL
 */
void
bty_sha256_add_text (BtySha256  *self,
                     const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  add_length (self, text != NULL ? (guint32) length : NOTHING);
  sha256_update (&self->context, length, (const guint8 *) text);
}

/**
 * bty_sha256_add_integer:
 * @self: a hash
 * @integer: a number
 */
void
bty_sha256_add_integer (BtySha256 *self,
                        gint64     integer)
{
  gint64 bytes = GINT64_TO_BE (integer);

  add_length (self, sizeof bytes);
  sha256_update (&self->context, sizeof bytes, (const guint8 *) &bytes);
}

/**
 * bty_sha256_end_into:
 * @self: a hash
 * @hex: (out caller-allocates): place for %BTY_SHA256_HEX characters and the terminator
 *
 * Writes the hash in hexadecimal.
 */
void
bty_sha256_end_into (BtySha256 *self,
                     char      *hex)
{
  static const char digits[] = "0123456789abcdef";
  guint8 digest[SHA256_DIGEST_SIZE];

  sha256_digest (&self->context, sizeof digest, digest);
  for (guint i = 0; i < sizeof digest; i++)
    {
      hex[2 * i] = digits[digest[i] >> 4];
      hex[2 * i + 1] = digits[digest[i] & 15];
    }
  hex[BTY_SHA256_HEX] = '\0';
}

/**
 * bty_sha256_end:
 * @self: a hash
 *
 * Returns: (transfer full): the hash in hexadecimal
 */
char *
bty_sha256_end (BtySha256 *self)
{
  char *hex = g_malloc (BTY_SHA256_HEX + 1);

  bty_sha256_end_into (self, hex);

  return hex;
}
