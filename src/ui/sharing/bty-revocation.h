/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-memory-service.h"

G_BEGIN_DECLS

void bty_revocation_run (GtkWidget        *widget,
                         BtyMemoryService *service,
                         GPtrArray        *memories);

G_END_DECLS
