/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-trust-table.h"

G_BEGIN_DECLS

#define BTY_TYPE_TRUST_MATRIX (bty_trust_matrix_get_type ())

G_DECLARE_FINAL_TYPE (BtyTrustMatrix, bty_trust_matrix, BTY, TRUST_MATRIX, AdwBin)

GtkWidget *bty_trust_matrix_new (BtyTrustTable *table) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
