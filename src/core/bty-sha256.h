/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <nettle/sha2.h>

G_BEGIN_DECLS

#define BTY_SHA256_HEX 64 /* digits of a hash */

/**
 * BtySha256:
 *
 * A hash over several values, each with its length before it so that no two lists of values are the same
 * bytes. GLib's own hash is twenty times slower on processors that know SHA-256.
 */
typedef struct
{
  struct sha256_ctx context;
} BtySha256;

void  bty_sha256_init        (BtySha256  *self);
void  bty_sha256_add_text    (BtySha256  *self,
                              const char *text);
void  bty_sha256_add_integer (BtySha256  *self,
                              gint64      integer);
void  bty_sha256_end_into    (BtySha256  *self,
                              char       *hex);
char *bty_sha256_end         (BtySha256  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
