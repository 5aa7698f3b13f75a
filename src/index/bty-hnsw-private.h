/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-hnsw.h"

G_BEGIN_DECLS

#define MAX_LEVEL 7

/* What is looked for, by its int8 code. */
typedef struct
{
  const gint8 *code;
  float        scale;
  float        norm;
} BtyHnswTarget;

/* What one walk needs. Near rows are kept as distance << 32 | row << 1 | whether its links were followed. */
typedef struct
{
  guint64 *visited;   /* a bit for each row */
  gsize    n_words;
  guint64 *near;
  guint    n_near;
  guint    capacity;
} BtyHnswWalk;

/**
 * bty_hnsw_item_get_row:
 * @item: a near row of a walk
 *
 * Returns: the row
 */
static inline guint32
bty_hnsw_item_get_row (guint64 item)
{
  return (guint32) item >> 1;
}

BtyHnswWalk    *bty_hnsw_walk_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void            bty_hnsw_walk_free   (BtyHnswWalk         *self);
void            bty_hnsw_walk_run    (BtyHnswWalk         *self,
                                      const BtyHnsw       *graph,
                                      const BtyHnswTarget *target,
                                      guint                level,
                                      guint32              start,
                                      guint                ef,
                                      guint8              *locks);

guint           bty_hnsw_get_level   (const BtyHnsw       *self,
                                      guint32              row);
guint32        *bty_hnsw_get_links   (const BtyHnsw       *self,
                                      guint32              row,
                                      guint                level);
guint           bty_hnsw_count_links (guint                level);
BtyHnswTarget   bty_hnsw_get_target  (const BtyHnsw       *self,
                                      guint32              row);
void            bty_hnsw_make_room   (BtyHnsw             *self,
                                      guint                n_rows);
void            bty_hnsw_link_anew   (BtyHnsw             *self,
                                      guint32              row,
                                      guint                level,
                                      const guint32       *candidates,
                                      guint                n_candidates);

void            bty_hnsw_lock        (guint8              *locks,
                                      guint32              row);
void            bty_hnsw_unlock      (guint8              *locks,
                                      guint32              row);

G_END_DECLS
