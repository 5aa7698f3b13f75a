/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-embedder-service-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-embedder-call.h"
#include "bty-error.h"
#include "bty-time.h"

/* What somebody waits for: it must not take long. */

/* A reply does not wait longer than this for what is near in meaning. */
#define QUERY_LIMIT_MS 3000

/* Who could not be asked is left alone for so long. */
#define REST (30 * G_TIME_SPAN_SECOND)

typedef struct
{
  BtyEmbedderChoice *choice;
  guint              timer;
  GCancellable      *cancellable;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->choice);
  g_clear_object (&question->cancellable);
  g_clear_handle_id (&question->timer, g_source_remove);
  g_free (question);
}

/**
 * bty_query_vector_free:
 * @self: (transfer full): a vector
 */
void
bty_query_vector_free (BtyQueryVector *self)
{
  g_clear_object (&self->choice);
  g_free (self->values);
  g_free (self);
}

static gboolean
give_up_cb (gpointer user_data)
{
  Question *question = g_task_get_task_data (user_data);

  question->timer = 0;
  g_cancellable_cancel (question->cancellable);

  return G_SOURCE_REMOVE;
}

/* What a person is told beside the reply. */
static void
note_problem (BtyEmbedderService *self,
              BtyEmbedderChoice  *choice,
              const GError       *error,
              gboolean            is_late)
{
  g_autofree char *name = bty_embedder_service_describe (self, choice);

  g_clear_error (&self->problem);
  self->retry_at = bty_time_steady () + REST;
  self->problem = g_error_new (BTY_ERROR, BTY_ERROR_PROVIDER,
                               /* Translators: %1$s is an embedding model, %2$s says what went wrong. */
                               _("Memories were looked for with words and with the built-in embedder alone, because "
                                 "“%1$s” could not be used: %2$s"),
                               name, is_late ? _("it takes too long") : error->message);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyEmbedderService *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyEmbedded) embedded = bty_embedder_call_finish (result, &error);
  gboolean is_late = question->timer == 0;
  BtyQueryVector *vector;

  if (embedded == NULL)
    {
      if (g_task_return_error_if_cancelled (task))
        return;
      note_problem (self, question->choice, error, is_late);
      g_task_return_error (task, g_error_copy (self->problem));
      return;
    }

  g_clear_error (&self->problem);
  if (question->choice->kind == BTY_EMBEDDER_KIND_FOLDER)
    g_set_object (&self->loaded, embedded->embedder);
  vector = g_new0 (BtyQueryVector, 1);
  vector->choice = g_object_ref (question->choice);
  vector->values = g_steal_pointer (&embedded->values);
  g_task_return_pointer (task, vector, (GDestroyNotify) bty_query_vector_free);
}

static gboolean
may_be_asked (BtyEmbedderService *self,
              const char         *bot_id)
{
  BtyBot *bot = bot_id != NULL ? bty_bot_service_find (self->bots, bot_id) : NULL;
  gboolean is_local;
  BtyTrust clearance;

  if (self->choice->kind == BTY_EMBEDDER_KIND_BUILTIN)
    return FALSE;
  bty_embedder_call_get_limits (self->choice, self->providers, &clearance, &is_local);

  return is_local || (bot != NULL && !bot->local_only);
}

static void
cancelled_cb (GCancellable *outer,
              GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

/* @may: whether this may be sent to it */
static void
ask (BtyEmbedderService  *self,
     gboolean             may,
     const char *const   *texts,
     gpointer             source_tag,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->choice = bty_record_copy (self->choice);
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, question, free_question);
  if (!may)
    g_task_return_pointer (task, NULL, NULL);
  else if (self->problem != NULL && bty_time_steady () < self->retry_at)
    g_task_return_error (task, g_error_copy (self->problem));
  else
    {
      question->cancellable = g_cancellable_new ();
      if (cancellable != NULL)
        g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), question->cancellable, 0);
      question->timer = g_timeout_add (QUERY_LIMIT_MS, give_up_cb, task);
      bty_embedder_call_async (question->choice, self->providers, self->loaded, texts, question->cancellable, asked_cb,
                               g_object_ref (task));
    }
}

/**
 * bty_embedder_service_query_async:
 * @self: the service
 * @bot_id: who is asked: what is said to a bot that is local only is not sent anywhere
 * @text: what is looked for
 * @cancellable: (nullable): to stop
 * @callback: called when done, after some seconds at most
 * @user_data: data for @callback
 *
 * Embeds a question with the embedder in use, if that is not the built-in one.
 */
void
bty_embedder_service_query_async (BtyEmbedderService  *self,
                                  const char          *bot_id,
                                  const char          *text,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  const char *texts[] = { text, NULL };

  ask (self, may_be_asked (self, bot_id), texts, bty_embedder_service_query_async, cancellable, callback, user_data);
}

/**
 * bty_embedder_service_embed_new_async:
 * @self: the service
 * @bot_id: whose memories shall say them
 * @texts: ended by %NULL: what shall be remembered, with secrets masked
 * @cancellable: (nullable): to stop
 * @callback: called when done, after some seconds at most
 * @user_data: data for @callback
 *
 * Embeds what nobody but the bot may read yet with the embedder in use, if that is not the built-in one and may be sent
 * such. End it with bty_embedder_service_query_finish(): the vectors of all texts are one after another.
 */
void
bty_embedder_service_embed_new_async (BtyEmbedderService  *self,
                                      const char          *bot_id,
                                      const char *const   *texts,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  BtyTrust clearance;
  gboolean is_local;

  bty_embedder_call_get_limits (self->choice, self->providers, &clearance, &is_local);
  ask (self, clearance == BTY_TRUST_PRIVATE && may_be_asked (self, bot_id), texts,
       bty_embedder_service_embed_new_async, cancellable, callback, user_data);
}

/**
 * bty_embedder_service_query_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): why the embedder could not be asked, in a sentence for the reply
 *
 * Returns: (transfer full) (nullable): the vector; %NULL without an error if the built-in one is to be used
 */
BtyQueryVector *
bty_embedder_service_query_finish (BtyEmbedderService  *self,
                                   GAsyncResult        *result,
                                   GError             **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
