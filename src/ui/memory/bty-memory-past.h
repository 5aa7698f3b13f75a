/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_PAST (bty_memory_past_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryPast, bty_memory_past, BTY, MEMORY_PAST, AdwBin)

GtkWidget *bty_memory_past_new    (BtyProfile    *profile) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memory_past_update (BtyMemoryPast *self,
                                   const char    *bot_id);

G_END_DECLS
