/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Searches among vectors in memory, to compare with and to know what is right. */

double bty_scan_plainly (const float *values,
                         guint        n_vectors,
                         guint        dimensions,
                         const float *query);
void   bty_scan_quickly (const float *values,
                         guint        n_vectors,
                         guint        dimensions,
                         const float *query,
                         double      *nearest,
                         guint        n_nearest);

G_END_DECLS
