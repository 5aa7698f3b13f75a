/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-health.h"

#include "bty-enum-types.h"

/**
 * BtyProviderHealth:
 *
 * What is known of one provider and model: the state of its circuit and how it has done. Instants of the steady
 * clock are not stored; after a restart an open circuit waits its whole time again.
 */

G_DEFINE_FINAL_TYPE (BtyProviderHealth, bty_provider_health, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyProviderHealth, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyProviderHealth, provider_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderHealth, model, TEXT, BTY_FIELD_NONE),
  BTY_FIELD_OF_ENUM (BtyProviderHealth, state, bty_circuit_state_get_type),
  BTY_FIELD (BtyProviderHealth, failures, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderHealth, openings, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderHealth, set_aside, BOOLEAN, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderHealth, last_error, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderHealth, last_error_code, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderHealth, last_error_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderHealth, last_success_at, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderHealth, last_latency_ms, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderHealth, latencies, JSON, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderHealth, total_successes, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderHealth, total_failures, INTEGER, BTY_FIELD_NONE),
  BTY_FIELD (BtyProviderHealth, rate_limited_until, TIME, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyProviderHealth, updated_at, TIME, BTY_FIELD_NONE),
};

static void
bty_provider_health_class_init (BtyProviderHealthClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "provider_health", fields, G_N_ELEMENTS (fields));
}

static void
bty_provider_health_init (BtyProviderHealth *self)
{
}
