/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_BOT_EDITOR (bty_bot_editor_get_type ())

G_DECLARE_FINAL_TYPE (BtyBotEditor, bty_bot_editor, BTY, BOT_EDITOR, AdwWindow)

GtkWindow *bty_bot_editor_new (BtyProfile *profile,
                               BtyBot     *bot) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
