/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-enums.h"
#include "bty-record.h"

G_BEGIN_DECLS

#define BTY_TYPE_PROVIDER_HEALTH (bty_provider_health_get_type ())

G_DECLARE_FINAL_TYPE (BtyProviderHealth, bty_provider_health, BTY, PROVIDER_HEALTH, BtyRecord)

struct _BtyProviderHealth
{
  BtyRecord  parent_instance;

  char *id; /* provider id, a slash and the model */
  char *provider_id;
  char *model;
  BtyCircuitState state;
  gint64 failures; /* in a row */
  gint64 openings; /* in a row: how long it stays open grows with them */
  gboolean set_aside; /* skipped until key or settings change, or the user retries */
  char *last_error; /* in plain words */
  char *last_error_code;
  gint64 last_error_at;
  gint64 last_success_at;
  gint64 last_latency_ms;
  JsonNode *latencies; /* the newest latencies in milliseconds, oldest first */
  gint64 total_successes;
  gint64 total_failures;
  gint64 rate_limited_until;
  gint64 updated_at;
};

G_END_DECLS
