/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-memory.h"
#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORY_DETAIL (bty_memory_detail_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoryDetail, bty_memory_detail, BTY, MEMORY_DETAIL, AdwBin)

GtkWidget *bty_memory_detail_new        (BtyProfile      *profile) G_GNUC_WARN_UNUSED_RESULT;
BtyMemory *bty_memory_detail_get_memory (BtyMemoryDetail *self);
void       bty_memory_detail_set_memory (BtyMemoryDetail *self,
                                         BtyMemory       *memory);

G_END_DECLS
