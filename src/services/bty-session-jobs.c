/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-jobs.h"

#include "bty-message-store.h"
#include "bty-session-export.h"
#include "bty-session-store.h"

/**
 * bty_session_job_new:
 * @session: (nullable): the session that the job is about; copied
 *
 * Returns: (transfer full): what a job needs
 */
BtySessionJob *
bty_session_job_new (BtySession *session)
{
  BtySessionJob *job = g_new0 (BtySessionJob, 1);

  if (session != NULL)
    job->session = bty_record_copy (session);

  return job;
}

/**
 * bty_session_job_free:
 * @job: (transfer full): what a job needed
 */
void
bty_session_job_free (BtySessionJob *job)
{
  g_clear_object (&job->session);
  g_free (job->id);
  g_free (job->bot_id);
  g_free (job->folder);
  g_free (job);
}

/**
 * bty_session_insert_on_db:
 *
 * A job. Stores a new session.
 *
 * Returns: (transfer full) (nullable): the #BtySession
 */
gpointer
bty_session_insert_on_db (BtyDatabase   *database,
                          gpointer       data,
                          GCancellable  *cancellable,
                          GError       **error)
{
  BtySessionJob *job = data;

  return bty_session_store_insert (database, job->session, error) ? g_object_ref (job->session) : NULL;
}

/**
 * bty_session_update_on_db:
 *
 * A job. Stores a changed session.
 *
 * Returns: (transfer full) (nullable): the #BtySession
 */
gpointer
bty_session_update_on_db (BtyDatabase   *database,
                          gpointer       data,
                          GCancellable  *cancellable,
                          GError       **error)
{
  BtySessionJob *job = data;

  return bty_session_store_update (database, job->session, error) ? g_object_ref (job->session) : NULL;
}

/**
 * bty_session_get_on_db:
 *
 * A job. Loads the session job->id.
 *
 * Returns: (transfer full) (nullable): the #BtySession
 */
gpointer
bty_session_get_on_db (BtyDatabase   *database,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  return bty_session_store_get (database, ((BtySessionJob *) data)->id, error);
}

/**
 * bty_session_list_on_db:
 *
 * A job. Loads the page after job->session.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtySession
 */
gpointer
bty_session_list_on_db (BtyDatabase   *database,
                        gpointer       data,
                        GCancellable  *cancellable,
                        GError       **error)
{
  BtySessionJob *job = data;

  return bty_session_store_list (database, job->bot_id, job->folder, job->archived, job->session,
                                 job->page, error);
}

/**
 * bty_session_list_folders_on_db:
 *
 * A job. Lists the folders in use.
 *
 * Returns: (transfer full) (nullable): a #GStrv
 */
gpointer
bty_session_list_folders_on_db (BtyDatabase   *database,
                                gpointer       data,
                                GCancellable  *cancellable,
                                GError       **error)
{
  return bty_session_store_list_folders (database, error);
}

/**
 * bty_session_export_on_db:
 *
 * A job. Writes the session job->id as text.
 *
 * Returns: (transfer full) (nullable): a string
 */
gpointer
bty_session_export_on_db (BtyDatabase   *database,
                          gpointer       data,
                          GCancellable  *cancellable,
                          GError       **error)
{
  BtySessionJob *job = data;
  g_autoptr(BtySession) session = bty_session_store_get (database, job->id, error);
  g_autoptr(GPtrArray) messages = NULL;
  g_autoptr(GPtrArray) attachments = NULL;

  if (session == NULL)
    return NULL;
  messages = bty_message_store_list (database, job->id, error);
  if (messages == NULL)
    return NULL;
  attachments = bty_message_store_list_attachments (database, job->id, error);
  if (attachments == NULL)
    return NULL;

  return job->as_json ? bty_session_export_json (session, messages, attachments)
                      : bty_session_export_markdown (session, messages, attachments);
}
