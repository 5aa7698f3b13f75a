/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-catalog.h"

G_BEGIN_DECLS

#define BTY_TYPE_PRESET_CHOOSER (bty_preset_chooser_get_type ())

G_DECLARE_FINAL_TYPE (BtyPresetChooser, bty_preset_chooser, BTY, PRESET_CHOOSER, AdwBin)

void bty_preset_chooser_offer_builtin (BtyPresetChooser *self,
                                       gboolean          offer);

G_END_DECLS
