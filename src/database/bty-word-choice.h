/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GArray *bty_word_choice_make (const gint64 *counts,
                              guint         n_words,
                              gint64        limit) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
