/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bty-graph-service.h"
#include "bty-paged-list.h"

G_BEGIN_DECLS

/* How many are read at once. */
#define BTY_ENTITY_PAGE 50

/**
 * BtyEntityList:
 *
 * A #BtyPagedList of #BtyEntity: whom and what a bot knows now, by name.
 */
#define BTY_TYPE_ENTITY_LIST (bty_entity_list_get_type ())

G_DECLARE_FINAL_TYPE (BtyEntityList, bty_entity_list, BTY, ENTITY_LIST, BtyPagedList)

BtyEntityList *bty_entity_list_new (BtyGraphService *service) G_GNUC_WARN_UNUSED_RESULT;

void     bty_entity_list_set_filter  (BtyEntityList *self,
                                      const char    *bot_id,
                                      const char    *words);
void     bty_entity_list_reload      (BtyEntityList *self);
gboolean bty_entity_list_has_altered (BtyEntityList *self);

G_END_DECLS
