/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-chain-notes.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-cost.h"
#include "bty-error.h"
#include "bty-prompt-limits.h"

/**
 * bty_chain_notes_init:
 * @self: (out caller-allocates): empty notes
 */
void
bty_chain_notes_init (BtyChainNotes *self)
{
  self->attempts = json_array_new ();
  self->warnings = json_array_new ();
  self->reasons = g_string_new (NULL);
  self->passed_over = g_ptr_array_new_with_free_func (g_free);
}

/**
 * bty_chain_notes_clear:
 * @self: notes
 *
 * Frees what they hold.
 */
void
bty_chain_notes_clear (BtyChainNotes *self)
{
  json_array_unref (self->attempts);
  json_array_unref (self->warnings);
  g_string_free (self->reasons, TRUE);
  g_ptr_array_unref (self->passed_over);
}

/**
 * bty_chain_notes_add_attempt:
 * @self: notes
 * @provider: who was asked
 * @error: what came of it
 *
 * Notes an attempt that failed.
 */
void
bty_chain_notes_add_attempt (BtyChainNotes     *self,
                             BtyProviderConfig *provider,
                             const GError      *error)
{
  JsonObject *attempt = json_object_new ();

  json_object_set_string_member (attempt, "provider", provider->name);
  json_object_set_string_member (attempt, "error", error->message);
  json_object_set_string_member (attempt, "code", bty_error_to_nick (error));
  json_array_add_object_element (self->attempts, attempt);
}

/* Returns: (transfer full): the line that was noted */
static char *
add_reason (BtyChainNotes *self,
            const char    *provider,
            const char    *reason)
{
  /* Translators: one line of a list: the name of a provider and why it did not answer */
  char *line = g_strdup_printf (_("%s: %s"), provider, reason);

  g_string_append_printf (self->reasons, "\n%s", line);

  return line;
}

/**
 * bty_chain_notes_add_reason:
 * @self: notes
 * @provider: the name of one that was asked
 * @reason: why it did not answer
 *
 * Notes a reason for going on to the next one.
 */
void
bty_chain_notes_add_reason (BtyChainNotes *self,
                            const char    *provider,
                            const char    *reason)
{
  g_free (add_reason (self, provider, reason));
}

/**
 * bty_chain_notes_pass_over:
 * @self: notes
 * @provider: the name of one that was not asked
 * @reason: why not
 *
 * Notes a reason that is told also when another one answers.
 */
void
bty_chain_notes_pass_over (BtyChainNotes *self,
                           const char    *provider,
                           const char    *reason)
{
  g_ptr_array_add (self->passed_over, add_reason (self, provider, reason));
}

/**
 * bty_chain_notes_add_switch:
 * @self: notes
 * @first: who should have answered
 * @answering: who has answered
 *
 * Warns of what is different, and tells who was passed over.
 */
void
bty_chain_notes_add_switch (BtyChainNotes     *self,
                            BtyProviderConfig *first,
                            BtyProviderConfig *answering)
{
  g_auto(GStrv) differences = bty_cost_describe_switch (first, answering);

  for (guint i = 0; differences[i] != NULL; i++)
    json_array_add_string_element (self->warnings, differences[i]);
  for (guint i = 0; i < self->passed_over->len; i++)
    json_array_add_string_element (self->warnings, g_ptr_array_index (self->passed_over, i));
}

/**
 * bty_chain_notes_add_left_out:
 * @self: notes
 * @sent: what was answered
 * @n_left_out: how many of the oldest turns did not fit
 *
 * Warns of what the provider was not sent.
 */
void
bty_chain_notes_add_left_out (BtyChainNotes *self,
                              BtyPrompt     *sent,
                              guint          n_left_out)
{
  g_auto(GStrv) sentences = bty_prompt_describe_left_out (sent, n_left_out);

  for (guint i = 0; sentences[i] != NULL; i++)
    json_array_add_string_element (self->warnings, sentences[i]);
}

/**
 * bty_chain_notes_create_error:
 * @self: notes of a turn that nobody has answered
 * @code: a #BtyError
 *
 * Returns: (transfer full): an error that names every provider and its reason
 */
GError *
bty_chain_notes_create_error (BtyChainNotes *self,
                              int            code)
{
  if (self->reasons->len == 0)
    return g_error_new_literal (BTY_ERROR, code,
                                _("No provider may answer this bot. Add or enable one on the Providers page."));

  return g_error_new (BTY_ERROR, code, _("No provider could answer.%s\nTry again, or look at the Providers page."),
                      self->reasons->str);
}

/**
 * bty_chain_notes_dup_list:
 * @list: attempts or warnings
 *
 * Returns: (transfer full) (nullable): the same for a message; %NULL if there are none
 */
JsonNode *
bty_chain_notes_dup_list (JsonArray *list)
{
  return json_array_get_length (list) > 0 ? json_node_init_array (json_node_alloc (), list) : NULL;
}
