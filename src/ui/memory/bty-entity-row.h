/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-graph-service.h"

G_BEGIN_DECLS

#define BTY_TYPE_ENTITY_ROW (bty_entity_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyEntityRow, bty_entity_row, BTY, ENTITY_ROW, AdwExpanderRow)

GtkWidget *bty_entity_row_new        (BtyGraphService *service,
                                      BtyGraph        *graph,
                                      BtyEntity       *entity) G_GNUC_WARN_UNUSED_RESULT;
BtyEntity *bty_entity_row_get_entity (BtyEntityRow    *self);

G_END_DECLS
