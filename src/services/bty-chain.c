/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-chain.h"

#include "bty-backoff.h"
#include "bty-chain-notes.h"
#include "bty-error.h"
#include "bty-prompt-limits.h"
#include "bty-provider-obstacle.h"
#include "bty-task-wait.h"
#include "bty-time.h"

/* No new attempt is begun after this long without a visible token. */
#define TURN_LIMIT (3 * G_TIME_SPAN_MINUTE)

/**
 * BtyChain:
 *
 * One turn's way through the providers: the only retry loop there is. It asks one provider after the
 * other until one answers, waits where waiting helps, and keeps what a person wants to know about it.
 * After the first visible token it never goes on to another provider by itself.
 */
struct _BtyChain
{
  GObject             parent_instance;

  /* Owned */
  BtyProviderService *providers;
  GPtrArray          *candidates;   /* of BtyProviderStatus, in the order to try */
  BtyPrompt          *prompt;
  BtyPrompt          *sent;         /* what was sent last: as much as that provider may see and can read */
  BtyProvider        *provider;     /* being asked, or the last that was */
  char               *model;        /* that it was asked for */
  BtyChainNotes       notes;
  GError             *key_error;    /* why the keyring did not give a key that was needed, or NULL */

  BtyDeltaFunc        delta_func;
  gpointer            delta_data;

  gboolean            chosen;       /* by the user: asked whatever its state */
  guint               current;
  guint               retries;      /* on the current provider */
  guint               n_attempts;
  guint               n_without_key; /* providers that the keyring did not give the key of */
  gint64              started_at;   /* steady microseconds, of the turn */
  gint64              asked_at;     /* and of the current attempt */
  gint64              first_token_ms;
  gint64              latency_ms;
  guint               n_left_out;   /* of the oldest turns, which did not fit */
  guint               ticket;       /* of the current attempt, from the circuit */
  gboolean            text_seen;
};

G_DEFINE_FINAL_TYPE (BtyChain, bty_chain, G_TYPE_OBJECT)

static void ask_current (GTask *task);

static BtyProviderStatus *
get_current (BtyChain *self)
{
  return g_ptr_array_index (self->candidates, self->current);
}

/* Which model to ask @config for: what the prompt names is meant for the first of the chain. */
static const char *
choose_model (BtyChain          *self,
              BtyProviderConfig *config)
{
  gboolean has_own = config->model != NULL && *config->model != '\0';
  gboolean is_named = self->prompt->model != NULL && *self->prompt->model != '\0';

  return is_named && (self->current == 0 || !has_own) ? self->prompt->model : config->model;
}

/* How the current provider stands with the model that it is asked for. */
static BtyProviderStatus *
get_asked (BtyChain *self)
{
  BtyProviderConfig *config = bty_provider_status_get_config (get_current (self));

  return bty_provider_status_get_for_model (get_current (self), choose_model (self, config));
}

static void
fail (GTask  *task,
      GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
fail_all (GTask *task)
{
  BtyChain *self = g_task_get_source_object (task);
  gboolean only_keys = self->key_error != NULL && self->n_without_key == self->candidates->len;

  fail (task, bty_chain_notes_create_error (&self->notes, only_keys ? self->key_error->code : BTY_ERROR_PROVIDER));
}

static void
go_to_next (GTask *task)
{
  BtyChain *self = g_task_get_source_object (task);

  self->current++;
  self->retries = 0;
  ask_current (task);
}

/* A key that the keyring keeps back says nothing of the provider: the next one is asked. */
static void
go_on_without_key (GTask        *task,
                   const GError *error)
{
  BtyChain *self = g_task_get_source_object (task);
  BtyProviderConfig *config = bty_provider_status_get_config (get_current (self));

  bty_chain_notes_add_attempt (&self->notes, bty_provider_status_get_config (get_current (self)), error);
  self->n_without_key++;
  g_clear_error (&self->key_error);
  self->key_error = g_error_copy (error);
  bty_chain_notes_pass_over (&self->notes, config->name, error->message);
  go_to_next (task);
}

/* Keeps what the error says of the provider's health, and decides what is done next. */
static void
handle_error (GTask  *task,
              GError *error)
{
  BtyChain *self = g_task_get_source_object (task);
  BtyProviderStatus *status = get_asked (self);
  BtyProviderConfig *config = bty_provider_status_get_config (status);
  BtyBackoff situation = {
    .error = error,
    .retries = self->retries,
    .attempts = self->n_attempts + 1,
    .n_next = self->candidates->len - self->current - 1,
    .text_seen = self->text_seen,
    .time_left_ms = (TURN_LIMIT - (bty_time_steady () - self->started_at)) / 1000,
    .random = g_random_double (),
  };
  gint64 wait_ms = 0;
  BtyBackoffAction action;

  bty_provider_service_record_failure (self->providers, status, self->ticket, error);
  if (bty_error_is_of_keyring (error))
    {
      go_on_without_key (task, error);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail (task, g_error_copy (error));
      return;
    }

  bty_chain_notes_add_attempt (&self->notes, bty_provider_status_get_config (get_current (self)), error);
  self->n_attempts++;
  action = bty_backoff_decide (&situation, &wait_ms);
  if (action == BTY_BACKOFF_RETRY && bty_provider_status_get_state (status) != BTY_PROVIDER_STATE_OPEN)
    {
      self->retries++;
      bty_task_wait (task, wait_ms, ask_current);
      return;
    }
  if (action == BTY_BACKOFF_GIVE_UP && (self->text_seen || !bty_error_fails_over (error)))
    {
      fail (task, g_error_copy (error));
      return;
    }
  bty_chain_notes_add_reason (&self->notes, config->name, error->message);
  go_to_next (task);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyReply) reply = bty_provider_send_finish (BTY_PROVIDER (source), result, &error);
  GTask *task = user_data;
  BtyChain *self = g_task_get_source_object (task);

  self->latency_ms = (bty_time_steady () - self->asked_at) / 1000;
  if (reply == NULL)
    {
      bty_provider_status_blame_keyring (get_current (self), &error);
      handle_error (task, error);
      return;
    }

  bty_provider_service_record_success (self->providers, get_asked (self), self->ticket, self->latency_ms);
  if (self->current > 0)
    bty_chain_notes_add_switch (&self->notes, bty_provider_status_get_config (g_ptr_array_index (self->candidates, 0)),
                                bty_provider_status_get_config (get_current (self)));
  bty_chain_notes_add_left_out (&self->notes, self->sent, self->n_left_out);
  g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) bty_reply_free);
  g_object_unref (task);
}

static void
delta_cb (BtyDelta    delta,
          const char *text,
          gpointer    user_data)
{
  BtyChain *self = user_data;

  if (delta == BTY_DELTA_TEXT && !self->text_seen)
    {
      self->text_seen = TRUE;
      self->first_token_ms = (bty_time_steady () - self->asked_at) / 1000;
    }
  self->delta_func (delta, text, self->delta_data);
}

static void
key_found_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  char *key = bty_provider_service_lookup_key_finish (BTY_PROVIDER_SERVICE (source), result, &error);
  GTask *task = user_data;
  BtyChain *self = g_task_get_source_object (task);
  BtyProviderConfig *config = bty_provider_status_get_config (get_current (self));
  g_autoptr(BtyProviderConfig) copy = bty_record_copy (config);

  self->asked_at = bty_time_steady ();
  g_free (self->model);
  self->model = g_strdup (choose_model (self, config));
  g_clear_object (&self->provider);
  self->provider = bty_provider_new (copy);
  if (error != NULL)
    {
      handle_error (task, error);
      return;
    }

  if (self->n_attempts > 0)
    self->delta_func (BTY_DELTA_RESTART, "", self->delta_data);
  g_clear_pointer (&self->sent, bty_prompt_free);
  self->sent = bty_prompt_tailor (self->prompt, config, self->model, &self->n_left_out);
  bty_provider_send_async (self->provider, self->sent, key, delta_cb, self,
                           g_task_get_cancellable (task), answered_cb, task);
  bty_key_free (key);
}

static void
ask_current (GTask *task)
{
  BtyChain *self = g_task_get_source_object (task);

  for (; self->current < self->candidates->len; self->current++, self->retries = 0)
    {
      BtyProviderConfig *config = bty_provider_status_get_config (get_current (self));
      gint64 wait_ms;
      g_autofree char *obstacle = NULL;

      if (self->chosen)
        bty_provider_service_forgive (self->providers, get_asked (self));
      obstacle = bty_provider_obstacle_find (get_asked (self), self->n_attempts, &self->ticket, &wait_ms);
      if (obstacle != NULL)
        {
          bty_chain_notes_pass_over (&self->notes, config->name, obstacle);
          continue;
        }
      if (wait_ms > 0)
        bty_task_wait (task, wait_ms, ask_current);
      else
        bty_provider_service_lookup_key_async (self->providers, config, g_task_get_cancellable (task),
                                               key_found_cb, task);
      return;
    }

  fail_all (task);
}

static void
bty_chain_finalize (GObject *object)
{
  BtyChain *self = BTY_CHAIN (object);

  g_clear_object (&self->providers);
  g_clear_object (&self->provider);
  g_clear_error (&self->key_error);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->prompt, bty_prompt_free);
  g_clear_pointer (&self->sent, bty_prompt_free);
  bty_chain_notes_clear (&self->notes);
  g_free (self->model);

  G_OBJECT_CLASS (bty_chain_parent_class)->finalize (object);
}

static void
bty_chain_class_init (BtyChainClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_chain_finalize;
}

static void
bty_chain_init (BtyChain *self)
{
  bty_chain_notes_init (&self->notes);
  self->first_token_ms = -1;
  self->latency_ms = -1;
}

/**
 * bty_chain_new:
 * @providers: who keeps their health and keys
 *
 * Returns: (transfer full): the way of one turn; run it once
 */
BtyChain *
bty_chain_new (BtyProviderService *providers)
{
  BtyChain *self = g_object_new (BTY_TYPE_CHAIN, NULL);

  self->providers = g_object_ref (providers);

  return self;
}

/**
 * bty_chain_run_async:
 * @self: a chain
 * @candidates: (element-type BtyProviderStatus): whom to ask, in this order
 * @chosen: whether the user named the one candidate, which is then asked whatever its state
 * @prompt: (transfer full): what to send; its model is meant for the first candidate
 * @delta_func: called as text arrives
 * @delta_data: data for @delta_func
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Asks until somebody answers.
 */
void
bty_chain_run_async (BtyChain            *self,
                     GPtrArray           *candidates,
                     gboolean             chosen,
                     BtyPrompt           *prompt,
                     BtyDeltaFunc         delta_func,
                     gpointer             delta_data,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_chain_run_async);
  g_return_if_fail (self->candidates == NULL);

  self->candidates = g_ptr_array_ref (candidates);
  self->chosen = chosen;
  self->prompt = prompt;
  self->delta_func = delta_func;
  self->delta_data = delta_data;
  self->started_at = self->asked_at = bty_time_steady ();
  ask_current (task);
}

/**
 * bty_chain_run_finish:
 * @self: a chain
 * @result: of the call
 * @error: (out) (optional): what a provider returned, %G_IO_ERROR_CANCELLED, or %BTY_ERROR_PROVIDER that
 *   names every provider and its reason
 *
 * Returns: (transfer full) (nullable): the reply
 */
BtyReply *
bty_chain_run_finish (BtyChain      *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_chain_get_provider:
 * @self: a chain that has run
 *
 * Returns: (transfer none) (nullable): the last provider that was asked: after success, who answered
 */
BtyProviderConfig *
bty_chain_get_provider (BtyChain *self)
{
  return self->provider != NULL ? bty_provider_get_config (self->provider) : NULL;
}

/**
 * bty_chain_get_model:
 * @self: a chain that has run
 *
 * Returns: (transfer none) (nullable): the model that provider was asked for
 */
const char *
bty_chain_get_model (BtyChain *self)
{
  return self->model;
}

/**
 * bty_chain_get_sent:
 * @self: a chain that has run
 *
 * Returns: (transfer none) (nullable): what was sent last: after success, what was answered
 */
BtyPrompt *
bty_chain_get_sent (BtyChain *self)
{
  return self->sent;
}

/**
 * bty_chain_get_sent_text:
 *
 * Returns: (transfer none) (nullable): the same, byte for byte as it was sent
 */
const char *
bty_chain_get_sent_text (BtyChain *self)
{
  return self->provider != NULL ? bty_provider_get_sent (self->provider) : NULL;
}

/**
 * bty_chain_get_attempts:
 * @self: a chain
 *
 * Returns: (transfer full) (nullable): a list of what failed, {provider, error, code} each
 */
JsonNode *
bty_chain_get_attempts (BtyChain *self)
{
  return bty_chain_notes_dup_list (self->notes.attempts);
}

/**
 * bty_chain_get_warnings:
 * @self: a chain
 *
 * Returns: (transfer full) (nullable): a list of sentences a person should read
 */
JsonNode *
bty_chain_get_warnings (BtyChain *self)
{
  return bty_chain_notes_dup_list (self->notes.warnings);
}

/**
 * bty_chain_get_latency_ms:
 * @self: a chain that has run
 *
 * Returns: milliseconds from the last request to its end
 */
gint64
bty_chain_get_latency_ms (BtyChain *self)
{
  return self->latency_ms;
}

/**
 * bty_chain_get_first_token_ms:
 * @self: a chain that has run
 *
 * Returns: milliseconds from that request to its first visible token, or -1 if none came
 */
gint64
bty_chain_get_first_token_ms (BtyChain *self)
{
  return self->first_token_ms;
}
