/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-record.h"

G_BEGIN_DECLS

/* Everything the program prints goes through here, so that nothing that came from a model, a file or
 * another program reaches the terminal as a control sequence. */

typedef enum
{
  BTY_CLI_STYLE_PLAIN,
  BTY_CLI_STYLE_BOLD,
  BTY_CLI_STYLE_DIM,
} BtyCliStyle;

/**
 * BtyCliTable:
 *
 * Rows of cells that are printed aligned, a row per line.
 */
typedef struct _BtyCliTable BtyCliTable;

BtyCliTable *bty_cli_table_new        (void) G_GNUC_WARN_UNUSED_RESULT;
BtyCliTable *bty_cli_table_new_titled (const char         *first_title,
                                       ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
void         bty_cli_table_free       (BtyCliTable        *self);
void         bty_cli_table_set_indent (BtyCliTable        *self,
                                       guint               indent);
void         bty_cli_table_add        (BtyCliTable        *self,
                                       const char         *first_cell,
                                       ...) G_GNUC_NULL_TERMINATED;
void         bty_cli_table_print      (BtyCliTable        *self);

void         bty_cli_print            (const char         *format,
                                       ...) G_GNUC_PRINTF (1, 2);
void         bty_cli_print_title      (const char         *text);
void         bty_cli_print_piece      (const char         *text,
                                       BtyCliStyle         style);
void         bty_cli_print_document   (const char         *text);
void         bty_cli_print_json       (JsonNode           *node);
void         bty_cli_print_note       (const char         *text);
void         bty_cli_print_error      (const GError       *error,
                                       gboolean            json);
gboolean     bty_cli_flush            (void);

JsonNode    *bty_cli_json_take        (JsonObject         *object) G_GNUC_WARN_UNUSED_RESULT;
JsonArray   *bty_cli_json_from_strv   (const char * const *texts) G_GNUC_WARN_UNUSED_RESULT;
char        *bty_cli_format_time      (gint64              time) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyCliTable, bty_cli_table_free)

G_END_DECLS
