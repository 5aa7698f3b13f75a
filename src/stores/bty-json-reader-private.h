/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-json-reader.h"
#include "bty-json.h"

G_BEGIN_DECLS

#define BTY_JSON_BUFFER_SIZE (64 * 1024)

/* Instead of a byte. */
#define BTY_JSON_END -1

struct _BtyJsonReader
{
  /* Owned */
  GInputStream *stream;
  guchar       *buffer;

  /* Borrowed */
  GChecksum    *checksum;

  gsize         position;
  gsize         size;
  gsize         added;       /* up to here the checksum has the buffer */
  guint64       offset;      /* of the buffer in the stream */
  guint64       line;

  guint         depth;
  char          closing[BTY_JSON_MAX_DEPTH];
  gboolean      is_first;    /* of the innermost object or list */

  GError       *error;       /* of the stream */
};

int      bty_json_reader_peek_byte  (BtyJsonReader  *self);
int      bty_json_reader_take_byte  (BtyJsonReader  *self);
int      bty_json_reader_skip_space (BtyJsonReader  *self);
gboolean bty_json_reader_refuse     (BtyJsonReader  *self,
                                     const char     *reason,
                                     GError        **error);

G_END_DECLS
