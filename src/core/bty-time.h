/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 bty_time_now     (void);
gint64 bty_time_steady  (void);
void   bty_time_pretend (gint64 offset);

gboolean bty_time_parse_span (const char *text,
                              gint64     *span);

G_END_DECLS
