/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-profile.h"

G_BEGIN_DECLS

#define BTY_TYPE_VERIFY_ROW (bty_verify_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyVerifyRow, bty_verify_row, BTY, VERIFY_ROW, AdwActionRow)

void bty_verify_row_set_profile (BtyVerifyRow *self,
                                 BtyProfile   *profile);

G_END_DECLS
