/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-cli-args.h"
#include "bty-cli.h"

G_BEGIN_DECLS

/**
 * BtyCliCommand:
 *
 * One line of the table of commands, from which come parsing, help and usage.
 */
typedef struct
{
  const char         *noun;
  const char         *verb;       /* NULL = the noun alone is the command */
  const char         *words;      /* what else is typed, for the help: "NAME [TITLE]" */
  guint               min_words;
  guint               max_words;
  const char         *summary;    /* translatable */
  const BtyCliOption *options;    /* ended by one without a name; NULL = none */
  gboolean          (*run) (BtyCli      *cli,
                            BtyCliArgs  *args,
                            GError     **error);
} BtyCliCommand;

/* Each list ends with a command without a noun. */
extern const BtyCliCommand bty_cli_bot_commands[];
extern const BtyCliCommand bty_cli_chat_commands[];
extern const BtyCliCommand bty_cli_file_commands[];
extern const BtyCliCommand bty_cli_profile_commands[];
extern const BtyCliCommand bty_cli_memory_audit_commands[];
extern const BtyCliCommand bty_cli_memory_commands[];
extern const BtyCliCommand bty_cli_memory_embedder_commands[];
extern const BtyCliCommand bty_cli_memory_share_commands[];
extern const BtyCliCommand bty_cli_provider_commands[];
extern const BtyCliCommand bty_cli_session_commands[];
extern const BtyCliCommand bty_cli_session_import_commands[];
extern const BtyCliCommand bty_cli_setting_commands[];
extern const BtyCliCommand bty_cli_storage_commands[];
extern const BtyCliCommand bty_cli_transfer_commands[];

extern const BtyCliOption bty_cli_global_options[];

const BtyCliCommand *bty_cli_find_command       (const char           *noun,
                                                 const char           *verb);
gboolean             bty_cli_has_noun           (const char           *noun);
BtyCliOption        *bty_cli_dup_options        (const BtyCliCommand  *command) G_GNUC_WARN_UNUSED_RESULT;
char                *bty_cli_dup_command_name   (const BtyCliCommand  *command) G_GNUC_WARN_UNUSED_RESULT;
void                 bty_cli_print_command_help (const BtyCliCommand  *command);
void                 bty_cli_print_noun_help    (const char           *noun);

G_END_DECLS
