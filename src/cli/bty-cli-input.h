/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BtyCliInput:
 *
 * Lines from standard input, read while the main loop runs.
 */
typedef struct _BtyCliInput BtyCliInput;

BtyCliInput *bty_cli_input_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void         bty_cli_input_free      (BtyCliInput  *self);
gboolean     bty_cli_input_read      (BtyCliInput  *self,
                                      char        **line,
                                      GError      **error);
void         bty_cli_input_interrupt (BtyCliInput  *self);
void         bty_cli_input_end       (BtyCliInput  *self);
gboolean     bty_cli_input_is_ended  (BtyCliInput  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BtyCliInput, bty_cli_input_free)

G_END_DECLS
