/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-audit-service-private.h"

#include <glib/gi18n-lib.h>

#include "bty-audit-store.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-memory-job.h"

/* The start of the program comes first. */
#define BEGIN_DELAY_S 5

enum
{
  PROP_0,
  PROP_REPORT,
  PROP_VERIFYING,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (BtyAuditService, bty_audit_service, G_TYPE_OBJECT)

/**
 * bty_audit_service_get_job:
 * @task: of a call
 *
 * Returns: (transfer none): what the database work of the call needs
 */
BtyAuditJob *
bty_audit_service_get_job (GTask *task)
{
  return g_task_get_task_data (task);
}

static void
fail (GTask  *task,
      GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

/**
 * bty_audit_service_run_on_db:
 * @task: of a call, which waits
 * @writes: whether the work writes
 * @func: the work
 * @free_result: (nullable): frees what it returns
 * @callback: goes on with @task
 *
 * Runs database work on the job of a call.
 */
void
bty_audit_service_run_on_db (GTask               *task,
                             gboolean             writes,
                             BtyJobFunc           func,
                             GDestroyNotify       free_result,
                             GAsyncReadyCallback  callback)
{
  BtyAuditService *self = g_task_get_source_object (task);
  g_autoptr(GTask) inner = g_task_new (self, NULL, callback, task);

  g_task_set_source_tag (inner, bty_audit_service_run_on_db);
  g_task_set_task_data (inner, bty_audit_service_get_job (task), NULL);
  if (writes)
    bty_worker_write (self->worker, inner, func, free_result);
  else
    bty_worker_read (self->worker, inner, func, free_result);
}

/**
 * bty_audit_service_dup_key_name:
 * @job: that knows its chain
 *
 * Returns: (transfer full): what the key that seals the chain is called in the keyring
 */
char *
bty_audit_service_dup_key_name (BtyAuditJob *job)
{
  return g_strdup_printf ("the record of memories (%s)", job->chain);
}

/**
 * bty_audit_service_dup_end_name:
 * @job: that knows its chain
 *
 * Returns: (transfer full): what the place where it was sealed last is called in the keyring
 */
char *
bty_audit_service_dup_end_name (BtyAuditJob *job)
{
  return g_strdup_printf ("the end of the record of memories (%s)", job->chain);
}

/* Verifying: read the end -> the key -> where it ended when it was sealed -> check all -> note that it was done */

static void
set_verifying (BtyAuditService *self,
               gboolean         verifying)
{
  self->verifying = verifying;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERIFYING]);
}

static void
noted_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  BtyAuditService *self = BTY_AUDIT_SERVICE (source);
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  /* What was found out counts even where nothing can be written. */
  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    g_message ("The verification was not noted: %s", error->message);
  set_verifying (self, FALSE);
  /* A keyring that did not answer is not asked once more because the program has started. */
  if (self->report->is_intact && self->can_seal)
    bty_audit_service_note_growth (self);
  g_task_return_pointer (task, bty_audit_report_ref (self->report), (GDestroyNotify) bty_audit_report_unref);
}

static void
verified_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  BtyAuditService *self = BTY_AUDIT_SERVICE (source);
  GTask *task = user_data;
  GError *error = NULL;
  BtyAuditReport *report = g_task_propagate_pointer (G_TASK (result), &error);

  if (report == NULL)
    {
      set_verifying (self, FALSE);
      fail (task, error);
      return;
    }
  g_clear_pointer (&self->report, bty_audit_report_unref);
  self->report = report;
  g_object_notify_by_pspec (source, properties[PROP_REPORT]);
  if (report->n_entries == 0 || !bty_audit_service_get_job (task)->leaves_line)
    {
      set_verifying (self, FALSE);
      g_task_return_pointer (task, bty_audit_report_ref (report), (GDestroyNotify) bty_audit_report_unref);
      g_object_unref (task);
      return;
    }
  bty_audit_service_run_on_db (task, TRUE, bty_audit_note_on_db, NULL, noted_cb);
}

static void
verify (GTask *task)
{
  bty_audit_service_run_on_db (task, FALSE, bty_audit_verify_on_db, (GDestroyNotify) bty_audit_report_unref,
                               verified_cb);
}

static void
note_keyring (GTask  *task,
              GError *error)
{
  if (error != NULL)
    g_ptr_array_add (bty_audit_service_get_job (task)->unproven,
                     g_strdup_printf (_("The seal could not be looked at: %s"), error->message));
}

static void
got_end_to_verify_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyKey) text = bty_keyring_lookup_finish (BTY_KEYRING (source), result, &error);
  BtyAuditMark *mark = bty_audit_mark_parse (text);

  note_keyring (task, error);
  if (mark != NULL)
    g_ptr_array_add (bty_audit_service_get_job (task)->marks, mark);
  verify (task);
}

static void
got_key_to_verify_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;

  bty_audit_service_get_job (task)->key = bty_keyring_lookup_finish (BTY_KEYRING (source), result, &error);
  BTY_AUDIT_SERVICE (g_task_get_source_object (task))->can_seal = error == NULL;
  note_keyring (task, error);
  if (bty_audit_service_get_job (task)->key == NULL)
    {
      verify (task);
      return;
    }
  name = bty_audit_service_dup_end_name (bty_audit_service_get_job (task));
  bty_keyring_lookup_async (BTY_KEYRING (source), name, NULL, TRUE, NULL, got_end_to_verify_cb, task);
}

static void
read_end_to_verify_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  BtyAuditService *self = BTY_AUDIT_SERVICE (source);
  GTask *task = user_data;
  BtyAuditJob *job = bty_audit_service_get_job (task);
  GError *error = NULL;
  g_autofree char *name = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    {
      set_verifying (self, FALSE);
      fail (task, error);
      return;
    }
  if (job->chain == NULL)
    {
      verify (task);
      return;
    }
  /* Also without a seal, and without an entry: they are missing in a backup from before the first one, and the keyring
   * knows of it. */
  name = bty_audit_service_dup_key_name (job);
  bty_keyring_lookup_async (self->keyring, name, NULL, TRUE, NULL, got_key_to_verify_cb, task);
}

static gpointer
list_on_db (BtyDatabase   *database,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return bty_audit_store_list (database, &((BtyMemoryJob *) data)->audit_filter, error);
}

static void
read_anchor_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyAuditEntry *head = bty_audit_service_get_job (task)->head;
  GError *error = NULL;
  g_autoptr(BtyAuditMark) mark = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error == NULL && head == NULL)
    g_set_error_literal (&error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("Nothing was recorded yet."));
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  mark = bty_audit_mark_new (head->chain, head->position, head->hash);
  g_task_return_pointer (task, bty_audit_mark_print (mark), g_free);
}

static void
bty_audit_service_get_property (GObject    *object,
                                guint       property,
                                GValue     *value,
                                GParamSpec *pspec)
{
  BtyAuditService *self = BTY_AUDIT_SERVICE (object);

  switch (property)
    {
    case PROP_REPORT:
      g_value_set_boxed (value, self->report);
      break;
    case PROP_VERIFYING:
      g_value_set_boolean (value, self->verifying);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
bty_audit_service_dispose (GObject *object)
{
  BtyAuditService *self = BTY_AUDIT_SERVICE (object);

  g_clear_handle_id (&self->begin_timer, g_source_remove);
  g_clear_handle_id (&self->seal_timer, g_source_remove);

  G_OBJECT_CLASS (bty_audit_service_parent_class)->dispose (object);
}

static void
bty_audit_service_finalize (GObject *object)
{
  BtyAuditService *self = BTY_AUDIT_SERVICE (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->keyring);
  g_clear_pointer (&self->report, bty_audit_report_unref);

  G_OBJECT_CLASS (bty_audit_service_parent_class)->finalize (object);
}

static void
bty_audit_service_class_init (BtyAuditServiceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = bty_audit_service_get_property;
  object_class->dispose = bty_audit_service_dispose;
  object_class->finalize = bty_audit_service_finalize;

  properties[PROP_REPORT] = g_param_spec_boxed ("report", NULL, NULL, BTY_TYPE_AUDIT_REPORT, flags);
  properties[PROP_VERIFYING] = g_param_spec_boolean ("verifying", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bty_audit_service_init (BtyAuditService *self)
{
}

/**
 * bty_audit_service_new:
 * @worker: the profile's database
 * @keyring: holds the key that seals
 *
 * Returns: (transfer full): the service
 */
BtyAuditService *
bty_audit_service_new (BtyWorker  *worker,
                       BtyKeyring *keyring)
{
  BtyAuditService *self = g_object_new (BTY_TYPE_AUDIT_SERVICE, NULL);

  self->worker = g_object_ref (worker);
  self->keyring = g_object_ref (keyring);

  return self;
}

/**
 * bty_audit_service_get_report:
 * @self: the service
 *
 * Returns: (transfer none) (nullable): what came of the last verification in this run
 */
BtyAuditReport *
bty_audit_service_get_report (BtyAuditService *self)
{
  return self->report;
}

/**
 * bty_audit_service_get_verifying:
 * @self: the service
 *
 * Returns: whether a verification is under way
 */
gboolean
bty_audit_service_get_verifying (BtyAuditService *self)
{
  return self->verifying;
}

/**
 * bty_audit_service_list_async:
 * @self: the service
 * @filter: which entries
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Lists entries, the newest first.
 */
void
bty_audit_service_list_async (BtyAuditService      *self,
                              const BtyAuditFilter *filter,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  BtyMemoryJob *job = bty_memory_job_new (NULL);

  bty_memory_job_set_audit_filter (job, filter);
  g_task_set_source_tag (task, bty_audit_service_list_async);
  g_task_set_task_data (task, job, (GDestroyNotify) bty_memory_job_free);
  bty_worker_read (self->worker, task, list_on_db, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * bty_audit_service_list_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): where to say what went wrong
 *
 * Returns: (transfer full) (element-type BtyAuditEntry) (nullable): a page of entries
 */
GPtrArray *
bty_audit_service_list_finish (BtyAuditService  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_audit_service_verify_async:
 * @self: the service
 * @anchor: (nullable): where the record ended once, kept elsewhere
 * @actor: (nullable): who asks for it; %NULL = the user
 * @cancellable: (nullable): to stop waiting
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Checks the whole record, and whether every memory says what was stored.
 */
void
bty_audit_service_verify_async (BtyAuditService     *self,
                                const char          *anchor,
                                const char          *actor,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  BtyAuditMark *mark = bty_audit_mark_parse (anchor);

  g_task_set_source_tag (task, bty_audit_service_verify_async);
  g_task_set_task_data (task, bty_audit_job_new (actor), (GDestroyNotify) bty_audit_job_free);
  bty_audit_service_get_job (task)->leaves_line = TRUE;
  if (anchor != NULL && mark == NULL)
    {
      fail (task, g_error_new_literal (BTY_ERROR, BTY_ERROR_INVALID, _("This does not say where a record ended.")));
      return;
    }
  if (mark != NULL)
    g_ptr_array_add (bty_audit_service_get_job (task)->marks, mark);
  set_verifying (self, TRUE);
  bty_audit_service_run_on_db (task, FALSE, bty_audit_read_end_on_db, NULL, read_end_to_verify_cb);
}

/**
 * bty_audit_service_verify_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): why it could not be checked
 *
 * Returns: (transfer full) (nullable): what came of it
 */
BtyAuditReport *
bty_audit_service_verify_finish (BtyAuditService  *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_audit_service_check_async:
 * @self: the service
 * @cancellable: (nullable): to stop waiting
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Like bty_audit_service_verify_async(), but leaves no line in the record. End it with
 * bty_audit_service_verify_finish().
 */
void
bty_audit_service_check_async (BtyAuditService     *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_audit_service_check_async);
  g_task_set_task_data (task, bty_audit_job_new (NULL), (GDestroyNotify) bty_audit_job_free);
  set_verifying (self, TRUE);
  bty_audit_service_run_on_db (task, FALSE, bty_audit_read_end_on_db, NULL, read_end_to_verify_cb);
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BtyAuditReport) report = bty_audit_service_verify_finish (BTY_AUDIT_SERVICE (source), result, &error);

  if (report == NULL)
    g_message ("The record of memories could not be verified: %s", error->message);
}

static gboolean
begin_cb (gpointer user_data)
{
  BtyAuditService *self = user_data;

  self->begin_timer = 0;
  bty_audit_service_verify_async (self, NULL, "system", NULL, begun_cb, NULL);

  return G_SOURCE_REMOVE;
}

/**
 * bty_audit_service_begin:
 * @self: the service
 *
 * Verifies the record in the background, when the program has started.
 */
void
bty_audit_service_begin (BtyAuditService *self)
{
  if (self->begin_timer == 0)
    self->begin_timer = g_timeout_add_seconds (BEGIN_DELAY_S, begin_cb, self);
}

/**
 * bty_audit_service_begin_now:
 * @self: the service
 *
 * Somebody looks: what bty_audit_service_begin() has put off begins at once.
 */
void
bty_audit_service_begin_now (BtyAuditService *self)
{
  if (self->begin_timer == 0)
    return;

  g_clear_handle_id (&self->begin_timer, g_source_remove);
  begin_cb (self);
}

/**
 * bty_audit_service_export_anchor_async:
 * @self: the service
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Writes down where the record ends, to be kept elsewhere.
 */
void
bty_audit_service_export_anchor_async (BtyAuditService     *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bty_audit_service_export_anchor_async);
  g_task_set_task_data (task, bty_audit_job_new (NULL), (GDestroyNotify) bty_audit_job_free);
  bty_audit_service_run_on_db (task, FALSE, bty_audit_read_end_on_db, NULL, read_anchor_cb);
}

/**
 * bty_audit_service_export_anchor_finish:
 * @self: the service
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_NOT_FOUND if there is no record yet, or what else went wrong
 *
 * Returns: (transfer full) (nullable): one line of JSON
 */
char *
bty_audit_service_export_anchor_finish (BtyAuditService  *self,
                                        GAsyncResult     *result,
                                        GError          **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
