/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-layout.h"

#include <math.h>

/* 200 points and as many edges take some 10 ms. */
#define N_STEPS 200

/* The turn from one point to the next that never comes to the same direction again. */
#define GOLDEN_ANGLE 2.399963

static void
push (BtyGraphPoint *force,
      double         dx,
      double         dy,
      double         strength)
{
  force->x += dx * strength;
  force->y += dy * strength;
}

/**
 * bty_graph_layout:
 * @points: (out caller-allocates): gets the places
 * @n_points: how many there are
 * @edges: which belong together
 * @n_edges: how many of these there are
 *
 * Lays a graph out by the method of Fruchterman and Reingold (1991): all points push each other away by 1/d, edges
 * pull by d², and what moves cools down. It begins on a spiral and has a fixed number of steps, so that the same graph
 * always looks the same.
 */
void
bty_graph_layout (BtyGraphPoint      *points,
                  guint               n_points,
                  const BtyGraphEdge *edges,
                  guint               n_edges)
{
  g_autofree BtyGraphPoint *forces = g_new (BtyGraphPoint, MAX (n_points, 1));

  for (guint i = 0; i < n_points; i++)
    {
      points[i].x = 0.7 * sqrt (i) * cos (i * GOLDEN_ANGLE);
      points[i].y = 0.7 * sqrt (i) * sin (i * GOLDEN_ANGLE);
    }
  for (guint step = 0; step < N_STEPS; step++)
    {
      double limit = 0.5 * (1.0 - (double) step / N_STEPS);

      for (guint i = 0; i < n_points; i++)
        {
          /* A weak pull to the middle keeps together what has no edges. */
          forces[i].x = -0.05 * points[i].x;
          forces[i].y = -0.05 * points[i].y;
          for (guint j = 0; j < n_points; j++)
            {
              double dx = points[i].x - points[j].x;
              double dy = points[i].y - points[j].y;

              if (i != j)
                push (&forces[i], dx, dy, 1.0 / MAX (dx * dx + dy * dy, 0.01));
            }
        }
      for (guint i = 0; i < n_edges; i++)
        {
          double dx = points[edges[i].to].x - points[edges[i].from].x;
          double dy = points[edges[i].to].y - points[edges[i].from].y;
          double distance = sqrt (dx * dx + dy * dy);

          push (&forces[edges[i].from], dx, dy, distance);
          push (&forces[edges[i].to], dx, dy, -distance);
        }
      for (guint i = 0; i < n_points; i++)
        {
          double length = MAX (sqrt (forces[i].x * forces[i].x + forces[i].y * forces[i].y), 1e-9);
          double move = MIN (length, limit) / length;

          push (&points[i], forces[i].x, forces[i].y, move);
        }
    }
}
