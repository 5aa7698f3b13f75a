/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-profile-private.h"

#include "bty-connecting.h"
#include "bty-enum-types.h"
#include "bty-foreign-import.h"
#include "bty-move-job.h"
#include "bty-profile-content.h"
#include "bty-provider-store.h"
#include "bty-storage-jobs.h"
#include "bty-time.h"

/* How long closing waits for replies that were stopped to be saved. */
#define CLOSE_LIMIT (2 * G_TIME_SPAN_SECOND)
#define LOOK_INTERVAL_MS 20

G_DEFINE_FINAL_TYPE (BtyProfile, bty_profile, G_TYPE_OBJECT)

static void
strategy_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!bty_setting_service_set_finish (BTY_SETTING_SERVICE (source), result, &error))
    g_message ("The order of the providers was not stored: %s", error->message);
}

static void
strategy_changed_cb (BtyProfile *self)
{
  BtyStrategy strategy = bty_provider_service_get_strategy (self->providers);

  bty_setting_service_set_async (self->settings, BTY_SETTING_STRATEGY, bty_enum_to_nick (BTY_TYPE_STRATEGY, strategy),
                                 NULL, strategy_saved_cb, NULL);
}

static void
create_services (BtyProfile        *self,
                 BtyProfileContent *content)
{
  BtyServices *services = g_rc_box_new0 (BtyServices);
  g_autoptr(BtyKeyring) keyring = bty_keyring_new ();
  int strategy = BTY_STRATEGY_PRIORITY;

  self->bots = bty_bot_service_new (self->worker, content->bots);
  self->sessions = bty_session_service_new (self->worker);
  self->providers = bty_provider_service_new (self->worker, content->configs, content->healths);
  self->recall = bty_recall_service_new (self->worker);
  self->memories = bty_memory_service_new (self->worker);
  self->audit = bty_audit_service_new (self->worker, keyring);
  g_signal_connect_object (self->memories, "changed", G_CALLBACK (bty_audit_service_note_growth), self->audit,
                           G_CONNECT_SWAPPED);
  self->files = bty_file_service_new (self->worker);
  self->graph = bty_graph_service_new (self->worker);
  self->settings = bty_setting_service_new (self->worker, g_steal_pointer (&content->settings));
  self->jobs = bty_job_service_new (self->worker, content->workflows);
  bty_storage_jobs_register (self->jobs);
  bty_move_job_register (self->jobs);
  bty_foreign_import_register (self->jobs, self->sessions);
  self->embedders = bty_embedder_service_new (self->worker,
                                              bty_setting_service_get (self->settings, BTY_SETTING_EMBEDDER),
                                              self->providers, self->bots, self->jobs);
  bty_recall_service_set_embedders (self->recall, self->embedders);
  bty_memory_service_set_embedders (self->memories, self->embedders);
  g_signal_connect_object (self->files, "changed", G_CALLBACK (bty_embedder_service_complete), self->embedders,
                           G_CONNECT_SWAPPED);

  self->capture = bty_capture_service_new (self->worker, self->bots, self->providers, self->memories);
  services->worker = g_object_ref (self->worker);
  services->capture = g_object_ref (self->capture);
  services->providers = g_object_ref (self->providers);
  services->recall = g_object_ref (self->recall);
  services->sessions = g_object_ref (self->sessions);
  services->settings = g_object_ref (self->settings);
  self->chat = bty_chat_service_new (self->bots, self->memories, services);

  bty_enum_from_nick (BTY_TYPE_STRATEGY, bty_setting_service_get (self->settings, BTY_SETTING_STRATEGY), &strategy);
  bty_provider_service_set_strategy (self->providers, strategy);
  bty_provider_service_set_unconfirmed (self->providers,
                                        bty_setting_service_get (self->settings, BTY_PROVIDER_SETTING_UNCONFIRMED));
  g_signal_connect_object (self->providers, "strategy-changed", G_CALLBACK (strategy_changed_cb), self,
                           G_CONNECT_SWAPPED);
  bty_profile_begin_upkeep (self);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  BtyProfileContent *content = g_task_propagate_pointer (G_TASK (result), &error);

  if (content == NULL)
    {
      bty_profile_close (BTY_PROFILE (source));
      g_task_return_error (task, error);
      return;
    }
  create_services (BTY_PROFILE (source), content);
  bty_profile_content_free (content);
  g_task_return_pointer (task, g_object_ref (source), g_object_unref);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BtyProfile *self = g_task_get_source_object (task);
  g_autoptr(GTask) inner = NULL;
  GError *error = NULL;

  self->worker = bty_connect_finish (result, &error);
  if (self->worker == NULL)
    {
      bty_profile_close (self);
      g_task_return_error (task, error);
      return;
    }
  inner = g_task_new (self, NULL, started_cb, g_steal_pointer (&task));
  g_task_set_source_tag (inner, bty_profile_open_async);
  bty_worker_write (self->worker, inner, bty_profile_content_read_on_db, (GDestroyNotify) bty_profile_content_free);
}

/* Only wakes who waits, so that the time is looked at. */
static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
bty_profile_dispose (GObject *object)
{
  bty_profile_close (BTY_PROFILE (object));

  G_OBJECT_CLASS (bty_profile_parent_class)->dispose (object);
}

static void
bty_profile_finalize (GObject *object)
{
  BtyProfile *self = BTY_PROFILE (object);

  g_free (self->data_dir);

  G_OBJECT_CLASS (bty_profile_parent_class)->finalize (object);
}

static void
bty_profile_class_init (BtyProfileClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_profile_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_profile_finalize;
}

static void
bty_profile_init (BtyProfile *self)
{
}

/**
 * bty_profile_open_async:
 * @data_dir: (nullable): where the data is; %NULL = "boternity" among the user's data
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Opens a profile: takes the directory for this process, brings the schema up to date, marks what a
 * crash left, cleans up what has expired, and on the first start of all makes a bot and the built-in
 * provider.
 */
void
bty_profile_open_async (const char          *data_dir,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(BtyProfile) self = g_object_new (BTY_TYPE_PROFILE, NULL);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, bty_profile_open_async);
  self->data_dir = data_dir != NULL ? g_strdup (data_dir)
                                    : g_build_filename (g_get_user_data_dir (), "boternity", NULL);
  self->lock = bty_data_lock_new (self->data_dir, &error);
  if (self->lock == NULL)
    g_task_return_error (task, error);
  else
    bty_connect_async (self->data_dir, NULL, connected_cb, g_steal_pointer (&task));
}

/**
 * bty_profile_open_finish:
 * @result: of the call
 * @error: (out) (optional): %BTY_ERROR_REFUSED if another process has it open,
 *   %BTY_ERROR_SCHEMA_TOO_NEW, %BTY_ERROR_DAMAGED, %BTY_ERROR_READ_ONLY or %BTY_ERROR_FULL
 *
 * Returns: (transfer full) (nullable): the profile; close it at the end
 */
BtyProfile *
bty_profile_open_finish (GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_profile_close:
 * @self: a profile
 *
 * Stops replies that are arriving, waits until everything is on disk and lets go of the directory.
 * Nothing of the profile may be used after it.
 */
void
bty_profile_close (BtyProfile *self)
{
  gint64 deadline = bty_time_steady () + CLOSE_LIMIT;
  guint waker = g_timeout_add (LOOK_INTERVAL_MS, wake_cb, NULL);

  bty_profile_end_upkeep (self);
  if (self->capture != NULL)
    bty_capture_service_close (self->capture);
  while (self->chat != NULL && bty_chat_service_stop_all (self->chat) && bty_time_steady () < deadline)
    g_main_context_iteration (NULL, TRUE);
  while (self->audit != NULL && bty_audit_service_flush (self->audit) && bty_time_steady () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (waker);

  if (self->embedders != NULL)
    bty_embedder_service_close (self->embedders);
  if (self->jobs != NULL)
    bty_job_service_close (self->jobs);
  if (self->recall != NULL)
    bty_recall_service_close (self->recall);
  g_clear_object (&self->embedders);
  g_clear_object (&self->jobs);
  g_clear_object (&self->chat);
  g_clear_object (&self->sessions);
  g_clear_object (&self->providers);
  g_clear_object (&self->recall);
  g_clear_object (&self->memories);
  g_clear_object (&self->audit);
  g_clear_object (&self->capture);
  g_clear_object (&self->settings);
  g_clear_object (&self->files);
  g_clear_object (&self->graph);
  g_clear_object (&self->bots);
  if (self->worker != NULL)
    bty_worker_stop (self->worker);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->lock, bty_data_lock_free);
}

/**
 * bty_profile_get_data_dir:
 * @self: a profile
 *
 * Returns: where its data is
 */
const char *
bty_profile_get_data_dir (BtyProfile *self)
{
  return self->data_dir;
}

/**
 * bty_profile_get_bots:
 * @self: an open profile
 *
 * Returns: (transfer none): its bots
 */
BtyBotService *
bty_profile_get_bots (BtyProfile *self)
{
  return self->bots;
}

/**
 * bty_profile_get_sessions:
 * @self: an open profile
 *
 * Returns: (transfer none): its conversations
 */
BtySessionService *
bty_profile_get_sessions (BtyProfile *self)
{
  return self->sessions;
}

/**
 * bty_profile_get_chat:
 * @self: an open profile
 *
 * Returns: (transfer none): what opens a conversation
 */
BtyChatService *
bty_profile_get_chat (BtyProfile *self)
{
  return self->chat;
}

/**
 * bty_profile_get_providers:
 * @self: an open profile
 *
 * Returns: (transfer none): its language-model services
 */
BtyProviderService *
bty_profile_get_providers (BtyProfile *self)
{
  return self->providers;
}

/**
 * bty_profile_get_recall:
 * @self: an open profile
 *
 * Returns: (transfer none): what finds what was said before
 */
BtyRecallService *
bty_profile_get_recall (BtyProfile *self)
{
  return self->recall;
}

/**
 * bty_profile_get_memories:
 * @self: an open profile
 *
 * Returns: (transfer none): what its bots remember
 */
BtyMemoryService *
bty_profile_get_memories (BtyProfile *self)
{
  return self->memories;
}

/**
 * bty_profile_get_capture:
 * @self: an open profile
 *
 * Returns: (transfer none): what looks through conversations
 */
BtyCaptureService *
bty_profile_get_capture (BtyProfile *self)
{
  return self->capture;
}

/**
 * bty_profile_get_audit:
 * @self: an open profile
 *
 * Returns: (transfer none): the record of what happened to memories
 */
BtyAuditService *
bty_profile_get_audit (BtyProfile *self)
{
  return self->audit;
}

/**
 * bty_profile_get_files:
 * @self: an open profile
 *
 * Returns: (transfer none): the documents of its bots
 */
BtyFileService *
bty_profile_get_files (BtyProfile *self)
{
  return self->files;
}

/**
 * bty_profile_get_graph:
 * @self: an open profile
 *
 * Returns: (transfer none): whom and what its bots know
 */
BtyGraphService *
bty_profile_get_graph (BtyProfile *self)
{
  return self->graph;
}

/**
 * bty_profile_get_settings:
 * @self: an open profile
 *
 * Returns: (transfer none): its settings
 */
BtySettingService *
bty_profile_get_settings (BtyProfile *self)
{
  return self->settings;
}

/**
 * bty_profile_get_jobs:
 * @self: an open profile
 *
 * Returns: (transfer none): its long work
 */
BtyJobService *
bty_profile_get_jobs (BtyProfile *self)
{
  return self->jobs;
}

/**
 * bty_profile_get_embedders:
 * @self: an open profile
 *
 * Returns: (transfer none): what turns what is remembered into vectors
 */
BtyEmbedderService *
bty_profile_get_embedders (BtyProfile *self)
{
  return self->embedders;
}
