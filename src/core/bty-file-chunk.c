/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-file-chunk.h"

/**
 * BtyFileChunk:
 *
 * A piece of the text of a file that can be found and recalled.
 */

G_DEFINE_FINAL_TYPE (BtyFileChunk, bty_file_chunk, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyFileChunk, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyFileChunk, file_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyFileChunk, version, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyFileChunk, position, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyFileChunk, heading, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyFileChunk, text, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyFileChunk, start_offset, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyFileChunk, end_offset, INTEGER, BTY_FIELD_NONE),
};

static void
bty_file_chunk_class_init (BtyFileChunkClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "file_chunks", fields, G_N_ELEMENTS (fields));
}

static void
bty_file_chunk_init (BtyFileChunk *self)
{
}

/**
 * bty_file_chunk_join:
 * @heading: (nullable): what a piece of a file stands under
 * @text: the piece
 *
 * Returns: (transfer full): what its vector is made of
 */
char *
bty_file_chunk_join (const char *heading,
                     const char *text)
{
  return heading != NULL && *heading != '\0' ? g_strconcat (heading, "\n", text, NULL) : g_strdup (text);
}
