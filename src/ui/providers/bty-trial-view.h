/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-provider-trial.h"

G_BEGIN_DECLS

#define BTY_TYPE_TRIAL_VIEW (bty_trial_view_get_type ())

G_DECLARE_FINAL_TYPE (BtyTrialView, bty_trial_view, BTY, TRIAL_VIEW, AdwBin)

void       bty_trial_view_set_trial (BtyTrialView     *self,
                                     BtyProviderTrial *trial);

G_END_DECLS
