/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-embedder.h"

G_BEGIN_DECLS

#define BTY_TYPE_STATIC_EMBEDDER (bty_static_embedder_get_type ())

G_DECLARE_FINAL_TYPE (BtyStaticEmbedder, bty_static_embedder, BTY, STATIC_EMBEDDER, BtyEmbedder)

BtyEmbedder *bty_static_embedder_load (const char  *folder,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
