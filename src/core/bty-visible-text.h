/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is longer than a memory may be is cut where it is one of many. */
#define BTY_VISIBLE_START 2000

char *bty_visible_text             (const char    *text) G_GNUC_WARN_UNUSED_RESULT;
char *bty_visible_start            (const char    *text) G_GNUC_WARN_UNUSED_RESULT;
char *bty_visible_line             (const char    *text) G_GNUC_WARN_UNUSED_RESULT;
char *bty_visible_tones            (const char    *text,
                                    gunichar       before) G_GNUC_WARN_UNUSED_RESULT;
char *bty_visible_text_from_bytes  (gconstpointer  data,
                                    gsize          size) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
