/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BTY_TYPE_OLD_DATA_ROW (bty_old_data_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyOldDataRow, bty_old_data_row, BTY, OLD_DATA_ROW, AdwActionRow)

void bty_old_data_row_set_profile_dir (BtyOldDataRow *self,
                                       const char    *profile_dir);

G_END_DECLS
