/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BTY_TYPE_SEEN_BOX (bty_seen_box_get_type ())

G_DECLARE_FINAL_TYPE (BtySeenBox, bty_seen_box, BTY, SEEN_BOX, GtkBox)

GtkWidget *bty_seen_box_new         (void) G_GNUC_WARN_UNUSED_RESULT;

void       bty_seen_box_update_seen (BtySeenBox *self,
                                     GtkWidget  *viewport);

G_END_DECLS
