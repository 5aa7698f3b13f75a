/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-graph.h"

G_BEGIN_DECLS

#define MAX_LEVEL 7

/* What is looked for, by its int8 code. */
typedef struct
{
  const gint8 *code;
  float        scale;
  float        norm;
} BtyGraphTarget;

/* What one walk needs. Near rows are kept as distance << 32 | row << 1 | whether its links were followed. */
typedef struct
{
  guint64 *visited;   /* a bit for each row */
  gsize    n_words;
  guint64 *near;
  guint    n_near;
  guint    capacity;
} BtyGraphWalk;

/**
 * bty_graph_item_get_row:
 * @item: a near row of a walk
 *
 * Returns: the row
 */
static inline guint32
bty_graph_item_get_row (guint64 item)
{
  return (guint32) item >> 1;
}

BtyGraphWalk   *bty_graph_walk_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void            bty_graph_walk_free   (BtyGraphWalk         *self);
void            bty_graph_walk_run    (BtyGraphWalk         *self,
                                       const BtyGraph       *graph,
                                       const BtyGraphTarget *target,
                                       guint                 level,
                                       guint32               start,
                                       guint                 ef,
                                       guint8               *locks);

guint           bty_graph_draw_level  (guint32               row);
guint           bty_graph_get_level   (const BtyGraph       *self,
                                       guint32               row);
guint32        *bty_graph_get_links   (const BtyGraph       *self,
                                       guint32               row,
                                       guint                 level);
guint           bty_graph_count_links (guint                 level);
BtyGraphTarget  bty_graph_get_target  (const BtyGraph       *self,
                                       guint32               row);
guint           bty_graph_select      (const BtyGraph       *self,
                                       guint64              *items,
                                       guint                 n_items,
                                       guint                 max,
                                       guint32              *links);
void            bty_graph_make_room   (BtyGraph             *self,
                                       guint                 n_rows);
void            bty_graph_link_anew   (BtyGraph             *self,
                                       guint32               row,
                                       guint                 level,
                                       const guint32        *candidates,
                                       guint                 n_candidates);

void            bty_graph_lock        (guint8               *locks,
                                       guint32               row);
void            bty_graph_unlock      (guint8               *locks,
                                       guint32               row);

G_END_DECLS
