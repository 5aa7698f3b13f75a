/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-prompt.h"

#include "bty-enum-types.h"
#include "bty-quotation.h"

#include <math.h>

static void
free_turn (BtyTurn *turn)
{
  g_free (turn->text);
  g_clear_pointer (&turn->attachments, g_ptr_array_unref);
  g_free (turn);
}

static void
clear_summary (gpointer data)
{
  g_clear_object (&((BtyPromptSummary *) data)->summary);
}

/**
 * bty_prompt_new:
 * @model: (nullable): which model shall answer
 *
 * Returns: (transfer full): a prompt without turns and with the provider's default settings
 */
BtyPrompt *
bty_prompt_new (const char *model)
{
  BtyPrompt *self = g_new0 (BtyPrompt, 1);

  self->model = g_strdup (model);
  self->turns = g_ptr_array_new_with_free_func ((GDestroyNotify) free_turn);
  self->recalled = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  self->summaries = g_array_new (FALSE, FALSE, sizeof (BtyPromptSummary));
  g_array_set_clear_func (self->summaries, clear_summary);
  self->mark = bty_quotation_new_mark ();
  self->temperature = NAN;
  self->max_tokens = 4096;

  return self;
}

/**
 * bty_prompt_free:
 * @self: (transfer full): a prompt
 */
void
bty_prompt_free (BtyPrompt *self)
{
  g_free (self->system);
  g_free (self->model);
  g_free (self->mark);
  g_ptr_array_unref (self->turns);
  g_ptr_array_unref (self->recalled);
  g_array_unref (self->summaries);
  g_free (self);
}

/**
 * bty_prompt_add_turn:
 * @self: a prompt
 * @role: who speaks
 * @text: what is said
 * @attachments: (nullable) (element-type BtyAttachment): what goes with it; a reference is taken
 *
 * Returns: (transfer none): the new last turn, which everybody may be sent
 */
BtyTurn *
bty_prompt_add_turn (BtyPrompt  *self,
                     BtyRole     role,
                     const char *text,
                     GPtrArray  *attachments)
{
  BtyTurn *turn = g_new0 (BtyTurn, 1);

  turn->role = role;
  turn->trust = BTY_TRUST_PUBLIC;
  turn->text = g_strdup (text);
  turn->attachments = attachments != NULL ? g_ptr_array_ref (attachments) : NULL;
  g_ptr_array_add (self->turns, turn);

  return turn;
}

/**
 * bty_prompt_add_summary:
 * @self: a prompt
 * @summary: what the beginning of the conversation says; a reference is taken
 * @n_turns: of how many turns
 * @trust: the lowest of what it was made of
 */
void
bty_prompt_add_summary (BtyPrompt         *self,
                        BtySessionSummary *summary,
                        guint              n_turns,
                        BtyTrust           trust)
{
  BtyPromptSummary added = { g_object_ref (summary), n_turns, trust };

  g_array_append_val (self->summaries, added);
}

/**
 * bty_prompt_copy:
 * @self: a prompt
 *
 * Returns: (transfer full): another, to be sent to another model
 */
BtyPrompt *
bty_prompt_copy (BtyPrompt *self)
{
  BtyPrompt *copy = bty_prompt_new (self->model);

  g_free (copy->mark);
  copy->mark = g_strdup (self->mark);
  copy->system = g_strdup (self->system);
  copy->temperature = self->temperature;
  copy->max_tokens = self->max_tokens;
  for (guint i = 0; i < self->turns->len; i++)
    {
      BtyTurn *turn = g_ptr_array_index (self->turns, i);

      bty_prompt_add_turn (copy, turn->role, turn->text, turn->attachments)->trust = turn->trust;
    }
  for (guint i = 0; i < self->summaries->len; i++)
    {
      BtyPromptSummary *summary = &g_array_index (self->summaries, BtyPromptSummary, i);

      bty_prompt_add_summary (copy, summary->summary, summary->n_turns, summary->trust);
    }
  for (guint i = 0; i < self->recalled->len; i++)
    g_ptr_array_add (copy->recalled, bty_recalled_copy (g_ptr_array_index (self->recalled, i)));

  return copy;
}

static JsonNode *
describe_turns (BtyPrompt *self)
{
  g_autoptr(JsonArray) turns = json_array_new ();

  for (guint i = 0; i < self->turns->len; i++)
    {
      BtyTurn *turn = g_ptr_array_index (self->turns, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "role", bty_enum_to_nick (BTY_TYPE_ROLE, turn->role));
      json_object_set_string_member (object, "text", turn->text);
      json_array_add_object_element (turns, object);
    }

  return json_node_init_array (json_node_alloc (), turns);
}

/**
 * bty_prompt_to_text:
 * @self: a prompt
 *
 * Returns: (transfer full): all of it, as JSON, for whom no wire format says how it looks
 */
char *
bty_prompt_to_text (BtyPrompt *self)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);
  JsonArray *recalled = json_array_new ();

  for (guint i = 0; i < self->recalled->len; i++)
    json_array_add_string_element (recalled, ((BtyRecalled *) g_ptr_array_index (self->recalled, i))->text);
  json_object_set_string_member (object, "system", self->system != NULL ? self->system : "");
  json_object_set_member (object, "turns", describe_turns (self));
  json_object_set_array_member (object, "recalled", recalled);

  return json_to_string (node, FALSE);
}
