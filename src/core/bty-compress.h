/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *bty_compress   (GBytes  *plain) G_GNUC_WARN_UNUSED_RESULT;
GBytes *bty_decompress (GBytes  *compressed,
                        gsize    max_size,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
