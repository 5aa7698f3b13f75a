/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  BTY_CLI_FLAG,
  BTY_CLI_TEXT,
  BTY_CLI_LIST,     /* text that may be given several times */
  BTY_CLI_INTEGER,
  BTY_CLI_REAL,
  BTY_CLI_FILE,     /* a path, in the encoding of the file system */
  BTY_CLI_FILES,
} BtyCliOptionKind;

/**
 * BtyCliOption:
 *
 * One option of a command. Lists of options end with one that has no name.
 */
typedef struct
{
  const char       *name;        /* without the dashes */
  BtyCliOptionKind  kind;
  const char       *value_name;  /* for the help; NULL for flags */
  const char       *help;        /* translatable */
  double            minimum;     /* of numbers; both 0 = any */
  double            maximum;
} BtyCliOption;

/**
 * BtyCliArgs:
 *
 * What was typed after the name of a command.
 */
typedef struct _BtyCliArgs BtyCliArgs;

BtyCliArgs         *bty_cli_args_parse       (const BtyCliOption *options,
                                              const char * const *arguments,
                                              gboolean            stop_at_word,
                                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void                bty_cli_args_free        (BtyCliArgs         *self);

gboolean            bty_cli_args_has         (BtyCliArgs         *self,
                                              const char         *name);
const char         *bty_cli_args_get_text    (BtyCliArgs         *self,
                                              const char         *name);
const char * const *bty_cli_args_get_list    (BtyCliArgs         *self,
                                              const char         *name);
gint64              bty_cli_args_get_integer (BtyCliArgs         *self,
                                              const char         *name,
                                              gint64              fallback);
double              bty_cli_args_get_real    (BtyCliArgs         *self,
                                              const char         *name,
                                              double              fallback);
const char * const *bty_cli_args_get_words   (BtyCliArgs         *self);
const char         *bty_cli_args_get_word    (BtyCliArgs         *self,
                                              guint               index);

void                bty_cli_set_usage_error  (GError            **error,
                                              const char         *format,
                                              ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyCliArgs, bty_cli_args_free)

G_END_DECLS
