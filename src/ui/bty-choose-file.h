/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*BtyFileFunc) (GtkWidget  *widget,
                             const char *path);

void bty_choose_file_to_save (GtkWidget   *widget,
                              const char  *title,
                              const char  *name,
                              BtyFileFunc  func);
void bty_choose_file_to_open (GtkWidget   *widget,
                              const char  *title,
                              const char  *folder,
                              BtyFileFunc  func);
void bty_choose_folder       (GtkWidget   *widget,
                              const char  *title,
                              BtyFileFunc  func);

G_END_DECLS
