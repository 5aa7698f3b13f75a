/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-scan.h"

G_BEGIN_DECLS

/* How many rows a row is linked to: on the bottom level, where all rows are, and on those above. */
#define BTY_HNSW_BOTTOM_LINKS 32
#define BTY_HNSW_UPPER_LINKS 16

/* How many near rows are kept in sight: while rows are added, and while one is looked for. */
#define BTY_HNSW_EF_CONSTRUCTION 200
#define BTY_HNSW_EF 50

/**
 * BtyHnsw:
 *
 * Rows of a table, each linked to near ones, so that a walk from link to link finds what is near without looking at
 * the rest: "hierarchical navigable small world" (Malkov and Yashunin, 2016). One row in sixteen is also on the level
 * above, where steps are longer. The walk compares int8 codes; what it finds is ranked by the floats. Any number of
 * threads may search while none changes it.
 */
typedef struct
{
  const BtyVectorTable *table;
  guint                 n_rows;       /* that are in the graph: the first of the table */
  guint                 entry;        /* where walks begin */
  guint                 top_level;    /* of the entry */
  BtyColumn             links;        /* BTY_HNSW_BOTTOM_LINKS row numbers, filled up with BTY_HNSW_NONE */
  BtyColumn             upper;        /* guint32: where in @upper_links the upper levels of a row are; 0 = has none */
  guint32              *upper_links;  /* for each such row: its level, then links level by level */
  gsize                 n_upper;      /* numbers in @upper_links */
  gsize                 upper_capacity;
  gpointer              scratch;      /* of the last search, for the next one */
} BtyHnsw;

#define BTY_HNSW_NONE G_MAXUINT32

void     bty_hnsw_init     (BtyHnsw               *self,
                            const BtyVectorTable  *table);
void     bty_hnsw_clear    (BtyHnsw               *self);
gboolean bty_hnsw_build    (BtyHnsw               *self,
                            guint                  n_rows,
                            guint                  n_threads,
                            GCancellable          *cancellable,
                            GError               **error);
void     bty_hnsw_add      (BtyHnsw               *self);
void     bty_hnsw_remove   (BtyHnsw               *self,
                            guint                  row);
GArray  *bty_hnsw_search   (BtyHnsw               *self,
                            const BtyTableQuery   *query,
                            const BtyVectorWish   *wish,
                            guint                  ef) G_GNUC_WARN_UNUSED_RESULT;
gboolean bty_hnsw_is_sound (const BtyHnsw         *self);

G_END_DECLS
