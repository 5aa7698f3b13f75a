/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_STORAGE_PAGE (bty_storage_page_get_type ())

G_DECLARE_FINAL_TYPE (BtyStoragePage, bty_storage_page, BTY, STORAGE_PAGE, AdwPreferencesPage)

AdwPreferencesPage *bty_storage_page_new (BtyProfile *profile,
                                          const char *root_dir) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
