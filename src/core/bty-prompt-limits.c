/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-prompt-limits.h"

#include "bty-catalog.h"
#include "bty-config.h"

#include <glib/gi18n-lib.h>

/* Shares of the context window. What is neither recalled nor said is the soul and the text about the user, with a
 * share of 0.15 and 0.05; what they do not take is left for the reply. */
#define MEMORY_SHARE 0.1
#define CONVERSATION_SHARE 0.7

/* The oldest turns are left out when the conversation takes more than this part of its share. */
#define FULL 0.8

/* When so much of that is reached, what is left out next is summed up before it is. */
#define NEARLY 0.8

/* They are left out this many at once: each time the beginning changes, providers must read it anew. */
#define TURNS_AT_ONCE 8

/* What is supposed of a model of which nothing is known; its conversation is not shortened. */
#define USUAL_CONTEXT 32768

/* Tokenizers of today make about four letters of Latin script one token, and of most others one each. */
#define ASCII_PER_TOKEN 4

/* An image counts as much as this. */
#define IMAGE_TOKENS 1500

/* Stands for a reply that its receiver may not read. */
#define WITHHELD "[This reply is withheld: it was made of what you may not be sent.]"

/* What a turn or a passage costs beside its text. */
#define OVERHEAD 8

/**
 * bty_tokens_estimate:
 * @text: (nullable): any text
 *
 * Returns: about how many tokens it is; real tokenizers differ by a third to either side
 */
gint64
bty_tokens_estimate (const char *text)
{
  gint64 n_ascii = 0;
  gint64 n_other = 0;

  for (; text != NULL && *text != '\0'; text++)
    if ((guchar) *text < 0x80)
      n_ascii++;
    else if (((guchar) *text & 0xc0) != 0x80)
      n_other++;

  return (n_ascii + ASCII_PER_TOKEN - 1) / ASCII_PER_TOKEN + n_other;
}

static gint64
count_turn (BtyTurn *turn)
{
  gint64 n_tokens = bty_tokens_estimate (turn->text) + OVERHEAD;

  for (guint i = 0; turn->attachments != NULL && i < turn->attachments->len; i++)
    {
      BtyAttachment *attachment = g_ptr_array_index (turn->attachments, i);

      n_tokens += bty_attachment_is_image (attachment)
                    ? IMAGE_TOKENS : (gint64) g_bytes_get_size (attachment->data) / ASCII_PER_TOKEN;
    }

  return n_tokens;
}

/* Without what a cut-off reply says it cannot be continued: what was asked is answered anew. */
static void
drop_cut_off (BtyPrompt *self,
              BtyTrust   clearance)
{
  guint n = self->turns->len;

  if (n > 2 && ((BtyTurn *) g_ptr_array_index (self->turns, n - 1))->trust < clearance)
    {
      g_ptr_array_remove_range (self->turns, n - 2, 2);
      self->n_withheld++;
    }
}

/**
 * bty_prompt_withhold:
 * @turns: (element-type BtyTurn): a conversation
 * @clearance: the highest trust level that its receiver may be sent
 *
 * Puts a note in the place of each turn that was made of what fewer may read than the receiver is cleared for.
 *
 * Returns: how many these are
 */
guint
bty_prompt_withhold (GPtrArray *turns,
                     BtyTrust   clearance)
{
  guint n_withheld = 0;

  for (guint i = 0; i < turns->len; i++)
    {
      BtyTurn *turn = g_ptr_array_index (turns, i);

      if (turn->trust >= clearance)
        continue;
      g_free (turn->text);
      turn->text = g_strdup (WITHHELD);
      n_withheld++;
    }

  return n_withheld;
}

/**
 * bty_prompt_restrict:
 * @self: a prompt
 * @clearance: the highest trust level that its receiver may be sent
 *
 * Takes out what must not be sent: what fewer may read than the receiver is cleared for, and the replies and
 * summaries that were made of such.
 */
void
bty_prompt_restrict (BtyPrompt *self,
                     BtyTrust   clearance)
{
  for (guint i = self->recalled->len; i > 0; i--)
    if (((BtyRecalled *) g_ptr_array_index (self->recalled, i - 1))->trust < clearance)
      g_ptr_array_remove_index (self->recalled, i - 1);
  for (guint i = self->summaries->len; i > 0; i--)
    if (g_array_index (self->summaries, BtyPromptSummary, i - 1).trust < clearance)
      g_array_remove_index (self->summaries, i - 1);
  drop_cut_off (self, clearance);
  self->n_withheld += bty_prompt_withhold (self->turns, clearance);
}

/* The best passages are kept; one that does not fit does not stop smaller ones. */
static void
fit_recalled (BtyPrompt *self,
              gint64     budget)
{
  for (guint i = 0; i < self->recalled->len;)
    {
      BtyRecalled *recalled = g_ptr_array_index (self->recalled, i);
      gint64 n_tokens = bty_tokens_estimate (recalled->text) + 2 * OVERHEAD;

      if (n_tokens > budget)
        {
          g_ptr_array_remove_index (self->recalled, i);
          continue;
        }
      budget -= n_tokens;
      i++;
    }
}

/* How many of the oldest turns do not fit into @budget. */
static guint
count_old (BtyPrompt *self,
           gint64     budget)
{
  gint64 total = 0;
  guint n_old = 0;

  for (guint i = 0; i < self->turns->len; i++)
    total += count_turn (g_ptr_array_index (self->turns, i));
  for (guint i = 0; i + 1 < self->turns->len && (total > budget || i % TURNS_AT_ONCE != 0); i++)
    {
      total -= count_turn (g_ptr_array_index (self->turns, i));
      n_old = i + 1;
    }

  return n_old;
}

/* Long instructions and long replies leave less for the conversation. */
static gint64
get_budget (BtyPrompt *self,
            gint64     context)
{
  gint64 budget = MIN ((gint64) (context * CONVERSATION_SHARE),
                       context - bty_tokens_estimate (self->system) - MIN (self->max_tokens, context / 4)
                         - (gint64) (context * MEMORY_SHARE));

  return (gint64) (budget * FULL);
}

/* What stands for the turns that were left out: the summary of most of them. It comes first and is always the same, so
 * that what follows it can stay in the cache of a provider. */
static void
use_summary (BtyPrompt *self,
             guint      n_left_out)
{
  BtyTurn *first = g_ptr_array_index (self->turns, 0);
  g_autofree char *quoted = NULL;

  for (guint i = 0; i < self->summaries->len; i++)
    {
      BtyPromptSummary *summary = &g_array_index (self->summaries, BtyPromptSummary, i);

      if (summary->n_turns <= n_left_out && (self->summary == NULL || summary->n_turns >= self->summary->n_turns))
        self->summary = summary;
    }
  if (self->summary == NULL)
    return;

  quoted = bty_session_summary_quote (self->summary->summary);
  if (first->role == BTY_ROLE_USER)
    {
      g_autofree char *text = g_steal_pointer (&first->text);

      first->text = g_strconcat (quoted, "\n\n", text, NULL);
    }
  else
    {
      bty_prompt_add_turn (self, BTY_ROLE_USER, quoted, NULL);
      g_ptr_array_insert (self->turns, 0, g_ptr_array_steal_index (self->turns, self->turns->len - 1));
    }
}

/**
 * bty_prompt_fit:
 * @self: a prompt
 * @context_tokens: what its receiver can read, or %BTY_UNSET
 *
 * Keeps what was recalled and what was said within their shares of the context window: the best passages, and the
 * newest turns. The last turn is always kept.
 *
 * Returns: how many of the oldest turns were left out
 */
guint
bty_prompt_fit (BtyPrompt *self,
                gint64     context_tokens)
{
  gboolean is_known = context_tokens > 0;
  gint64 context = is_known ? context_tokens : USUAL_CONTEXT;
  guint n_left_out;

  fit_recalled (self, (gint64) (context * MEMORY_SHARE));
  if (!is_known)
    return 0;

  self->n_ageing = count_old (self, (gint64) (get_budget (self, context) * NEARLY));
  n_left_out = count_old (self, get_budget (self, context));
  if (n_left_out > 0)
    {
      g_ptr_array_remove_range (self->turns, 0, n_left_out);
      use_summary (self, n_left_out);
    }

  return n_left_out;
}

/**
 * bty_prompt_describe_left_out:
 * @self: what was sent
 * @n_left_out: how many of the oldest turns were not
 *
 * Returns: (transfer full): what there is to say about it, in plain sentences
 */
GStrv
bty_prompt_describe_left_out (BtyPrompt *self,
                              guint      n_left_out)
{
  g_autoptr(GStrvBuilder) notes = g_strv_builder_new ();
  guint n_summed_up = self->summary != NULL ? self->summary->n_turns : 0;

  if (self->n_withheld > 0)
    {
      g_autofree char *note = NULL;

      note = g_strdup_printf (ngettext ("One earlier reply was made of memories that this provider may not be sent, "
                                        "and was left out.",
                                        "%u earlier replies were made of memories that this provider may not be sent, "
                                        "and were left out.", self->n_withheld), self->n_withheld);
      g_strv_builder_add (notes, note);
    }

  if (n_summed_up > 0)
    {
      g_autofree char *note = NULL;

      note = g_strdup_printf (ngettext ("This conversation is longer than what the model can read: instead of the "
                                        "oldest message it was sent a summary.",
                                        "This conversation is longer than what the model can read: instead of the %u "
                                        "oldest messages it was sent a summary.", n_summed_up), n_summed_up);
      g_strv_builder_add (notes, note);
    }
  else if (n_left_out > 0)
    {
      g_autofree char *note = NULL;

      note = g_strdup_printf (ngettext ("The oldest message of this conversation did not fit into what the model can "
                                        "read and was left out.",
                                        "The %u oldest messages of this conversation did not fit into what the model "
                                        "can read and were left out.", n_left_out), n_left_out);
      g_strv_builder_add (notes, note);
    }
  if (n_summed_up > 0 && n_left_out > n_summed_up)
    {
      guint n_lost = n_left_out - n_summed_up;
      g_autofree char *note = NULL;

      note = g_strdup_printf (ngettext ("One message after these is not in the summary yet and was left out.",
                                        "%u messages after these are not in the summary yet and were left out.",
                                        n_lost), n_lost);
      g_strv_builder_add (notes, note);
    }

  return g_strv_builder_end (notes);
}

/**
 * bty_prompt_tailor:
 * @self: what would be sent if there were no limits
 * @config: of the provider that is asked
 * @model: the model that it is asked for
 * @n_left_out: (out): how many turns of the conversation it cannot read
 *
 * Each provider gets what it may see and can read, also when it stands in for another.
 *
 * Returns: (transfer full): what @config is sent
 */
BtyPrompt *
bty_prompt_tailor (BtyPrompt         *self,
                   BtyProviderConfig *config,
                   const char        *model,
                   guint             *n_left_out)
{
  BtyPrompt *prompt = bty_prompt_copy (self);
  gint64 context_tokens;
  gint64 output_tokens;

  g_free (prompt->model);
  prompt->model = g_strdup (model);
  bty_catalog_get_limits (config, model, &context_tokens, &output_tokens);
  bty_prompt_restrict (prompt, config->clearance);
  *n_left_out = bty_prompt_fit (prompt, context_tokens);

  return prompt;
}
