/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-graph-layout.h"

#include <math.h>
#include <string.h>

#define N_POINTS 60

static double
measure (const BtyGraphPoint *points,
         guint                a,
         guint                b)
{
  return hypot (points[a].x - points[b].x, points[a].y - points[b].y);
}

/* Rings of six points each, which have nothing to do with each other. */
static guint
create_rings (BtyGraphEdge *edges)
{
  for (guint i = 0; i < N_POINTS; i++)
    edges[i] = (BtyGraphEdge) { i, i % 6 == 5 ? i - 5 : i + 1 };

  return N_POINTS;
}

/* What belongs together is drawn nearer than what does not, and nothing lies on top of something else. */
static void
test_near (void)
{
  BtyGraphPoint points[N_POINTS];
  BtyGraphEdge edges[N_POINTS];
  guint n_edges = create_rings (edges);
  double joined = 0;
  double all = 0;

  bty_graph_layout (points, N_POINTS, edges, n_edges);
  for (guint i = 0; i < n_edges; i++)
    joined += measure (points, edges[i].from, edges[i].to) / n_edges;
  for (guint i = 0; i < N_POINTS; i++)
    for (guint j = 0; j < i; j++)
      {
        g_assert_true (isfinite (points[i].x) && isfinite (points[i].y));
        g_assert_cmpfloat (measure (points, i, j), >, 0.05);
        all += measure (points, i, j) / (N_POINTS * (N_POINTS - 1) / 2.0);
      }
  g_assert_cmpfloat (2 * joined, <, all);
}

/* The same graph always looks the same. */
static void
test_same (void)
{
  BtyGraphPoint first[N_POINTS];
  BtyGraphPoint second[N_POINTS];
  BtyGraphEdge edges[N_POINTS];
  guint n_edges = create_rings (edges);

  bty_graph_layout (first, N_POINTS, edges, n_edges);
  bty_graph_layout (second, N_POINTS, edges, n_edges);
  g_assert_cmpmem (first, sizeof first, second, sizeof second);
}

static void
test_few (void)
{
  BtyGraphPoint points[2];
  BtyGraphEdge edges[] = { { 0, 1 }, { 0, 0 } };

  bty_graph_layout (points, 0, NULL, 0);
  bty_graph_layout (points, 1, NULL, 0);
  g_assert_true (isfinite (points[0].x) && isfinite (points[0].y));
  bty_graph_layout (points, 2, edges, G_N_ELEMENTS (edges));
  g_assert_true (isfinite (points[1].x) && isfinite (points[1].y));
  g_assert_cmpfloat (measure (points, 0, 1), >, 0.3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-layout/near", test_near);
  g_test_add_func ("/graph-layout/same", test_same);
  g_test_add_func ("/graph-layout/few", test_few);

  return g_test_run ();
}
