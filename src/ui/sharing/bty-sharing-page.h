/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_SHARING_PAGE (bty_sharing_page_get_type ())

G_DECLARE_FINAL_TYPE (BtySharingPage, bty_sharing_page, BTY, SHARING_PAGE, AdwBin)

GtkWidget *bty_sharing_page_new (BtyProfile *profile) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
