/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-trust-table.h"

G_BEGIN_DECLS

#define BTY_TYPE_TRUST_LIST (bty_trust_list_get_type ())

G_DECLARE_FINAL_TYPE (BtyTrustList, bty_trust_list, BTY, TRUST_LIST, AdwBin)

GtkWidget *bty_trust_list_new (BtyTrustTable *table) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
