/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-message.h"
#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_REPLY_INSPECTOR (bty_reply_inspector_get_type ())

G_DECLARE_FINAL_TYPE (BtyReplyInspector, bty_reply_inspector, BTY, REPLY_INSPECTOR, AdwBin)

GtkWidget *bty_reply_inspector_new         (BtyProfile        *profile) G_GNUC_WARN_UNUSED_RESULT;
void       bty_reply_inspector_set_message (BtyReplyInspector *self,
                                            const char        *bot_id,
                                            BtyMessage        *message);

G_END_DECLS
