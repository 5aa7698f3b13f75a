/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"
#include "bty-recalled.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_BUTTONS (bty_memory_buttons_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryButtons, bty_memory_buttons, BTY, MEMORY_BUTTONS, AdwBin)

GtkWidget *bty_memory_buttons_new (BtyProfile  *profile,
                                   BtyRecalled *recalled,
                                   const char  *bot_id,
                                   const char  *session_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
