/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char **bty_related_words_list (const char *word,
                               guint      *n_near) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
