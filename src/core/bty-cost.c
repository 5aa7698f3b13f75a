/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cost.h"

#include "bty-config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "bty-catalog.h"

#define RATIO_WORTH_TELLING 3.0

/* US dollars per million tokens; NAN = unknown. */
typedef struct
{
  double input;
  double output;
} Prices;

static Prices
get_prices (BtyProviderConfig *config,
            const char        *model)
{
  const BtyModelInfo *info = bty_catalog_find_model (model != NULL && *model != '\0' ? model : config->model);
  Prices prices = { NAN, NAN };

  /* A model on this machine costs nothing, whatever it costs elsewhere. */
  if (bty_provider_config_is_local (config))
    prices = (Prices) { 0, 0 };
  else if (info != NULL)
    prices = (Prices) { info->price_input, info->price_output };

  if (!isnan (config->price_input))
    prices.input = config->price_input;
  if (!isnan (config->price_output))
    prices.output = config->price_output;

  return prices;
}

/**
 * bty_cost_of_usage:
 * @config: who answered
 * @model: (nullable): with which model; %NULL = the provider's own
 * @input_tokens: as reported; negative = not reported
 * @output_tokens: as reported; negative = not reported
 *
 * Takes the user's prices, else those of the built-in table. Models on this machine are free.
 *
 * Returns: US dollars; %NAN if the usage or a price is unknown
 */
double
bty_cost_of_usage (BtyProviderConfig *config,
                   const char        *model,
                   gint64             input_tokens,
                   gint64             output_tokens)
{
  Prices prices = get_prices (config, model);

  if (input_tokens < 0 || output_tokens < 0)
    return NAN;

  return (input_tokens * prices.input + output_tokens * prices.output) / 1e6;
}

/**
 * bty_cost_get_ratio:
 * @from: a provider
 * @to: another
 *
 * Returns: how many times as much @to costs, the mean of the ratios for input and output; %NAN if a
 *   price is unknown or @from is free
 */
double
bty_cost_get_ratio (BtyProviderConfig *from,
                    BtyProviderConfig *to)
{
  Prices old = get_prices (from, NULL);
  Prices new = get_prices (to, NULL);

  if (!(old.input > 0) || !(old.output > 0))
    return NAN;

  return (new.input / old.input + new.output / old.output) / 2;
}

/**
 * bty_cost_format:
 * @cost: US dollars; %NAN = unknown
 *
 * Returns: (transfer full): the cost for people, such as "~$0.12", with three decimals below a cent
 */
char *
bty_cost_format (double cost)
{
  if (isnan (cost) || cost < 0)
    /* Translators: what a reply cost is not known */
    return g_strdup (_("unknown"));
  if (cost > 0 && cost < 0.0005)
    return g_strdup_printf ("<$%.3f", 0.001);
  if (cost > 0 && cost < 0.01)
    return g_strdup_printf ("~$%.3f", cost);

  return g_strdup_printf ("~$%.2f", cost);
}

/* Adds the sentence @format, which names both limits, if the new one is smaller. */
static void
note_limit (GStrvBuilder *notes,
            const char   *format,
            gint64        old,
            gint64        new)
{
  g_autofree char *old_text = g_strdup_printf ("%'" G_GINT64_FORMAT, old);
  g_autofree char *new_text = g_strdup_printf ("%'" G_GINT64_FORMAT, new);
  g_autoptr(GString) note = g_string_new (format);

  if (new == BTY_UNSET || new >= old)
    return;

  g_string_replace (note, "{new}", new_text, 1);
  g_string_replace (note, "{old}", old_text, 1);
  g_strv_builder_add (notes, note->str);
}

static void
note_limits (GStrvBuilder      *notes,
             BtyProviderConfig *from,
             BtyProviderConfig *to)
{
  gint64 old_context;
  gint64 new_context;
  gint64 old_output;
  gint64 new_output;

  bty_catalog_get_limits (from, NULL, &old_context, &old_output);
  bty_catalog_get_limits (to, NULL, &new_context, &new_output);

  /* Translators: a context window is how much of a conversation a model can see at once;
   * {new} and {old} count tokens */
  note_limit (notes, _("Its context window is smaller: {new} instead of {old}"), old_context, new_context);
  /* Translators: {new} and {old} count tokens */
  note_limit (notes, _("Its replies must be shorter: {new} instead of {old}"), old_output, new_output);
}

/**
 * bty_cost_describe_switch:
 * @from: the provider that should have answered
 * @to: the one that answers instead
 *
 * Returns: (transfer full): sentences for people: who answers, and what is worse about it
 */
char **
bty_cost_describe_switch (BtyProviderConfig *from,
                          BtyProviderConfig *to)
{
  g_autoptr(GStrvBuilder) notes = g_strv_builder_new ();
  /* Translators: %s is the name of a provider */
  g_autofree char *who = g_strdup_printf (_("Switched to %s"), to->name);
  double ratio = bty_cost_get_ratio (from, to);

  g_strv_builder_add (notes, who);
  note_limits (notes, from, to);
  if (ratio > RATIO_WORTH_TELLING)
    {
      /* Translators: how many times as much a reply costs now */
      g_autofree char *cost = g_strdup_printf (_("It costs ~%.1fx more"), ratio);

      g_strv_builder_add (notes, cost);
    }

  return g_strv_builder_end (notes);
}
