/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-trust-table.h"

G_BEGIN_DECLS

/**
 * BtySharingViews:
 *
 * The pane beside what is shared: who trusts whom, and whose shared memories are looked at. Signal: "changed".
 */
#define BTY_TYPE_SHARING_VIEWS (bty_sharing_views_get_type ())

G_DECLARE_FINAL_TYPE (BtySharingViews, bty_sharing_views, BTY, SHARING_VIEWS, AdwBin)

GtkWidget  *bty_sharing_views_new           (BtyTrustTable   *table) G_GNUC_WARN_UNUSED_RESULT;
gboolean    bty_sharing_views_shows_trust   (BtySharingViews *self);
const char *bty_sharing_views_get_author_id (BtySharingViews *self);
void        bty_sharing_views_show_all      (BtySharingViews *self);

G_END_DECLS
