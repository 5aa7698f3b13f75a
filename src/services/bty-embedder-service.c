/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-embedder-service-private.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-embedder-call.h"
#include "bty-error.h"
#include "bty-time.h"

/* What is embedded to see what comes out. */
#define TRIAL_TEXT "A cup of green tea"

/**
 * BtyEmbedderService:
 *
 * Which embedder a profile uses. What it made is kept beside the vectors of the built-in embedder, which everything
 * has: with these is found what may not be sent to it, what it has not seen yet, and everything while it cannot be
 * asked.
 * Signal: "changed" when another one is in use, or is on its way to be.
 */
G_DEFINE_FINAL_TYPE (BtyEmbedderService, bty_embedder_service, G_TYPE_OBJECT)

typedef enum
{
  CHANGED,
  N_SIGNALS,
} BtyEmbedderServiceSignal;

static guint signals[N_SIGNALS];

typedef struct
{
  BtyEmbedderChoice *choice;
  gint64             started_at;
  gint64             milliseconds;
} Call;

static void
free_call (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->choice);
  g_free (call);
}

static GTask *
create_task (BtyEmbedderService  *self,
             BtyEmbedderChoice   *choice,
             gpointer             source_tag,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->choice = bty_record_copy (choice);
  call->started_at = bty_time_steady ();
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, call, free_call);

  return task;
}

/* The work that changes it */

static void
follow_status_cb (BtyEmbedderService *self,
                  GParamSpec         *pspec,
                  BtyWorkflow        *workflow)
{
  g_signal_emit (self, signals[CHANGED], 0);
  if (workflow->status == BTY_WORKFLOW_STATUS_COMPLETED)
    bty_embedder_service_complete (self);
}

/* Another one is in use as soon as everything has a vector of it; what is left to do is to remove the old ones. */
static void
follow_step_cb (BtyEmbedderService *self,
                GParamSpec         *pspec,
                BtyWorkflow        *workflow)
{
  g_autoptr(BtyEmbedderChoice) choice = NULL;

  if (g_strcmp0 (workflow->step, BTY_EMBED_STEP_REMOVE) == 0)
    choice = bty_record_new_from_json (BTY_TYPE_EMBEDDER_CHOICE, workflow->input, NULL);
  if (choice != NULL)
    bty_embedder_service_adopt (self, choice);
}

static void
jobs_changed_cb (BtyEmbedderService *self,
                 guint               position,
                 guint               removed,
                 guint               added,
                 GListModel         *jobs)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(BtyWorkflow) workflow = g_list_model_get_item (jobs, i);

      if (!g_str_equal (workflow->kind, BTY_JOB_EMBED))
        continue;
      g_signal_connect_object (workflow, "notify::step", G_CALLBACK (follow_step_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (workflow, "notify::status", G_CALLBACK (follow_status_cb), self, G_CONNECT_SWAPPED);
    }
}

/**
 * bty_embedder_service_adopt:
 * @self: the service
 * @choice: what is in use by now, says the database
 *
 * Uses it.
 */
void
bty_embedder_service_adopt (BtyEmbedderService *self,
                            BtyEmbedderChoice  *choice)
{
  if (bty_record_equal (choice, self->choice))
    return;

  g_set_object (&self->choice, choice);
  g_clear_error (&self->problem);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
bty_embedder_service_dispose (GObject *object)
{
  bty_embedder_service_close (BTY_EMBEDDER_SERVICE (object));

  G_OBJECT_CLASS (bty_embedder_service_parent_class)->dispose (object);
}

static void
bty_embedder_service_finalize (GObject *object)
{
  BtyEmbedderService *self = BTY_EMBEDDER_SERVICE (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->providers);
  g_clear_object (&self->bots);
  g_clear_object (&self->choice);
  g_clear_object (&self->loaded);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (bty_embedder_service_parent_class)->finalize (object);
}

static void
bty_embedder_service_class_init (BtyEmbedderServiceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = bty_embedder_service_dispose;
  object_class->finalize = bty_embedder_service_finalize;

  signals[CHANGED] = g_signal_new ("changed", BTY_TYPE_EMBEDDER_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
bty_embedder_service_init (BtyEmbedderService *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * bty_embedder_service_new:
 * @worker: the profile's database
 * @setting: what is stored of the choice
 * @providers: who knows services
 * @bots: who knows which bots send nothing beyond this machine
 * @jobs: what does long work
 *
 * Returns: (transfer full): the service
 */
BtyEmbedderService *
bty_embedder_service_new (BtyWorker          *worker,
                          const char         *setting,
                          BtyProviderService *providers,
                          BtyBotService      *bots,
                          BtyJobService      *jobs)
{
  BtyEmbedderService *self = g_object_new (BTY_TYPE_EMBEDDER_SERVICE, NULL);
  GListModel *list = bty_job_service_get_jobs (jobs);

  self->worker = g_object_ref (worker);
  self->providers = g_object_ref (providers);
  self->bots = g_object_ref (bots);
  self->jobs = g_object_ref (jobs);
  self->choice = bty_embedder_choice_new_parsed (setting);
  bty_embedder_service_register (self);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (jobs_changed_cb), self, G_CONNECT_SWAPPED);
  jobs_changed_cb (self, 0, 0, g_list_model_get_n_items (list), list);

  return self;
}

/**
 * bty_embedder_service_close:
 * @self: the service
 *
 * Stops what it does by itself. Does not wait.
 */
void
bty_embedder_service_close (BtyEmbedderService *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->completion_timer, g_source_remove);
  g_clear_object (&self->jobs);
}

/**
 * bty_embedder_service_get_choice:
 * @self: the service
 *
 * Returns: (transfer none): the embedder in use
 */
BtyEmbedderChoice *
bty_embedder_service_get_choice (BtyEmbedderService *self)
{
  return self->choice;
}

/**
 * bty_embedder_service_get_change:
 * @self: the service
 *
 * Returns: (transfer none) (nullable): the work that brings another embedder, if it has not ended
 */
BtyWorkflow *
bty_embedder_service_get_change (BtyEmbedderService *self)
{
  GListModel *jobs = self->jobs != NULL ? bty_job_service_get_jobs (self->jobs) : NULL;

  for (guint i = 0; jobs != NULL && i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr(BtyWorkflow) workflow = g_list_model_get_item (jobs, i);

      if (g_str_equal (workflow->kind, BTY_JOB_EMBED) && !bty_workflow_has_ended (workflow))
        return workflow;
    }

  return NULL;
}

/**
 * bty_embedder_service_describe:
 * @self: the service
 * @choice: an embedder
 *
 * Returns: (transfer full): what people call it
 */
char *
bty_embedder_service_describe (BtyEmbedderService *self,
                               BtyEmbedderChoice  *choice)
{
  BtyProviderStatus *status = NULL;

  switch (choice->kind)
    {
    case BTY_EMBEDDER_KIND_FOLDER:
      return g_filename_display_basename (choice->folder != NULL ? choice->folder : "");
    case BTY_EMBEDDER_KIND_PROVIDER:
      status = bty_provider_service_find (self->providers, choice->provider_id);
      /* Translators: the name of a provider, and of a model of it */
      return g_strdup_printf (_("%1$s, %2$s"), status != NULL ? bty_provider_status_get_config (status)->name
                                                              : _("Removed provider"), choice->model);
    case BTY_EMBEDDER_KIND_BUILTIN:
    default:
      return g_strdup (_("Built in"));
    }
}

/* Trying and changing */

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(BtyEmbedded) embedded = bty_embedder_call_finish (result, &error);

  if (embedded == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  call->milliseconds = (bty_time_steady () - call->started_at) / 1000;
  g_object_set (call->choice,
                "vectors", bty_embedder_get_model (embedded->embedder),
                "dimensions", (gint64) bty_embedder_get_dimensions (embedded->embedder),
                NULL);
  g_task_return_pointer (task, g_object_ref (call->choice), g_object_unref);
}

/**
 * bty_embedder_service_try_async:
 * @self: the service
 * @choice: an embedder; with dimensions, others are refused
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lets it embed a few words that are nobody's.
 */
void
bty_embedder_service_try_async (BtyEmbedderService  *self,
                                BtyEmbedderChoice   *choice,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  static const char *const texts[] = { TRIAL_TEXT, NULL };
  GTask *task = create_task (self, choice, bty_embedder_service_try_async, cancellable, callback, user_data);
  Call *call = g_task_get_task_data (task);

  g_object_set (call->choice, "vectors", "", NULL);
  bty_embedder_call_async (call->choice, self->providers, NULL, texts, cancellable, tried_cb, task);
}

/**
 * bty_embedder_service_try_finish:
 * @self: the service
 * @result: of the call
 * @milliseconds: (out) (optional): how long it took
 * @error: (out) (optional): why it cannot be used, in plain words
 *
 * Returns: (transfer full) (nullable): the choice with what is known of it now
 */
BtyEmbedderChoice *
bty_embedder_service_try_finish (BtyEmbedderService  *self,
                                 GAsyncResult        *result,
                                 gint64              *milliseconds,
                                 GError             **error)
{
  if (milliseconds != NULL)
    *milliseconds = ((Call *) g_task_get_task_data (G_TASK (result)))->milliseconds;

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
cancel_change (BtyEmbedderService *self)
{
  BtyWorkflow *change = bty_embedder_service_get_change (self);

  if (change != NULL)
    bty_job_service_cancel (self->jobs, change);
}

static void
start_change (BtyEmbedderService *self,
              GTask              *task,
              BtyEmbedderChoice  *choice)
{
  g_autoptr(JsonNode) input = bty_record_to_json (BTY_RECORD (choice));

  if (self->jobs == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("The operation was cancelled."));
      return;
    }
  cancel_change (self);
  g_task_return_pointer (task, bty_job_service_start (self->jobs, BTY_JOB_EMBED, input), g_object_unref);
}

static void
changing_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyEmbedderService *self = BTY_EMBEDDER_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(BtyEmbedderChoice) choice = bty_embedder_service_try_finish (self, result, NULL, &error);

  if (choice == NULL)
    g_task_return_error (task, error);
  else
    start_change (self, task, choice);
}

/**
 * bty_embedder_service_change_async:
 * @self: the service
 * @choice: the embedder that is wanted
 * @cancellable: (nullable): to stop before it has begun
 * @callback: called when it has begun
 * @user_data: data for @callback
 *
 * Tries @choice and begins to embed everything with it. Another change that is going on is cancelled. Until everything
 * has a vector the embedder of before is used.
 */
void
bty_embedder_service_change_async (BtyEmbedderService  *self,
                                   BtyEmbedderChoice   *choice,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GTask *task = create_task (self, choice, bty_embedder_service_change_async, cancellable, callback, user_data);

  bty_embedder_service_try_async (self, choice, cancellable, changing_cb, task);
}

/**
 * bty_embedder_service_change_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): why the embedder cannot be used, in plain words
 *
 * Returns: (transfer full) (nullable): the work, which notifies what changes
 */
BtyWorkflow *
bty_embedder_service_change_finish (BtyEmbedderService  *self,
                                    GAsyncResult        *result,
                                    GError             **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
