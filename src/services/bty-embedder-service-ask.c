/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-embedder-service-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-embedder-call.h"
#include "bty-error.h"
#include "bty-memory.h"
#include "bty-time.h"
#include "bty-vector.h"

#include <string.h>

/* What somebody waits for: it must not take long. */

/* A reply does not wait longer than this for what is near in meaning; whoever accepts many memories at once waits so
 * long for each batch of them, and never longer than the second number says. */
#define QUERY_LIMIT_MS 3000
#define MOST_LIMIT_MS 30000
#define BATCH 64

/* What nobody waits for may take as long as a slow model on this machine needs. */
#define BACKGROUND_LIMIT_MS 60000

/* Who could not be asked is left alone for so long. */
#define REST (30 * G_TIME_SPAN_SECOND)

typedef struct
{
  BtyEmbedderChoice *choice;
  GArray            *places;       /* of guint: which vector each text is for; NULL = there is one text */
  guint              n_vectors;
  guint              timer;
  GCancellable      *cancellable;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->choice);
  g_clear_pointer (&question->places, g_array_unref);
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

/**
 * bty_query_vector_get:
 * @self: (nullable): vectors
 * @number: which one is wanted
 *
 * Returns: (transfer none) (nullable): as many numbers as its dimensions; %NULL = the text was not sent to the embedder
 *   that was chosen, or means nothing to it
 */
const float *
bty_query_vector_get (BtyQueryVector *self,
                      guint           number)
{
  const float *values;

  if (self == NULL)
    return NULL;
  values = self->values + number * (gsize) self->choice->dimensions;

  return bty_vector_check_values (values, (guint) self->choice->dimensions, NULL) ? values : NULL;
}

/* Puts each vector where the text stands that it is of. Returns: (transfer full): zeros for all others */
static float *
spread (Question *question,
        float    *values)
{
  gsize dimensions = (gsize) question->choice->dimensions;
  float *spread_out;

  if (question->places == NULL)
    return g_steal_pointer (&values);
  spread_out = g_new0 (float, question->n_vectors * dimensions);
  for (guint i = 0; i < question->places->len; i++)
    memcpy (spread_out + g_array_index (question->places, guint, i) * dimensions, values + i * dimensions,
            dimensions * sizeof (float));
  g_free (values);

  return spread_out;
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
  vector->values = spread (question, g_steal_pointer (&embedded->values));
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

/* Takes @question; @texts: what it is about, if that may be sent. */
static void
ask (BtyEmbedderService  *self,
     Question            *question,
     const char *const   *texts,
     guint                limit_ms,
     gpointer             source_tag,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  question->choice = bty_record_copy (self->choice);
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, question, free_question);
  if (texts[0] == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else if (self->problem != NULL && bty_time_steady () < self->retry_at)
    g_task_return_error (task, g_error_copy (self->problem));
  else
    {
      question->cancellable = g_cancellable_new ();
      if (cancellable != NULL)
        g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), question->cancellable, 0);
      question->timer = g_timeout_add (limit_ms, give_up_cb, task);
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
  const char *texts[] = { may_be_asked (self, bot_id) ? text : NULL, NULL };

  ask (self, g_new0 (Question, 1), texts, QUERY_LIMIT_MS, bty_embedder_service_query_async, cancellable, callback,
       user_data);
}

/**
 * bty_embedder_service_embed_new_async:
 * @self: the service
 * @memories: (element-type BtyMemory): what shall be remembered, with secrets masked; of those without a text nothing
 *   is wanted
 * @is_awaited: whether somebody waits for it
 * @cancellable: (nullable): to stop
 * @callback: called when done, after some seconds at most if it is awaited
 * @user_data: data for @callback
 *
 * Embeds what nobody but its bot may read yet with the embedder in use, if that is not the built-in one: of each bot
 * what may be sent, all in one call. End it with bty_embedder_service_query_finish().
 */
void
bty_embedder_service_embed_new_async (BtyEmbedderService  *self,
                                      GPtrArray           *memories,
                                      gboolean             is_awaited,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  Question *question = g_new0 (Question, 1);
  g_autoptr(GPtrArray) texts = g_ptr_array_new ();
  guint limit_ms;
  BtyTrust clearance;
  gboolean is_local;

  bty_embedder_call_get_limits (self->choice, self->providers, &clearance, &is_local);
  question->places = g_array_new (FALSE, FALSE, sizeof (guint));
  question->n_vectors = memories->len;
  for (guint i = 0; i < memories->len; i++)
    {
      BtyMemory *memory = g_ptr_array_index (memories, i);

      if (clearance != BTY_TRUST_PRIVATE || *memory->text == '\0' || !may_be_asked (self, memory->bot_id))
        continue;
      g_ptr_array_add (texts, memory->text);
      g_array_append_val (question->places, i);
    }
  limit_ms = MIN (QUERY_LIMIT_MS * (1 + texts->len / BATCH), MOST_LIMIT_MS);
  g_ptr_array_add (texts, NULL);
  ask (self, question, (const char *const *) texts->pdata, is_awaited ? limit_ms : BACKGROUND_LIMIT_MS,
       bty_embedder_service_embed_new_async, cancellable, callback, user_data);
}

/**
 * bty_embedder_service_query_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): why the embedder could not be asked, in a sentence for the reply
 *
 * Returns: (transfer full) (nullable): the vectors; %NULL without an error if the built-in embedder is to be used
 */
BtyQueryVector *
bty_embedder_service_query_finish (BtyEmbedderService  *self,
                                   GAsyncResult        *result,
                                   GError             **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
