/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-hnsw.h"
#include "bty-index-file.h"
#include "bty-row-map.h"
#include "bty-vector-index.h"

G_BEGIN_DECLS

struct _BtyVectorIndex
{
  GObject parent_instance;

  /* Owned */
  char           *model;
  char           *path;           /* of @file */
  BtyIndexFile   *file;           /* (nullable): where the columns lie */
  GArray         *removed;        /* guint32: rows that were removed while a graph was built */
  BtyVectorTable  table;
  BtyHnsw         graph;
  BtyRowMap       map;            /* made when it is first needed */
  GMutex          map_lock;       /* searches may be the first */

  gint64          stamp;
  gboolean        has_graph;
  gboolean        is_building;
};

G_END_DECLS
