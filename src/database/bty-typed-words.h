/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-database.h"

G_BEGIN_DECLS

/* What somebody typed in order to find something is the same words on every engine. */

#define BTY_TYPED_WORDS_MIN_PREFIX 3 /* bytes: three letters of a to z, one character of languages without blanks */
#define BTY_TYPED_WORDS_MAX_RANKED 5000 /* rows that are ranked for one search */

GPtrArray *bty_typed_words_split         (const char  *text) G_GNUC_WARN_UNUSED_RESULT;

gboolean   bty_typed_words_is_frequent   (BtyDatabase *database,
                                          const char  *key);
void       bty_typed_words_note_frequent (BtyDatabase *database,
                                          const char  *key);

G_END_DECLS
