/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_BOT_ACTIONS (bty_bot_actions_get_type ())

G_DECLARE_FINAL_TYPE (BtyBotActions, bty_bot_actions, BTY, BOT_ACTIONS, GObject)

BtyBotActions *bty_bot_actions_new    (GtkWidget     *widget,
                                       BtyProfile    *profile) G_GNUC_WARN_UNUSED_RESULT;
void           bty_bot_actions_create (BtyBotActions *self);

G_END_DECLS
