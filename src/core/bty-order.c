/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-order.h"

/* A provider with what its place depends on, looked up once. */
typedef struct
{
  BtyProviderConfig *config;
  gint64             latency_ms;
} Candidate;

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *first = a;
  const Candidate *second = b;

  if (first->config->priority != second->config->priority)
    return first->config->priority < second->config->priority ? -1 : 1;
  if (first->latency_ms != second->latency_ms)
    return first->latency_ms < second->latency_ms ? -1 : 1;

  return g_strcmp0 (first->config->name, second->config->name);
}

/* The enabled providers by priority, without the built-in one. */
static GArray *
sort_by_priority (GPtrArray     *configs,
                  BtyHealthFunc  health_func,
                  gpointer       user_data)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (guint i = 0; i < configs->len; i++)
    {
      Candidate candidate = { g_ptr_array_index (configs, i), G_MAXINT64 };
      BtyProviderHealth *health = NULL;

      if (!candidate.config->enabled || candidate.config->type == BTY_PROVIDER_TYPE_BUILTIN)
        continue;
      if (health_func != NULL)
        health = health_func (candidate.config, user_data);
      if (health != NULL && health->last_latency_ms != BTY_UNSET)
        candidate.latency_ms = health->last_latency_ms;
      g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);

  return candidates;
}

static void
append_once (GPtrArray         *order,
             BtyProviderConfig *config)
{
  if (config->enabled && !g_ptr_array_find (order, config, NULL))
    g_ptr_array_add (order, g_object_ref (config));
}

static void
append_by_name (GPtrArray  *order,
                GPtrArray  *configs,
                const char *name)
{
  for (guint i = 0; i < configs->len; i++)
    {
      BtyProviderConfig *config = g_ptr_array_index (configs, i);

      if (g_strcmp0 (config->name, name) == 0)
        append_once (order, config);
    }
}

/**
 * bty_order_providers:
 * @configs: (element-type BtyProviderConfig): all providers
 * @chain: (nullable) (array zero-terminated=1): names of the providers that a bot may use, in its order
 * @strategy: how to order them when @chain is %NULL or empty
 * @turn: counts the turns; for %BTY_STRATEGY_ROUND_ROBIN
 * @health_func: (nullable) (scope call): looks up their health
 * @user_data: for @health_func
 *
 * Says which providers to try for one reply. Disabled ones are left out. The built-in one, which
 * always answers, comes last unless @chain names it earlier.
 *
 * Returns: (transfer full) (element-type BtyProviderConfig): the providers, the first to try first
 */
GPtrArray *
bty_order_providers (GPtrArray          *configs,
                     const char * const *chain,
                     BtyStrategy         strategy,
                     guint               turn,
                     BtyHealthFunc       health_func,
                     gpointer            user_data)
{
  GPtrArray *order = g_ptr_array_new_with_free_func (g_object_unref);

  if (chain != NULL && chain[0] != NULL)
    {
      for (guint i = 0; chain[i] != NULL; i++)
        append_by_name (order, configs, chain[i]);
    }
  else
    {
      gboolean takes_turns = strategy == BTY_STRATEGY_ROUND_ROBIN;
      /* Who takes turns keeps their place, however quick they were. */
      g_autoptr(GArray) candidates = sort_by_priority (configs, takes_turns ? NULL : health_func, user_data);
      guint first = takes_turns && candidates->len > 0 ? turn % candidates->len : 0;

      for (guint i = 0; i < candidates->len; i++)
        append_once (order, g_array_index (candidates, Candidate, (first + i) % candidates->len).config);
    }

  for (guint i = 0; i < configs->len; i++)
    {
      BtyProviderConfig *config = g_ptr_array_index (configs, i);

      if (config->type == BTY_PROVIDER_TYPE_BUILTIN)
        append_once (order, config);
    }

  return order;
}
