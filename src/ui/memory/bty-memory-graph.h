/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_GRAPH (bty_memory_graph_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryGraph, bty_memory_graph, BTY, MEMORY_GRAPH, AdwBin)

GtkWidget *bty_memory_graph_new    (BtyProfile     *profile) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memory_graph_update (BtyMemoryGraph *self,
                                    const char     *bot_id);

G_END_DECLS
