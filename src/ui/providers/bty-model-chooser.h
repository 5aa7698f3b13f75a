/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BTY_TYPE_MODEL_CHOOSER (bty_model_chooser_get_type ())

G_DECLARE_FINAL_TYPE (BtyModelChooser, bty_model_chooser, BTY, MODEL_CHOOSER, AdwBin)

void bty_model_chooser_set_models (BtyModelChooser    *self,
                                   const char * const *models);

G_END_DECLS
