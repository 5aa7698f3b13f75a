/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "bty-file.h"

G_BEGIN_DECLS

/**
 * BtyFileText:
 * @media_type: what the file is
 * @chunks: (nullable) (element-type BtyFileChunk): what can be found in it; %NULL = it has no text that can be read
 * @vectors: the vector of each chunk, by the built-in embedder
 *
 * What a look into a file says.
 */
typedef struct
{
  char      *media_type;
  GPtrArray *chunks;
  float     *vectors;
} BtyFileText;

void         bty_file_text_free        (BtyFileText          *self);

void         bty_file_text_read_async  (const char           *name,
                                        GBytes               *data,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
BtyFileText *bty_file_text_read_finish (GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;

char        *bty_file_text_dup_note    (BtyFile              *file) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyFileText, bty_file_text_free)

G_END_DECLS
