/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-index-file.h"

G_BEGIN_DECLS

#define BTY_INDEX_FILE_MAGIC "BTYVECT1"
#define BTY_INDEX_FILE_BYTE_ORDER 0x01020304
#define BTY_INDEX_FILE_VERSION 2

/* Sections begin at multiples of this and are filled up with zeros. */
#define BTY_INDEX_FILE_PAGE 4096

/* Sections are hashed in pieces of this size. */
#define BTY_INDEX_FILE_PIECE 65536

/* Those up to BTY_SECTION_LAST_CHECKED are checked when the file is opened; the others are large, and whatever is
 * in them only numbers in a distance, or links that walks check. */
typedef enum
{
  BTY_SECTION_KEYS,
  BTY_SECTION_LIVE,
  BTY_SECTION_SCALES,
  BTY_SECTION_NORMS,
  BTY_SECTION_CENTRE,
  BTY_SECTION_BITS,
  BTY_SECTION_UPPER,
  BTY_SECTION_UPPER_LINKS,
  BTY_SECTION_LINKS,
  BTY_SECTION_INT8,
  BTY_SECTION_FLOATS,

  BTY_SECTION_LAST,
  BTY_SECTION_LAST_CHECKED = BTY_SECTION_UPPER_LINKS,
} BtySection;

typedef struct
{
  guint64 offset;
  guint64 size;   /* without the zeros at the end */
  guint64 hash;   /* with them */
} BtySectionPlace;

/* The first page of the file, as it lies there. */
typedef struct
{
  char            magic[8];
  guint32         byte_order;
  guint32         version;
  guint32         metric;
  guint32         dimensions;
  guint32         n_rows;
  guint32         n_live;
  guint32         n_coded;
  guint32         n_graph_rows;   /* 0 = there is no graph */
  guint32         entry;
  guint32         top_level;
  guint64         n_upper;
  gint64          stamp;
  char            model[BTY_INDEX_FILE_MODEL_BYTES];
  BtySectionPlace sections[BTY_SECTION_LAST];
  guint64         hash;           /* of the page while this is 0 */
} BtyIndexHeader;

G_STATIC_ASSERT (sizeof (BtyIndexHeader) <= BTY_INDEX_FILE_PAGE);

guint64 bty_index_file_hash_pieces (const guint8         *bytes,
                                    gsize                 size);
guint64 bty_index_file_hash_header (const BtyIndexHeader *header);

G_END_DECLS
