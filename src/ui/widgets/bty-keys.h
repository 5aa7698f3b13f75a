/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bty_keys_leave_list_by_tab (GtkWidget *list);
void bty_keys_confirm_with      (GtkWidget *window,
                                 GtkWidget *button);
void bty_keys_set_usable        (GtkWidget *button,
                                 gboolean   usable);

G_END_DECLS
