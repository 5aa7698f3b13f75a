/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bty_save_bytes (GtkWidget  *widget,
                     const char *name,
                     GBytes     *contents);
void bty_save_file  (GtkWidget  *widget,
                     const char *name,
                     char       *contents);

G_END_DECLS
