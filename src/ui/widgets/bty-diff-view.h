/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BTY_TYPE_DIFF_VIEW (bty_diff_view_get_type ())

G_DECLARE_FINAL_TYPE (BtyDiffView, bty_diff_view, BTY, DIFF_VIEW, GtkTextView)

GtkWidget *bty_diff_view_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void       bty_diff_view_compare (BtyDiffView *self,
                                  const char  *old_text,
                                  const char  *new_text);

G_END_DECLS
