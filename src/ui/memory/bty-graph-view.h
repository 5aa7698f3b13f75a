/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-graph-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_GRAPH_VIEW (bty_graph_view_get_type ())

G_DECLARE_FINAL_TYPE (BtyGraphView, bty_graph_view, BTY, GRAPH_VIEW, GtkWidget)

void bty_graph_view_set_graph (BtyGraphView *self,
                               BtyGraph     *graph);

G_END_DECLS
