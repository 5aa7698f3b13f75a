/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-bot-jobs.h"

#include <glib/gi18n-lib.h>

#include "bty-bot-store.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-json.h"
#include "bty-soul-store.h"
#include "bty-time.h"
#include "bty-uuid.h"

/**
 * bty_bot_job_new:
 * @bot: (nullable): the bot that the job is about; copied, because the job runs on another thread
 *
 * Returns: (transfer full): what a job on it needs
 */
BtyBotJob *
bty_bot_job_new (BtyBot *bot)
{
  BtyBotJob *job = g_new0 (BtyBotJob, 1);

  if (bot != NULL)
    job->bot = bty_record_copy (bot);

  return job;
}

/**
 * bty_bot_job_free:
 * @job: (transfer full): what a job needed
 */
void
bty_bot_job_free (BtyBotJob *job)
{
  g_clear_object (&job->bot);
  g_free (job->text);
  g_free (job->name);
  g_free (job);
}

/* A bot without a name could not be found again in any list. */
static gboolean
check_name (BtyBot  *bot,
            GError **error)
{
  g_autofree char *name = g_strstrip (g_strdup (bot->name != NULL ? bot->name : ""));

  if (*name == '\0')
    g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("A bot needs a name."));

  return *name != '\0';
}

/**
 * bty_bot_insert_on_db:
 *
 * A job. Stores a new bot and its first soul.
 *
 * Returns: (transfer full) (nullable): the bot
 */
gpointer
bty_bot_insert_on_db (BtyDatabase   *database,
                      gpointer       data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  BtyBotJob *job = data;
  g_autoptr(BtySoul) soul = bty_soul_new (job->bot->id, 1, job->text != NULL ? job->text : "");

  if (!check_name (job->bot, error)
      || !bty_bot_store_insert (database, job->bot, error)
      || !bty_soul_store_append (database, soul, error))
    return NULL;

  return g_object_ref (job->bot);
}

/**
 * bty_bot_update_on_db:
 *
 * A job. Stores the settings of a bot.
 *
 * Returns: (transfer full) (nullable): the bot
 */
gpointer
bty_bot_update_on_db (BtyDatabase   *database,
                      gpointer       data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  BtyBotJob *job = data;

  if (!check_name (job->bot, error) || !bty_bot_store_update (database, job->bot, error))
    return NULL;

  return g_object_ref (job->bot);
}

/**
 * bty_bot_update_deleted_on_db:
 *
 * A job. Deletes a bot so that it can be brought back, or brings it back.
 *
 * Returns: (transfer full) (nullable): the bot
 */
gpointer
bty_bot_update_deleted_on_db (BtyDatabase   *database,
                              gpointer       data,
                              GCancellable  *cancellable,
                              GError       **error)
{
  BtyBotJob *job = data;

  if (!bty_bot_store_update_deleted (database, job->bot, error))
    return NULL;

  return bty_database_get (database, BTY_TYPE_BOT, job->bot->id, error);
}

/**
 * bty_bot_list_deleted_on_db:
 *
 * A job. Lists the bots that can be brought back.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtyBot
 */
gpointer
bty_bot_list_deleted_on_db (BtyDatabase   *database,
                            gpointer       data,
                            GCancellable  *cancellable,
                            GError       **error)
{
  return bty_bot_store_list_deleted (database, error);
}

/**
 * bty_bot_clone_on_db:
 *
 * A job. Stores another bot named job->name with the soul of this one.
 *
 * Returns: (transfer full) (nullable): the new bot
 */
gpointer
bty_bot_clone_on_db (BtyDatabase   *database,
                     gpointer       data,
                     GCancellable  *cancellable,
                     GError       **error)
{
  BtyBotJob *job = data;
  g_autoptr(BtySoul) soul = bty_soul_store_get_latest (database, job->bot->id, error);
  g_autofree char *id = bty_uuid_new ();
  gint64 now = bty_time_now ();

  if (soul == NULL)
    return NULL;

  g_object_set (job->bot,
                "id", id,
                "name", job->name,
                "status", BTY_BOT_STATUS_ACTIVE,
                "created-at", now,
                "updated-at", now,
                NULL);
  job->text = g_strdup (soul->text);

  return bty_bot_insert_on_db (database, job, cancellable, error);
}

/**
 * bty_bot_list_souls_on_db:
 *
 * A job. Lists the versions of its soul.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #BtySoul
 */
gpointer
bty_bot_list_souls_on_db (BtyDatabase   *database,
                          gpointer       data,
                          GCancellable  *cancellable,
                          GError       **error)
{
  return bty_soul_store_list (database, ((BtyBotJob *) data)->bot->id, error);
}

/**
 * bty_bot_save_soul_on_db:
 *
 * A job. Adds job->text as a version of its soul.
 *
 * Returns: (transfer full) (nullable): the new #BtySoul
 */
gpointer
bty_bot_save_soul_on_db (BtyDatabase   *database,
                         gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  BtyBotJob *job = data;
  g_autoptr(BtySoul) latest = bty_soul_store_get_latest (database, job->bot->id, error);
  g_autoptr(BtySoul) soul = NULL;

  if (latest == NULL)
    return NULL;

  soul = bty_soul_new (job->bot->id, latest->version + 1, job->text);
  return bty_soul_store_append (database, soul, error) ? g_steal_pointer (&soul) : NULL;
}

/**
 * bty_bot_roll_back_soul_on_db:
 *
 * A job. Adds a version with the text of job->version, unless that was altered.
 *
 * Returns: (transfer full) (nullable): the new #BtySoul
 */
gpointer
bty_bot_roll_back_soul_on_db (BtyDatabase   *database,
                              gpointer       data,
                              GCancellable  *cancellable,
                              GError       **error)
{
  BtyBotJob *job = data;
  g_autoptr(BtySoul) soul = bty_soul_store_get_version (database, job->bot->id, job->version, error);

  if (soul == NULL)
    return NULL;
  if (!bty_soul_is_intact (soul))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_DAMAGED,
                   _("Version %d was altered outside Boternity and is not used."), (int) job->version);
      return NULL;
    }
  job->text = g_strdup (soul->text);

  return bty_bot_save_soul_on_db (database, job, cancellable, error);
}

/**
 * bty_bot_export_on_db:
 *
 * A job. Writes the bot and its soul as JSON.
 *
 * Returns: (transfer full) (nullable): a string
 */
gpointer
bty_bot_export_on_db (BtyDatabase   *database,
                      gpointer       data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  BtyBotJob *job = data;
  g_autoptr(BtySoul) soul = bty_soul_store_get_latest (database, job->bot->id, error);
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object;

  if (soul == NULL)
    return NULL;

  root = json_node_init_object (json_node_alloc (), json_object_new ());
  object = json_node_get_object (root);
  json_object_unref (object);
  json_object_set_string_member (object, "version", "1.0");
  json_object_set_member (object, "bot", bty_record_to_json (BTY_RECORD (job->bot)));
  json_object_set_string_member (object, "soul", soul->text);

  return bty_json_to_text (root, TRUE);
}

/**
 * bty_bot_read_export:
 * @json: what bty_bot_export_on_db() wrote
 * @soul: (out) (transfer full) (nullable): the text of its soul
 * @error: (out) (optional): %BTY_ERROR_INVALID or %BTY_ERROR_UNREADABLE
 *
 * Returns: (transfer full) (nullable): a new bot with a new id
 */
BtyBot *
bty_bot_read_export (const char  *json,
                     char       **soul,
                     GError     **error)
{
  g_autoptr(JsonNode) root = bty_json_parse (json, -1, NULL);
  g_autoptr(BtyBot) bot = NULL;
  g_autofree char *id = bty_uuid_new ();

  if (g_strcmp0 (bty_json_get_text (root, "version"), "1.0") != 0 || bty_json_get (root, "bot") == NULL)
    {
      g_set_error_literal (error, BTY_ERROR, BTY_ERROR_INVALID, _("This is not an exported bot."));
      return NULL;
    }
  bot = bty_record_new_from_json (BTY_TYPE_BOT, bty_json_get (root, "bot"), error);
  if (bot == NULL)
    return NULL;

  g_object_set (bot, "id", id, "deleted-at", BTY_UNSET, NULL);
  *soul = g_strdup (bty_json_get_text (root, "soul"));

  return g_steal_pointer (&bot);
}
