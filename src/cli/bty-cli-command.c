/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-output.h"
#include "bty-config.h"

/* In the order of the help. */
static const BtyCliCommand * const tables[] = {
  bty_cli_chat_commands,
  bty_cli_bot_commands,
  bty_cli_session_commands,
  bty_cli_session_import_commands,
  bty_cli_file_commands,
  bty_cli_memory_commands,
  bty_cli_memory_share_commands,
  bty_cli_memory_audit_commands,
  bty_cli_memory_embedder_commands,
  bty_cli_provider_commands,
  bty_cli_setting_commands,
  bty_cli_profile_commands,
  bty_cli_storage_commands,
  bty_cli_transfer_commands,
};

/* Understood before and after the name of every command. */
const BtyCliOption bty_cli_global_options[] = {
  { "data-dir", BTY_CLI_FILE, N_("DIR"), N_("Where the data lives, instead of the usual place") },
  { "profile", BTY_CLI_TEXT, N_("NAME"), N_("Use this profile instead of the default one") },
  { "json", BTY_CLI_FLAG, NULL, N_("Print one JSON object instead of text") },
  { "help", BTY_CLI_FLAG, NULL, N_("Show this help") },
  { "version", BTY_CLI_FLAG, NULL, N_("Show the version") },
  { NULL }
};

/**
 * bty_cli_find_command:
 * @noun: what it is about
 * @verb: (nullable): what to do
 *
 * Returns: (transfer none) (nullable): that command
 */
const BtyCliCommand *
bty_cli_find_command (const char *noun,
                      const char *verb)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const BtyCliCommand *command = tables[i]; command->noun != NULL; command++)
      if (g_str_equal (command->noun, noun) && (command->verb == NULL || g_strcmp0 (command->verb, verb) == 0))
        return command;

  return NULL;
}

/**
 * bty_cli_has_noun:
 * @noun: a word
 *
 * Returns: whether there are commands about it
 */
gboolean
bty_cli_has_noun (const char *noun)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (tables[i]->noun, noun))
      return TRUE;

  return FALSE;
}

/**
 * bty_cli_dup_options:
 * @command: (nullable): a command
 *
 * Returns: (transfer full): its options and the global ones, ended by one without a name
 */
BtyCliOption *
bty_cli_dup_options (const BtyCliCommand *command)
{
  GArray *options = g_array_new (TRUE, TRUE, sizeof (BtyCliOption));
  const BtyCliOption *option;

  for (option = command != NULL ? command->options : NULL; option != NULL && option->name != NULL; option++)
    g_array_append_val (options, *option);
  for (option = bty_cli_global_options; option->name != NULL; option++)
    g_array_append_val (options, *option);

  return (BtyCliOption *) g_array_free (options, FALSE);
}

/**
 * bty_cli_dup_command_name:
 * @command: a command
 *
 * Returns: (transfer full): what is typed for it: "boternityctl provider add"
 */
char *
bty_cli_dup_command_name (const BtyCliCommand *command)
{
  return g_strjoin (" ", "boternityctl", command->noun, command->verb, NULL);
}

static void
print_options (const BtyCliOption *options,
               const char         *title)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();

  if (options == NULL || options->name == NULL)
    return;

  bty_cli_print_title (title);
  bty_cli_table_set_indent (table, 2);
  for (const BtyCliOption *option = options; option->name != NULL; option++)
    {
      g_autofree char *typed = g_strdup_printf ("--%s%s%s", option->name,
                                                option->value_name != NULL ? " " : "",
                                                option->value_name != NULL ? _(option->value_name) : "");

      bty_cli_table_add (table, typed, _(option->help), NULL);
    }
  bty_cli_table_print (table);
}

/**
 * bty_cli_print_command_help:
 * @command: a command
 *
 * Prints how it is used.
 */
void
bty_cli_print_command_help (const BtyCliCommand *command)
{
  g_autofree char *name = bty_cli_dup_command_name (command);

  bty_cli_print_title (_("Usage:"));
  bty_cli_print ("  %s [%s]%s%s", name, _("OPTION…"), command->words != NULL ? " " : "",
                 command->words != NULL ? _(command->words) : "");
  bty_cli_print ("\n%s\n", _(command->summary));
  print_options (command->options, _("Options:"));
  if (command->options != NULL)
    bty_cli_print ("%s", "");
  print_options (bty_cli_global_options, _("For every command:"));
}

/**
 * bty_cli_print_noun_help:
 * @noun: (nullable): what the commands are about; %NULL = all commands
 *
 * Prints a list of commands.
 */
void
bty_cli_print_noun_help (const char *noun)
{
  g_autoptr(BtyCliTable) table = bty_cli_table_new ();

  bty_cli_print_title (_("Usage:"));
  bty_cli_print ("  boternityctl [%s] %s [%s]\n", _("OPTION…"), noun != NULL ? noun : _("COMMAND"), _("ARGUMENT…"));
  bty_cli_print_title (_("Commands:"));
  bty_cli_table_set_indent (table, 2);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const BtyCliCommand *command = tables[i]; command->noun != NULL; command++)
      {
        g_autofree char *typed = NULL;

        if (noun != NULL && !g_str_equal (command->noun, noun))
          continue;
        typed = g_strdup_printf ("%s%s%s%s%s", command->noun,
                                 command->verb != NULL ? " " : "", command->verb != NULL ? command->verb : "",
                                 command->words != NULL ? " " : "", command->words != NULL ? _(command->words) : "");
        bty_cli_table_add (table, typed, _(command->summary), NULL);
      }
  bty_cli_table_print (table);
  bty_cli_print ("%s", "");
  print_options (bty_cli_global_options, _("For every command:"));
  bty_cli_print ("\n%s", _("The options of a command: boternityctl COMMAND --help"));
}
