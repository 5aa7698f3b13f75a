/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-trust-table.h"

G_BEGIN_DECLS

#define BTY_TYPE_TRUST_PANE (bty_trust_pane_get_type ())

G_DECLARE_FINAL_TYPE (BtyTrustPane, bty_trust_pane, BTY, TRUST_PANE, AdwBin)

GtkWidget *bty_trust_pane_new        (BtyTrustTable *table) G_GNUC_WARN_UNUSED_RESULT;
void       bty_trust_pane_set_narrow (BtyTrustPane  *self,
                                      gboolean       narrow);

G_END_DECLS
