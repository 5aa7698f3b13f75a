/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     **bty_words_split       (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char      *bty_words_stem        (const char *word) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_words_are_spaced  (const char *word);
gboolean   bty_words_is_blank    (const char *text);

G_END_DECLS
