/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"
#include "bty-trust-table.h"

G_BEGIN_DECLS

#define BTY_TYPE_SHARED_DETAIL (bty_shared_detail_get_type ())

G_DECLARE_FINAL_TYPE (BtySharedDetail, bty_shared_detail, BTY, SHARED_DETAIL, AdwBin)

GtkWidget *bty_shared_detail_new        (BtyProfile      *profile,
                                         BtyTrustTable   *table) G_GNUC_WARN_UNUSED_RESULT;
BtyMemory *bty_shared_detail_get_memory (BtySharedDetail *self);
void       bty_shared_detail_set_memory (BtySharedDetail *self,
                                         BtyMemory       *memory);

G_END_DECLS
