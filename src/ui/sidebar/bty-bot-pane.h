/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_BOT_PANE (bty_bot_pane_get_type ())

G_DECLARE_FINAL_TYPE (BtyBotPane, bty_bot_pane, BTY, BOT_PANE, GtkBox)

void    bty_bot_pane_set_profile (BtyBotPane *self,
                                  BtyProfile *profile);
BtyBot *bty_bot_pane_get_bot     (BtyBotPane *self);

G_END_DECLS
