/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_DUPLICATES (bty_memory_duplicates_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryDuplicates, bty_memory_duplicates, BTY, MEMORY_DUPLICATES, AdwBin)

GtkWidget *bty_memory_duplicates_new    (BtyProfile          *profile) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memory_duplicates_update (BtyMemoryDuplicates *self,
                                         const char          *bot_id);

G_END_DECLS
