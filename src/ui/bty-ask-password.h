/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*BtyAskPasswordFunc) (GtkWidget *widget);

void bty_ask_password (GtkWidget          *widget,
                       const char         *profile_dir,
                       const char         *uri,
                       BtyAskPasswordFunc  func);

G_END_DECLS
