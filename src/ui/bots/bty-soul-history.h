/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-bot-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_SOUL_HISTORY (bty_soul_history_get_type ())

G_DECLARE_FINAL_TYPE (BtySoulHistory, bty_soul_history, BTY, SOUL_HISTORY, AdwWindow)

GtkWindow *bty_soul_history_new (BtyBotService *service,
                                 BtyBot        *bot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
