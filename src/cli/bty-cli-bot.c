/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-output.h"
#include "bty-cli-soul.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-enum-types.h"
#include "bty-error.h"

#define BOT_OPTIONS \
  { "model", BTY_CLI_TEXT, N_("MODEL"), N_("Model to use instead of the provider's own") }, \
  { "chain", BTY_CLI_TEXT, N_("P1,P2,…"), N_("Providers to try, in this order, instead of all") }, \
  { "temperature", BTY_CLI_REAL, N_("X"), N_("How freely it answers, from 0 to 2"), 0, 2 }, \
  { "max-tokens", BTY_CLI_INTEGER, N_("N"), N_("Limit of one reply"), 1, 100000000 }, \
  { "description", BTY_CLI_TEXT, N_("TEXT"), N_("What it is for") }, \
  { "emoji", BTY_CLI_TEXT, N_("EMOJI"), N_("Its picture") }, \
  { "color", BTY_CLI_TEXT, N_("#RRGGBB"), N_("Its colour") }, \
  { "category", BTY_CLI_TEXT, N_("CATEGORY"), N_("assistant, creative, research or utility") }, \
  { "tag", BTY_CLI_LIST, N_("TAG"), N_("A word to find it by; may be repeated") }, \
  { "capture", BTY_CLI_TEXT, N_("WHEN"), N_("off, ask or auto: whether it remembers by itself what you tell it") }, \
  { "local-only", BTY_CLI_FLAG, NULL, N_("Send nothing beyond this machine") }, \
  { "no-local-only", BTY_CLI_FLAG, NULL, N_("Allow providers elsewhere") }

static BtyBotService *
get_service (BtyCli *cli)
{
  return bty_profile_get_bots (cli->profile);
}

static gboolean
is_color (const char *text)
{
  if (*text == '\0')
    return TRUE;
  for (guint i = 1; i < 7; i++)
    if (text[0] != '#' || !g_ascii_isxdigit (text[i]))
      return FALSE;

  return text[7] == '\0';
}

/* Names between commas; "" = none. */
static char **
split_names (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (char **part = parts; *part != NULL; part++)
    if (*g_strstrip (*part) != '\0')
      g_strv_builder_add (builder, *part);

  return g_strv_builder_end (builder);
}

static gboolean
apply_switches (BtyCliArgs  *args,
                BtyBot      *bot,
                GError     **error)
{
  gboolean on = bty_cli_args_has (args, "local-only");
  gboolean off = bty_cli_args_has (args, "no-local-only");

  if (on && off)
    {
      bty_cli_set_usage_error (error, _("--%s and --%s contradict each other."), "local-only", "no-local-only");
      return FALSE;
    }
  if (on || off)
    g_object_set (bot, "local-only", on, NULL);

  return TRUE;
}

static gboolean
apply_options (BtyCliArgs  *args,
               BtyBot      *bot,
               GError     **error)
{
  static const char * const texts[] = { "description", "emoji", "color" };
  int category;
  int capture;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (bty_cli_args_has (args, texts[i]))
      g_object_set (bot, texts[i], bty_cli_args_get_text (args, texts[i]), NULL);
  if (bot->color != NULL && !is_color (bot->color))
    {
      bty_cli_set_usage_error (error, _("--color takes a colour like #3584e4, not “%s”."), bot->color);
      return FALSE;
    }
  if (bty_cli_args_has (args, "model"))
    {
      const char *model = bty_cli_args_get_text (args, "model");

      g_object_set (bot, "model", *model != '\0' ? model : NULL, NULL);
    }
  if (bty_cli_args_has (args, "chain"))
    {
      g_auto(GStrv) chain = split_names (bty_cli_args_get_text (args, "chain"));

      g_object_set (bot, "chain", chain, NULL);
    }
  if (bty_cli_args_has (args, "tag"))
    g_object_set (bot, "tags", bty_cli_args_get_list (args, "tag"), NULL);
  if (bty_cli_args_has (args, "temperature"))
    g_object_set (bot, "temperature", bty_cli_args_get_real (args, "temperature", 0), NULL);
  if (bty_cli_args_has (args, "max-tokens"))
    g_object_set (bot, "max-tokens", bty_cli_args_get_integer (args, "max-tokens", 0), NULL);
  if (bty_cli_args_has (args, "category"))
    {
      if (!bty_cli_parse_nick (BTY_TYPE_BOT_CATEGORY, "category", bty_cli_args_get_text (args, "category"),
                               &category, error))
        return FALSE;
      g_object_set (bot, "category", category, NULL);
    }
  if (bty_cli_args_has (args, "capture"))
    {
      if (!bty_cli_parse_nick (BTY_TYPE_CAPTURE, "capture", bty_cli_args_get_text (args, "capture"), &capture, error))
        return FALSE;
      g_object_set (bot, "capture", capture, NULL);
    }

  return apply_switches (args, bot, error);
}

/* A misspelt name would be a provider that is silently never asked. */
static gboolean
check_chain (BtyCli  *cli,
             BtyBot  *bot,
             GError **error)
{
  for (char **name = bot->chain; name != NULL && *name != NULL; name++)
    if (bty_cli_find_provider (cli, *name, error) == NULL)
      return FALSE;

  return TRUE;
}

/* With --json, prints @bot. */
static gboolean
print_json (BtyCli *cli,
            BtyBot *bot)
{
  g_autoptr(JsonNode) node = NULL;

  if (!cli->json)
    return FALSE;

  node = bty_record_to_json (BTY_RECORD (bot));
  bty_cli_print_json (node);

  return TRUE;
}

static gboolean
save (BtyCli  *cli,
      BtyBot  *bot,
      GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bty_bot_service_save_async (get_service (cli), bot, NULL, bty_cli_wait_cb, &result);

  return bty_bot_service_save_finish (get_service (cli), bty_cli_wait (&result), error);
}

static gboolean
run_add (BtyCli      *cli,
         BtyCliArgs  *args,
         GError     **error)
{
  g_autoptr(BtyBot) bot = bty_bot_new (bty_cli_args_get_word (args, 0));
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *soul = NULL;
  BtyBot *stored;

  if (bty_cli_args_has (args, "soul") && bty_cli_args_has (args, "soul-file"))
    {
      bty_cli_set_usage_error (error, _("--%s and --%s contradict each other."), "soul", "soul-file");
      return FALSE;
    }
  if (!apply_options (args, bot, error))
    return FALSE;

  if (bty_cli_args_has (args, "soul"))
    soul = g_strdup (bty_cli_args_get_text (args, "soul"));
  else if (bty_cli_args_has (args, "soul-file") &&
           !bty_cli_read_file (bty_cli_args_get_text (args, "soul-file"), &soul, error))
    return FALSE;

  if (!bty_cli_open (cli, error) || !check_chain (cli, bot, error))
    return FALSE;

  bty_bot_service_add_async (get_service (cli), bot, soul, NULL, bty_cli_wait_cb, &result);
  if (!bty_bot_service_add_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;

  stored = bty_cli_find_bot (cli, bot->id, error);
  if (stored == NULL)
    return FALSE;
  if (!print_json (cli, stored))
    bty_cli_print (_("Added the bot “%s” as %s."), stored->name, stored->slug);

  return TRUE;
}

static gboolean
run_edit (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  g_autoptr(BtyBot) trial = bty_bot_new ("");
  g_autoptr(BtyBot) bot = NULL;
  BtyBot *found;
  int status = -1;

  /* A command line that makes no sense is refused before anything is opened. */
  if (!apply_options (args, trial, error))
    return FALSE;
  if (bty_cli_args_has (args, "status") &&
      !bty_cli_parse_nick (BTY_TYPE_BOT_STATUS, "status", bty_cli_args_get_text (args, "status"), &status, error))
    return FALSE;
  if (!bty_cli_open (cli, error))
    return FALSE;
  found = bty_cli_find_bot (cli, bty_cli_args_get_word (args, 0), error);
  if (found == NULL)
    return FALSE;

  bot = bty_record_copy (found);
  if (!apply_options (args, bot, error) || !check_chain (cli, bot, error))
    return FALSE;
  if (bty_cli_args_has (args, "name"))
    g_object_set (bot, "name", bty_cli_args_get_text (args, "name"), NULL);
  if (status >= 0)
    g_object_set (bot, "status", status, NULL);
  if (!save (cli, bot, error))
    return FALSE;

  if (!print_json (cli, bot))
    bty_cli_print (_("Changed the bot “%s”."), bot->name);

  return TRUE;
}

static GListModel *
list_deleted (BtyCli  *cli,
              GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) bots = NULL;
  GListStore *store;

  bty_bot_service_list_deleted_async (get_service (cli), NULL, bty_cli_wait_cb, &result);
  bots = bty_bot_service_list_deleted_finish (get_service (cli), bty_cli_wait (&result), error);
  if (bots == NULL)
    return NULL;

  store = g_list_store_new (BTY_TYPE_BOT);
  g_list_store_splice (store, 0, 0, bots->pdata, bots->len);

  return G_LIST_MODEL (store);
}

static gboolean
run_list (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  gboolean deleted = bty_cli_args_has (args, "deleted");
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled (_("Slug"), _("Name"), _("Status"), _("Model"),
                                                           _("Description"), NULL);
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonArray *array = json_array_new ();
  g_autoptr(GListModel) bots = NULL;

  json_object_set_array_member (object, "bots", array);
  if (!bty_cli_open (cli, error))
    return FALSE;

  bots = deleted ? list_deleted (cli, error) : g_object_ref (bty_bot_service_get_bots (get_service (cli)));
  for (guint i = 0; bots != NULL && i < g_list_model_get_n_items (bots); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (bots, i);

      json_array_add_element (array, bty_record_to_json (BTY_RECORD (bot)));
      bty_cli_table_add (table, bot->slug, bot->name,
                         deleted ? _("removed") : bty_enum_to_nick (BTY_TYPE_BOT_STATUS, bot->status),
                         bot->model != NULL ? bot->model : "", bot->description != NULL ? bot->description : "", NULL);
    }
  if (bots != NULL && cli->json)
    bty_cli_print_json (node);
  else if (bots != NULL)
    bty_cli_table_print (table);

  return bots != NULL;
}

static void
print_bot (BtyBot  *bot,
           BtySoul *soul)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();
  g_autofree char *chain = bot->chain != NULL && *bot->chain != NULL ? g_strjoinv (", ", bot->chain) : NULL;
  g_autofree char *tags = bot->tags != NULL ? g_strjoinv (", ", bot->tags) : NULL;
  g_autofree char *tokens = g_strdup_printf ("%" G_GINT64_FORMAT, bot->max_tokens);
  g_autofree char *temperature = g_strdup_printf ("%g", bot->temperature);
  g_autofree char *created = bty_cli_format_time (bot->created_at);
  g_autofree char *version = g_strdup_printf ("%" G_GINT64_FORMAT, soul != NULL ? soul->version : 0);

  bty_cli_print_title (bot->name);
  bty_cli_table_set_indent (table, 2);
  bty_cli_table_add (table, _("Slug"), bot->slug, NULL);
  if (bot->description != NULL && *bot->description != '\0')
    bty_cli_table_add (table, _("Description"), bot->description, NULL);
  bty_cli_table_add (table, _("Status"), bty_enum_to_nick (BTY_TYPE_BOT_STATUS, bot->status), NULL);
  bty_cli_table_add (table, _("Category"), bty_enum_to_nick (BTY_TYPE_BOT_CATEGORY, bot->category), NULL);
  if (tags != NULL && *tags != '\0')
    bty_cli_table_add (table, _("Tags"), tags, NULL);
  bty_cli_table_add (table, _("Providers"), chain != NULL ? chain : _("all, in their order"), NULL);
  bty_cli_table_add (table, _("Model"), bot->model != NULL ? bot->model : _("the provider's own"), NULL);
  bty_cli_table_add (table, _("Temperature"), bot->temperature == bot->temperature ? temperature : "-", NULL);
  bty_cli_table_add (table, _("Tokens at most"), tokens, NULL);
  bty_cli_table_add (table, _("Remembers by itself"), bty_enum_to_nick (BTY_TYPE_CAPTURE, bot->capture), NULL);
  bty_cli_table_add (table, _("Local only"), bot->local_only ? _("yes") : _("no"), NULL);
  bty_cli_table_add (table, _("Created"), created, NULL);
  bty_cli_table_add (table, _("Soul version"), version, NULL);
  bty_cli_table_print (table);
  if (soul != NULL && !bty_soul_is_intact (soul))
    bty_cli_print_note (_("This text was altered outside Boternity and is not sent."));
  if (soul != NULL && *soul->text != '\0')
    bty_cli_print ("\n%s", soul->text);
}

static gboolean
run_show (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  g_autoptr(GPtrArray) souls = NULL;
  BtySoul *soul;
  BtyBot *bot;

  if (!bty_cli_open (cli, error))
    return FALSE;
  bot = bty_cli_find_bot (cli, bty_cli_args_get_word (args, 0), error);
  souls = bot != NULL ? bty_cli_list_souls (cli, bot, error) : NULL;
  if (souls == NULL)
    return FALSE;

  soul = souls->len > 0 ? g_ptr_array_index (souls, 0) : NULL;
  if (cli->json)
    {
      g_autoptr(JsonNode) node = bty_record_to_json (BTY_RECORD (bot));

      if (soul != NULL)
        {
          json_object_set_string_member (json_node_get_object (node), "soul", soul->text);
          json_object_set_int_member (json_node_get_object (node), "soul_version", soul->version);
          json_object_set_boolean_member (json_node_get_object (node), "soul_intact", bty_soul_is_intact (soul));
        }
      bty_cli_print_json (node);
    }
  else
    print_bot (bot, soul);

  return TRUE;
}

static gboolean
run_clone (BtyCli      *cli,
           BtyCliArgs  *args,
           GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtyBot) clone = NULL;
  g_autofree char *name = NULL;
  BtyBot *bot;

  if (!bty_cli_open (cli, error))
    return FALSE;
  bot = bty_cli_find_bot (cli, bty_cli_args_get_word (args, 0), error);
  if (bot == NULL)
    return FALSE;

  /* Translators: the name of a copy of the bot %s. */
  name = bty_cli_args_get_word (args, 1) != NULL ? g_strdup (bty_cli_args_get_word (args, 1))
                                                 : g_strdup_printf (_("%s (copy)"), bot->name);
  bty_bot_service_clone_async (get_service (cli), bot, name, NULL, bty_cli_wait_cb, &result);
  clone = bty_bot_service_clone_finish (get_service (cli), bty_cli_wait (&result), error);
  if (clone == NULL)
    return FALSE;

  if (!print_json (cli, clone))
    bty_cli_print (_("Added the bot “%s” as %s."), clone->name, clone->slug);

  return TRUE;
}

static gboolean
set_status (BtyCli        *cli,
            BtyCliArgs    *args,
            BtyBotStatus   status,
            GError       **error)
{
  g_autoptr(BtyBot) bot = NULL;
  BtyBot *found;

  if (!bty_cli_open (cli, error))
    return FALSE;
  found = bty_cli_find_bot (cli, bty_cli_args_get_word (args, 0), error);
  if (found == NULL)
    return FALSE;

  bot = bty_record_copy (found);
  g_object_set (bot, "status", status, NULL);
  if (!save (cli, bot, error))
    return FALSE;

  if (!print_json (cli, bot))
    bty_cli_print (status == BTY_BOT_STATUS_ARCHIVED ? _("Archived the bot “%s”.") : _("Brought the bot “%s” back."),
                   bot->name);

  return TRUE;
}

static gboolean
run_archive (BtyCli      *cli,
             BtyCliArgs  *args,
             GError     **error)
{
  return set_status (cli, args, BTY_BOT_STATUS_ARCHIVED, error);
}

/* Brings the bot back that was removed. Returns: whether there was one named @slug, or an error is set */
static gboolean
restore_deleted (BtyCli      *cli,
                 const char  *slug,
                 GError     **error)
{
  g_autoptr(GListModel) bots = list_deleted (cli, error);
  g_autoptr(GAsyncResult) result = NULL;

  for (guint i = 0; bots != NULL && i < g_list_model_get_n_items (bots); i++)
    {
      g_autoptr(BtyBot) bot = g_list_model_get_item (bots, i);

      if (!g_str_equal (bot->slug, slug) && !g_str_equal (bot->id, slug))
        continue;
      bty_bot_service_restore_async (get_service (cli), bot, NULL, bty_cli_wait_cb, &result);
      if (bty_bot_service_restore_finish (get_service (cli), bty_cli_wait (&result), error) && !print_json (cli, bot))
        bty_cli_print (_("Brought the bot “%s” back."), bot->name);
      return TRUE;
    }

  return bots == NULL;
}

static gboolean
run_restore (BtyCli      *cli,
             BtyCliArgs  *args,
             GError     **error)
{
  g_autoptr(GError) local_error = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  if (bty_bot_service_find (get_service (cli), bty_cli_args_get_word (args, 0)) != NULL
      || !restore_deleted (cli, bty_cli_args_get_word (args, 0), &local_error))
    return set_status (cli, args, BTY_BOT_STATUS_ACTIVE, error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return error == NULL || *error == NULL;
}

static gboolean
run_remove (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtyBot) bot = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  g_set_object (&bot, bty_cli_find_bot (cli, bty_cli_args_get_word (args, 0), error));
  if (bot == NULL)
    return FALSE;

  bty_bot_service_delete_async (get_service (cli), bot, NULL, bty_cli_wait_cb, &result);
  if (!bty_bot_service_delete_finish (get_service (cli), bty_cli_wait (&result), error))
    return FALSE;

  if (!print_json (cli, bot))
    bty_cli_print (_("Removed the bot “%s”."), bot->name);

  return TRUE;
}

static gboolean
run_export (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *json = NULL;
  BtyBot *bot;

  if (!bty_cli_open (cli, error))
    return FALSE;
  bot = bty_cli_find_bot (cli, bty_cli_args_get_word (args, 0), error);
  if (bot == NULL)
    return FALSE;

  bty_bot_service_export_async (get_service (cli), bot, NULL, bty_cli_wait_cb, &result);
  json = bty_bot_service_export_finish (get_service (cli), bty_cli_wait (&result), error);
  if (json == NULL)
    return FALSE;

  return bty_cli_deliver_document (cli, json, TRUE, bty_cli_args_get_text (args, "output"), error);
}

static gboolean
run_import (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *json = NULL;
  g_autoptr(BtyBot) bot = NULL;

  if (!bty_cli_read_file (bty_cli_args_get_word (args, 0), &json, error) || !bty_cli_open (cli, error))
    return FALSE;

  bty_bot_service_import_async (get_service (cli), json, NULL, bty_cli_wait_cb, &result);
  bot = bty_bot_service_import_finish (get_service (cli), bty_cli_wait (&result), error);
  if (bot == NULL)
    return FALSE;

  if (!print_json (cli, bot))
    bty_cli_print (_("Added the bot “%s” as %s."), bot->name, bot->slug);

  return TRUE;
}

static const BtyCliOption list_options[] = {
  { "deleted", BTY_CLI_FLAG, NULL, N_("Those that were removed and can still be brought back") },
  { NULL }
};

static const BtyCliOption add_options[] = {
  { "soul", BTY_CLI_TEXT, N_("TEXT"), N_("What it is told about itself") },
  { "soul-file", BTY_CLI_FILE, N_("FILE"), N_("File with that text; “-” = standard input") },
  BOT_OPTIONS,
  { NULL }
};

static const BtyCliOption edit_options[] = {
  { "name", BTY_CLI_TEXT, N_("NAME"), N_("Another name; the slug stays") },
  { "status", BTY_CLI_TEXT, N_("STATUS"), N_("active, disabled or archived") },
  BOT_OPTIONS,
  { NULL }
};

static const BtyCliOption export_options[] = {
  { "output", BTY_CLI_FILE, N_("FILE"), N_("Write there instead of standard output") },
  { NULL }
};

const BtyCliCommand bty_cli_bot_commands[] = {
  { "bot", "list", NULL, 0, 0, N_("List the bots"), list_options, run_list },
  { "bot", "show", N_("SLUG"), 1, 1, N_("Show a bot and its soul"), NULL, run_show },
  { "bot", "add", N_("NAME"), 1, 1, N_("Make a bot"), add_options, run_add },
  { "bot", "edit", N_("SLUG"), 1, 1, N_("Change a bot"), edit_options, run_edit },
  { "bot", "soul", N_("SLUG"), 1, 3, N_("Show or change what a bot is told about itself"),
    bty_cli_soul_options, bty_cli_run_soul },
  { "bot", "clone", N_("SLUG [NAME]"), 1, 2, N_("Make another bot with the same settings and soul"), NULL, run_clone },
  { "bot", "archive", N_("SLUG"), 1, 1, N_("Put a bot away"), NULL, run_archive },
  { "bot", "restore", N_("SLUG"), 1, 1, N_("Bring an archived or removed bot back"), NULL, run_restore },
  { "bot", "remove", N_("SLUG"), 1, 1, N_("Remove a bot; for 30 days it can be brought back"), NULL, run_remove },
  { "bot", "export", N_("SLUG"), 1, 1, N_("Write a bot as JSON, without keys"), export_options, run_export },
  { "bot", "import", N_("FILE"), 1, 1, N_("Make a bot from such a file; “-” = standard input"), NULL, run_import },
  { NULL }
};
