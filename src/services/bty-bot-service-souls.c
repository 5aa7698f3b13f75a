/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-service-private.h"

#include "bty-bot-jobs.h"

/* The versions of what a bot is told about itself. */

/**
 * bty_bot_service_list_souls_async:
 * @self: the service
 * @bot: a bot
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Loads the versions of a soul.
 */
void
bty_bot_service_list_souls_async (BtyBotService       *self,
                                  BtyBot              *bot,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  BtyBotJob *job = bty_bot_job_new (bot);

  bty_bot_service_run (self, bty_worker_read, bty_bot_list_souls_on_db, job, (GDestroyNotify) g_ptr_array_unref,
                       bty_bot_service_list_souls_async, cancellable, callback, user_data);
}

/**
 * bty_bot_service_list_souls_finish:
 *
 * Returns: (transfer container) (element-type BtySoul) (nullable): the versions, newest first
 */
GPtrArray *
bty_bot_service_list_souls_finish (BtyBotService  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_bot_service_save_soul_async:
 * @self: the service
 * @bot: a bot
 * @text: what it is told about itself from now on
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Adds a version to a soul.
 */
void
bty_bot_service_save_soul_async (BtyBotService       *self,
                                 BtyBot              *bot,
                                 const char          *text,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  BtyBotJob *job = bty_bot_job_new (bot);

  job->text = g_strdup (text);
  bty_bot_service_run (self, bty_worker_write, bty_bot_save_soul_on_db, job, g_object_unref,
                       bty_bot_service_save_soul_async, cancellable, callback, user_data);
}

/**
 * bty_bot_service_save_soul_finish:
 *
 * Returns: (transfer full) (nullable): the new version
 */
BtySoul *
bty_bot_service_save_soul_finish (BtyBotService  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bty_bot_service_roll_back_soul_async:
 * @self: the service
 * @bot: a bot
 * @version: the version to go back to
 * @cancellable: (nullable): to stop
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Adds a version with the text of an earlier one. An altered version is refused (%BTY_ERROR_DAMAGED).
 */
void
bty_bot_service_roll_back_soul_async (BtyBotService       *self,
                                      BtyBot              *bot,
                                      gint64               version,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  BtyBotJob *job = bty_bot_job_new (bot);

  job->version = version;
  bty_bot_service_run (self, bty_worker_write, bty_bot_roll_back_soul_on_db, job, g_object_unref,
                       bty_bot_service_roll_back_soul_async, cancellable, callback, user_data);
}

/**
 * bty_bot_service_roll_back_soul_finish:
 *
 * Returns: (transfer full) (nullable): the new version
 */
BtySoul *
bty_bot_service_roll_back_soul_finish (BtyBotService  *self,
                                       GAsyncResult   *result,
                                       GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
