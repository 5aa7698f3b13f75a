/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BtyTokenizer:
 *
 * Cuts texts into the pieces that a model knows, as its tokenizer.json says: WordPiece or Unigram.
 */
typedef struct _BtyTokenizer BtyTokenizer;

BtyTokenizer *bty_tokenizer_new          (const char    *json,
                                          gsize          length,
                                          GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void          bty_tokenizer_free         (BtyTokenizer  *self);
guint         bty_tokenizer_get_n_pieces (BtyTokenizer  *self);
GArray       *bty_tokenizer_encode       (BtyTokenizer  *self,
                                          const char    *text,
                                          guint          max_pieces) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyTokenizer, bty_tokenizer_free)

G_END_DECLS
