/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-health.h"

#include <math.h>

#include "bty-error.h"
#include "bty-json.h"

#define LATENCIES_KEPT 100

static JsonArray *
get_latencies (BtyProviderHealth *health)
{
  return health->latencies != NULL && JSON_NODE_HOLDS_ARRAY (health->latencies)
         ? json_node_get_array (health->latencies) : NULL;
}

/* The kept latencies as plain numbers; whatever else the list holds is left out. */
static GArray *
read_latencies (BtyProviderHealth *health)
{
  GArray *latencies = g_array_new (FALSE, FALSE, sizeof (gint64));
  JsonArray *list = get_latencies (health);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *path = g_strdup_printf ("%u", i);
      gint64 latency = bty_json_get_int (health->latencies, path, -1);

      if (latency >= 0)
        g_array_append_val (latencies, latency);
    }

  return latencies;
}

static JsonNode *
append_latency (BtyProviderHealth *health,
                gint64             latency_ms)
{
  g_autoptr(GArray) latencies = read_latencies (health);
  g_autoptr(JsonArray) list = json_array_new ();
  JsonNode *node = json_node_alloc ();
  guint first;

  g_array_append_val (latencies, latency_ms);
  first = latencies->len > LATENCIES_KEPT ? latencies->len - LATENCIES_KEPT : 0;
  for (guint i = first; i < latencies->len; i++)
    json_array_add_int_element (list, g_array_index (latencies, gint64, i));

  json_node_init_array (node, list);
  json_node_seal (node);

  return node;
}

/**
 * bty_health_record_success:
 * @health: of the provider that answered
 * @latency_ms: milliseconds from request to end
 * @now: microseconds since 1970 UTC
 *
 * Notes a call that was answered: whatever kept the provider from being asked is over.
 */
void
bty_health_record_success (BtyProviderHealth *health,
                           gint64             latency_ms,
                           gint64             now)
{
  g_autoptr(JsonNode) latencies = append_latency (health, MAX (latency_ms, 0));

  g_object_set (health,
                "set-aside", FALSE,
                "last-success-at", now,
                "last-latency-ms", MAX (latency_ms, 0),
                "latencies", latencies,
                "total-successes", health->total_successes + 1,
                "rate-limited-until", BTY_UNSET,
                "updated-at", now,
                NULL);
}

/**
 * bty_health_record_failure:
 * @health: of the provider that was asked
 * @error: what it said
 * @now: microseconds since 1970 UTC
 *
 * Notes a call that failed. An error about the key or the credit sets the provider aside; one that is
 * the fault of the request, or a cancelled call, changes nothing.
 */
void
bty_health_record_failure (BtyProviderHealth *health,
                           const GError      *error,
                           gint64             now)
{
  gint64 retry_after = bty_error_get_retry_after (error);
  gboolean counts = bty_error_fails_over (error);
  gboolean sets_aside = bty_error_sets_aside (error);

  if (!counts && !sets_aside)
    return;

  g_object_set (health,
                "last-error", error->message,
                "last-error-code", bty_error_to_nick (error),
                "last-error-at", now,
                "total-failures", health->total_failures + (counts ? 1 : 0),
                "set-aside", health->set_aside || sets_aside,
                "updated-at", now,
                NULL);

  if (counts && retry_after > 0)
    g_object_set (health, "rate-limited-until", now + MIN (retry_after, G_MAXINT) * 1000, NULL);
}

/**
 * bty_health_forgive:
 * @health: of a provider whose key or settings changed, or that the user wants tried again
 * @now: microseconds since 1970 UTC
 *
 * Drops what keeps the provider from being asked and the error that led to it. Totals and latencies
 * stay.
 */
void
bty_health_forgive (BtyProviderHealth *health,
                    gint64             now)
{
  g_object_set (health,
                "set-aside", FALSE,
                "last-error", NULL,
                "last-error-code", NULL,
                "last-error-at", BTY_UNSET,
                "rate-limited-until", BTY_UNSET,
                "updated-at", now,
                NULL);
}

static int
compare_latencies (gconstpointer a,
                   gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/**
 * bty_health_get_latency:
 * @health: a provider's health
 * @quantile: 0.5 for the median, 0.95 for the 95th percentile
 *
 * Returns: milliseconds that this share of the kept calls did not exceed (nearest rank); -1 if there
 *   are none
 */
gint64
bty_health_get_latency (BtyProviderHealth *health,
                        double             quantile)
{
  g_autoptr(GArray) latencies = read_latencies (health);
  int rank = (int) ceil (quantile * latencies->len);

  if (latencies->len == 0)
    return -1;

  g_array_sort (latencies, compare_latencies);

  return g_array_index (latencies, gint64, CLAMP (rank, 1, (int) latencies->len) - 1);
}

/**
 * bty_health_get_rate_limit:
 * @health: a provider's health
 * @now: microseconds since 1970 UTC
 *
 * Returns: milliseconds, rounded up, for which the provider asked not to be called; 0 if it may be
 */
gint64
bty_health_get_rate_limit (BtyProviderHealth *health,
                           gint64             now)
{
  if (health->rate_limited_until == BTY_UNSET || health->rate_limited_until <= now)
    return 0;

  return (health->rate_limited_until - now + 999) / 1000;
}
