/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-file-chunk.h"
#include "bty-file.h"

G_BEGIN_DECLS

/**
 * BtyFileHit:
 * @file: in what
 * @chunk: which piece of it
 * @snippet: a part of it, each found word between U+0002 and U+0003
 * @score: higher is better
 *
 * A piece of a file that was found.
 */
typedef struct
{
  BtyFile      *file;
  BtyFileChunk *chunk;
  char         *snippet;
  double        score;
} BtyFileHit;

void bty_file_hit_free (BtyFileHit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyFileHit, bty_file_hit_free)

G_END_DECLS
