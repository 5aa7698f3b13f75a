/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-embedder-choice.h"
#include "bty-embedder.h"
#include "bty-rarity.h"

G_BEGIN_DECLS

#define BTY_BUILTIN_EMBEDDER_MODEL BTY_EMBEDDER_CHOICE_BUILTIN
#define BTY_BUILTIN_EMBEDDER_DIMENSIONS 384

#define BTY_TYPE_BUILTIN_EMBEDDER (bty_builtin_embedder_get_type ())

G_DECLARE_FINAL_TYPE (BtyBuiltinEmbedder, bty_builtin_embedder, BTY, BUILTIN_EMBEDDER, BtyEmbedder)

BtyEmbedder *bty_builtin_embedder_new (BtyRarity *rarity) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
