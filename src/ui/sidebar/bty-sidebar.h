/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-profile.h"
#include "bty-session-pane.h"

G_BEGIN_DECLS

#define BTY_TYPE_SIDEBAR (bty_sidebar_get_type ())

G_DECLARE_FINAL_TYPE (BtySidebar, bty_sidebar, BTY, SIDEBAR, GtkBox)

GtkWidget      *bty_sidebar_new      (BtyProfile *profile) G_GNUC_WARN_UNUSED_RESULT;
BtySessionPane *bty_sidebar_get_pane (BtySidebar *self);
BtyBot         *bty_sidebar_get_bot  (BtySidebar *self);

G_END_DECLS
