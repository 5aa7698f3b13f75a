/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-memory-service.h"

G_BEGIN_DECLS

typedef void (*BtyForgetFunc) (GtkWidget *widget);

void bty_forget_memory  (GtkWidget        *widget,
                         BtyMemoryService *memories,
                         const char       *id,
                         BtyForgetFunc     done);
void bty_forget_message (GtkWidget        *widget,
                         BtyMemoryService *memories,
                         const char       *id);

G_END_DECLS
