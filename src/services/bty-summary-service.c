/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-summary-service.h"

#include <string.h>

#include "bty-capture-store.h"
#include "bty-catalog.h"
#include "bty-chain.h"
#include "bty-forget-store.h"
#include "bty-prompt-limits.h"
#include "bty-session-summary.h"
#include "bty-summary-store.h"
#include "bty-time.h"
#include "bty-worker.h"

/* As long as a summary may be. */
#define MOST_TOKENS 600

/* Half of what the model can read, at about four bytes each; without a known limit, as much as a small one reads. */
#define BYTES_PER_TOKEN 2
#define USUAL_CONTEXT 32768

struct _BtySummaryService
{
  GObject             parent_instance;

  /* Owned */
  BtyWorker          *worker;
  BtyProviderService *providers;
  GCancellable       *working;   /* NULL = nothing is summed up */
};

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BtySummaryService, bty_summary_service, G_TYPE_OBJECT)

/* One summary on its way. */
typedef struct
{
  BtySummaryService *self;
  char              *bot_id;
  char              *session_id;
  char              *until_id;
  BtySessionSummary *summary;   /* NULL = the answer was empty */
  BtyMemoryWork     *work;
  gint64             begun_at;
} Summing;

static void
free_summing (gpointer data)
{
  Summing *summing = data;

  g_clear_object (&summing->self);
  g_clear_object (&summing->summary);
  g_clear_object (&summing->work);
  g_free (summing->bot_id);
  g_free (summing->session_id);
  g_free (summing->until_id);
  g_free (summing);
}

static void
set_working (BtySummaryService *self,
             GCancellable      *working)
{
  g_set_object (&self->working, working);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static gpointer
store_on_db (BtyDatabase   *database,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  Summing *summing = data;
  gint64 n_forgotten;

  if (!bty_forget_store_count_since (database, summing->session_id, summing->begun_at, &n_forgotten, error))
    return NULL;

  /* It may tell of what was forgotten meanwhile. Another is made after one of the next replies. */
  return GINT_TO_POINTER ((summing->summary == NULL || n_forgotten > 0
                           || bty_summary_store_add (database, summing->summary, error))
                          && bty_capture_store_add_work (database, summing->work, error));
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* The conversation may be gone meanwhile. */
  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    g_message ("A summary was not stored: %s", error->message);
  set_working (BTY_SUMMARY_SERVICE (source), NULL);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyChain *chain = BTY_CHAIN (source);
  Summing *summing = user_data;
  BtySummaryService *self = summing->self;
  BtyProviderConfig *provider = bty_chain_get_provider (chain);
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyReply) reply = bty_chain_run_finish (chain, result, &error);
  g_autoptr(GTask) task = NULL;
  g_autofree char *text = NULL;

  if (reply == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_message ("A conversation was not summed up: %s", error->message);
      set_working (self, NULL);
      free_summing (summing);
      return;
    }

  text = g_strstrip (g_strdup (reply->text->str));
  if (*text != '\0')
    {
      summing->summary = bty_session_summary_new (summing->session_id, summing->until_id, text);
      g_object_set (summing->summary, "provider", provider->name, "model", bty_chain_get_model (chain), NULL);
    }
  summing->work = bty_memory_work_new (summing->bot_id, summing->session_id, provider->name);
  bty_memory_work_count (summing->work, provider, bty_chain_get_model (chain), reply);

  task = g_task_new (self, NULL, stored_cb, NULL);
  g_task_set_source_tag (task, answered_cb);
  g_task_set_task_data (task, summing, free_summing);
  bty_worker_write (self->worker, task, store_on_db, NULL);
}

static void
ignore_delta_cb (BtyDelta    delta,
                 const char *text,
                 gpointer    user_data)
{
}

static void
bty_summary_service_get_property (GObject    *object,
                                  guint       property,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (property)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, BTY_SUMMARY_SERVICE (object)->working != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_summary_service_finalize (GObject *object)
{
  BtySummaryService *self = BTY_SUMMARY_SERVICE (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->providers);
  g_clear_object (&self->working);

  G_OBJECT_CLASS (bty_summary_service_parent_class)->finalize (object);
}

static void
bty_summary_service_class_init (BtySummaryServiceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bty_summary_service_get_property;
  object_class->finalize = bty_summary_service_finalize;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bty_summary_service_init (BtySummaryService *self)
{
}

/**
 * bty_summary_service_new:
 * @worker: the profile's database
 * @providers: who can be asked
 *
 * Returns: (transfer full): the service
 */
BtySummaryService *
bty_summary_service_new (BtyWorker          *worker,
                         BtyProviderService *providers)
{
  BtySummaryService *self = g_object_new (BTY_TYPE_SUMMARY_SERVICE, NULL);

  self->worker = g_object_ref (worker);
  self->providers = g_object_ref (providers);

  return self;
}

/**
 * bty_summary_service_get_busy:
 * @self: the service
 *
 * Returns: whether a conversation is being summed up
 */
gboolean
bty_summary_service_get_busy (BtySummaryService *self)
{
  return self->working != NULL;
}

static BtyTrust
get_lowest (BtyPromptSummary *previous,
            GPtrArray        *turns)
{
  BtyTrust lowest = previous != NULL ? previous->trust : BTY_TRUST_PUBLIC;

  for (guint i = 0; i < turns->len; i++)
    lowest = MIN (lowest, ((BtyTurn *) g_ptr_array_index (turns, i))->trust);

  return lowest;
}

/* Returns: (transfer full): the models that may be sent @trust; the built-in provider is none */
static GPtrArray *
list_models (BtySummaryService *self,
             BtyBot            *bot,
             BtyTrust           trust)
{
  g_autoptr(GPtrArray) candidates = bty_provider_service_get_candidates (self->providers, bot, NULL);
  GPtrArray *models = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < candidates->len; i++)
    {
      BtyProviderStatus *status = g_ptr_array_index (candidates, i);
      BtyProviderConfig *config = bty_provider_status_get_config (status);

      if (config->type != BTY_PROVIDER_TYPE_BUILTIN && config->clearance <= trust)
        g_ptr_array_add (models, g_object_ref (status));
    }

  return models;
}

/**
 * bty_summary_service_sum_up:
 * @self: the service
 * @bot: whose models are asked; the built-in provider is none
 * @session_id: the conversation
 * @until_id: the last message that is summed up
 * @previous: (nullable): the summary of what came before @turns
 * @turns: (element-type BtyTurn): what is summed up; models that may not be sent all of it are asked only if there
 *   are no others, and then without that part, which is taken out here
 *
 * Has the beginning of a conversation summed up, unless something else is.
 */
void
bty_summary_service_sum_up (BtySummaryService *self,
                            BtyBot            *bot,
                            const char        *session_id,
                            const char        *until_id,
                            BtyPromptSummary  *previous,
                            GPtrArray         *turns)
{
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(BtyChain) chain = NULL;
  g_autoptr(GCancellable) working = NULL;
  g_autofree char *question = NULL;
  BtyProviderConfig *first;
  BtyPrompt *prompt;
  Summing *summing;
  gint64 context;
  gint64 output;

  if (self->working != NULL || turns->len == 0)
    return;
  models = list_models (self, bot, get_lowest (previous, turns));
  if (models->len == 0)
    {
      /* Nobody may be sent all of it. */
      models = list_models (self, bot, BTY_TRUST_PUBLIC);
      bty_prompt_withhold (turns, BTY_TRUST_PUBLIC);
      if (previous != NULL && previous->trust < BTY_TRUST_PUBLIC)
        previous = NULL;
    }
  if (models->len == 0)
    return;

  first = bty_provider_status_get_config (g_ptr_array_index (models, 0));
  bty_catalog_get_limits (first, bot->model != NULL && *bot->model != '\0' ? bot->model : first->model, &context,
                          &output);
  question = bty_session_summary_ask (previous != NULL ? previous->summary->text : NULL, turns,
                                      (context > 0 ? context : USUAL_CONTEXT) * BYTES_PER_TOKEN);
  prompt = bty_prompt_new (bot->model);
  bty_prompt_add_turn (prompt, BTY_ROLE_USER, question, NULL);
  prompt->temperature = 0;
  prompt->max_tokens = MOST_TOKENS;

  summing = g_new0 (Summing, 1);
  summing->self = g_object_ref (self);
  summing->bot_id = g_strdup (bot->id);
  summing->session_id = g_strdup (session_id);
  summing->until_id = g_strdup (until_id);
  summing->begun_at = bty_time_now ();
  working = g_cancellable_new ();
  set_working (self, working);
  chain = bty_chain_new (self->providers);
  bty_chain_run_async (chain, models, FALSE, prompt, ignore_delta_cb, NULL, self->working, answered_cb, summing);
}

/**
 * bty_summary_service_close:
 * @self: the service
 *
 * Stops what is under way.
 */
void
bty_summary_service_close (BtySummaryService *self)
{
  g_cancellable_cancel (self->working);
}
