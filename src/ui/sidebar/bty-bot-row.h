/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-bot.h"

G_BEGIN_DECLS

#define BTY_TYPE_BOT_ROW (bty_bot_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyBotRow, bty_bot_row, BTY, BOT_ROW, GtkListBoxRow)

GtkWidget *bty_bot_row_new     (BtyBot    *bot) G_GNUC_WARN_UNUSED_RESULT;
BtyBot    *bty_bot_row_get_bot (BtyBotRow *self);

G_END_DECLS
