/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-vector-table.h"

G_BEGIN_DECLS

/**
 * BtyIndexHit:
 *
 * A row that was found: what the caller calls it, and how near it is: the cosine, the inner product, or minus the
 * distance.
 */
typedef struct
{
  gint64 key;
  float  score;
} BtyIndexHit;

/**
 * BtyVectorFilter:
 * @key: of a row that is near
 * @user_data: as given with the filter
 *
 * Returns: whether the row may be found
 */
typedef gboolean (*BtyVectorFilter) (gint64   key,
                                     gpointer user_data);

/**
 * BtyVectorWish:
 *
 * What is looked for beside a vector.
 */
typedef struct
{
  guint            k;            /* at most so many */
  float            min_score;    /* none that score less */
  BtyVectorFilter  filter;       /* (nullable) */
  gpointer         filter_data;
  const gint64    *keys;         /* (nullable): only these may be found; for BtyVectorIndex */
  gsize            n_keys;
  const guint8    *allowed;      /* (nullable): a bit for each live row that may be found; set by BtyVectorIndex */
} BtyVectorWish;

GArray   *bty_scan_all        (const BtyVectorTable *table,
                               const BtyTableQuery  *query,
                               const BtyVectorWish  *wish) G_GNUC_WARN_UNUSED_RESULT;
GArray   *bty_scan_rows       (const BtyVectorTable *table,
                               const BtyTableQuery  *query,
                               const BtyVectorWish  *wish,
                               const guint32        *rows,
                               gsize                 n_rows) G_GNUC_WARN_UNUSED_RESULT;
GArray   *bty_scan_ranked     (const BtyVectorTable *table,
                               const BtyTableQuery  *query,
                               const BtyVectorWish  *wish,
                               const guint32        *rows,
                               gsize                 n_rows) G_GNUC_WARN_UNUSED_RESULT;
GArray   *bty_scan_exact      (const BtyVectorTable *table,
                               const BtyTableQuery  *query,
                               const BtyVectorWish  *wish) G_GNUC_WARN_UNUSED_RESULT;
gboolean  bty_scan_is_allowed (const BtyVectorTable *table,
                               const BtyVectorWish  *wish,
                               guint32               row);

G_END_DECLS
