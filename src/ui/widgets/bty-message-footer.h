/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "bty-message.h"

G_BEGIN_DECLS

#define BTY_TYPE_MESSAGE_FOOTER (bty_message_footer_get_type ())

G_DECLARE_FINAL_TYPE (BtyMessageFooter, bty_message_footer, BTY, MESSAGE_FOOTER, GtkWidget)

GtkWidget *bty_message_footer_new    (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean   bty_message_footer_needed (BtyMessage       *message);
void       bty_message_footer_update (BtyMessageFooter *self,
                                      BtyMessage       *message);

G_END_DECLS
