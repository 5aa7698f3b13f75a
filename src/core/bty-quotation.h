/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bty_quotation_new_mark (void) G_GNUC_WARN_UNUSED_RESULT;
char *bty_quotation_write    (GPtrArray  *passages,
                              const char *mark) G_GNUC_WARN_UNUSED_RESULT;

void  bty_quotation_write_lines (GString    *quotation,
                                 const char *text);

G_END_DECLS
