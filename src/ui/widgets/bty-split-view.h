/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BTY_TYPE_SPLIT_VIEW (bty_split_view_get_type ())

G_DECLARE_FINAL_TYPE (BtySplitView, bty_split_view, BTY, SPLIT_VIEW, GtkWidget)

GtkWidget *bty_split_view_new              (void) G_GNUC_WARN_UNUSED_RESULT;

gboolean   bty_split_view_get_show_content (BtySplitView *self);
void       bty_split_view_set_show_content (BtySplitView *self,
                                            gboolean      show_content);
gboolean   bty_split_view_get_show_end     (BtySplitView *self);
void       bty_split_view_set_show_end     (BtySplitView *self,
                                            gboolean      show_end);
gboolean   bty_split_view_get_folded       (BtySplitView *self);
gboolean   bty_split_view_get_end_folded   (BtySplitView *self);

gboolean   bty_split_view_go_back          (BtySplitView *self);

G_END_DECLS
