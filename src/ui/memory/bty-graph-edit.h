/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-graph-service.h"

G_BEGIN_DECLS

/* What a person does with whom and what a bot knows. Dialogs and toasts are shown over @widget. */

void bty_graph_edit_add    (GtkWidget       *widget,
                            BtyGraphService *service,
                            const char      *bot_id);
void bty_graph_edit_rename (GtkWidget       *widget,
                            BtyGraphService *service,
                            BtyEntity       *entity);
void bty_graph_edit_relate (GtkWidget       *widget,
                            BtyGraphService *service,
                            BtyEntity       *entity);
void bty_graph_edit_remove (GtkWidget       *widget,
                            BtyGraphService *service,
                            BtyRecord       *record);

G_END_DECLS
