/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-graph-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_GRAPH_VIEW (bty_graph_view_get_type ())

G_DECLARE_FINAL_TYPE (BtyGraphView, bty_graph_view, BTY, GRAPH_VIEW, GtkWidget)

/* More would be a ball of wool; the table has all. */
#define BTY_GRAPH_VIEW_MAX_DRAWN 200

void bty_graph_view_set_graph (BtyGraphView *self,
                               BtyGraph     *graph);
void bty_graph_view_select    (BtyGraphView *self,
                               guint         point);
void bty_graph_view_zoom      (BtyGraphView *self,
                               double        factor);
void bty_graph_view_show_all  (BtyGraphView *self);

G_END_DECLS
