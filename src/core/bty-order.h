/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider-config.h"
#include "bty-provider-health.h"

G_BEGIN_DECLS

/**
 * BtyHealthFunc:
 * @config: a provider
 * @user_data: as given to bty_order_providers()
 *
 * Returns: (transfer none) (nullable): what is known of it
 */
typedef BtyProviderHealth *(*BtyHealthFunc) (BtyProviderConfig *config,
                                             gpointer           user_data);

GPtrArray *bty_order_providers (GPtrArray          *configs,
                                const char * const *chain,
                                BtyStrategy         strategy,
                                guint               turn,
                                BtyHealthFunc       health_func,
                                gpointer            user_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
