/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*BtyAskFunc) (GtkWidget  *widget,
                            const char *text,
                            gpointer    data);

void bty_ask_text (GtkWidget          *widget,
                   const char         *heading,
                   const char         *label,
                   const char         *confirm,
                   const char         *text,
                   const char * const *suggestions,
                   BtyAskFunc          func,
                   gpointer            data,
                   GDestroyNotify      free_data);

G_END_DECLS
