/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BTY_TYPE_ANSWER_BUTTON (bty_answer_button_get_type ())

G_DECLARE_FINAL_TYPE (BtyAnswerButton, bty_answer_button, BTY, ANSWER_BUTTON, AdwBin)

GtkWidget  *bty_answer_button_new          (GListModel      *providers) G_GNUC_WARN_UNUSED_RESULT;
const char *bty_answer_button_get_provider (BtyAnswerButton *self);
void        bty_answer_button_set_provider (BtyAnswerButton *self,
                                            const char      *provider);

G_END_DECLS
