/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BTY_TYPE_THINKING_VIEW (bty_thinking_view_get_type ())

G_DECLARE_FINAL_TYPE (BtyThinkingView, bty_thinking_view, BTY, THINKING_VIEW, GtkWidget)

GtkWidget *bty_thinking_view_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void       bty_thinking_view_set_text (BtyThinkingView *self,
                                       const char      *text);

G_END_DECLS
