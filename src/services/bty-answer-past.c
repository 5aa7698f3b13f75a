/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-answer-past.h"

#include "bty-reply-store.h"
#include "bty-summary-store.h"

/**
 * bty_answer_past_read_on_db:
 *
 * A job with the id of a session.
 *
 * Returns: (transfer full) (nullable): a #BtyAnswerPast
 */
gpointer
bty_answer_past_read_on_db (BtyDatabase   *database,
                            gpointer       data,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autoptr(BtyAnswerPast) self = g_new0 (BtyAnswerPast, 1);

  self->trust = bty_reply_store_list_trust (database, data, error);
  if (self->trust != NULL)
    self->summaries = bty_summary_store_list (database, data, error);

  return self->summaries != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * bty_answer_past_free:
 * @self: (transfer full): what is known of a conversation
 */
void
bty_answer_past_free (BtyAnswerPast *self)
{
  g_clear_pointer (&self->summaries, g_ptr_array_unref);
  g_clear_pointer (&self->trust, g_hash_table_unref);
  g_free (self);
}

/* What was made by a provider that was sent @turns, as far as it is cleared for them; who is not known any more may
 * have read all of it. */
static BtyTrust
get_trust_of_made (BtyProviderService *providers,
                   const char         *provider,
                   GPtrArray          *turns)
{
  BtyProviderStatus *status = provider != NULL ? bty_provider_service_find (providers, provider) : NULL;
  BtyTrust clearance = status != NULL ? bty_provider_status_get_config (status)->clearance : BTY_TRUST_PRIVATE;
  BtyTrust lowest = BTY_TRUST_PUBLIC;

  for (guint i = 0; i < turns->len; i++)
    {
      BtyTrust trust = ((BtyTurn *) g_ptr_array_index (turns, i))->trust;

      if (trust >= clearance)
        lowest = MIN (lowest, trust);
    }

  return lowest;
}

/**
 * bty_answer_past_get_trust:
 * @self: (nullable): what is known of a conversation; %NULL = nothing could be found out
 * @providers: who has answered
 * @prompt: with what comes before @message as its turns
 * @message: one of the conversation
 *
 * What was made of memories has the lowest trust of these, and so has what was made of that again.
 *
 * Returns: who may be sent @message: providers with no higher clearance. What the user says everybody may.
 */
BtyTrust
bty_answer_past_get_trust (BtyAnswerPast      *self,
                           BtyProviderService *providers,
                           BtyPrompt          *prompt,
                           BtyMessage         *message)
{
  gpointer trust = NULL;

  if (message->role == BTY_ROLE_USER)
    return BTY_TRUST_PUBLIC;
  if (self == NULL)
    return BTY_TRUST_PRIVATE;
  if (!g_hash_table_lookup_extended (self->trust, message->id, NULL, &trust))
    trust = GINT_TO_POINTER (BTY_TRUST_PUBLIC);

  return MIN ((BtyTrust) GPOINTER_TO_INT (trust), get_trust_of_made (providers, message->provider, prompt->turns));
}

/**
 * bty_answer_past_add_turn:
 * @self: (nullable): what is known of a conversation; %NULL = nothing could be found out
 * @providers: who has answered
 * @prompt: with what comes before @message as its turns
 * @message: the next one of the conversation
 * @attachments: (nullable) (element-type BtyAttachment): what goes with it
 *
 * Adds a message to a prompt, unless it is empty, and the summaries of all up to it.
 */
void
bty_answer_past_add_turn (BtyAnswerPast      *self,
                          BtyProviderService *providers,
                          BtyPrompt          *prompt,
                          BtyMessage         *message,
                          GPtrArray          *attachments)
{
  BtyTrust trust = bty_answer_past_get_trust (self, providers, prompt, message);

  if ((message->content != NULL && *message->content != '\0') || attachments != NULL)
    bty_prompt_add_turn (prompt, message->role, message->content, attachments)->trust = trust;
  for (guint i = 0; self != NULL && i < self->summaries->len; i++)
    {
      BtySessionSummary *summary = g_ptr_array_index (self->summaries, i);

      if (g_str_equal (summary->until_id, message->id))
        bty_prompt_add_summary (prompt, summary, prompt->turns->len,
                                get_trust_of_made (providers, summary->provider, prompt->turns));
    }
}
