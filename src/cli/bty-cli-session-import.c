/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-command.h"

#include <glib/gi18n-lib.h>

#include "bty-cli-job.h"
#include "bty-cli-output.h"
#include "bty-config.h"
#include "bty-foreign-import.h"

/* Conversations that were had elsewhere. */

static gboolean
run_import (BtyCli      *cli,
            BtyCliArgs  *args,
            GError     **error)
{
  g_autoptr(BtyWorkflow) workflow = NULL;
  g_autofree char *text = NULL;
  BtyBot *bot;

  if (!bty_cli_open (cli, error))
    return FALSE;
  bot = bty_cli_find_bot (cli, bty_cli_args_get_text (args, "bot"), error);
  if (bot == NULL)
    return FALSE;
  workflow = bty_foreign_import_start (cli->profile, bty_cli_args_get_word (args, 0), bot);
  if (!bty_cli_wait_for_job (cli, workflow, error))
    return FALSE;

  text = bty_foreign_import_describe (workflow->result);
  if (cli->json)
    bty_cli_print_json (workflow->result);
  else
    bty_cli_print ("%s", text);
  cli->failed = !bty_foreign_import_has_all (workflow->result);

  return TRUE;
}

static const BtyCliOption import_options[] = {
  { "bot", BTY_CLI_TEXT, N_("SLUG"), N_("With whom they go on; the first active bot unless said") },
  { NULL }
};

const BtyCliCommand bty_cli_session_import_commands[] = {
  { "session", "import", N_("FILE"), 1, 1, N_("Add the sessions of a conversations.json of ChatGPT or Claude"),
    import_options, run_import },
  { NULL }
};
