/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-catalog.h"

G_BEGIN_DECLS

#define BTY_TYPE_PROVIDER_ADVANCED (bty_provider_advanced_get_type ())

G_DECLARE_FINAL_TYPE (BtyProviderAdvanced, bty_provider_advanced, BTY, PROVIDER_ADVANCED, AdwPreferencesGroup)

void     bty_provider_advanced_load      (BtyProviderAdvanced *self,
                                          BtyProviderConfig   *config);
void     bty_provider_advanced_set_model (BtyProviderAdvanced *self,
                                          const char          *model);
gboolean bty_provider_advanced_check     (BtyProviderAdvanced *self);
void     bty_provider_advanced_save      (BtyProviderAdvanced *self,
                                          BtyProviderConfig   *config);

G_END_DECLS
