/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-stop-reason.h"

#include "bty-config.h"

#include <glib/gi18n-lib.h>

/* As OpenAI, Anthropic, Mistral and Google name it. */
static const struct
{
  const char *name;
  BtyStop     stop;
} reasons[] = {
  { "length", BTY_STOP_LENGTH },
  { "max_tokens", BTY_STOP_LENGTH },
  { "model_length", BTY_STOP_LENGTH },
  { "model_context_window_exceeded", BTY_STOP_LENGTH },
  { "content_filter", BTY_STOP_FILTER },
  { "refusal", BTY_STOP_FILTER },
  { "safety", BTY_STOP_FILTER },
};

/**
 * bty_stop_reason_parse:
 * @stop_reason: (nullable): why a reply ended, in the words of a provider
 *
 * Returns: what that means
 */
BtyStop
bty_stop_reason_parse (const char *stop_reason)
{
  for (guint i = 0; stop_reason != NULL && i < G_N_ELEMENTS (reasons); i++)
    if (g_ascii_strcasecmp (stop_reason, reasons[i].name) == 0)
      return reasons[i].stop;

  return BTY_STOP_SAID_ALL;
}

/**
 * bty_stop_reason_explain:
 * @stop_reason: (nullable): why a reply ended, in the words of a provider
 *
 * Returns: (transfer none) (nullable): that in plain words; %NULL if it had said all
 */
const char *
bty_stop_reason_explain (const char *stop_reason)
{
  switch (bty_stop_reason_parse (stop_reason))
    {
    case BTY_STOP_LENGTH:
      return _("The reply reached its limit of length and may be unfinished.");
    case BTY_STOP_FILTER:
      return _("The provider’s content filter ended this reply.");
    case BTY_STOP_SAID_ALL:
    default:
      return NULL;
    }
}
