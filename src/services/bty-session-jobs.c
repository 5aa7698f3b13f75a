/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-jobs.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-message-store.h"
#include "bty-session-export.h"
#include "bty-session-store.h"
#include "bty-setting-service.h"
#include "bty-setting-store.h"
#include "bty-time.h"

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

/* Lets a new session expire when its owner wants that of all. */
static gboolean
apply_default_expiry (BtyDatabase  *database,
                      BtySession   *session,
                      GError      **error)
{
  g_autofree char *text = bty_setting_store_get (database, BTY_SETTING_EXPIRY, error);
  gint64 span;

  if (text != NULL && session->expires_at == BTY_UNSET && bty_time_parse_span (text, &span))
    g_object_set (session, "expires-at", session->created_at + span, NULL);

  return text != NULL;
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

  if (!apply_default_expiry (database, job->session, error)
      || !bty_session_store_insert (database, job->session, error))
    return NULL;

  return g_object_ref (job->session);
}

/**
 * bty_session_update_on_db:
 *
 * A job. Stores what a person changed of a session.
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

  if (!bty_session_store_update (database, job->session, error))
    return NULL;

  return bty_session_store_get (database, job->session->id, error);
}

/**
 * bty_session_update_deleted_on_db:
 *
 * A job. Deletes a session so that it can be restored, or restores it.
 *
 * Returns: (transfer full) (nullable): the #BtySession
 */
gpointer
bty_session_update_deleted_on_db (BtyDatabase   *database,
                                  gpointer       data,
                                  GCancellable  *cancellable,
                                  GError       **error)
{
  BtySessionJob *job = data;

  if (!bty_session_store_update_deleted (database, job->session, error))
    return NULL;

  return bty_session_store_get (database, job->session->id, error);
}

/* To be seen again, a deleted session must be restored first. */
static BtySession *
get_undeleted (BtyDatabase  *database,
               const char   *id,
               GError      **error)
{
  g_autoptr(BtySession) session = bty_session_store_get (database, id, error);

  if (session != NULL && session->deleted_at != BTY_UNSET)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("This conversation was deleted."));
      return NULL;
    }

  return g_steal_pointer (&session);
}

/**
 * bty_session_get_on_db:
 *
 * A job. Loads the session job->id, unless it is deleted.
 *
 * Returns: (transfer full) (nullable): the #BtySession
 */
gpointer
bty_session_get_on_db (BtyDatabase   *database,
                       gpointer       data,
                       GCancellable  *cancellable,
                       GError       **error)
{
  return get_undeleted (database, ((BtySessionJob *) data)->id, error);
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

  if (job->deleted)
    return bty_session_store_list_deleted (database, error);

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
 * bty_session_purge_on_db:
 *
 * A job. Removes job->session for good, and its words from the disk, if it is deleted.
 *
 * Returns: (transfer full) (nullable): the #BtySession as it was
 */
gpointer
bty_session_purge_on_db (BtyDatabase   *database,
                         gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  BtySessionJob *job = data;
  g_autoptr(BtySession) session = bty_session_store_get (database, job->session->id, error);

  if (session == NULL)
    return NULL;
  if (session->deleted_at == BTY_UNSET)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("Only what was deleted is removed for good."));
      return NULL;
    }
  if (!bty_session_store_delete (database, session->id, error)
      || !bty_database_erase_residue (database, BTY_FULL_TEXT_CHATS, error))
    return NULL;

  return g_steal_pointer (&session);
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
  g_autoptr(BtySession) session = get_undeleted (database, job->id, error);
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
