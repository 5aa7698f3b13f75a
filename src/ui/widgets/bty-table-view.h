/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-markdown.h"

G_BEGIN_DECLS

#define BTY_TYPE_TABLE_VIEW (bty_table_view_get_type ())

G_DECLARE_FINAL_TYPE (BtyTableView, bty_table_view, BTY, TABLE_VIEW, GtkWidget)

GtkWidget *bty_table_view_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void       bty_table_view_update (BtyTableView      *self,
                                  const BtyMarkdown *shown,
                                  const BtyMarkdown *table);

G_END_DECLS
