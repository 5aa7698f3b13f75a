/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BTY_TYPE_HEADERS_ROW (bty_headers_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyHeadersRow, bty_headers_row, BTY, HEADERS_ROW, AdwPreferencesRow)

char *bty_headers_row_dup_text (BtyHeadersRow *self) G_GNUC_WARN_UNUSED_RESULT;
void  bty_headers_row_set_text (BtyHeadersRow *self,
                                const char    *text);

G_END_DECLS
