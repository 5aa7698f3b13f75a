/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BTY_TYPE_CODE_VIEW (bty_code_view_get_type ())

G_DECLARE_FINAL_TYPE (BtyCodeView, bty_code_view, BTY, CODE_VIEW, GtkWidget)

GtkWidget *bty_code_view_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void       bty_code_view_set_code (BtyCodeView *self,
                                   const char  *code,
                                   const char  *language);

G_END_DECLS
