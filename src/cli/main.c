/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "bty-cli-command.h"
#include "bty-cli-output.h"
#include "bty-config.h"
#include "bty-error.h"

/* Other programs rely on these. */
enum
{
  EXIT_DONE = 0,
  EXIT_FAILED = 1,
  EXIT_USAGE = 2,
  EXIT_NOT_FOUND = 3,
  EXIT_REFUSED = 4,
};

/* What goes wrong is told once, by the command. Notes of the libraries are for whoever looks for a fault. */
static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  if (level > G_LOG_LEVEL_WARNING && g_getenv ("G_MESSAGES_DEBUG") == NULL)
    return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, user_data);
}

/* A standard stream that is closed would become the first file that is opened, and what is meant for it would go there.
 * Opened the wrong way round, it fails as a closed one does. */
static void
occupy_standard_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
      _exit (EXIT_FAILED);
}

static int
get_exit_code (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return EXIT_USAGE;
  if (g_error_matches (error, BTY_ERROR, BTY_ERROR_NOT_FOUND))
    return EXIT_NOT_FOUND;
  if (g_error_matches (error, BTY_ERROR, BTY_ERROR_REFUSED))
    return EXIT_REFUSED;

  return EXIT_FAILED;
}

/* Takes over the global options among @args. Returns whether that is all there is to do. */
static gboolean
apply_global_options (BtyCli              *cli,
                      BtyCliArgs          *args,
                      const BtyCliCommand *command,
                      const char          *noun)
{
  cli->json = cli->json || bty_cli_args_has (args, "json");
  if (bty_cli_args_has (args, "data-dir"))
    {
      g_free (cli->root_dir);
      cli->root_dir = g_strdup (bty_cli_args_get_text (args, "data-dir"));
    }
  if (bty_cli_args_has (args, "profile"))
    {
      g_free (cli->profile_name);
      cli->profile_name = g_strdup (bty_cli_args_get_text (args, "profile"));
    }
  if (bty_cli_args_has (args, "version"))
    bty_cli_print ("boternityctl %s", BTY_VERSION);
  else if (bty_cli_args_has (args, "help") && command != NULL)
    bty_cli_print_command_help (command);
  else if (bty_cli_args_has (args, "help"))
    bty_cli_print_noun_help (noun);
  else
    return FALSE;

  return TRUE;
}

static gboolean
run_command (BtyCli               *cli,
             const BtyCliCommand  *command,
             const char * const   *arguments,
             GError              **error)
{
  g_autofree BtyCliOption *options = bty_cli_dup_options (command);
  g_autoptr(BtyCliArgs) args = bty_cli_args_parse (options, arguments, FALSE, error);
  guint n_words;

  if (args == NULL)
    return FALSE;
  if (apply_global_options (cli, args, command, NULL))
    return TRUE;

  n_words = g_strv_length ((char **) bty_cli_args_get_words (args));
  if (n_words < command->min_words || n_words > command->max_words)
    {
      g_autofree char *name = bty_cli_dup_command_name (command);

      bty_cli_set_usage_error (error, _("Usage: %s [%s] %s"), name, _("OPTION…"),
                               command->words != NULL ? _(command->words) : "");
      return FALSE;
    }

  return command->run (cli, args, error);
}

static gboolean
run_noun (BtyCli              *cli,
          const char * const  *words,
          GError             **error)
{
  const char *noun = words[0];
  const BtyCliCommand *command = bty_cli_find_command (noun, words[1]);
  g_autofree BtyCliOption *options = NULL;
  g_autoptr(BtyCliArgs) args = NULL;

  if (command != NULL)
    return run_command (cli, command, words + (command->verb != NULL ? 2 : 1), error);
  if (!bty_cli_has_noun (noun))
    {
      bty_cli_set_usage_error (error, _("There is no command “%s”. See: boternityctl --help"), noun);
      return FALSE;
    }

  /* Only what is asked of all commands about @noun makes sense now. */
  options = bty_cli_dup_options (NULL);
  args = bty_cli_args_parse (options, words + 1, TRUE, error);
  if (args == NULL)
    return FALSE;
  if (apply_global_options (cli, args, NULL, noun))
    return TRUE;
  if (bty_cli_args_get_word (args, 0) != NULL)
    {
      g_autofree const char **rest = g_new0 (const char *, g_strv_length ((char **) bty_cli_args_get_words (args)) + 2);

      rest[0] = noun;
      memcpy (rest + 1, bty_cli_args_get_words (args),
              g_strv_length ((char **) bty_cli_args_get_words (args)) * sizeof *rest);
      if (bty_cli_find_command (noun, rest[1]) != NULL)
        return run_noun (cli, rest, error);
      bty_cli_set_usage_error (error, _("There is no command “%s %s”. See: boternityctl %s --help"),
                               noun, rest[1], noun);
    }
  else
    bty_cli_set_usage_error (error, _("Say what to do. See: boternityctl %s --help"), noun);

  return FALSE;
}

static gboolean
run (BtyCli              *cli,
     const char * const  *arguments,
     GError             **error)
{
  g_autofree BtyCliOption *options = bty_cli_dup_options (NULL);
  g_autoptr(BtyCliArgs) args = bty_cli_args_parse (options, arguments, TRUE, error);

  if (args == NULL)
    return FALSE;
  if (apply_global_options (cli, args, NULL, NULL))
    return TRUE;
  if (bty_cli_args_get_word (args, 0) == NULL)
    {
      bty_cli_set_usage_error (error, _("Say what to do. See: boternityctl --help"));
      return FALSE;
    }

  return run_noun (cli, bty_cli_args_get_words (args), error);
}

int
main (int    argc,
      char **argv)
{
  BtyCli cli = { 0 };
  g_autoptr(GError) error = NULL;
  const char *locale_dir = g_getenv ("BOTERNITY_LOCALE_DIR");
  int code = EXIT_DONE;

  occupy_standard_streams ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : BTY_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("boternityctl");
  g_log_set_writer_func (write_log, NULL, NULL);

  /* An unreadable command line may still say that a program reads the answer. */
  cli.json = g_strv_contains ((const char * const *) argv, "--json");
  if (!run (&cli, (const char * const *) argv + 1, &error))
    {
      bty_cli_print_error (error, cli.json);
      code = get_exit_code (error);
    }
  else if (cli.failed)
    code = EXIT_FAILED;
  bty_cli_close (&cli);
  g_free (cli.root_dir);
  g_free (cli.profile_name);

  if (!bty_cli_flush () && code == EXIT_DONE)
    code = EXIT_FAILED;

  return code;
}
