/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-message.h"

G_BEGIN_DECLS

#define BTY_TYPE_MESSAGE_STATUS_VIEW (bty_message_status_view_get_type ())

G_DECLARE_FINAL_TYPE (BtyMessageStatusView, bty_message_status_view, BTY, MESSAGE_STATUS_VIEW, GtkWidget)

GtkWidget *bty_message_status_view_new    (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_message_status_view_needed (BtyMessage           *message);
void       bty_message_status_view_update (BtyMessageStatusView *self,
                                           BtyMessage           *message);

G_END_DECLS
