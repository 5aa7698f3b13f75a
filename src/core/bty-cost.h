/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider-config.h"

G_BEGIN_DECLS

double   bty_cost_of_usage         (BtyProviderConfig *config,
                                    const char        *model,
                                    gint64             input_tokens,
                                    gint64             output_tokens);
double   bty_cost_get_ratio        (BtyProviderConfig *from,
                                    BtyProviderConfig *to);
char    *bty_cost_format           (double             cost) G_GNUC_WARN_UNUSED_RESULT;
char   **bty_cost_describe_switch  (BtyProviderConfig *from,
                                    BtyProviderConfig *to) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
