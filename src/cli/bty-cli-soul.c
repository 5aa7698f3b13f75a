/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-soul.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "bty-cli-output.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-diff.h"
#include "bty-error.h"

const BtyCliOption bty_cli_soul_options[] = {
  { "log", BTY_CLI_FLAG, NULL, N_("List its versions") },
  { "diff", BTY_CLI_FLAG, NULL, N_("Compare the two versions whose numbers follow SLUG") },
  { "rollback", BTY_CLI_INTEGER, N_("N"), N_("Go back to version N, which makes a new version"), 1, 1000000000 },
  { "set", BTY_CLI_TEXT, N_("TEXT"), N_("Save another text as a new version") },
  { "set-file", BTY_CLI_FILE, N_("FILE"), N_("Save that file as a new version; “-” = standard input") },
  { NULL }
};

static BtyBotService *
get_service (BtyCli *cli)
{
  return bty_profile_get_bots (cli->profile);
}

/**
 * bty_cli_list_souls:
 * @cli: this run, opened
 * @bot: a bot
 * @error: (out) (optional): why not
 *
 * Returns: (transfer full) (element-type BtySoul) (nullable): the versions of its soul, newest first
 */
GPtrArray *
bty_cli_list_souls (BtyCli  *cli,
                    BtyBot  *bot,
                    GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bty_bot_service_list_souls_async (get_service (cli), bot, NULL, bty_cli_wait_cb, &result);

  return bty_bot_service_list_souls_finish (get_service (cli), bty_cli_wait (&result), error);
}

static JsonNode *
soul_to_json (BtySoul *soul)
{
  JsonNode *node = bty_record_to_json (BTY_RECORD (soul));

  json_object_set_boolean_member (json_node_get_object (node), "intact", bty_soul_is_intact (soul));

  return node;
}

static void
print_soul (BtyCli  *cli,
            BtySoul *soul)
{
  g_autoptr(JsonNode) node = NULL;

  if (!cli->json)
    {
      if (!bty_soul_is_intact (soul))
        bty_cli_print_note (_("This text was altered outside Boternity and is not sent."));
      bty_cli_print_document (soul->text);
      return;
    }
  node = soul_to_json (soul);
  bty_cli_print_json (node);
}

static void
print_log (BtyCli    *cli,
           GPtrArray *souls)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled (_("Version"), _("Saved"), _("SHA-256"), "", NULL);
  JsonObject *object = json_object_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, "versions", array);
  for (guint i = 0; i < souls->len; i++)
    {
      BtySoul *soul = g_ptr_array_index (souls, i);
      g_autofree char *version = g_strdup_printf ("%" G_GINT64_FORMAT, soul->version);
      g_autofree char *saved = bty_cli_format_time (soul->created_at);

      json_array_add_element (array, soul_to_json (soul));
      bty_cli_table_add (table, version, saved, soul->sha256, bty_soul_is_intact (soul) ? "" : _("altered"), NULL);
    }
  if (cli->json)
    bty_cli_print_json (node);
  else
    bty_cli_table_print (table);
}

static BtySoul *
find_version (GPtrArray  *souls,
              guint64     version,
              GError    **error)
{
  for (guint i = 0; i < souls->len; i++)
    {
      BtySoul *soul = g_ptr_array_index (souls, i);

      if (soul->version == (gint64) version)
        return soul;
    }
  g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no version %" PRIu64 "."), version);

  return NULL;
}

/* Returns: (transfer full): the lines of both, marked with what became of them; "" = nothing changed */
static char *
write_diff (BtySoul *old,
            BtySoul *new)
{
  static const char marks[] = { [BTY_DIFF_SAME] = ' ', [BTY_DIFF_ADDED] = '+', [BTY_DIFF_REMOVED] = '-' };
  g_autoptr(GPtrArray) lines = bty_diff_lines (old->text, new->text);
  g_autoptr(GString) diff = g_string_new (NULL);

  if (g_str_equal (old->text, new->text))
    return g_strdup ("");
  for (guint i = 0; i < lines->len; i++)
    {
      BtyDiffLine *line = g_ptr_array_index (lines, i);

      g_string_append_printf (diff, "%c%s\n", marks[line->kind], line->text);
    }

  return g_string_free (g_steal_pointer (&diff), FALSE);
}

static gboolean
print_diff (BtyCli     *cli,
            GPtrArray  *souls,
            guint64     from,
            guint64     to,
            GError    **error)
{
  BtySoul *old = find_version (souls, from, error);
  BtySoul *new = old != NULL ? find_version (souls, to, error) : NULL;
  g_autofree char *diff = NULL;

  if (new == NULL)
    return FALSE;

  diff = write_diff (old, new);
  if (cli->json)
    {
      JsonObject *object = json_object_new ();
      g_autoptr(JsonNode) node = bty_cli_json_take (object);

      json_object_set_int_member (object, "from", old->version);
      json_object_set_int_member (object, "to", new->version);
      json_object_set_boolean_member (object, "same", g_str_equal (old->text, new->text));
      json_object_set_string_member (object, "diff", diff);
      bty_cli_print_json (node);
    }
  else if (*diff != '\0')
    bty_cli_print_document (diff);
  else
    bty_cli_print ("%s", _("The two versions are the same."));

  return TRUE;
}

static gboolean
finish_change (BtyCli  *cli,
               BtySoul *soul)
{
  if (soul == NULL)
    return FALSE;

  if (cli->json)
    print_soul (cli, soul);
  else
    bty_cli_print (_("Saved as version %" PRId64 "."), soul->version);

  return TRUE;
}

static gboolean
set_text (BtyCli      *cli,
          BtyBot      *bot,
          const char  *text,
          GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtySoul) soul = NULL;

  bty_bot_service_save_soul_async (get_service (cli), bot, text, NULL, bty_cli_wait_cb, &result);
  soul = bty_bot_service_save_soul_finish (get_service (cli), bty_cli_wait (&result), error);

  return finish_change (cli, soul);
}

static gboolean
roll_back (BtyCli  *cli,
           BtyBot  *bot,
           gint64   version,
           GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BtySoul) soul = NULL;

  bty_bot_service_roll_back_soul_async (get_service (cli), bot, version, NULL, bty_cli_wait_cb, &result);
  soul = bty_bot_service_roll_back_soul_finish (get_service (cli), bty_cli_wait (&result), error);

  return finish_change (cli, soul);
}

/* One thing at a time, and numbers only where they belong. */
static gboolean
check_usage (BtyCliArgs  *args,
             guint64     *from,
             guint64     *to,
             GError     **error)
{
  guint n_words = g_strv_length ((char **) bty_cli_args_get_words (args));
  int n_actions = 0;

  for (const BtyCliOption *option = bty_cli_soul_options; option->name != NULL; option++)
    n_actions += bty_cli_args_has (args, option->name) ? 1 : 0;

  if (n_actions > 1)
    {
      bty_cli_set_usage_error (error, _("Only one of --log, --diff, --rollback, --set and --set-file can be given."));
      return FALSE;
    }
  if (bty_cli_args_has (args, "diff") ? n_words != 3 ||
      !g_ascii_string_to_unsigned (bty_cli_args_get_word (args, 1), 10, 1, G_MAXINT, from, NULL) ||
      !g_ascii_string_to_unsigned (bty_cli_args_get_word (args, 2), 10, 1, G_MAXINT, to, NULL)
                                      : n_words != 1)
    {
      bty_cli_set_usage_error (error, _("Usage: boternityctl bot soul SLUG [--diff A B | OPTION]"));
      return FALSE;
    }

  return TRUE;
}

/**
 * bty_cli_run_soul:
 * @cli: this run
 * @args: what was typed
 * @error: (out) (optional): why not
 *
 * The command "bot soul".
 *
 * Returns: whether it was done
 */
gboolean
bty_cli_run_soul (BtyCli      *cli,
                  BtyCliArgs  *args,
                  GError     **error)
{
  g_autoptr(GPtrArray) souls = NULL;
  g_autofree char *text = NULL;
  guint64 from = 0;
  guint64 to = 0;
  BtyBot *bot;

  if (!check_usage (args, &from, &to, error))
    return FALSE;
  if (bty_cli_args_has (args, "set"))
    text = g_strdup (bty_cli_args_get_text (args, "set"));
  else if (bty_cli_args_has (args, "set-file") &&
           !bty_cli_read_file (bty_cli_args_get_text (args, "set-file"), &text, error))
    return FALSE;

  if (!bty_cli_open (cli, error))
    return FALSE;
  bot = bty_cli_find_bot (cli, bty_cli_args_get_word (args, 0), error);
  if (bot == NULL)
    return FALSE;
  if (text != NULL)
    return set_text (cli, bot, text, error);
  if (bty_cli_args_has (args, "rollback"))
    return roll_back (cli, bot, bty_cli_args_get_integer (args, "rollback", 0), error);

  souls = bty_cli_list_souls (cli, bot, error);
  if (souls == NULL)
    return FALSE;
  if (bty_cli_args_has (args, "diff"))
    return print_diff (cli, souls, from, to, error);
  if (bty_cli_args_has (args, "log") || souls->len == 0)
    print_log (cli, souls);
  else
    print_soul (cli, g_ptr_array_index (souls, 0));

  return TRUE;
}
