/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-scan.h"

G_BEGIN_DECLS

#define BTY_TYPE_VECTOR_INDEX (bty_vector_index_get_type ())

G_DECLARE_FINAL_TYPE (BtyVectorIndex, bty_vector_index, BTY, VECTOR_INDEX, GObject)

/* A scan reads the codes of all rows: so many bytes take as long as it may, about 0.5 ms. Measured on one thread of a
 * busy machine: 100,000 rows of 384 numbers (3.8 MiB of codes) 0.15 ms by scan and 0.05 ms by graph, 1,000,000 rows
 * (38 MiB) 1.5 ms by scan. The graph is faster from some 30,000 rows on, but takes about 0.15 ms of building for each
 * row: what one search more would have to save. */
#define BTY_VECTOR_INDEX_MAX_SCANNED (16 * 1024 * 1024)

/**
 * BtyVectorIndexStats:
 *
 * What an index holds.
 */
typedef struct
{
  guint    n_vectors;
  guint    n_removed;       /* rows that wait to be left out by the next save or build */
  gboolean has_graph;
  gsize    memory_bytes;    /* its own */
  gsize    mapped_bytes;    /* of the file; the system keeps in memory what is used of it, and takes it back at will */
} BtyVectorIndexStats;

BtyVectorIndex *bty_vector_index_new            (const char           *model,
                                                 guint                 dimensions,
                                                 BtyMetric             metric) G_GNUC_WARN_UNUSED_RESULT;
BtyVectorIndex *bty_vector_index_load           (const char           *path,
                                                 const char           *model,
                                                 guint                 dimensions,
                                                 BtyMetric             metric,
                                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        bty_vector_index_save           (BtyVectorIndex       *self,
                                                 const char           *path,
                                                 gint64                stamp,
                                                 GError              **error);
void            bty_vector_index_verify_async   (BtyVectorIndex       *self,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean        bty_vector_index_verify_finish  (BtyVectorIndex       *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

gint64          bty_vector_index_get_stamp      (BtyVectorIndex       *self);
void            bty_vector_index_get_stats      (BtyVectorIndex       *self,
                                                 BtyVectorIndexStats  *stats);

gboolean        bty_vector_index_insert         (BtyVectorIndex       *self,
                                                 gint64                key,
                                                 const float          *vector,
                                                 GError              **error);
gboolean        bty_vector_index_remove         (BtyVectorIndex       *self,
                                                 gint64                key);
gboolean        bty_vector_index_contains       (BtyVectorIndex       *self,
                                                 gint64                key);
GArray         *bty_vector_index_search         (BtyVectorIndex       *self,
                                                 const float          *vector,
                                                 const BtyVectorWish  *wish) G_GNUC_WARN_UNUSED_RESULT;

gboolean        bty_vector_index_wants_build    (BtyVectorIndex       *self,
                                                 gsize                 max_scanned);
gboolean        bty_vector_index_build          (BtyVectorIndex       *self,
                                                 guint                 n_threads,
                                                 GCancellable         *cancellable,
                                                 GError              **error);
void            bty_vector_index_build_async    (BtyVectorIndex       *self,
                                                 guint                 n_threads,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean        bty_vector_index_build_finish   (BtyVectorIndex       *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS
