/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-memory-service.h"

G_BEGIN_DECLS

void bty_remember (GtkWidget        *widget,
                   BtyMemoryService *memories,
                   BtyMemory        *memory);

G_END_DECLS
