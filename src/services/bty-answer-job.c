/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-answer-job.h"

#include "bty-memory-store.h"
#include "bty-memory-use.h"
#include "bty-memory-writing.h"
#include "bty-message-store.h"
#include "bty-reply-store.h"
#include "bty-session-store.h"

#include <math.h>

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

  if (prompt->summary != NULL)
    {
      BtySessionSummary *summary = prompt->summary->summary;
      BtyRecalled *passage = bty_recalled_new (summary->text, NULL, summary->id, summary->created_at, 0);

      passage->kind = BTY_RECALL_KIND_SUMMARY;
      g_ptr_array_add (self->recalled, passage);
    }

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

static BtyMemoryUse *
create_use (BtyAnswerJob *self,
            BtyRecalled  *recalled,
            guint         rank)
{
  BtyMemoryUse *use = bty_memory_use_new (self->reply->id, recalled->id, self->bot->id);
  g_autoptr(JsonNode) factors = bty_recall_factors_to_json (&recalled->factors);

  g_object_set (use, "rank", (gint64) rank, "score", recalled->score, "factors", factors, NULL);
  if (!isnan (recalled->similarity))
    g_object_set (use, "similarity", recalled->similarity, NULL);

  return use;
}

/* It may have been forgotten while the reply arrived. */
static gboolean
is_still_there (BtyDatabase *database,
                BtyRecalled *recalled)
{
  g_autoptr(BtyMemory) memory = NULL;
  g_autoptr(BtyMessage) message = NULL;

  if (recalled->kind == BTY_RECALL_KIND_MEMORY)
    return (memory = bty_memory_store_get (database, recalled->id, NULL)) != NULL;
  if (recalled->kind != BTY_RECALL_KIND_MESSAGE)
    return TRUE;
  message = bty_message_store_get (database, recalled->id, NULL);

  return message != NULL && !bty_message_is_forgotten (message);
}

/* A private session leaves no trace in what others can look up: all it used goes with it. */
static gboolean
is_private (BtyAnswerJob  *self,
            BtyDatabase   *database,
            gboolean      *private,
            GError       **error)
{
  g_autoptr(BtySession) session = bty_session_store_get (database, self->reply->session_id, error);

  *private = session != NULL && session->private;

  return session != NULL;
}

/**
 * bty_answer_save_on_db:
 *
 * A job with a #BtyAnswerJob. Stores the reply, what was sent for it and what was used for it, or nothing of that.
 *
 * Returns: (transfer full) (nullable): something
 */
gpointer
bty_answer_save_on_db (BtyDatabase   *database,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  BtyAnswerJob *self = data;
  g_autoptr(GPtrArray) passages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) uses = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean private;

  if (!bty_message_store_update (database, self->reply, error) || !is_private (self, database, &private, error))
    return NULL;

  for (guint i = 0; i < self->recalled->len; i++)
    {
      BtyRecalled *recalled = g_ptr_array_index (self->recalled, i);
      gboolean is_there = is_still_there (database, recalled);

      if (!is_there && self->prompt != NULL)
        bty_reply_prompt_forget (self->prompt);
      if (recalled->kind == BTY_RECALL_KIND_MEMORY && !private && is_there)
        g_ptr_array_add (uses, create_use (self, recalled, i + 1));
      else
        g_ptr_array_add (passages, bty_reply_passage_new (self->reply->id, recalled, i + 1));
    }

  return GINT_TO_POINTER (bty_reply_store_save (database, self->prompt, passages, error)
                          && bty_memory_note_reading (database, self->bot, self->reply->id, uses, error));
}
