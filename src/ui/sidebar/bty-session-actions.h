/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_SESSION_ACTIONS (bty_session_actions_get_type ())

G_DECLARE_FINAL_TYPE (BtySessionActions, bty_session_actions, BTY, SESSION_ACTIONS, GObject)

BtySessionActions *bty_session_actions_new         (GtkWidget         *widget,
                                                    BtyProfile        *profile) G_GNUC_WARN_UNUSED_RESULT;
void               bty_session_actions_set_current (BtySessionActions *self,
                                                    const char        *session_id);

G_END_DECLS
