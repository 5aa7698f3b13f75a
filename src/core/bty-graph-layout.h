/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyGraphPoint:
 *
 * Where something is drawn; the unit is the length that an edge would like to have.
 */
typedef struct
{
  double x;
  double y;
} BtyGraphPoint;

/**
 * BtyGraphEdge:
 *
 * Two points, by their position, that belong near each other.
 */
typedef struct
{
  guint from;
  guint to;
} BtyGraphEdge;

void bty_graph_layout (BtyGraphPoint      *points,
                       guint               n_points,
                       const BtyGraphEdge *edges,
                       guint               n_edges);

G_END_DECLS
