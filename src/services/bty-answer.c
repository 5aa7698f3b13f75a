/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-answer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "bty-answer-job.h"
#include "bty-answer-past.h"
#include "bty-chain.h"
#include "bty-config.h"
#include "bty-cost.h"
#include "bty-error.h"
#include "bty-message-store.h"
#include "bty-soul-store.h"
#include "bty-worker.h"

/* How often what has arrived is shown, and how often it is saved. */
#define SHOW_INTERVAL_MS 16
#define SAVE_INTERVAL_MS 250

/* Said to a model that shall go on where another one was cut off. */
#define CONTINUE_INSTRUCTION \
  "Your last answer was cut off. Continue it exactly where it stopped, without repeating anything."

/**
 * BtyAnswer:
 *
 * One reply on its way: recalls, builds the prompt, runs the chain, and shows and saves what arrives
 * in the message that the conversation made for it. Whatever happens, the message says how it ended.
 */
struct _BtyAnswer
{
  GObject             parent_instance;

  /* Owned */
  BtyWorker          *worker;
  BtyProviderService *providers;
  BtyRecallService   *recall;
  BtySettingService  *settings;
  BtySummaryService  *summaries;
  BtyBot             *bot;
  GPtrArray          *branch;        /* of BtyMessage that come before the reply */
  GHashTable         *attachments;   /* message id -> GPtrArray of BtyAttachment */
  GPtrArray          *recalled;      /* of BtyRecalled, or NULL */
  GPtrArray          *turn_ids;      /* of those in the branch that are turns of the prompt, borrowed from there */
  BtyAnswerPast      *past;          /* NULL = it could not be read */
  BtyMessage         *reply;
  BtyChain           *chain;
  char               *chosen;        /* name of the provider the user chose, or NULL */
  char               *prefix;        /* text of an interrupted reply that is continued, or "" */
  GString            *text;
  GString            *thinking;
  JsonArray          *warnings;

  guint               show_timer;
  guint               save_timer;
  gboolean            saving;
};

G_DEFINE_FINAL_TYPE (BtyAnswer, bty_answer, G_TYPE_OBJECT)

static void save_later (BtyAnswer *self);

static gpointer
save_progress_on_db (BtyDatabase   *database,
                     gpointer       data,
                     GCancellable  *cancellable,
                     GError       **error)
{
  BtyMessage *copy = data;

  return GINT_TO_POINTER (bty_message_store_save_progress (database, copy->id, copy->content, copy->thinking, error));
}

static gpointer
get_soul_on_db (BtyDatabase   *database,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  return bty_soul_store_get_latest (database, data, error);
}

/* Showing and saving what arrives */

static void
show (BtyAnswer *self)
{
  g_object_set (self->reply,
                "content", self->text->str,
                "thinking", self->thinking->str,
                NULL);
}

static gboolean
show_cb (gpointer user_data)
{
  BtyAnswer *self = user_data;

  self->show_timer = 0;
  show (self);

  return G_SOURCE_REMOVE;
}

static void
progress_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  BtyAnswer *self = BTY_ANSWER (source);
  g_autoptr(GError) error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  self->saving = FALSE;
  /* A failure shows when the whole reply is saved; until then it is tried again. */
  if (error != NULL && self->reply->status == BTY_MESSAGE_STATUS_STREAMING)
    save_later (self);
}

static gboolean
save_cb (gpointer user_data)
{
  BtyAnswer *self = user_data;
  g_autoptr(GTask) task = NULL;

  /* What has arrived meanwhile is saved after it, also if nothing more comes. */
  if (self->saving)
    return G_SOURCE_CONTINUE;

  self->save_timer = 0;
  show (self);
  self->saving = TRUE;
  task = g_task_new (self, NULL, progress_saved_cb, NULL);
  g_task_set_source_tag (task, save_cb);
  g_task_set_task_data (task, bty_record_copy (self->reply), g_object_unref);
  bty_worker_write (self->worker, task, save_progress_on_db, NULL);

  return G_SOURCE_REMOVE;
}

static void
save_later (BtyAnswer *self)
{
  if (self->save_timer == 0)
    self->save_timer = g_timeout_add (SAVE_INTERVAL_MS, save_cb, self);
}

static void
delta_cb (BtyDelta    delta,
          const char *text,
          gpointer    user_data)
{
  BtyAnswer *self = user_data;

  if (delta == BTY_DELTA_RESTART)
    g_string_truncate (self->thinking, 0);
  else
    g_string_append (delta == BTY_DELTA_TEXT ? self->text : self->thinking, text);
  if (self->show_timer == 0)
    self->show_timer = g_timeout_add (SHOW_INTERVAL_MS, show_cb, self);
  save_later (self);
}

/* The end of the reply */

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyAnswer *self = g_task_get_source_object (task);
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  /* What it was made with can be looked up from now on. */
  g_object_notify (G_OBJECT (self->reply), "status");
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
save_reply (GTask *task)
{
  BtyAnswer *self = g_task_get_source_object (task);
  g_autoptr(GTask) inner = g_task_new (self, NULL, saved_cb, task);

  g_clear_handle_id (&self->show_timer, g_source_remove);
  g_clear_handle_id (&self->save_timer, g_source_remove);
  g_task_set_source_tag (inner, save_reply);
  g_task_set_task_data (inner,
                        bty_answer_job_new (self->reply, self->bot, self->reply->provider,
                                            bty_chain_get_sent_text (self->chain), bty_chain_get_sent (self->chain)),
                        (GDestroyNotify) bty_answer_job_free);
  bty_worker_write (self->worker, inner, bty_answer_save_on_db, NULL);
}

/* Notes in the message why the reply is not complete. */
static void
note_failure (BtyAnswer    *self,
              const GError *error)
{
  gboolean has_text = self->text->len > 0;
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_object_set (self->reply,
                "status", has_text || stopped ? BTY_MESSAGE_STATUS_INTERRUPTED : BTY_MESSAGE_STATUS_FAILED,
                "error", stopped ? _("You stopped this reply.") : error->message,
                "error-code", bty_error_to_nick (error),
                NULL);
}

static void
note_warnings (BtyAnswer *self)
{
  g_autoptr(JsonNode) switches = bty_chain_get_warnings (self->chain);
  g_autoptr(JsonNode) node = NULL;

  if (switches != NULL)
    {
      JsonArray *array = json_node_get_array (switches);

      for (guint i = 0; i < json_array_get_length (array); i++)
        json_array_add_string_element (self->warnings, json_array_get_string_element (array, i));
    }
  if (json_array_get_length (self->warnings) > 0)
    node = json_node_init_array (json_node_alloc (), self->warnings);
  g_object_set (self->reply, "warnings", node, NULL);
}

static gint64
unset_if_negative (gint64 value)
{
  return value < 0 ? BTY_UNSET : value;
}

/* The conversation up to the reply, as turns of @prompt. */
static void
add_branch (BtyAnswer *self,
            BtyPrompt *prompt)
{
  g_ptr_array_set_size (self->turn_ids, 0);
  for (guint i = 0; i < self->branch->len; i++)
    {
      BtyMessage *message = g_ptr_array_index (self->branch, i);

      bty_answer_past_add_turn (self->past, self->providers, prompt, message,
                                g_hash_table_lookup (self->attachments, message->id));
      if (prompt->turns->len > self->turn_ids->len)
        g_ptr_array_add (self->turn_ids, message->id);
    }
}

/* What the next replies cannot be sent any more is summed up in time, behind them. */
static void
sum_up (BtyAnswer *self)
{
  g_autoptr(BtyPrompt) all = bty_prompt_new (NULL);
  g_autoptr(BtyPrompt) old = bty_prompt_new (NULL);
  BtyPromptSummary *previous = NULL;
  guint begin = 0;
  guint n_ageing;

  add_branch (self, all);
  n_ageing = MIN (bty_chain_get_sent (self->chain)->n_ageing, all->turns->len);
  for (guint i = 0; i < all->summaries->len; i++)
    {
      BtyPromptSummary *summary = &g_array_index (all->summaries, BtyPromptSummary, i);

      if (summary->n_turns < begin)
        continue;
      previous = summary;
      begin = summary->n_turns;
    }
  if (begin >= n_ageing)
    return;

  for (guint i = begin; i < n_ageing; i++)
    {
      BtyTurn *turn = g_ptr_array_index (all->turns, i);

      bty_prompt_add_turn (old, turn->role, turn->text, NULL)->trust = turn->trust;
    }
  bty_summary_service_sum_up (self->summaries, self->bot, self->reply->session_id,
                              g_ptr_array_index (self->turn_ids, n_ageing - 1), previous, old->turns);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  BtyAnswer *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyReply) reply = bty_chain_run_finish (self->chain, result, &error);
  BtyProviderConfig *provider = bty_chain_get_provider (self->chain);
  BtyPrompt *sent = bty_chain_get_sent (self->chain);
  g_autoptr(JsonNode) attempts = bty_chain_get_attempts (self->chain);

  note_warnings (self);
  g_object_set (self->reply,
                "attempts", attempts,
                "provider", provider != NULL ? provider->name : NULL,
                "model", reply != NULL && reply->model != NULL ? reply->model : bty_chain_get_model (self->chain),
                "latency-ms", unset_if_negative (bty_chain_get_latency_ms (self->chain)),
                "first-token-ms", unset_if_negative (bty_chain_get_first_token_ms (self->chain)),
                NULL);
  if (reply == NULL)
    note_failure (self, error);
  else
    {
      /* What was streamed is what was said, but a reply that came at once has no pieces. */
      if (self->text->len == strlen (self->prefix))
        g_string_append (self->text, reply->text->str);
      if (self->thinking->len == 0)
        g_string_append (self->thinking, reply->thinking->str);
      g_object_set (self->reply,
                    "status", BTY_MESSAGE_STATUS_COMPLETE,
                    "stop-reason", reply->stop_reason,
                    "input-tokens", unset_if_negative (reply->input_tokens),
                    "output-tokens", unset_if_negative (reply->output_tokens),
                    "memories-used", sent != NULL ? (gint64) sent->recalled->len : BTY_UNSET,
                    "cost", bty_cost_of_usage (provider, bty_chain_get_model (self->chain),
                                               reply->input_tokens, reply->output_tokens),
                    NULL);
      sum_up (self);
    }
  show (self);
  save_reply (task);
}

/* The prompt */

static char *
build_system (BtyAnswer *self,
              BtySoul   *soul)
{
  GString *system = g_string_new (NULL);
  const char *about = bty_setting_service_get (self->settings, BTY_SETTING_ABOUT_YOU);

  if (soul != NULL && !bty_soul_is_intact (soul))
    json_array_add_string_element (self->warnings, _("The instructions of this bot were altered outside Boternity "
                                                     "and were not sent. Save them again, or go back to a version."));
  else if (soul != NULL)
    {
      g_string_append (system, soul->text);
      g_object_set (self->reply, "soul-version", soul->version, NULL);
    }
  if (*about != '\0')
    g_string_append_printf (system, "%sAbout the user:\n%s", system->len > 0 ? "\n\n" : "", about);

  return g_string_free (system, system->len == 0);
}

static BtyPrompt *
build_prompt (BtyAnswer *self,
              BtySoul   *soul)
{
  BtyPrompt *prompt = bty_prompt_new (self->bot->model);

  prompt->system = build_system (self, soul);
  prompt->temperature = self->bot->temperature;
  prompt->max_tokens = self->bot->max_tokens;
  add_branch (self, prompt);
  if (*self->prefix != '\0')
    {
      BtyTrust trust = bty_answer_past_get_trust (self->past, self->providers, prompt, self->reply);

      bty_prompt_add_turn (prompt, BTY_ROLE_ASSISTANT, self->prefix, NULL)->trust = trust;
      bty_prompt_add_turn (prompt, BTY_ROLE_USER, CONTINUE_INSTRUCTION, NULL)->trust = trust;
    }
  if (self->recalled != NULL)
    {
      g_ptr_array_unref (prompt->recalled);
      prompt->recalled = g_ptr_array_ref (self->recalled);
    }

  return prompt;
}

static void
soul_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = user_data;
  BtyAnswer *self = BTY_ANSWER (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(BtySoul) soul = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr(GPtrArray) candidates = NULL;
  g_autofree char *kept_out = NULL;
  BtyProviderStatus *chosen = self->chosen != NULL ? bty_provider_service_find (self->providers, self->chosen) : NULL;

  if (g_error_matches (error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    g_clear_error (&error);
  if (error == NULL && self->chosen != NULL && chosen == NULL)
    g_set_error (&error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no provider “%s”."), self->chosen);
  /* Without its instructions, a bot would say what it must not. */
  if (error != NULL)
    {
      note_failure (self, error);
      save_reply (task);
      return;
    }

  candidates = bty_provider_service_get_candidates (self->providers, self->bot, chosen);
  kept_out = chosen == NULL ? bty_provider_service_describe_kept_out (self->providers, self->bot) : NULL;
  if (kept_out != NULL)
    json_array_add_string_element (self->warnings, kept_out);
  bty_chain_run_async (self->chain, candidates, chosen != NULL,
                       build_prompt (self, soul),
                       delta_cb, self, g_task_get_cancellable (task), answered_cb, task);
}

static void
past_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  BtyAnswer *self = BTY_ANSWER (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(GTask) inner = g_task_new (self, g_task_get_cancellable (task), soul_loaded_cb, task);

  /* Without it what does not fit is left out, as it would be without a model that sums up. */
  self->past = g_task_propagate_pointer (G_TASK (result), &error);
  g_task_set_source_tag (inner, past_read_cb);
  g_task_set_task_data (inner, g_strdup (self->bot->id), g_free);
  bty_worker_read (self->worker, inner, get_soul_on_db, g_object_unref);
}

static void
recalled_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  BtyAnswer *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GTask) inner = g_task_new (self, g_task_get_cancellable (task), past_read_cb, task);
  g_autofree char *note = bty_recall_service_recall_dup_note (BTY_RECALL_SERVICE (source), result);

  if (note != NULL)
    json_array_add_string_element (self->warnings, note);
  /* The chat goes on when recall fails. */
  self->recalled = bty_recall_service_recall_finish (BTY_RECALL_SERVICE (source), result, &error);
  g_task_set_source_tag (inner, recalled_cb);
  g_task_set_task_data (inner, g_strdup (self->reply->session_id), g_free);
  bty_worker_read (self->worker, inner, bty_answer_past_read_on_db, (GDestroyNotify) bty_answer_past_free);
}

static void
bty_answer_finalize (GObject *object)
{
  BtyAnswer *self = BTY_ANSWER (object);

  g_clear_handle_id (&self->show_timer, g_source_remove);
  g_clear_handle_id (&self->save_timer, g_source_remove);
  g_clear_object (&self->worker);
  g_clear_object (&self->providers);
  g_clear_object (&self->recall);
  g_clear_object (&self->settings);
  g_clear_object (&self->summaries);
  g_clear_object (&self->bot);
  g_clear_pointer (&self->branch, g_ptr_array_unref);
  g_clear_pointer (&self->attachments, g_hash_table_unref);
  g_clear_pointer (&self->recalled, g_ptr_array_unref);
  g_clear_pointer (&self->past, bty_answer_past_free);
  g_ptr_array_unref (self->turn_ids);
  g_clear_object (&self->reply);
  g_clear_object (&self->chain);
  g_free (self->chosen);
  g_free (self->prefix);
  g_string_free (self->text, TRUE);
  g_string_free (self->thinking, TRUE);
  json_array_unref (self->warnings);

  G_OBJECT_CLASS (bty_answer_parent_class)->finalize (object);
}

static void
bty_answer_class_init (BtyAnswerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_answer_finalize;
}

static void
bty_answer_init (BtyAnswer *self)
{
  self->text = g_string_new (NULL);
  self->thinking = g_string_new (NULL);
  self->warnings = json_array_new ();
  self->turn_ids = g_ptr_array_new ();
}

/**
 * bty_answer_new:
 * @worker: the profile's database
 * @providers: who can answer
 * @recall: what was said before
 * @settings: where the text about the user is
 * @summaries: what sums up the beginning of a long conversation
 *
 * Returns: (transfer full): a reply on its way; run it once
 */
BtyAnswer *
bty_answer_new (BtyWorker          *worker,
                BtyProviderService *providers,
                BtyRecallService   *recall,
                BtySettingService  *settings,
                BtySummaryService  *summaries)
{
  BtyAnswer *self = g_object_new (BTY_TYPE_ANSWER, NULL);

  self->worker = g_object_ref (worker);
  self->providers = g_object_ref (providers);
  self->recall = g_object_ref (recall);
  self->settings = g_object_ref (settings);
  self->summaries = g_object_ref (summaries);
  self->chain = bty_chain_new (providers);

  return self;
}

/**
 * bty_answer_run_async:
 * @self: an answer
 * @bot: who answers
 * @branch: (element-type BtyMessage): what comes before the reply, oldest first, the user's last
 * @attachments: message id -> #GPtrArray of #BtyAttachment
 * @reply: the stored, streaming message to fill; text in it is continued
 * @provider: (nullable): the name of the one that shall answer; %NULL = the chain of @bot
 * @cancellable: to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Fills @reply. It ends complete, interrupted or failed, and says why.
 */
void
bty_answer_run_async (BtyAnswer           *self,
                      BtyBot              *bot,
                      GPtrArray           *branch,
                      GHashTable          *attachments,
                      BtyMessage          *reply,
                      const char          *provider,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  BtyMessage *last = g_ptr_array_index (branch, branch->len - 1);
  BtyRecallRequest request;

  /* A stopped reply is saved like any other; only then the task ends. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, bty_answer_run_async);
  self->bot = g_object_ref (bot);
  self->branch = g_ptr_array_ref (branch);
  self->attachments = g_hash_table_ref (attachments);
  self->reply = g_object_ref (reply);
  self->chosen = g_strdup (provider);
  self->prefix = g_strdup (reply->content != NULL ? reply->content : "");
  g_string_assign (self->text, self->prefix);

  request = (BtyRecallRequest) { .bot_id = bot->id, .session_id = reply->session_id, .text = last->content };
  bty_recall_service_recall_async (self->recall, &request, cancellable, recalled_cb, task);
}

/**
 * bty_answer_run_finish:
 * @self: an answer
 * @result: of the call
 * @error: (out) (optional): why the reply could not be saved
 *
 * Returns: whether the reply, however it ended, was saved
 */
gboolean
bty_answer_run_finish (BtyAnswer     *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
