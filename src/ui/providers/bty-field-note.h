/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BTY_TYPE_FIELD_NOTE (bty_field_note_get_type ())

G_DECLARE_FINAL_TYPE (BtyFieldNote, bty_field_note, BTY, FIELD_NOTE, AdwPreferencesRow)

void     bty_field_note_complain     (BtyFieldNote *self,
                                      GtkWidget    *field,
                                      const char   *complaint);
void     bty_field_note_warn         (BtyFieldNote *self,
                                      const char   *warning);

G_END_DECLS
