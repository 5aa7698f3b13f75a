/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_MEMORIES_PAGE (bty_memories_page_get_type ())

G_DECLARE_FINAL_TYPE (BtyMemoriesPage, bty_memories_page, BTY, MEMORIES_PAGE, AdwBin)

GtkWidget *bty_memories_page_new     (BtyProfile      *profile) G_GNUC_WARN_UNUSED_RESULT;
void       bty_memories_page_open    (BtyMemoriesPage *self,
                                      const char      *memory_id);
void       bty_memories_page_search  (BtyMemoriesPage *self);

G_END_DECLS
