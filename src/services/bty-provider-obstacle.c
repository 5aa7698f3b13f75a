/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-obstacle.h"

#include <glib/gi18n-lib.h>

#include "bty-backoff.h"
#include "bty-config.h"
#include "bty-time.h"

static char *
describe_set_aside (BtyProviderStatus *status)
{
  /* A key or a credit is that of the provider, whatever the model. */
  if (!bty_provider_status_get_health (status)->set_aside)
    status = bty_provider_status_get_provider (status);

  return g_strdup_printf (_("set aside: %s"), bty_provider_status_get_health (status)->last_error);
}

/**
 * bty_provider_obstacle_find:
 * @status: of a provider with the model that it would be asked for
 * @n_attempts: how many have failed in this turn
 * @ticket: (out): set when the circuit lets the attempt through; for what came of it
 * @wait_ms: (out): how long to wait before asking
 *
 * Returns: (transfer full) (nullable): why it is not asked now, in plain words; %NULL if it is
 */
char *
bty_provider_obstacle_find (BtyProviderStatus *status,
                            guint              n_attempts,
                            guint             *ticket,
                            gint64            *wait_ms)
{
  BtyProviderConfig *config = bty_provider_status_get_config (status);
  gint64 now = bty_time_steady ();
  gint64 remaining;

  *wait_ms = 0;
  bty_provider_status_refresh (status);
  if (n_attempts >= BTY_BACKOFF_MAX_ATTEMPTS && config->type != BTY_PROVIDER_TYPE_BUILTIN)
    return g_strdup (_("was not asked, because too many attempts had failed"));

  /* Rounded up: who waits too short would ask without asking the circuit. */
  remaining = (MAX (0, bty_provider_status_get_retry_at (status) - now) + 999) / 1000;
  switch (bty_provider_status_get_state (status))
    {
    case BTY_PROVIDER_STATE_SET_ASIDE:
      return describe_set_aside (status);
    case BTY_PROVIDER_STATE_NO_KEY:
      return config->key_env == NULL ? g_strdup (_("it has no key"))
                                     : g_strdup_printf (_("the variable %s is not set"), config->key_env);
    case BTY_PROVIDER_STATE_OPEN:
      return g_strdup_printf (_("failed too often and is tried again in %d s"), (int) (remaining / 1000 + 1));
    case BTY_PROVIDER_STATE_RATE_LIMITED:
      *wait_ms = remaining;
      if (remaining <= BTY_BACKOFF_PATIENCE_MS)
        return NULL;
      return g_strdup_printf (_("has a rate limit for another %d s"), (int) (remaining / 1000 + 1));
    case BTY_PROVIDER_STATE_DISABLED:
    case BTY_PROVIDER_STATE_LOCKED:
    case BTY_PROVIDER_STATE_HALF_OPEN:
    case BTY_PROVIDER_STATE_READY:
    default:
      if (!bty_circuit_allows (bty_provider_status_get_circuit (status), now, ticket))
        return g_strdup (_("is being tried by another conversation"));
      return NULL;
    }
}
