/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *bty_word_forms_normalize (const char *word) G_GNUC_WARN_UNUSED_RESULT;
char     *bty_word_forms_list      (const char *word) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_word_forms_is_common (const char *word);
gboolean  bty_word_forms_is_asking (const char *word);
gboolean  bty_word_forms_is_time   (const char *word);

guint     bty_word_forms_get_head     (const char *word);
gboolean  bty_word_forms_may_be_time  (const char *word);
gboolean  bty_word_forms_is_irregular (const char *word);

G_END_DECLS
