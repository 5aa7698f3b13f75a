/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-bot.h"

G_BEGIN_DECLS

#define BTY_TYPE_BOT_AVATAR (bty_bot_avatar_get_type ())

G_DECLARE_FINAL_TYPE (BtyBotAvatar, bty_bot_avatar, BTY, BOT_AVATAR, GtkWidget)

GtkWidget  *bty_bot_avatar_new       (int           size) G_GNUC_WARN_UNUSED_RESULT;
void        bty_bot_avatar_set_bot   (BtyBotAvatar *self,
                                      BtyBot       *bot);
void        bty_bot_avatar_get_color (BtyBotAvatar *self,
                                      GdkRGBA      *color);

G_END_DECLS
