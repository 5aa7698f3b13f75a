/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_SESSION_PANE (bty_session_pane_get_type ())

G_DECLARE_FINAL_TYPE (BtySessionPane, bty_session_pane, BTY, SESSION_PANE, GtkBox)

void        bty_session_pane_set_profile (BtySessionPane *self,
                                          BtyProfile     *profile);
void        bty_session_pane_set_bot     (BtySessionPane *self,
                                          BtyBot         *bot);
void        bty_session_pane_select      (BtySessionPane *self,
                                          const char     *session_id);
BtySession *bty_session_pane_get_beside  (BtySessionPane *self,
                                          int             direction);
BtySession *bty_session_pane_find_unused (BtySessionPane *self,
                                          const char     *bot_id);

G_END_DECLS
