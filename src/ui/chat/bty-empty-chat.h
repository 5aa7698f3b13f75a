/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-bot.h"

G_BEGIN_DECLS

#define BTY_TYPE_EMPTY_CHAT (bty_empty_chat_get_type ())

G_DECLARE_FINAL_TYPE (BtyEmptyChat, bty_empty_chat, BTY, EMPTY_CHAT, AdwBin)

GtkWidget *bty_empty_chat_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void       bty_empty_chat_set_bot  (BtyEmptyChat *self,
                                    BtyBot       *bot,
                                    gboolean      is_private);

G_END_DECLS
