/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean bty_paging_is_near_end (GtkScrolledWindow *scroller);

G_END_DECLS
