/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-conversation-jobs.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-forget-store.h"
#include "bty-message-store.h"
#include "bty-session-store.h"
#include "bty-title.h"

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * bty_conversation_job_new:
 * @session: the session that the job is about; copied
 *
 * Returns: (transfer full): what a job on it needs
 */
BtyConversationJob *
bty_conversation_job_new (BtySession *session)
{
  BtyConversationJob *job = g_new0 (BtyConversationJob, 1);

  job->session = bty_record_copy (session);
  job->messages = new_list ();
  job->attachments = new_list ();
  job->unsaved = new_list ();

  return job;
}

/**
 * bty_conversation_job_free:
 * @job: (transfer full): what a job needed
 */
void
bty_conversation_job_free (BtyConversationJob *job)
{
  g_object_unref (job->session);
  g_ptr_array_unref (job->messages);
  g_ptr_array_unref (job->attachments);
  g_ptr_array_unref (job->unsaved);
  g_clear_pointer (&job->forgotten, g_ptr_array_unref);
  g_free (job);
}

/* To what was forgotten there is nothing to answer. */
static gboolean
check_question (BtyDatabase  *database,
                BtyMessage   *first,
                GError      **error)
{
  g_autoptr(BtyMessage) question = NULL;

  if (first->role == BTY_ROLE_USER || first->parent_id == NULL)
    return TRUE;
  question = bty_message_store_get (database, first->parent_id, error);
  if (question == NULL)
    return FALSE;
  if (bty_message_is_forgotten (question))
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID,
                         _("What was said there was forgotten, so there is nothing to answer."));

  return !bty_message_is_forgotten (question);
}

/**
 * bty_conversation_begin_exchange_on_db:
 *
 * A job. Stores what is said, the empty reply to it and where the session stands, and what could not
 * be stored before; lists in job->forgotten what must not be sent, whoever forgot it.
 *
 * Returns: (transfer full) (nullable): the session
 */
gpointer
bty_conversation_begin_exchange_on_db (BtyDatabase   *database,
                                       gpointer       data,
                                       GCancellable  *cancellable,
                                       GError       **error)
{
  BtyConversationJob *job = data;

  if (!check_question (database, g_ptr_array_index (job->messages, 0), error))
    return NULL;
  for (guint i = 0; i < job->unsaved->len; i++)
    if (!bty_message_store_update (database, g_ptr_array_index (job->unsaved, i), error))
      return NULL;
  for (guint i = 0; i < job->messages->len; i++)
    if (!bty_message_store_insert (database, g_ptr_array_index (job->messages, i), error))
      return NULL;
  for (guint i = 0; i < job->attachments->len; i++)
    if (!bty_message_store_insert_attachment (database, g_ptr_array_index (job->attachments, i), error))
      return NULL;

  if (!bty_session_store_update_progress (database, job->session, error))
    return NULL;
  g_clear_pointer (&job->forgotten, g_ptr_array_unref);
  job->forgotten = bty_forget_store_list (database, job->session->id, error);
  if (job->forgotten == NULL)
    return NULL;

  return bty_session_store_get (database, job->session->id, error);
}

/**
 * bty_conversation_end_exchange_on_db:
 *
 * A job. Gives a session without a title one that is made of its first exchange.
 *
 * Returns: (transfer full) (nullable): the session
 */
gpointer
bty_conversation_end_exchange_on_db (BtyDatabase   *database,
                                     gpointer       data,
                                     GCancellable  *cancellable,
                                     GError       **error)
{
  BtyConversationJob *job = data;
  BtyMessage *reply = g_ptr_array_index (job->messages, 0);
  g_autoptr(BtySession) session = bty_session_store_get (database, job->session->id, error);
  g_autoptr(BtyMessage) question = NULL;
  g_autofree char *title = NULL;

  if (session == NULL)
    return NULL;
  if (session->title != NULL && *session->title != '\0')
    return g_steal_pointer (&session);

  question = bty_message_store_get (database, reply->parent_id, error);
  if (question == NULL)
    return NULL;
  title = bty_title_from_exchange (question->content, reply->content);
  g_object_set (session, "title", title, NULL);

  return bty_session_store_update (database, session, error) ? g_steal_pointer (&session) : NULL;
}

/**
 * bty_conversation_save_head_on_db:
 *
 * A job. Stores which branch is shown.
 *
 * Returns: (transfer full) (nullable): the session
 */
gpointer
bty_conversation_save_head_on_db (BtyDatabase   *database,
                                  gpointer       data,
                                  GCancellable  *cancellable,
                                  GError       **error)
{
  BtyConversationJob *job = data;

  if (!bty_session_store_set_head (database, job->session->id, job->session->head_id, error))
    return NULL;

  return bty_session_store_get (database, job->session->id, error);
}

/**
 * bty_conversation_save_draft_on_db:
 *
 * A job. Stores what is typed and not sent.
 *
 * Returns: (transfer full) (nullable): the session
 */
gpointer
bty_conversation_save_draft_on_db (BtyDatabase   *database,
                                   gpointer       data,
                                   GCancellable  *cancellable,
                                   GError       **error)
{
  BtyConversationJob *job = data;

  if (!bty_session_store_set_draft (database, job->session->id, job->session->draft, error))
    return NULL;

  return bty_session_store_get (database, job->session->id, error);
}

/**
 * bty_conversation_copy_attachments:
 * @attachments: (nullable) (element-type BtyAttachment): what goes with a message
 *
 * Returns: (transfer full) (nullable) (element-type BtyAttachment): the same for another message
 */
GPtrArray *
bty_conversation_copy_attachments (GPtrArray *attachments)
{
  GPtrArray *copies;

  if (attachments == NULL)
    return NULL;

  copies = new_list ();
  for (guint i = 0; i < attachments->len; i++)
    {
      BtyAttachment *attachment = g_ptr_array_index (attachments, i);

      g_ptr_array_add (copies, bty_attachment_new (attachment->name, attachment->media_type, attachment->data));
    }

  return copies;
}
