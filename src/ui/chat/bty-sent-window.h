/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_SENT_WINDOW (bty_sent_window_get_type ())

G_DECLARE_FINAL_TYPE (BtySentWindow, bty_sent_window, BTY, SENT_WINDOW, AdwWindow)

GtkWindow *bty_sent_window_new (BtyProfile *profile,
                                const char *reply_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
