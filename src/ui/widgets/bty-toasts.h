/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*BtyUndoFunc) (GtkWidget *widget,
                             gpointer   data);

void bty_toasts_show       (GtkWidget      *widget,
                            const char     *text);
void bty_toasts_show_error (GtkWidget      *widget,
                            const char     *what,
                            const GError   *error);
void bty_toasts_offer_undo (GtkWidget      *widget,
                            const char     *text,
                            BtyUndoFunc     undo,
                            gpointer        data,
                            GDestroyNotify  free_data);

G_END_DECLS
