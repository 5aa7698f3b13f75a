/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-provider-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_FOUND_ROW (bty_found_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyFoundRow, bty_found_row, BTY, FOUND_ROW, AdwPreferencesRow)

GtkWidget *bty_found_row_new (BtyProviderService *service,
                              BtyProviderConfig  *config) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
