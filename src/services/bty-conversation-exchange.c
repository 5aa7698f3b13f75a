/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-conversation-private.h"

#include <glib/gi18n-lib.h>

#include "bty-answer.h"
#include "bty-config.h"
#include "bty-conversation-jobs.h"
#include "bty-error.h"

/* One exchange: what the user says now, if anything, and the reply to it. */
typedef struct
{
  BtyMessage *question;      /* NULL = an earlier one is answered again */
  GPtrArray  *attachments;   /* of BtyAttachment, for the question; NULL = none */
  BtyMessage *reply;
  char       *provider;
} Exchange;

static void
free_exchange (Exchange *exchange)
{
  g_clear_object (&exchange->question);
  g_clear_object (&exchange->reply);
  g_clear_pointer (&exchange->attachments, g_ptr_array_unref);
  g_free (exchange->provider);
  g_free (exchange);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyConversation *self = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;

  bty_conversation_set_replying (self, NULL);
  if (!bty_answer_run_finish (BTY_ANSWER (source), result, &error))
    {
      g_ptr_array_add (self->unsaved, g_object_ref (exchange->reply));
      g_object_set (exchange->reply, "error", error->message, "error-code", bty_error_to_nick (error), NULL);
      g_task_return_error (task, error);
      return;
    }
  bty_conversation_run_session_job (self, bty_conversation_end_exchange_on_db, exchange->reply);
  if (exchange->question != NULL)
    bty_capture_service_note_turn (self->services->capture, self->session->id);
  g_task_return_pointer (task, g_object_ref (exchange->reply), g_object_unref);
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  BtyConversation *self = BTY_CONVERSATION (source);
  Exchange *exchange = g_task_get_task_data (task);
  BtyConversationJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr(BtyAnswer) answer = NULL;
  g_autoptr(GPtrArray) branch = NULL;
  g_autoptr(BtySession) stored = NULL;
  GError *error = NULL;

  stored = g_task_propagate_pointer (G_TASK (result), &error);
  if (stored == NULL)
    {
      /* What was said is kept as a draft. */
      if (exchange->question != NULL && g_strcmp0 (self->session->draft, "") == 0)
        g_object_set (self->session, "draft", exchange->question->content, NULL);
      bty_conversation_set_replying (self, NULL);
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  g_ptr_array_set_size (self->unsaved, 0);
  if (exchange->question != NULL)
    bty_message_tree_add (self->tree, exchange->question);
  if (exchange->attachments != NULL)
    g_hash_table_insert (self->attachments, g_strdup (exchange->question->id),
                         g_ptr_array_ref (exchange->attachments));
  bty_message_tree_add (self->tree, exchange->reply);
  for (guint i = 0; i < job->forgotten->len; i++)
    bty_conversation_take_forgotten (self, g_ptr_array_index (job->forgotten, i));
  branch = bty_message_tree_get_branch (self->tree, exchange->reply->parent_id);
  bty_session_service_publish (self->services->sessions, stored);
  bty_conversation_show_branch (self);

  answer = bty_answer_new (self->services->worker, self->services->providers, self->services->recall,
                           self->services->settings, self->services->summaries);
  bty_answer_run_async (answer, self->bot, branch, self->attachments, exchange->reply, exchange->provider,
                        self->replying, answered_cb, task);
}

/* Stores the question and an empty reply in one transaction, and then lets it be answered. */
static void
begin (BtyConversation *self,
       GTask           *task,
       Exchange        *exchange)
{
  g_autoptr(GTask) inner = g_task_new (self, NULL, begun_cb, task);
  g_autoptr(GCancellable) replying = g_cancellable_new ();
  BtyConversationJob *job;

  g_task_set_task_data (task, exchange, (GDestroyNotify) free_exchange);
  if (self->replying != NULL)
    {
      g_task_return_new_error (task, BTY_ERROR, BTY_ERROR_BUSY, _("A reply is arriving. Stop it first."));
      g_object_unref (task);
      return;
    }

  g_clear_handle_id (&self->draft_timer, g_source_remove);
  g_object_set (exchange->reply, "status", BTY_MESSAGE_STATUS_STREAMING, NULL);
  job = bty_conversation_job_new (self->session);
  for (guint i = 0; i < self->unsaved->len; i++)
    g_ptr_array_add (job->unsaved, bty_record_copy (g_ptr_array_index (self->unsaved, i)));
  if (exchange->question != NULL)
    {
      g_ptr_array_add (job->messages, bty_record_copy (exchange->question));
      g_object_set (job->session, "draft", "", NULL);
      g_object_set (self->session, "draft", "", NULL);
    }
  for (guint i = 0; exchange->attachments != NULL && i < exchange->attachments->len; i++)
    {
      BtyAttachment *attachment = g_ptr_array_index (exchange->attachments, i);

      g_object_set (attachment, "message-id", exchange->question->id, NULL);
      g_ptr_array_add (job->attachments, bty_record_copy (attachment));
    }
  g_ptr_array_add (job->messages, bty_record_copy (exchange->reply));
  g_object_set (job->session,
                "head-id", exchange->reply->id,
                "updated-at", exchange->reply->created_at,
                "status", BTY_SESSION_STATUS_ACTIVE,
                NULL);

  bty_conversation_set_replying (self, replying);
  g_task_set_source_tag (inner, begin);
  g_task_set_task_data (inner, job, (GDestroyNotify) bty_conversation_job_free);
  bty_worker_write (self->services->worker, inner, bty_conversation_begin_exchange_on_db, g_object_unref);
}

static Exchange *
new_exchange (BtyConversation *self,
              const char      *parent_id,
              const char      *provider)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->reply = bty_message_new (self->session->id, parent_id, BTY_ROLE_ASSISTANT, "");
  exchange->provider = g_strdup (provider);

  return exchange;
}

/**
 * bty_conversation_send_async:
 * @self: a conversation
 * @text: what the user says
 * @attachments: (nullable) (element-type BtyAttachment): what goes with it
 * @provider: (nullable): the name of the one that shall answer
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Says something and waits for the reply.
 */
void
bty_conversation_send_async (BtyConversation     *self,
                             const char          *text,
                             GPtrArray           *attachments,
                             const char          *provider,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  const char *parent_id = self->shown->len > 0
                            ? ((BtyMessage *) g_ptr_array_index (self->shown, self->shown->len - 1))->id
                            : NULL;
  g_autoptr(BtyMessage) question = bty_message_new (self->session->id, parent_id, BTY_ROLE_USER, text);
  Exchange *exchange = new_exchange (self, question->id, provider);

  exchange->question = g_steal_pointer (&question);
  if (attachments != NULL && attachments->len > 0)
    exchange->attachments = g_ptr_array_ref (attachments);
  g_task_set_source_tag (task, bty_conversation_send_async);
  begin (self, task, exchange);
}

/**
 * bty_conversation_send_finish:
 *
 * Returns: (transfer full) (nullable): the reply, however it ended; %NULL if nothing could be stored
 */
BtyMessage *
bty_conversation_send_finish (BtyConversation  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_conversation_edit_async:
 * @self: a conversation
 * @message: a message of the user
 * @text: what the user says now
 * @provider: (nullable): the name of the one that shall answer
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Says something else in the place of an earlier message, which stays as another version.
 */
void
bty_conversation_edit_async (BtyConversation     *self,
                             BtyMessage          *message,
                             const char          *text,
                             const char          *provider,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(BtyMessage) question = bty_message_new (self->session->id, message->parent_id, BTY_ROLE_USER, text);
  Exchange *exchange = new_exchange (self, question->id, provider);

  exchange->question = g_steal_pointer (&question);
  exchange->attachments = bty_conversation_copy_attachments (bty_conversation_get_attachments (self, message));
  g_task_set_source_tag (task, bty_conversation_edit_async);
  begin (self, task, exchange);
}

/**
 * bty_conversation_edit_finish:
 *
 * Returns: (transfer full) (nullable): the reply, however it ended; %NULL if nothing could be stored
 */
BtyMessage *
bty_conversation_edit_finish (BtyConversation  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_conversation_regenerate_async:
 * @self: a conversation
 * @message: a reply
 * @provider: (nullable): the name of the one that shall answer
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Asks for another version of a reply.
 */
void
bty_conversation_regenerate_async (BtyConversation     *self,
                                   BtyMessage          *message,
                                   const char          *provider,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_conversation_regenerate_async);
  begin (self, task, new_exchange (self, message->parent_id, provider));
}

/**
 * bty_conversation_regenerate_finish:
 *
 * Returns: (transfer full) (nullable): the reply, however it ended; %NULL if nothing could be stored
 */
BtyMessage *
bty_conversation_regenerate_finish (BtyConversation  *self,
                                    GAsyncResult     *result,
                                    GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_conversation_continue_async:
 * @self: a conversation
 * @message: an interrupted reply
 * @provider: (nullable): the name of the one that shall go on
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Asks for another version of an interrupted reply, which begins with the text of that one.
 */
void
bty_conversation_continue_async (BtyConversation     *self,
                                 BtyMessage          *message,
                                 const char          *provider,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Exchange *exchange = new_exchange (self, message->parent_id, provider);

  g_object_set (exchange->reply, "content", message->content, "thinking", message->thinking, NULL);
  g_task_set_source_tag (task, bty_conversation_continue_async);
  begin (self, task, exchange);
}

/**
 * bty_conversation_continue_finish:
 *
 * Returns: (transfer full) (nullable): the reply, however it ended; %NULL if nothing could be stored
 */
BtyMessage *
bty_conversation_continue_finish (BtyConversation  *self,
                                  GAsyncResult     *result,
                                  GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
