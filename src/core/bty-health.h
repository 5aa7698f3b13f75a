/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-provider-health.h"

G_BEGIN_DECLS

/* What a call teaches about a provider. Every @now is bty_time_now(). */

void    bty_health_record_success     (BtyProviderHealth *health,
                                       gint64             latency_ms,
                                       gint64             now);
void    bty_health_record_failure     (BtyProviderHealth *health,
                                       const GError      *error,
                                       gint64             now);
void    bty_health_forgive            (BtyProviderHealth *health,
                                       gint64             now);

gint64  bty_health_get_latency        (BtyProviderHealth *health,
                                       double             quantile);
gint64  bty_health_get_rate_limit     (BtyProviderHealth *health,
                                       gint64             now);

G_END_DECLS
