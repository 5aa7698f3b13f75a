/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gpointer bty_pages_new       (gsize    bytes) G_GNUC_WARN_UNUSED_RESULT;
gpointer bty_pages_new_large (gsize    bytes) G_GNUC_WARN_UNUSED_RESULT;
void     bty_pages_enlarge   (gpointer pages,
                              gsize    bytes);
void     bty_pages_free      (gpointer pages,
                              gsize    bytes);

G_END_DECLS
