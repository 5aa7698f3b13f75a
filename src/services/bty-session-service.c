/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-session-service.h"

#include <glib/gi18n-lib.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-session-jobs.h"
#include "bty-time.h"
#include "bty-worker.h"

/**
 * BtySessionService:
 *
 * The conversations of a profile, without their messages. There is one object for each session that
 * anybody holds, so that every list and page shows the same.
 */
struct _BtySessionService
{
  GObject     parent_instance;

  /* Owned */
  BtyWorker  *worker;

  /* Borrowed */
  GHashTable *known;    /* id -> BtySession, as long as it lives */
};

typedef enum
{
  ADDED,
  CHANGED,
  REMOVED,
  RENEWED,
  N_SIGNALS,
} BtySessionServiceSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BtySessionService, bty_session_service, G_TYPE_OBJECT)

static void
forget_cb (gpointer  user_data,
           GObject  *where_the_object_was)
{
  GHashTable *known = user_data;
  GHashTableIter iter;
  gpointer session;

  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, NULL, &session))
    if (session == where_the_object_was)
      g_hash_table_iter_remove (&iter);
  g_hash_table_unref (known);
}

/* Returns: (transfer full): the one object for @loaded, brought up to date */
static BtySession *
unify (BtySessionService *self,
       BtySession        *loaded)
{
  BtySession *known = g_hash_table_lookup (self->known, loaded->id);

  if (known == loaded)
    return g_object_ref (known);
  if (known != NULL)
    {
      /* What is being typed is newer than what was stored. */
      g_object_set (loaded, "draft", known->draft, NULL);
      bty_record_assign (known, loaded);
      return g_object_ref (known);
    }

  g_hash_table_insert (self->known, g_strdup (loaded->id), loaded);
  g_object_weak_ref (G_OBJECT (loaded), forget_cb, g_hash_table_ref (self->known));

  return g_object_ref (loaded);
}

/* Announces what was stored. Returns: (transfer full): the one object for it */
static BtySession *
publish (BtySessionService *self,
         BtySession        *stored,
         gboolean           is_new)
{
  BtySession *session = unify (self, stored);

  if (session->deleted_at != BTY_UNSET)
    g_signal_emit (self, signals[REMOVED], 0, session->id);
  else
    g_signal_emit (self, signals[is_new ? ADDED : CHANGED], 0, session);

  return session;
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(BtySession) stored = g_task_propagate_pointer (G_TASK (result), &error);
  BtySessionJob *job = g_task_get_task_data (G_TASK (result));

  if (stored == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, publish (BTY_SESSION_SERVICE (source), stored, job->is_new), g_object_unref);
}

static void
got_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(BtySession) loaded = g_task_propagate_pointer (G_TASK (result), &error);

  if (loaded == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, unify (BTY_SESSION_SERVICE (source), loaded), g_object_unref);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GPtrArray) loaded = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);

  if (loaded == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < loaded->len; i++)
    g_ptr_array_add (sessions, unify (BTY_SESSION_SERVICE (source), g_ptr_array_index (loaded, i)));
  g_task_return_pointer (task, g_steal_pointer (&sessions), (GDestroyNotify) g_ptr_array_unref);
}

/* Runs @func and lets @done, if any, work on its result before the caller hears of it. */
static void
run (BtySessionService   *self,
     gboolean             writes,
     BtyJobFunc           func,
     BtySessionJob       *job,
     GDestroyNotify       free_result,
     GAsyncReadyCallback  done,
     gpointer             source_tag,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GTask) inner = done != NULL ? g_task_new (self, cancellable, done, task) : task;

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (inner, job, (GDestroyNotify) bty_session_job_free);
  if (writes)
    bty_worker_write (self->worker, inner, func, free_result);
  else
    bty_worker_read (self->worker, inner, func, free_result);
}

static gboolean
finish_boolean (GAsyncResult  *result,
                GError       **error)
{
  g_autoptr(BtySession) stored = g_task_propagate_pointer (G_TASK (result), error);

  return stored != NULL;
}

static void
bty_session_service_finalize (GObject *object)
{
  BtySessionService *self = BTY_SESSION_SERVICE (object);

  g_clear_object (&self->worker);
  g_clear_pointer (&self->known, g_hash_table_unref);

  G_OBJECT_CLASS (bty_session_service_parent_class)->finalize (object);
}

static void
bty_session_service_class_init (BtySessionServiceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_session_service_finalize;

  signals[ADDED] = g_signal_new ("added", BTY_TYPE_SESSION_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, BTY_TYPE_SESSION);
  signals[CHANGED] = g_signal_new ("changed", BTY_TYPE_SESSION_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, BTY_TYPE_SESSION);
  signals[REMOVED] = g_signal_new ("removed", BTY_TYPE_SESSION_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[RENEWED] = g_signal_new ("renewed", BTY_TYPE_SESSION_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
bty_session_service_init (BtySessionService *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * bty_session_service_new:
 * @worker: the profile's database
 *
 * Returns: (transfer full): the service
 */
BtySessionService *
bty_session_service_new (BtyWorker *worker)
{
  BtySessionService *self = g_object_new (BTY_TYPE_SESSION_SERVICE, NULL);

  self->worker = g_object_ref (worker);

  return self;
}

/**
 * bty_session_service_renew:
 * @self: the service
 *
 * Tells everybody who lists sessions that there are others now.
 */
void
bty_session_service_renew (BtySessionService *self)
{
  g_signal_emit (self, signals[RENEWED], 0);
}

/**
 * bty_session_service_publish:
 * @self: the service
 * @stored: a session as it was just stored by a conversation
 *
 * Lets every list know of a change that came with a message.
 */
void
bty_session_service_publish (BtySessionService *self,
                             BtySession        *stored)
{
  g_object_unref (publish (self, stored, FALSE));
}

/**
 * bty_session_service_create_async:
 * @self: the service
 * @bot: whom it is with
 * @private: whether it is gone when closed
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Starts an empty conversation.
 */
void
bty_session_service_create_async (BtySessionService   *self,
                                  BtyBot              *bot,
                                  gboolean             private,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(BtySession) session = bty_session_new (bot->id);
  BtySessionJob *job;

  g_object_set (session, "private", private, NULL);
  job = bty_session_job_new (session);
  job->is_new = TRUE;
  run (self, TRUE, bty_session_insert_on_db, job, g_object_unref, stored_cb,
       bty_session_service_create_async, cancellable, callback, user_data);
}

/**
 * bty_session_service_create_finish:
 *
 * Returns: (transfer full) (nullable): the session
 */
BtySession *
bty_session_service_create_finish (BtySessionService  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_session_service_get_async:
 * @self: the service
 * @id: its id
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Loads one session; %BTY_ERROR_NOT_FOUND if there is none.
 */
void
bty_session_service_get_async (BtySessionService   *self,
                               const char          *id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  BtySessionJob *job = bty_session_job_new (NULL);

  job->id = g_strdup (id);
  run (self, FALSE, bty_session_get_on_db, job, g_object_unref, got_cb,
       bty_session_service_get_async, cancellable, callback, user_data);
}

/**
 * bty_session_service_get_finish:
 *
 * Returns: (transfer full) (nullable): the session
 */
BtySession *
bty_session_service_get_finish (BtySessionService  *self,
                                GAsyncResult       *result,
                                GError            **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_session_service_list_async:
 * @self: the service
 * @filter: which ones
 * @after: (nullable): the last of the page before
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Loads a page of at most %BTY_SESSION_PAGE sessions, pinned ones first, then the newest.
 */
void
bty_session_service_list_async (BtySessionService      *self,
                                const BtySessionFilter *filter,
                                BtySession             *after,
                                GCancellable           *cancellable,
                                GAsyncReadyCallback     callback,
                                gpointer                user_data)
{
  BtySessionJob *job = bty_session_job_new (after);

  job->bot_id = g_strdup (filter->bot_id);
  job->folder = g_strdup (filter->folder);
  job->archived = filter->archived;
  job->deleted = filter->deleted;
  job->page = BTY_SESSION_PAGE;
  run (self, FALSE, bty_session_list_on_db, job, (GDestroyNotify) g_ptr_array_unref, listed_cb,
       bty_session_service_list_async, cancellable, callback, user_data);
}

/**
 * bty_session_service_list_finish:
 *
 * Returns: (transfer full) (element-type BtySession) (nullable): the page
 */
GPtrArray *
bty_session_service_list_finish (BtySessionService  *self,
                                 GAsyncResult       *result,
                                 GError            **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_session_service_list_folders_async:
 * @self: the service
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Loads the names of the folders that are in use.
 */
void
bty_session_service_list_folders_async (BtySessionService   *self,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  BtySessionJob *job = bty_session_job_new (NULL);

  run (self, FALSE, bty_session_list_folders_on_db, job, (GDestroyNotify) g_strfreev, NULL,
       bty_session_service_list_folders_async, cancellable, callback, user_data);
}

/**
 * bty_session_service_list_folders_finish:
 *
 * Returns: (transfer full) (nullable): the names, sorted
 */
char **
bty_session_service_list_folders_finish (BtySessionService  *self,
                                         GAsyncResult       *result,
                                         GError            **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_session_service_save_async:
 * @self: the service
 * @session: a session, or a changed copy of one
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Stores what was changed in a session: title, pinned, folder, archived, expiry.
 */
void
bty_session_service_save_async (BtySessionService   *self,
                                BtySession          *session,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  BtySessionJob *job = bty_session_job_new (session);

  run (self, TRUE, bty_session_update_on_db, job, g_object_unref, stored_cb,
       bty_session_service_save_async, cancellable, callback, user_data);
}

/**
 * bty_session_service_save_finish:
 *
 * Returns: whether it was stored
 */
gboolean
bty_session_service_save_finish (BtySessionService  *self,
                                 GAsyncResult       *result,
                                 GError            **error)
{
  return finish_boolean (result, error);
}

/**
 * bty_session_service_delete_async:
 * @self: the service
 * @session: a session
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Takes a session out of every list. It can be restored for 30 days.
 */
void
bty_session_service_delete_async (BtySessionService   *self,
                                  BtySession          *session,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  BtySessionJob *job = bty_session_job_new (session);

  g_object_set (job->session, "deleted-at", bty_time_now (), NULL);
  run (self, TRUE, bty_session_update_deleted_on_db, job, g_object_unref, stored_cb,
       bty_session_service_delete_async, cancellable, callback, user_data);
}

/**
 * bty_session_service_delete_finish:
 *
 * Returns: whether it was deleted
 */
gboolean
bty_session_service_delete_finish (BtySessionService  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  return finish_boolean (result, error);
}

/**
 * bty_session_service_restore_async:
 * @self: the service
 * @session: a session
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Brings a deleted session back.
 */
void
bty_session_service_restore_async (BtySessionService   *self,
                                   BtySession          *session,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  BtySessionJob *job = bty_session_job_new (session);

  g_object_set (job->session, "deleted-at", BTY_UNSET, NULL);
  run (self, TRUE, bty_session_update_deleted_on_db, job, g_object_unref, stored_cb,
       bty_session_service_restore_async, cancellable, callback, user_data);
}

/**
 * bty_session_service_restore_finish:
 *
 * Returns: whether it is back
 */
gboolean
bty_session_service_restore_finish (BtySessionService  *self,
                                    GAsyncResult       *result,
                                    GError            **error)
{
  return finish_boolean (result, error);
}

/**
 * bty_session_service_purge_async:
 * @self: the service
 * @session: a deleted session
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Removes a deleted session for good, with all that was said in it.
 */
void
bty_session_service_purge_async (BtySessionService   *self,
                                 BtySession          *session,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  run (self, TRUE, bty_session_purge_on_db, bty_session_job_new (session), g_object_unref, NULL,
       bty_session_service_purge_async, cancellable, callback, user_data);
}

/**
 * bty_session_service_purge_finish:
 *
 * Returns: whether it is gone
 */
gboolean
bty_session_service_purge_finish (BtySessionService  *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  return finish_boolean (result, error);
}

/**
 * bty_session_service_export_async:
 * @self: the service
 * @id: its id
 * @format: "markdown" or "json"
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Writes a session as text: the shown branch as "markdown", or everything as "json".
 */
void
bty_session_service_export_async (BtySessionService   *self,
                                  const char          *id,
                                  const char          *format,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  BtySessionJob *job;

  if (!g_str_equal (format, "markdown") && !g_str_equal (format, "json"))
    {
      g_task_report_new_error (self, callback, user_data, bty_session_service_export_async,
                               BTY_ERROR, BTY_ERROR_INVALID,
                               _("A conversation can be exported as markdown or json."));
      return;
    }
  job = bty_session_job_new (NULL);
  job->id = g_strdup (id);
  job->as_json = g_str_equal (format, "json");
  run (self, FALSE, bty_session_export_on_db, job, g_free, NULL,
       bty_session_service_export_async, cancellable, callback, user_data);
}

/**
 * bty_session_service_export_finish:
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
bty_session_service_export_finish (BtySessionService  *self,
                                   GAsyncResult       *result,
                                   GError            **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
