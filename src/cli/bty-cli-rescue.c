/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-cli-rescue.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bty-config.h"
#include "bty-error.h"
#include "bty-profiles.h"
#include "bty-storage.h"

/* Data that cannot be opened are no end: this says which command helps. */

/* A word for a shell, in quotation marks only where it needs them. */
static char *
quote (const char *word)
{
  const char *plain = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "/._-";

  return word[strspn (word, plain)] == '\0' && *word != '\0' ? g_strdup (word) : g_shell_quote (word);
}

/* The program as it was called, so that what is said can be typed as it is. */
static char *
dup_program (BtyCli *cli)
{
  g_autofree char *root = cli->root_dir != NULL ? quote (cli->root_dir) : NULL;
  g_autofree char *name = cli->profile_name != NULL ? quote (cli->profile_name) : NULL;

  return g_strconcat ("boternityctl", root != NULL ? " --data-dir " : "", root != NULL ? root : "",
                      name != NULL ? " --profile " : "", name, NULL);
}

/* The newest copy that the program made by itself, or what stands for a file. */
static char *
dup_backup (const char *data_dir)
{
  g_auto(GStrv) backups = bty_storage_list_backups (data_dir);

  return backups[0] != NULL ? quote (backups[0]) : g_strdup (_("FILE"));
}

static char *
dup_advice (BtyCli       *cli,
            const char   *data_dir,
            const GError *error)
{
  g_autofree char *program = dup_program (cli);
  g_autofree char *backup = dup_backup (data_dir);
  g_autofree char *name = NULL;
  gboolean was_moved = bty_profiles_was_moved (data_dir);

  switch (error->code)
    {
    case BTY_ERROR_DAMAGED:
      return g_strdup_printf (_("Save what can be read: %s storage salvage FILE. Put a backup back: %s storage restore "
                                "%s"), program, program, backup);
    case BTY_ERROR_SCHEMA_TOO_NEW:
      return g_strdup_printf (_("Update Boternity, or put a backup from before back: %s storage restore %s"), program,
                              backup);
    case BTY_ERROR_READ_ONLY:
      return g_strdup_printf (_("Allow writing there, or use other data: %s profile list"), program);
    case BTY_ERROR_FULL:
      return g_strdup_printf (_("Free some space, or use other data: %s profile list"), program);
    case BTY_ERROR_OFFLINE:
      return was_moved
               ? g_strdup_printf (_("See whether the server runs, or go back to the data before the move: %s storage "
                                    "move --undo"), program)
               : g_strdup_printf (_("See whether the server runs, or use other data: %s profile list"), program);
    case BTY_ERROR_AUTHENTICATION:
      name = quote (cli->profile_name != NULL ? cli->profile_name : BTY_PROFILES_DEFAULT);
      return g_strdup_printf (_("Put the password into ~/.pgpass, or into the keyring: %s profile password %s"),
                              program, name);
    default:
      return NULL;
    }
}

/**
 * bty_cli_add_advice:
 * @cli: this run
 * @data_dir: where the data of the profile are
 * @error: (inout) (optional): why they could not be opened
 *
 * Adds to the one line about the error what to run next.
 */
void
bty_cli_add_advice (BtyCli      *cli,
                    const char  *data_dir,
                    GError     **error)
{
  g_autofree char *advice = NULL;
  GError *advised;

  if (error == NULL || *error == NULL || (*error)->domain != BTY_ERROR)
    return;
  advice = dup_advice (cli, data_dir, *error);
  if (advice == NULL)
    return;
  advised = g_error_new (BTY_ERROR, (*error)->code, "%s %s", (*error)->message, advice);
  g_error_free (*error);
  *error = advised;
}
