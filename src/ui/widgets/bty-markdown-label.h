/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-markdown.h"

G_BEGIN_DECLS

GtkWidget *bty_markdown_label_new      (const BtyMarkdown *leaf) G_GNUC_WARN_UNUSED_RESULT;
void       bty_markdown_label_set_leaf (GtkWidget         *label,
                                        const BtyMarkdown *leaf);
char      *bty_markdown_to_markup      (const BtyMarkdown *leaf) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
