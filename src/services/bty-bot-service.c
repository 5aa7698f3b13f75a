/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-service-private.h"

#include <string.h>

#include "bty-bot-jobs.h"
#include "bty-time.h"

G_DEFINE_FINAL_TYPE (BtyBotService, bty_bot_service, G_TYPE_OBJECT)

static int
compare_bots (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  const BtyBot *bot_a = a;
  const BtyBot *bot_b = b;
  int order = g_utf8_collate (bot_a->name, bot_b->name);

  return order != 0 ? order : strcmp (bot_a->id, bot_b->id);
}

static gboolean
find_position (BtyBotService *self,
               const char    *id,
               guint         *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->bots)); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (G_LIST_MODEL (self->bots), i);

      if (g_str_equal (bot->id, id))
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* Brings the list in line with what was stored. */
static void
publish (BtyBotService *self,
         BtyBot        *stored)
{
  g_autoptr(BtyBot) bot = NULL;
  guint position;
  gboolean found = find_position (self, stored->id, &position);

  if (found)
    {
      bot = g_list_model_get_item (G_LIST_MODEL (self->bots), position);
      if (stored->deleted_at == BTY_UNSET && compare_bots (bot, stored, NULL) == 0)
        {
          bty_record_assign (bot, stored);
          return;
        }
      g_list_store_remove (self->bots, position);
      bty_record_assign (bot, stored);
    }
  if (stored->deleted_at == BTY_UNSET)
    g_list_store_insert_sorted (self->bots, bot != NULL ? bot : stored, compare_bots, NULL);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(BtyBot) stored = g_task_propagate_pointer (G_TASK (result), &error);

  if (stored == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  publish (BTY_BOT_SERVICE (source), stored);
  g_task_return_pointer (task, g_steal_pointer (&stored), g_object_unref);
}

/* Runs a write that returns the stored bot, and answers when the list shows it. */
static void
store (BtyBotService       *self,
       BtyJobFunc           func,
       BtyBotJob           *job,
       gpointer             source_tag,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GTask) inner = g_task_new (self, cancellable, stored_cb, task);

  g_task_set_source_tag (task, source_tag);
  g_task_set_source_tag (inner, source_tag);
  g_task_set_task_data (inner, job, (GDestroyNotify) bty_bot_job_free);
  bty_worker_write (self->worker, inner, func, g_object_unref);
}

static gboolean
finish_boolean (GAsyncResult  *result,
                GError       **error)
{
  g_autoptr(BtyBot) stored = g_task_propagate_pointer (G_TASK (result), error);

  return stored != NULL;
}

static void
bty_bot_service_finalize (GObject *object)
{
  BtyBotService *self = BTY_BOT_SERVICE (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->bots);

  G_OBJECT_CLASS (bty_bot_service_parent_class)->finalize (object);
}

static void
bty_bot_service_class_init (BtyBotServiceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bty_bot_service_finalize;
}

static void
bty_bot_service_init (BtyBotService *self)
{
  self->bots = g_list_store_new (BTY_TYPE_BOT);
}

/**
 * bty_bot_service_new:
 * @worker: the profile's database
 * @bots: (element-type BtyBot): the bots that are stored now
 *
 * Returns: (transfer full): the service
 */
BtyBotService *
bty_bot_service_new (BtyWorker *worker,
                     GPtrArray *bots)
{
  BtyBotService *self = g_object_new (BTY_TYPE_BOT_SERVICE, NULL);

  self->worker = g_object_ref (worker);
  for (guint i = 0; i < bots->len; i++)
    g_list_store_insert_sorted (self->bots, g_ptr_array_index (bots, i), compare_bots, NULL);

  return self;
}

/**
 * bty_bot_service_get_bots:
 * @self: the service
 *
 * Returns: (transfer none): of #BtyBot
 */
GListModel *
bty_bot_service_get_bots (BtyBotService *self)
{
  return G_LIST_MODEL (self->bots);
}

/**
 * bty_bot_service_find:
 * @self: the service
 * @id_or_slug: (nullable): an id or a slug; %NULL = the first active bot
 *
 * Returns: (transfer none) (nullable): that bot, unless it is deleted
 */
BtyBot *
bty_bot_service_find (BtyBotService *self,
                      const char    *id_or_slug)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->bots)); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (G_LIST_MODEL (self->bots), i);

      if (id_or_slug == NULL ? bot->status == BTY_BOT_STATUS_ACTIVE
                             : g_str_equal (bot->id, id_or_slug) || g_strcmp0 (bot->slug, id_or_slug) == 0)
        return bot;
    }

  return NULL;
}

/**
 * bty_bot_service_run:
 * @self: the service
 * @start: bty_worker_read() or bty_worker_write()
 * @func: the job
 * @job: (transfer full): what it needs
 * @free_result: frees what it returns
 * @source_tag: the function that was called
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Runs a job that leaves the list of bots as it is.
 */
void
bty_bot_service_run (BtyBotService       *self,
                     void               (*start) (BtyWorker *, GTask *, BtyJobFunc, GDestroyNotify),
                     BtyJobFunc           func,
                     BtyBotJob                 *job,
                     GDestroyNotify       free_result,
                     gpointer             source_tag,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, job, (GDestroyNotify) bty_bot_job_free);
  start (self->worker, task, func, free_result);
}

/**
 * bty_bot_service_add_async:
 * @self: the service
 * @bot: a new bot
 * @soul: (nullable): what it is told about itself
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Stores a new bot and the first version of its soul; the bot in the list has got its slug.
 */
void
bty_bot_service_add_async (BtyBotService       *self,
                           BtyBot              *bot,
                           const char          *soul,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  BtyBotJob *job = bty_bot_job_new (bot);

  job->text = g_strdup (soul);
  store (self, bty_bot_insert_on_db, job, bty_bot_service_add_async,
         cancellable, callback, user_data);
}

/**
 * bty_bot_service_add_finish:
 *
 * Returns: whether it was stored
 */
gboolean
bty_bot_service_add_finish (BtyBotService  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return finish_boolean (result, error);
}

/**
 * bty_bot_service_save_async:
 * @self: the service
 * @bot: a bot, or a changed copy of one
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Stores the changed settings of a bot.
 */
void
bty_bot_service_save_async (BtyBotService       *self,
                            BtyBot              *bot,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  BtyBotJob *job = bty_bot_job_new (bot);

  g_object_set (job->bot, "updated-at", bty_time_now (), NULL);
  store (self, bty_bot_update_on_db, job, bty_bot_service_save_async,
         cancellable, callback, user_data);
}

/**
 * bty_bot_service_save_finish:
 *
 * Returns: whether it was stored
 */
gboolean
bty_bot_service_save_finish (BtyBotService  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  return finish_boolean (result, error);
}

/**
 * bty_bot_service_clone_async:
 * @self: the service
 * @bot: a bot
 * @name: what the new one is called
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Makes another bot with the same settings and soul; conversations stay with the first.
 */
void
bty_bot_service_clone_async (BtyBotService       *self,
                             BtyBot              *bot,
                             const char          *name,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  BtyBotJob *job = bty_bot_job_new (bot);

  job->name = g_strdup (name);
  store (self, bty_bot_clone_on_db, job, bty_bot_service_clone_async,
         cancellable, callback, user_data);
}

/**
 * bty_bot_service_clone_finish:
 *
 * Returns: (transfer full) (nullable): the new bot
 */
BtyBot *
bty_bot_service_clone_finish (BtyBotService  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_bot_service_delete_async:
 * @self: the service
 * @bot: a bot
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Takes a bot out of the list. It can be restored for 30 days.
 */
void
bty_bot_service_delete_async (BtyBotService       *self,
                              BtyBot              *bot,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  BtyBotJob *job = bty_bot_job_new (bot);

  g_object_set (job->bot, "deleted-at", bty_time_now (), NULL);
  store (self, bty_bot_update_deleted_on_db, job, bty_bot_service_delete_async,
         cancellable, callback, user_data);
}

/**
 * bty_bot_service_delete_finish:
 *
 * Returns: whether it was deleted
 */
gboolean
bty_bot_service_delete_finish (BtyBotService  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  return finish_boolean (result, error);
}

/**
 * bty_bot_service_restore_async:
 * @self: the service
 * @bot: a deleted bot
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Brings a deleted bot back.
 */
void
bty_bot_service_restore_async (BtyBotService       *self,
                               BtyBot              *bot,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  BtyBotJob *job = bty_bot_job_new (bot);

  g_object_set (job->bot, "deleted-at", BTY_UNSET, NULL);
  store (self, bty_bot_update_deleted_on_db, job, bty_bot_service_restore_async,
         cancellable, callback, user_data);
}

/**
 * bty_bot_service_restore_finish:
 *
 * Returns: whether it is back
 */
gboolean
bty_bot_service_restore_finish (BtyBotService  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  return finish_boolean (result, error);
}

/**
 * bty_bot_service_list_deleted_async:
 * @self: the service
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Loads the bots that can be brought back.
 */
void
bty_bot_service_list_deleted_async (BtyBotService       *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  bty_bot_service_run (self, bty_worker_read, bty_bot_list_deleted_on_db, bty_bot_job_new (NULL),
                       (GDestroyNotify) g_ptr_array_unref, bty_bot_service_list_deleted_async, cancellable, callback,
                       user_data);
}

/**
 * bty_bot_service_list_deleted_finish:
 *
 * Returns: (transfer full) (element-type BtyBot) (nullable): the last that was deleted first
 */
GPtrArray *
bty_bot_service_list_deleted_finish (BtyBotService  *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_bot_service_export_async:
 * @self: the service
 * @bot: a bot
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Writes a bot as JSON: its settings and its soul, never keys or conversations.
 */
void
bty_bot_service_export_async (BtyBotService       *self,
                              BtyBot              *bot,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  BtyBotJob *job = bty_bot_job_new (bot);

  bty_bot_service_run (self, bty_worker_read, bty_bot_export_on_db, job, g_free,
                       bty_bot_service_export_async, cancellable, callback, user_data);
}

/**
 * bty_bot_service_export_finish:
 *
 * Returns: (transfer full) (nullable): the JSON
 */
char *
bty_bot_service_export_finish (BtyBotService  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_bot_service_import_async:
 * @self: the service
 * @json: what bty_bot_service_export_finish() gave
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Adds a bot from what was exported; it gets a new id, so that nothing is overwritten.
 */
void
bty_bot_service_import_async (BtyBotService       *self,
                              const char          *json,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *soul = NULL;
  g_autoptr(BtyBot) bot = bty_bot_read_export (json, &soul, &error);
  BtyBotJob *job;

  if (bot == NULL)
    {
      g_task_report_error (self, callback, user_data, bty_bot_service_import_async, g_steal_pointer (&error));
      return;
    }
  job = bty_bot_job_new (bot);
  job->text = g_steal_pointer (&soul);
  store (self, bty_bot_insert_on_db, job, bty_bot_service_import_async,
         cancellable, callback, user_data);
}

/**
 * bty_bot_service_import_finish:
 *
 * Returns: (transfer full) (nullable): the new bot
 */
BtyBot *
bty_bot_service_import_finish (BtyBotService  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
