/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-http-embedder.h"
#include "bty-wire-format.h"

G_BEGIN_DECLS

const BtyWireFormat *bty_embedding_format_get_wire   (BtyEmbeddingFormat   format);
char                *bty_embedding_format_dup_path   (BtyEmbeddingFormat   format,
                                                      const char          *model) G_GNUC_WARN_UNUSED_RESULT;
JsonNode            *bty_embedding_format_build_body (BtyEmbeddingFormat   format,
                                                      const char          *model,
                                                      const char * const  *texts,
                                                      guint                n_texts) G_GNUC_WARN_UNUSED_RESULT;
guint                bty_embedding_format_get_size   (BtyEmbeddingFormat   format,
                                                      JsonNode            *body);
gboolean             bty_embedding_format_parse_body (BtyEmbeddingFormat   format,
                                                      const char          *provider,
                                                      JsonNode            *body,
                                                      guint                n_texts,
                                                      guint                dimensions,
                                                      float               *vectors,
                                                      GError             **error);

G_END_DECLS
