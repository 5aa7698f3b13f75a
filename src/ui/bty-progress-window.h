/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-progress.h"

G_BEGIN_DECLS

GtkWindow *bty_progress_window_new (GtkApplication *application,
                                    const char     *title,
                                    BtyProgress    *progress,
                                    GCancellable   *cancellable);

G_END_DECLS
