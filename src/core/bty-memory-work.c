/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-memory-work.h"

#include "bty-config.h"
#include "bty-cost.h"
#include "bty-time.h"
#include "bty-uuid.h"

#include <glib/gi18n-lib.h>

/**
 * BtyMemoryWork:
 *
 * What one call of a model for the sake of memory took. It is told apart from the cost of replies.
 */

G_DEFINE_FINAL_TYPE (BtyMemoryWork, bty_memory_work, BTY_TYPE_RECORD)

static const BtyField fields[] = {
  BTY_FIELD (BtyMemoryWork, id, TEXT, BTY_FIELD_KEY),
  BTY_FIELD (BtyMemoryWork, bot_id, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryWork, session_id, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryWork, provider, TEXT, BTY_FIELD_NONE),
  BTY_FIELD (BtyMemoryWork, model, TEXT, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryWork, input_tokens, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryWork, output_tokens, INTEGER, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryWork, cost, REAL, BTY_FIELD_NULLABLE),
  BTY_FIELD (BtyMemoryWork, created_at, TIME, BTY_FIELD_NONE),
};

static void
bty_memory_work_class_init (BtyMemoryWorkClass *class)
{
  bty_record_class_install_fields (BTY_RECORD_CLASS (class), "memory_work", fields, G_N_ELEMENTS (fields));
}

static void
bty_memory_work_init (BtyMemoryWork *self)
{
}

/**
 * bty_memory_work_new:
 * @bot_id: whose memory it was for
 * @session_id: (nullable): what was looked through
 * @provider: the name of the provider that was asked
 *
 * Returns: (transfer full): a call whose cost is not known yet
 */
BtyMemoryWork *
bty_memory_work_new (const char *bot_id,
                     const char *session_id,
                     const char *provider)
{
  g_autofree char *id = bty_uuid_new ();

  return g_object_new (BTY_TYPE_MEMORY_WORK,
                       "id", id,
                       "bot-id", bot_id,
                       "session-id", session_id,
                       "provider", provider,
                       "input-tokens", BTY_UNSET,
                       "output-tokens", BTY_UNSET,
                       "created-at", bty_time_now (),
                       NULL);
}

static gint64
unset_if_negative (gint64 value)
{
  return value < 0 ? BTY_UNSET : value;
}

/**
 * bty_memory_work_count:
 * @self: a call
 * @provider: who answered
 * @model: the model that was asked
 * @reply: what came
 *
 * Notes what the call took.
 */
void
bty_memory_work_count (BtyMemoryWork     *self,
                       BtyProviderConfig *provider,
                       const char        *model,
                       BtyReply          *reply)
{
  g_object_set (self,
                "model", model,
                "input-tokens", unset_if_negative (reply->input_tokens),
                "output-tokens", unset_if_negative (reply->output_tokens),
                "cost", bty_cost_of_usage (provider, model, reply->input_tokens, reply->output_tokens),
                NULL);
}

/**
 * bty_memory_work_describe:
 * @sum: what some calls took
 *
 * Returns: (transfer full): that, for people
 */
char *
bty_memory_work_describe (const BtyMemoryWorkSum *sum)
{
  g_autofree char *calls = g_strdup_printf (ngettext ("%d call", "%d calls", (gulong) sum->n_calls),
                                            (int) sum->n_calls);
  g_autofree char *cost = bty_cost_format (sum->cost);

  if (sum->n_calls == 0)
    return g_strdup (_("No model was asked."));
  if (sum->n_unknown == sum->n_calls)
    /* Translators: "3 calls", and numbers of tokens */
    return g_strdup_printf (_("%s, %d tokens in, %d out, cost unknown"), calls, (int) sum->input_tokens,
                            (int) sum->output_tokens);
  if (sum->n_unknown > 0)
    /* Translators: "3 calls", numbers of tokens, and an amount of money */
    return g_strdup_printf (_("%s, %d tokens in, %d out, %s and some of unknown cost"), calls, (int) sum->input_tokens,
                            (int) sum->output_tokens, cost);

  /* Translators: "3 calls", numbers of tokens, and an amount of money */
  return g_strdup_printf (_("%s, %d tokens in, %d out, %s"), calls, (int) sum->input_tokens,
                          (int) sum->output_tokens, cost);
}
