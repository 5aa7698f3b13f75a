/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-hnsw.h"

G_BEGIN_DECLS

#define BTY_INDEX_FILE_MODEL_BYTES 128

/**
 * BtyIndexFile:
 *
 * A file that is mapped: a table and perhaps a graph of it. What is written to the memory stays in this process.
 */
typedef struct _BtyIndexFile BtyIndexFile;

gboolean      bty_index_file_write      (const char            *path,
                                         const char            *model,
                                         gint64                 stamp,
                                         const BtyVectorTable  *table,
                                         const BtyHnsw         *graph,
                                         GError               **error);
BtyIndexFile *bty_index_file_open       (const char            *path,
                                         const char            *model,
                                         BtyMetric              metric,
                                         guint                  dimensions,
                                         GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void          bty_index_file_free       (BtyIndexFile          *self);
void          bty_index_file_fill_table (BtyIndexFile          *self,
                                         BtyVectorTable        *table);
gboolean      bty_index_file_fill_graph (BtyIndexFile          *self,
                                         BtyHnsw               *graph);
gint64        bty_index_file_get_stamp  (BtyIndexFile          *self);
gsize         bty_index_file_get_bytes  (BtyIndexFile          *self);
gboolean      bty_index_file_verify     (const char            *path,
                                         GCancellable          *cancellable,
                                         GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyIndexFile, bty_index_file_free)

G_END_DECLS
