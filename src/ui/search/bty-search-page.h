/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_SEARCH_PAGE (bty_search_page_get_type ())

G_DECLARE_FINAL_TYPE (BtySearchPage, bty_search_page, BTY, SEARCH_PAGE, AdwBin)

GtkWidget *bty_search_page_new   (BtyProfile    *profile) G_GNUC_WARN_UNUSED_RESULT;
void       bty_search_page_focus (BtySearchPage *self);
void       bty_search_page_find  (BtySearchPage *self,
                                  const char    *words);

G_END_DECLS
