/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-file-chunk.h"

G_BEGIN_DECLS

#define BTY_CHUNK_MAX_LENGTH 512 /* characters */

GPtrArray *bty_chunker_split (const char *text,
                              gboolean    is_markdown) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
