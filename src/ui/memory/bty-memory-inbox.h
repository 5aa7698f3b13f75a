/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_INBOX (bty_memory_inbox_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryInbox, bty_memory_inbox, BTY, MEMORY_INBOX, AdwBin)

GtkWidget *bty_memory_inbox_new    (BtyProfile     *profile) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memory_inbox_update (BtyMemoryInbox *self,
                                    const char     *bot_id);

G_END_DECLS
