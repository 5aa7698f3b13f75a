/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-embedder.h"
#include "bty-provider-config.h"

G_BEGIN_DECLS

#define BTY_TYPE_HTTP_EMBEDDER (bty_http_embedder_get_type ())

G_DECLARE_FINAL_TYPE (BtyHttpEmbedder, bty_http_embedder, BTY, HTTP_EMBEDDER, BtyEmbedder)

BtyEmbedder *bty_http_embedder_new (BtyEmbeddingFormat  format,
                                    BtyProviderConfig  *config,
                                    guint               dimensions) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
