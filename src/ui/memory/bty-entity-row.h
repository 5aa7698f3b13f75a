/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "bty-graph-service.h"

G_BEGIN_DECLS

typedef enum
{
  BTY_ENTITY_WISH_RENAME,
  BTY_ENTITY_WISH_RELATE,
  BTY_ENTITY_WISH_REMOVE,
} BtyEntityWish;

#define BTY_TYPE_ENTITY_ROW (bty_entity_row_get_type ())

G_DECLARE_FINAL_TYPE (BtyEntityRow, bty_entity_row, BTY, ENTITY_ROW, AdwExpanderRow)

GtkWidget *bty_entity_row_new       (BtyGraphService *service,
                                     BtyEntity       *entity) G_GNUC_WARN_UNUSED_RESULT;
void       bty_entity_row_update    (BtyEntityRow    *self);
void       bty_entity_row_set_graph (BtyEntityRow    *self,
                                     BtyGraph        *graph);

G_END_DECLS
