/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-answer-job.h"

#include "bty-message-store.h"
#include "bty-reply-store.h"

/**
 * bty_answer_job_new:
 * @reply: as it ended; copied
 * @bot: who answers; copied
 * @provider: (nullable): the name of who was asked last
 * @sent: (nullable): what that one was sent
 * @prompt: (nullable): what it was made of
 *
 * Returns: (transfer full): what is stored of it
 */
BtyAnswerJob *
bty_answer_job_new (BtyMessage *reply,
                    BtyBot     *bot,
                    const char *provider,
                    const char *sent,
                    BtyPrompt  *prompt)
{
  BtyAnswerJob *self = g_new0 (BtyAnswerJob, 1);

  self->reply = bty_record_copy (reply);
  self->bot = bty_record_copy (bot);
  self->recalled = g_ptr_array_new_with_free_func ((GDestroyNotify) bty_recalled_free);
  if (prompt == NULL || sent == NULL)
    return self;

  self->prompt = bty_reply_prompt_new (reply->id, sent, prompt);
  g_object_set (self->prompt, "provider", provider, NULL);
  for (guint i = 0; i < prompt->recalled->len; i++)
    g_ptr_array_add (self->recalled, bty_recalled_copy (g_ptr_array_index (prompt->recalled, i)));

  return self;
}

/**
 * bty_answer_job_free:
 * @self: (transfer full): what is stored
 */
void
bty_answer_job_free (BtyAnswerJob *self)
{
  g_clear_object (&self->reply);
  g_clear_object (&self->bot);
  g_clear_object (&self->prompt);
  g_ptr_array_unref (self->recalled);
  g_free (self);
}

/**
 * bty_answer_save_on_db:
 *
 * A #BtyJobFunc with a #BtyAnswerJob: the reply, what was sent for it and what was used for it, or nothing of that.
 */
gpointer
bty_answer_save_on_db (BtyDatabase   *database,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  BtyAnswerJob *self = data;
  g_autoptr(GPtrArray) passages = g_ptr_array_new_with_free_func (g_object_unref);

  if (!bty_message_store_update (database, self->reply, error))
    return NULL;

  for (guint i = 0; i < self->recalled->len; i++)
    g_ptr_array_add (passages, bty_reply_passage_new (self->reply->id, g_ptr_array_index (self->recalled, i), i + 1));

  return GINT_TO_POINTER (bty_reply_store_save (database, self->prompt, passages, error));
}
