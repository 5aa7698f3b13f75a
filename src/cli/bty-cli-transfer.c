/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-job.h"
#include "bty-cli-output.h"
#include "bty-cli-provider-options.h"
#include "bty-cli-wait.h"
#include "bty-config.h"
#include "bty-json.h"
#include "bty-keyring.h"
#include "bty-old-data.h"
#include "bty-profiles.h"
#include "bty-server-password.h"
#include "bty-storage.h"

/* What is done with a profile as a whole, and its progress. */

static void
print_file (BtyCli     *cli,
            const char *path,
            gint64      size)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *amount = g_format_size (size);
  JsonObject *object;
  g_autoptr(JsonNode) node = NULL;

  if (!cli->json)
    {
      bty_cli_print (_("Written to %s, %s."), shown, amount);
      return;
    }
  object = json_object_new ();
  node = bty_cli_json_take (object);
  json_object_set_string_member (object, "file", shown);
  json_object_set_int_member (object, "size", size);
  bty_cli_print_json (node);
}

static gboolean
run_export (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  const char *path = bty_cli_args_get_word (args, 0);
  g_autoptr(BtyWorkflow) workflow = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  workflow = bty_storage_export (cli->profile, path);
  if (!bty_cli_wait_for_job (cli, workflow, error))
    return FALSE;
  print_file (cli, path, bty_json_get_int (workflow->result, "size", 0));

  return TRUE;
}

static gboolean
run_backup (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  const char *path = bty_cli_args_get_word (args, 0);
  g_autoptr(BtyWorkflow) workflow = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  workflow = bty_storage_backup (cli->profile, path);
  if (!bty_cli_wait_for_job (cli, workflow, error))
    return FALSE;
  print_file (cli, path, bty_json_get_int (workflow->result, "size", 0));

  return TRUE;
}

static void
print_counts (JsonNode *counts)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, json_node_get_object (counts));
  while (json_object_iter_next (&iter, &name, &value))
    {
      g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value));

      if (json_node_get_int (value) > 0)
        bty_cli_table_add (table, name, count, NULL);
    }
  bty_cli_table_print (table);
}

static void
print_renamed (JsonNode *renamed)
{
  JsonArray *list = renamed != NULL ? json_node_get_array (renamed) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *object = json_array_get_object_element (list, i);

      /* Translators: names: what came with an import has another one here. */
      bty_cli_print (_("“%s” is called “%s” here, because there was one of that name."),
                     json_object_get_string_member (object, "from"), json_object_get_string_member (object, "to"));
    }
}

/* How much of what came stayed forgotten. */
static void
print_forgotten (gint64 n_memories,
                 gint64 n_messages)
{
  if (n_memories > 0)
    bty_cli_print (ngettext ("%d memory was left out, because it was forgotten here.",
                             "%d memories were left out, because they were forgotten here.", n_memories),
                   (int) n_memories);
  if (n_messages > 0)
    bty_cli_print (ngettext ("%d message came without its words, because it was forgotten here.",
                             "%d messages came without their words, because they were forgotten here.", n_messages),
                   (int) n_messages);
}

static void
print_unconfirmed (JsonArray *list)
{
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *object = json_array_get_object_element (list, i);
      const char *name = json_object_get_string_member (object, "name");
      g_autofree char *quoted = g_shell_quote (name);

      if (json_object_has_member (object, "key_env"))
        /* Translators: a provider, an address, the name of an environment variable, and a word of a command */
        bty_cli_print (_("“%s” is not asked yet: it would send your messages to %s, with the value of %s as its key. "
                         "If you trust that: boternityctl provider reset %s"), name,
                       json_object_get_string_member (object, "address"),
                       json_object_get_string_member (object, "key_env"), quoted);
      else
        /* Translators: a provider, an address, and a word of a command */
        bty_cli_print (_("“%s” is not asked yet: it would send your messages to %s. If you trust that: boternityctl "
                         "provider reset %s"), name, json_object_get_string_member (object, "address"), quoted);
    }
}

static gboolean
run_import (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(BtyWorkflow) workflow = NULL;

  if (!bty_cli_open (cli, error))
    return FALSE;
  workflow = bty_storage_import (cli->profile, bty_cli_args_get_word (args, 0), bty_cli_args_has (args, "replace"));
  if (!bty_cli_wait_for_job (cli, workflow, error))
    return FALSE;

  if (cli->json)
    bty_cli_print_json (workflow->result);
  else
    {
      bty_cli_print ("%s", json_object_get_boolean_member (json_node_get_object (workflow->result), "replaced")
                             ? _("Imported, instead of what was there:") : _("Imported, over what was there:"));
      print_counts (bty_json_get (workflow->result, "counts"));
      print_renamed (bty_json_get (workflow->result, "renamed"));
      print_forgotten (bty_json_get_int (workflow->result, "left_out.memories", 0),
                       bty_json_get_int (workflow->result, "left_out.messages", 0));
      if (bty_json_get (workflow->result, "unconfirmed") != NULL)
        print_unconfirmed (json_node_get_array (bty_json_get (workflow->result, "unconfirmed")));
    }

  return TRUE;
}

static void
print_restored (BtyCli      *cli,
                BtyRestored *restored)
{
  JsonObject *object;
  JsonObject *left_out;
  g_autoptr(JsonNode) node = NULL;

  if (!cli->json)
    {
      if (restored->aside != NULL)
        bty_cli_print (_("Restored. What was there before is kept as %s."), restored->aside);
      else
        bty_cli_print ("%s", _("Restored."));
      print_forgotten (restored->n_memories, restored->n_messages);
      if (!restored->knows_forgotten)
        bty_cli_print ("%s", _("What was forgotten after this backup was made may be back: what was there before "
                               "could not be read."));
      print_unconfirmed (restored->unconfirmed);
      return;
    }
  object = json_object_new ();
  node = bty_cli_json_take (object);
  json_object_set_string_member (object, "set_aside", restored->aside != NULL ? restored->aside : "");
  left_out = json_object_new ();
  json_object_set_int_member (left_out, "memories", restored->n_memories);
  json_object_set_int_member (left_out, "messages", restored->n_messages);
  json_object_set_object_member (object, "left_out", left_out);
  json_object_set_boolean_member (object, "forgotten_known", restored->knows_forgotten);
  json_object_set_array_member (object, "unconfirmed", json_array_ref (restored->unconfirmed));
  bty_cli_print_json (node);
}

static gboolean
run_restore (BtyCli      *cli,
             BtyCliArgs  *args,
             GError     **error)
{
  g_autofree char *data_dir = bty_cli_dup_data_dir (cli, error);
  g_autoptr(BtyRestored) restored = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  if (data_dir == NULL)
    return FALSE;
  bty_storage_restore_async (data_dir, bty_cli_args_get_word (args, 0), NULL, NULL, bty_cli_wait_cb, &result);
  restored = bty_storage_restore_finish (bty_cli_wait (&result), error);
  if (restored == NULL)
    return FALSE;
  print_restored (cli, restored);

  return TRUE;
}

static gboolean
run_salvage (BtyCli      *cli,
             BtyCliArgs  *args,
             GError     **error)
{
  g_autofree char *data_dir = bty_cli_dup_data_dir (cli, error);
  g_autoptr(GAsyncResult) result = NULL;
  gint64 n_saved, n_lost;
  JsonObject *object;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *lost = NULL;

  if (data_dir == NULL)
    return FALSE;
  bty_storage_salvage_async (data_dir, bty_cli_args_get_word (args, 0), NULL, NULL, bty_cli_wait_cb, &result);
  if (!bty_storage_salvage_finish (bty_cli_wait (&result), &n_saved, &n_lost, error))
    return FALSE;

  if (cli->json)
    {
      object = json_object_new ();
      node = bty_cli_json_take (object);
      json_object_set_int_member (object, "saved", n_saved);
      json_object_set_int_member (object, "lost", n_lost);
      bty_cli_print_json (node);
      return TRUE;
    }
  saved = g_strdup_printf ("%" G_GINT64_FORMAT, n_saved);
  lost = g_strdup_printf ("%" G_GINT64_FORMAT, n_lost);
  bty_cli_print (_("%s rows are saved. At least %s could not be read."), saved, lost);

  return TRUE;
}

static gboolean
run_move_back (BtyCli  *cli,
               GError **error)
{
  g_autofree char *data_dir = bty_cli_dup_data_dir (cli, error);

  return data_dir != NULL && bty_profiles_undo_move (data_dir, error);
}

static gboolean
run_remove_old (BtyCli  *cli,
                GError **error)
{
  g_autofree char *data_dir = bty_cli_dup_data_dir (cli, error);
  g_autoptr(GAsyncResult) result = NULL;

  if (data_dir == NULL)
    return FALSE;
  bty_old_data_remove_async (data_dir, NULL, bty_cli_wait_cb, &result);

  return bty_old_data_remove_finish (bty_cli_wait (&result), error);
}

/* In the keyring from the beginning, so that a move that is broken off can be gone on with. */
static void
remember_password (BtyCli     *cli,
                   const char *uri,
                   const char *password)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bty_server_password_keep (uri, password);
  bty_server_password_remember_async (bty_profile_get_data_dir (cli->profile), uri, password, NULL, bty_cli_wait_cb,
                                      &result);
  if (!bty_server_password_remember_finish (bty_cli_wait (&result), &error))
    bty_cli_print_note (error->message);
}

static gboolean
run_move_to (BtyCli      *cli,
             BtyCliArgs  *args,
             const char  *uri,
             GError     **error)
{
  g_autoptr(BtyKey) password = NULL;
  g_autoptr(BtyWorkflow) workflow = NULL;

  if ((bty_cli_args_has (args, "password-stdin") && !bty_cli_read_secret (_("Password: "), &password, error))
      || !bty_cli_open (cli, error))
    return FALSE;
  if (password != NULL)
    remember_password (cli, uri, password);
  workflow = bty_storage_move (cli->profile, uri, error);

  return workflow != NULL && bty_cli_wait_for_job (cli, workflow, error);
}

static gboolean
run_move (BtyCli      *cli,
          BtyCliArgs  *args,
          GError     **error)
{
  g_autofree char *data_dir = bty_cli_dup_data_dir (cli, error);
  const char *uri = bty_cli_args_get_word (args, 0);
  gboolean back = bty_cli_args_has (args, "undo");
  gboolean remove_old = bty_cli_args_has (args, "remove-old");
  g_autofree char *place = NULL;
  JsonObject *object;
  g_autoptr(JsonNode) node = NULL;

  if (data_dir == NULL)
    return FALSE;
  if ((uri != NULL) + (back != FALSE) + (remove_old != FALSE) != 1)
    {
      bty_cli_set_usage_error (error, _("Say where to move the data, or --undo, or --remove-old."));
      return FALSE;
    }
  if (remove_old)
    return run_remove_old (cli, error);
  if (back ? !run_move_back (cli, error) : !run_move_to (cli, args, uri, error))
    return FALSE;

  place = bty_profiles_dup_uri (data_dir);
  if (!cli->json)
    {
      bty_cli_print (_("The data are used at %s now. What was there before stays; --undo goes back to it."), place);
      return TRUE;
    }
  object = json_object_new ();
  node = bty_cli_json_take (object);
  json_object_set_string_member (object, "uri", place);
  bty_cli_print_json (node);

  return TRUE;
}

static const BtyCliOption move_options[] = {
  { "remove-old", BTY_CLI_FLAG, NULL, N_("Remove for good what is at the place before the last move") },
  { "undo", BTY_CLI_FLAG, NULL, N_("Go back to the place before the last move") },
  { "password-stdin", BTY_CLI_FLAG, NULL, N_("Read the password of the server from standard input, for the keyring") },
  { NULL }
};

static const BtyCliOption import_options[] = {
  { "replace", BTY_CLI_FLAG, NULL, N_("Instead of what is there, which is removed") },
  { NULL }
};

const BtyCliCommand bty_cli_transfer_commands[] = {
  { "storage", "export", N_("FILE"), 1, 1, N_("Write everything into a file, without keys"), NULL, run_export },
  { "storage", "import", N_("FILE"), 1, 1, N_("Read such a file, all of it or nothing"), import_options, run_import },
  { "storage", "move", N_("[URI]"), 0, 1, N_("Move everything to another file or to a server"), move_options,
    run_move },
  { "storage", "backup", N_("FILE"), 1, 1, N_("Make a verified copy while others go on"), NULL, run_backup },
  { "storage", "restore", N_("FILE"), 1, 1, N_("Put a backup in the place of the data, which is kept"), NULL,
    run_restore },
  { "storage", "salvage", N_("FILE"), 1, 1, N_("Export what can still be read of damaged data"), NULL, run_salvage },
  { NULL }
};
