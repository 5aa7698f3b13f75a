/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-capture-service.h"

#include "bty-capture-jobs.h"
#include "bty-capture-store.h"
#include "bty-chain.h"
#include "bty-memory-extract.h"
#include "bty-memory-service-private.h"
#include "bty-message.h"
#include "bty-time.h"

/* As long as a list of memories may be. */
#define MOST_TOKENS 1500

struct _BtyCaptureService
{
  GObject             parent_instance;

  /* Owned */
  BtyWorker          *worker;
  BtyBotService      *bots;
  BtyProviderService *providers;
  BtyMemoryService   *memories;
  GCancellable       *working;    /* NULL = nothing is looked through */
  char               *session_id; /* what is looked through */

  guint               n_notes;    /* on their way to the database */
  gboolean            again;      /* something was noted meanwhile */
  gboolean            is_left;    /* the user left that session meanwhile */
  gboolean            closed;
};

G_DEFINE_FINAL_TYPE (BtyCaptureService, bty_capture_service, G_TYPE_OBJECT)

static void take_next (BtyCaptureService *self);

static void
run (BtyCaptureService   *self,
     gboolean             writes,
     BtyJobFunc           func,
     BtyCapturing        *data,
     GDestroyNotify       free_result,
     GAsyncReadyCallback  callback)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, NULL);

  g_task_set_source_tag (task, run);
  if (data != NULL)
    g_task_set_task_data (task, data, (GDestroyNotify) bty_capturing_free);
  if (writes)
    bty_worker_write (self->worker, task, func, free_result);
  else
    bty_worker_read (self->worker, task, func, free_result);
}

/* The last step: the next session, if one waits */

static void store (BtyCaptureService *self,
                   BtyCapturing      *capturing);

/* What cannot be stored is a failure like others: it has to wait, or a model would be asked for the same every turn. */
static void
store_failure (BtyCaptureService *self,
               BtyCapturing      *capturing,
               const GError      *error)
{
  BtyCapturing *failed = bty_capturing_new ();

  failed->job = g_object_ref (capturing->job);
  failed->n_forgotten = capturing->n_forgotten;
  failed->error = g_strdup (error->message);
  store (self, failed);
}

/* The user left a session while it was looked through: what was said in it meanwhile is looked through as well. */
static void
note_left (BtyCaptureService *self)
{
  g_autofree char *session_id = g_steal_pointer (&self->session_id);

  if (self->is_left)
    bty_capture_service_note_end (self, session_id);
  self->is_left = FALSE;
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  BtyCaptureService *self = BTY_CAPTURE_SERVICE (source);
  BtyCapturing *capturing = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    g_message ("What was found in a conversation was not stored: %s", error->message);
  if (error != NULL && capturing->found != NULL && !self->closed)
    {
      store_failure (self, capturing, error);
      return;
    }
  note_left (self);
  if (error != NULL || self->closed)
    {
      /* It stays as it was, and is taken again after the next turn. */
      g_clear_object (&self->working);
      return;
    }
  bty_memory_service_notice_change (self->memories);
  take_next (self);
}

static void
store (BtyCaptureService *self,
       BtyCapturing      *capturing)
{
  run (self, TRUE, bty_capture_store_on_db, capturing, NULL, stored_cb);
}

typedef struct
{
  BtyCaptureService *self;
  BtyCapturing      *capturing;
} Asking;

static Asking *
new_asking (BtyCaptureService *self,
            BtyCapturing      *capturing)
{
  Asking *asking = g_new (Asking, 1);

  asking->self = g_object_ref (self);
  asking->capturing = capturing;

  return asking;
}

static void
give_up (BtyCaptureService *self,
         BtyCapturing      *capturing)
{
  bty_capturing_free (capturing);
  g_clear_object (&self->working);
}

/* The embedder that was chosen is asked about all that was found at once */

static void
embedded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Asking *asking = user_data;
  g_autoptr(BtyCaptureService) self = asking->self;
  BtyCapturing *capturing = asking->capturing;

  /* When it fails they are not found anew later, which would have a model read everything once more: they are compared
   * by the built-in one. */
  capturing->vectors = bty_memory_service_embed_finish (BTY_MEMORY_SERVICE (source), result);
  if (self->closed)
    give_up (self, capturing);
  else
    store (self, capturing);
}

static void
embed (BtyCaptureService *self,
       BtyCapturing      *capturing)
{
  g_autoptr(GPtrArray) memories = bty_capturing_tidy (capturing);

  bty_memory_service_embed_async (self->memories, memories, FALSE, self->working, embedded_cb,
                                  new_asking (self, capturing));
}

/* A model is asked */

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyChain *chain = BTY_CHAIN (source);
  g_autofree Asking *asking = user_data;
  g_autoptr(BtyCaptureService) self = asking->self;
  BtyCapturing *capturing = asking->capturing;
  BtyProviderConfig *provider = bty_chain_get_provider (chain);
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyReply) reply = bty_chain_run_finish (chain, result, &error);

  if (self->closed || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      give_up (self, capturing);
      return;
    }
  if (reply != NULL)
    {
      capturing->found = bty_memory_extract_read (reply->text->str, capturing->bot->id, bty_time_now (),
                                                   &error);
      capturing->work = bty_memory_work_new (capturing->bot->id, capturing->job->id, provider->name);
      bty_memory_work_count (capturing->work, provider, bty_chain_get_model (chain), reply);
      /* Asking again would give the same: an answer that cannot be read yields nothing. */
      if (capturing->found == NULL)
        {
          g_message ("Nothing was remembered: %s", error->message);
          capturing->found = g_ptr_array_new_with_free_func (g_object_unref);
        }
    }
  else
    {
      capturing->error = g_strdup (error->message);
      g_message ("A conversation was not looked through: %s", error->message);
    }
  if (capturing->found != NULL)
    embed (self, capturing);
  else
    store (self, capturing);
}

static void
ignore_delta_cb (BtyDelta    delta,
                 const char *text,
                 gpointer    user_data)
{
}

/* What was said in other conversations is as private as a memory can be: who may not be sent that is asked only about
 * what it was sent for a reply. Returns: (transfer full): the models that may be asked; the built-in one is none */
static GPtrArray *
list_models (BtyCaptureService *self,
             BtyCapturing      *capturing)
{
  g_autoptr(GPtrArray) candidates = bty_provider_service_get_candidates (self->providers, capturing->bot, NULL);
  GPtrArray *models = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < candidates->len; i++)
    {
      BtyProviderStatus *status = g_ptr_array_index (candidates, i);
      BtyProviderConfig *config = bty_provider_status_get_config (status);

      if (config->type != BTY_PROVIDER_TYPE_BUILTIN
          && (config->clearance == BTY_TRUST_PRIVATE
              || (capturing->told != NULL && g_hash_table_contains (capturing->told, config->name))))
        g_ptr_array_add (models, g_object_ref (status));
    }

  return models;
}

static void
ask (BtyCaptureService *self,
     BtyCapturing      *capturing,
     GPtrArray         *models)
{
  g_autoptr(BtyChain) chain = bty_chain_new (self->providers);
  g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *question = NULL;
  BtyPrompt *prompt = bty_prompt_new (capturing->bot->model);

  for (guint i = 0; i < capturing->said->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (capturing->said, i);

      g_ptr_array_add (said, bty_memory_extract_own_words (message->content));
    }
  question = bty_memory_extract_ask (said, bty_time_now ());
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, question, NULL);
  prompt->temperature = 0;
  prompt->max_tokens = MOST_TOKENS;

  bty_chain_run_async (chain, models, FALSE, prompt, ignore_delta_cb, NULL, self->working, answered_cb,
                       new_asking (self, capturing));
}

/* Without a model, the form of the sentences says it. */
static void
extract (BtyCapturing *capturing)
{
  capturing->found = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < capturing->said->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (capturing->said, i);
      g_autoptr(GPtrArray) found = NULL;

      found = bty_memory_extract (message->content, capturing->bot->id, message->created_at);
      for (guint j = 0; j < found->len; j++)
        {
          BtyMemoryCandidate *candidate = g_ptr_array_index (found, j);

          g_object_set (candidate, "message-id", message->id, NULL);
          g_ptr_array_add (capturing->found, g_object_ref (candidate));
        }
    }
}

static void
taken_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  BtyCaptureService *self = BTY_CAPTURE_SERVICE (source);
  g_autoptr(GError) error = NULL;
  BtyCapturing *capturing = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr(GPtrArray) models = NULL;
  gboolean again = self->again;

  self->again = FALSE;
  if (capturing == NULL || self->closed)
    {
      g_clear_pointer (&capturing, bty_capturing_free);
      if (error != NULL)
        g_message ("Conversations are not looked through: %s", error->message);
      g_clear_object (&self->working);
      if (again && error == NULL && !self->closed)
        take_next (self);
      return;
    }

  g_free (self->session_id);
  self->session_id = g_strdup (capturing->job->id);
  self->is_left = FALSE;
  models = list_models (self, capturing);
  if (capturing->said->len > 0 && capturing->bot->capture != BTY_CAPTURE_OFF && models->len > 0)
    {
      ask (self, capturing, models);
      return;
    }
  if (capturing->bot->capture != BTY_CAPTURE_OFF)
    extract (capturing);
  else
    capturing->found = g_ptr_array_new_with_free_func (g_object_unref);
  embed (self, capturing);
}

static void
take_next (BtyCaptureService *self)
{
  if (self->working == NULL)
    self->working = g_cancellable_new ();
  run (self, FALSE, bty_capture_take_on_db, NULL, (GDestroyNotify) bty_capturing_free, taken_cb);
}

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  BtyCaptureService *self = BTY_CAPTURE_SERVICE (source);
  g_autoptr(GError) error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  self->n_notes--;
  if (error != NULL)
    g_message ("A turn was not counted: %s", error->message);
  if (error == NULL && !self->closed && self->working != NULL)
    self->again = TRUE;
  else if (error == NULL && !self->closed)
    take_next (self);
}

static void
note (BtyCaptureService *self,
      BtyJobFunc         func,
      const char        *session_id,
      gint64             left_after)
{
  BtyCapturing *data;

  if (self->closed)
    return;
  data = bty_capturing_new ();
  data->session_id = g_strdup (session_id);
  data->left_after = left_after;
  self->n_notes++;
  run (self, TRUE, func, data, NULL, noted_cb);
}

static void
bty_capture_service_finalize (GObject *object)
{
  BtyCaptureService *self = BTY_CAPTURE_SERVICE (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->bots);
  g_clear_object (&self->providers);
  g_clear_object (&self->memories);
  g_clear_object (&self->working);
  g_clear_pointer (&self->session_id, g_free);

  G_OBJECT_CLASS (bty_capture_service_parent_class)->finalize (object);
}

static void
bty_capture_service_class_init (BtyCaptureServiceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_capture_service_finalize;
}

static void
bty_capture_service_init (BtyCaptureService *self)
{
}

/**
 * bty_capture_service_new:
 * @worker: the profile's database
 * @bots: who remembers
 * @providers: who can be asked
 * @memories: who is told what was found
 *
 * Returns: (transfer full): the service
 */
BtyCaptureService *
bty_capture_service_new (BtyWorker          *worker,
                         BtyBotService      *bots,
                         BtyProviderService *providers,
                         BtyMemoryService   *memories)
{
  BtyCaptureService *self = g_object_new (BTY_TYPE_CAPTURE_SERVICE, NULL);

  self->worker = g_object_ref (worker);
  self->bots = g_object_ref (bots);
  self->providers = g_object_ref (providers);
  self->memories = g_object_ref (memories);

  return self;
}

/**
 * bty_capture_service_get_busy:
 * @self: the service
 *
 * Returns: whether a conversation is being looked through, or about to be
 */
gboolean
bty_capture_service_get_busy (BtyCaptureService *self)
{
  return self->working != NULL || self->n_notes > 0;
}

/**
 * bty_capture_service_note_turn:
 * @self: the service
 * @session_id: where the user said something
 *
 * Has the session looked through after some turns.
 */
void
bty_capture_service_note_turn (BtyCaptureService *self,
                               const char        *session_id)
{
  note (self, bty_capture_note_turn_on_db, session_id, 0);
}

/**
 * bty_capture_service_note_end:
 * @self: the service
 * @session_id: what the user left
 *
 * Has the session looked through if anything in it was not.
 */
void
bty_capture_service_note_end (BtyCaptureService *self,
                              const char        *session_id)
{
  if (self->working != NULL && g_strcmp0 (self->session_id, session_id) == 0)
    self->is_left = TRUE;
  note (self, bty_capture_note_end_on_db, session_id, 0);
}

/**
 * bty_capture_service_look_for_left:
 * @self: the service
 * @after: microseconds
 *
 * Has the sessions looked through in which nothing was said for so long.
 */
void
bty_capture_service_look_for_left (BtyCaptureService *self,
                                   gint64             after)
{
  note (self, bty_capture_note_left_on_db, NULL, after);
}

static gpointer
sum_month_on_db (BtyDatabase   *database,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autofree BtyMemoryWorkSum *sum = g_new0 (BtyMemoryWorkSum, 1);

  return bty_capture_store_sum_work (database, *(gint64 *) data, sum, error) ? g_steal_pointer (&sum) : NULL;
}

/**
 * bty_capture_service_sum_month_async:
 * @self: the service
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Sums up what memory has cost since the beginning of the month, apart from replies.
 */
void
bty_capture_service_sum_month_async (BtyCaptureService   *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (bty_time_now () / G_USEC_PER_SEC);
  g_autoptr(GDateTime) begin = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now), 1, 0, 0,
                                                      0);
  gint64 since = g_date_time_to_unix (begin) * G_USEC_PER_SEC;

  g_task_set_source_tag (task, bty_capture_service_sum_month_async);
  g_task_set_task_data (task, g_memdup2 (&since, sizeof since), g_free);
  bty_worker_read (self->worker, task, sum_month_on_db, g_free);
}

/**
 * bty_capture_service_sum_month_finish:
 * @self: the service
 * @result: of the call
 * @sum: (out caller-allocates): what the calls took
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: whether they were summed up
 */
gboolean
bty_capture_service_sum_month_finish (BtyCaptureService  *self,
                                      GAsyncResult       *result,
                                      BtyMemoryWorkSum   *sum,
                                      GError            **error)
{
  g_autofree BtyMemoryWorkSum *found = g_task_propagate_pointer (G_TASK (result), error);

  if (found == NULL)
    return FALSE;
  *sum = *found;

  return TRUE;
}

/**
 * bty_capture_service_close:
 * @self: the service
 *
 * Stops what is under way.
 */
void
bty_capture_service_close (BtyCaptureService *self)
{
  self->closed = TRUE;
  g_cancellable_cancel (self->working);
}
