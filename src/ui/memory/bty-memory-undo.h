/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-memory-service.h"

G_BEGIN_DECLS

void bty_memory_undo_offer (GtkWidget        *widget,
                            const char       *text,
                            BtyMemoryService *service,
                            BtyMemory        *changed,
                            const char       *ended_id);

G_END_DECLS
