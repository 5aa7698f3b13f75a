/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BTY_TYPE_MARKDOWN_VIEW (bty_markdown_view_get_type ())

G_DECLARE_FINAL_TYPE (BtyMarkdownView, bty_markdown_view, BTY, MARKDOWN_VIEW, GtkWidget)

GtkWidget  *bty_markdown_view_new         (void) G_GNUC_WARN_UNUSED_RESULT;

const char *bty_markdown_view_get_text    (BtyMarkdownView *self);
void        bty_markdown_view_set_text    (BtyMarkdownView *self,
                                           const char      *text);
void        bty_markdown_view_set_plain   (BtyMarkdownView *self,
                                           gboolean         plain);
void        bty_markdown_view_set_limit   (BtyMarkdownView *self,
                                           gsize            limit);
void        bty_markdown_view_update_seen (BtyMarkdownView *self,
                                           GtkWidget       *viewport);

G_END_DECLS
