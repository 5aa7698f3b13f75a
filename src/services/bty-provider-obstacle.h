/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider-status.h"

G_BEGIN_DECLS

char *bty_provider_obstacle_find (BtyProviderStatus *status,
                                  guint              n_attempts,
                                  guint             *ticket,
                                  gint64            *wait_ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
