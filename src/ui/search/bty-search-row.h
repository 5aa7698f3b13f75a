/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-bot.h"
#include "bty-search-hit.h"

G_BEGIN_DECLS

#define BTY_TYPE_SEARCH_ROW (bty_search_row_get_type ())

G_DECLARE_FINAL_TYPE (BtySearchRow, bty_search_row, BTY, SEARCH_ROW, GtkBox)

GtkWidget *bty_search_row_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void       bty_search_row_set_hit (BtySearchRow       *self,
                                   const BtySearchHit *hit,
                                   BtyBot             *bot);

char      *bty_search_strip_marks (const char         *snippet,
                                   PangoAttrList     **attributes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
