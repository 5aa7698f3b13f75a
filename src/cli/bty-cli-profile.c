/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-output.h"
#include "bty-cli-provider-options.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-error.h"
#include "bty-keyring.h"
#include "bty-profiles.h"
#include "bty-server-password.h"

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

/* Puts a password where opening the profile finds it. */
static gboolean
remember_password (const char  *profile_dir,
                   const char  *password,
                   GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *uri = bty_profiles_dup_uri (profile_dir);

  bty_server_password_remember_async (profile_dir, uri, password, NULL, bty_cli_wait_cb, &result);

  return bty_server_password_remember_finish (bty_cli_wait (&result), error);
}

static gboolean
run_password (BtyCli      *cli,
              BtyCliArgs  *args,
              GError     **error)
{
  g_autofree char *root = bty_cli_dup_root_dir (cli);
  const char *name = bty_cli_args_get_word (args, 0);
  g_autofree char *dir = NULL;
  g_autoptr(BtyKey) password = NULL;

  if (!bty_profiles_exists (root, name))
    {
      g_set_error (error, BTY_ERROR, BTY_ERROR_NOT_FOUND, _("There is no profile “%s”."), name);
      return FALSE;
    }
  dir = bty_profiles_dup_dir (root, name);

  return bty_cli_read_secret (_("Password: "), &password, error)
         && remember_password (dir, password, error)
         && tell (cli, name, _("The password is in the keyring."));
}

static gboolean
run_add (BtyCli      *cli,
         BtyCliArgs  *args,
         GError     **error)
{
  g_autofree char *root = bty_cli_dup_root_dir (cli);
  const char *name = bty_cli_args_get_word (args, 0);
  g_autofree char *sentence = NULL;
  g_autofree char *dir = NULL;
  g_autoptr(BtyKey) password = NULL;

  if (bty_cli_args_has (args, "password-stdin") && !bty_cli_read_secret (_("Password: "), &password, error))
    return FALSE;
  if (!bty_profiles_add (root, name, bty_cli_args_get_text (args, "uri"), error))
    return FALSE;
  dir = bty_profiles_dup_dir (root, name);
  if (password != NULL && !remember_password (dir, password, error))
    {
      /* Nothing was stored in it yet, so that the command can be given again. */
      bty_profiles_remove (root, name, NULL);
      return FALSE;
    }
  sentence = g_strdup_printf (_("Made. Use it with: boternityctl --profile %s …"), name);

  return tell (cli, name, sentence);
}

/* Who never had a keyring has no password in it either. */
static void
forget_password (const char *profile_dir,
                 const char *uri)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_server_password_forget_async (profile_dir, uri, NULL, bty_cli_wait_cb, &result);
  if (!bty_server_password_forget_finish (bty_cli_wait (&result), &error))
    g_message ("The keyring was not asked to forget the password of a server: %s", error->message);
}

static gboolean
run_remove (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autofree char *root = bty_cli_dup_root_dir (cli);
  const char *name = bty_cli_args_get_word (args, 0);
  g_autofree char *dir = bty_profiles_dup_dir (root, name);
  g_autofree char *uri = bty_profiles_dup_uri (dir);
  g_autofree char *sentence = NULL;

  if (!bty_profiles_remove (root, name, error))
    return FALSE;
  forget_password (dir, uri);
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
  { "password-stdin", BTY_CLI_FLAG, NULL,
    N_("Read the password of the server from standard input, for the keyring") },
  { NULL }
};

const BtyCliCommand bty_cli_profile_commands[] = {
  { "profile", "list", NULL, 0, 0, N_("List the profiles"), NULL, run_list },
  { "profile", "add", N_("NAME"), 1, 1, N_("Make a profile, with data of its own"), add_options, run_add },
  { "profile", "password", N_("NAME"), 1, 1,
    N_("Put the password of its server, from standard input, into the keyring"), NULL, run_password },
  { "profile", "remove", N_("NAME"), 1, 1, N_("Remove a profile; it can be brought back"), NULL, run_remove },
  { "profile", "restore", N_("NAME"), 1, 1, N_("Bring it back"), NULL, run_restore },
  { NULL }
};
