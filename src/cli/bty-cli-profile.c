/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-output.h"
#include "bty-config.h"
#include "bty-profiles.h"

static gboolean
run_list (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  g_autofree char *root = bty_cli_dup_root_dir (cli);
  g_auto(GStrv) names = bty_profiles_list (root);
  g_autoptr(BtyCliTable) table = bty_cli_table_new_titled (_("Name"), _("Data"), NULL);
  JsonObject *object = json_object_new ();
  JsonArray *profiles = json_array_new ();
  g_autoptr(JsonNode) node = bty_cli_json_take (object);

  json_object_set_array_member (object, "profiles", profiles);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *dir = bty_profiles_dup_dir (root, names[i]);
      g_autofree char *uri = bty_profiles_dup_uri (dir);
      JsonObject *profile = json_object_new ();

      json_object_set_string_member (profile, "name", names[i]);
      json_object_set_string_member (profile, "uri", uri);
      json_array_add_object_element (profiles, profile);
      bty_cli_table_add (table, names[i], uri, NULL);
    }
  if (cli->json)
    bty_cli_print_json (node);
  else
    bty_cli_table_print (table);

  return TRUE;
}

/* Says what has become of a profile. */
static gboolean
tell (BtyCli     *cli,
      const char *name,
      const char *sentence)
{
  JsonObject *object;
  g_autoptr(JsonNode) node = NULL;

  if (!cli->json)
    {
      bty_cli_print ("%s", sentence);
      return TRUE;
    }
  object = json_object_new ();
  node = bty_cli_json_take (object);
  json_object_set_string_member (object, "name", name);
  bty_cli_print_json (node);

  return TRUE;
}

static gboolean
run_add (BtyCli      *cli,
         BtyCliArgs  *args,
         GError     **error)
{
  g_autofree char *root = bty_cli_dup_root_dir (cli);
  const char *name = bty_cli_args_get_word (args, 0);
  g_autofree char *sentence = NULL;

  if (!bty_profiles_add (root, name, bty_cli_args_get_text (args, "uri"), error))
    return FALSE;
  sentence = g_strdup_printf (_("Made. Use it with: boternityctl --profile %s …"), name);

  return tell (cli, name, sentence);
}

static gboolean
run_remove (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autofree char *root = bty_cli_dup_root_dir (cli);
  const char *name = bty_cli_args_get_word (args, 0);
  g_autofree char *sentence = NULL;

  if (!bty_profiles_remove (root, name, error))
    return FALSE;
  sentence = g_strdup_printf (_("Removed. To bring it back: boternityctl profile restore %s"), name);

  return tell (cli, name, sentence);
}

static gboolean
run_restore (BtyCli      *cli,
             BtyCliArgs  *args,
             GError     **error)
{
  g_autofree char *root = bty_cli_dup_root_dir (cli);
  const char *name = bty_cli_args_get_word (args, 0);

  return bty_profiles_restore (root, name, error) && tell (cli, name, _("It is there again."));
}

static const BtyCliOption add_options[] = {
  { "uri", BTY_CLI_TEXT, N_("URI"), N_("Where its data are: postgresql://user@host/database?tenant=name") },
  { NULL }
};

const BtyCliCommand bty_cli_profile_commands[] = {
  { "profile", "list", NULL, 0, 0, N_("List the profiles"), NULL, run_list },
  { "profile", "add", N_("NAME"), 1, 1, N_("Make a profile, with data of its own"), add_options, run_add },
  { "profile", "remove", N_("NAME"), 1, 1, N_("Remove a profile; it can be brought back"), NULL, run_remove },
  { "profile", "restore", N_("NAME"), 1, 1, N_("Bring it back"), NULL, run_restore },
  { NULL }
};
