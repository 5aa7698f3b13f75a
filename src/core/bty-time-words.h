/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *bty_time_words_to_english   (const char *word);
int         bty_time_words_find_month   (const char *word);
char       *bty_time_words_dup_month    (int         month) G_GNUC_WARN_UNUSED_RESULT;
int         bty_time_words_find_weekday (const char *word);
int         bty_time_words_find_season  (const char *word);
int         bty_time_words_read_digits  (const char *word);
int         bty_time_words_read_number  (const char *word);
gboolean    bty_time_words_is_distance  (const char *word);
gboolean    bty_time_words_is_time      (const char *word);

G_END_DECLS
