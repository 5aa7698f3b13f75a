/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  bty_random_fill (guint8 *bytes,
                       gsize   length);
char *bty_random_hex  (gsize   n_bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
