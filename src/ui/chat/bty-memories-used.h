/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORIES_USED (bty_memories_used_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoriesUsed, bty_memories_used, BTY, MEMORIES_USED, AdwBin)

GtkWidget *bty_memories_used_new       (BtyProfile      *profile) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memories_used_set_reply (BtyMemoriesUsed *self,
                                        const char      *reply_id,
                                        const char      *bot_id,
                                        const char      *session_id);

G_END_DECLS
