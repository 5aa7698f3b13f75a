/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_FILE_CHUNK (bty_file_chunk_get_type ())

G_DECLARE_FINAL_TYPE (BtyFileChunk, bty_file_chunk, BTY, FILE_CHUNK, BtyRecord)

struct _BtyFileChunk
{
  BtyRecord  parent_instance;

  char *id;
  char *file_id;
  gint64 version; /* of the file */
  gint64 position; /* counts up from 0 */
  char *heading; /* what it stands under, the general one first; may be empty */
  char *text; /* at most 512 characters */
  gint64 start_offset; /* bytes into the text of the file */
  gint64 end_offset;
};

char *bty_file_chunk_join (const char *heading,
                           const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
