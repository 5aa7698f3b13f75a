/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-message.h"

G_BEGIN_DECLS

#define BTY_TYPE_MESSAGE_TOOLBAR (bty_message_toolbar_get_type ())

G_DECLARE_FINAL_TYPE (BtyMessageToolbar, bty_message_toolbar, BTY, MESSAGE_TOOLBAR, GtkWidget)

GtkWidget *bty_message_toolbar_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void       bty_message_toolbar_update (BtyMessageToolbar *self,
                                       BtyMessage        *message,
                                       guint              version,
                                       guint              n_versions);

G_END_DECLS
