/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       bty_shortcuts_add_to_application (GtkApplication *application);
void       bty_shortcuts_add_to_widget      (GtkWidget      *widget,
                                             const char     *place);
GtkWindow *bty_shortcuts_create_window      (GtkWindow      *parent) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
