/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_EMBEDDER_GROUP (bty_embedder_group_get_type ())

G_DECLARE_FINAL_TYPE (BtyEmbedderGroup, bty_embedder_group, BTY, EMBEDDER_GROUP, AdwPreferencesGroup)

void bty_embedder_group_set_profile (BtyEmbedderGroup *self,
                                     BtyProfile       *profile);

G_END_DECLS
