/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BTY_TYPE_BUBBLE (bty_bubble_get_type ())

G_DECLARE_FINAL_TYPE (BtyBubble, bty_bubble, BTY, BUBBLE, GtkWidget)

void bty_bubble_set_hugs (BtyBubble *self,
                          gboolean   hugs);

G_END_DECLS
