/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BTY_TYPE_HEADER_TITLE (bty_header_title_get_type ())

G_DECLARE_FINAL_TYPE (BtyHeaderTitle, bty_header_title, BTY, HEADER_TITLE, GtkWidget)

void     bty_header_title_set_stack     (BtyHeaderTitle *self,
                                         AdwViewStack   *stack);
void     bty_header_title_set_title     (BtyHeaderTitle *self,
                                         const char     *title);
void     bty_header_title_set_switching (BtyHeaderTitle *self,
                                         gboolean        switching);
gboolean bty_header_title_get_narrow    (BtyHeaderTitle *self);

G_END_DECLS
