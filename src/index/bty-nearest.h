/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void bty_nearest_select (guint64 *items,
                         gsize    n,
                         gsize    k);
void bty_nearest_sort   (guint64 *items,
                         gsize    n);

G_END_DECLS
