/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_PROVIDER_TRIAL (bty_provider_trial_get_type ())

G_DECLARE_FINAL_TYPE (BtyProviderTrial, bty_provider_trial, BTY, PROVIDER_TRIAL, GObject)

BtyProviderTrial *bty_provider_trial_new           (BtyProviderService *service) G_GNUC_WARN_UNUSED_RESULT;

void              bty_provider_trial_start         (BtyProviderTrial   *self,
                                                    BtyProviderConfig  *config,
                                                    const char         *key);
void              bty_provider_trial_stop          (BtyProviderTrial   *self);
gboolean          bty_provider_trial_get_running   (BtyProviderTrial   *self);
gboolean          bty_provider_trial_get_succeeded (BtyProviderTrial   *self);
const char       *bty_provider_trial_get_outcome   (BtyProviderTrial   *self);

G_END_DECLS
